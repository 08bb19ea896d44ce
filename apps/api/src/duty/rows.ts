import { rolesFilling } from '@causeway/access';
import { dutyBook, hoursFor, usualWeek, type Cover, type DaySpan, type DutyBook, type Rota, type Rotation, type ServiceHours, type StaffOf } from '@causeway/domain';
import type { Act } from '../platform/acts/act';

type Reads = Pick<Act, 'query'>;

export interface RotaRow {
  id: string; version: number; facility_id: string; name: string; pool: string; service_line: string | null; work_kinds: string[]; zone: string; cover: Cover; rotations: Rotation[]; ended_at: Date | null;
}
export interface OverrideRow {
  id: string; rota_id: string; from_at: Date; to_at: Date; person_id: string | null; reason: string; made_by_name: string | null;
}
export interface PlannedRota {
  readonly row: RotaRow;
  readonly rota: Rota;
  readonly overrides: readonly OverrideRow[];
}

const DAY = 86_400_000;

export async function serviceHours(db: Reads): Promise<ServiceHours[]> {
  const rows = await db.query<{ service_line: string | null; work_kind: string | null; zone: string; week: DaySpan[] }>('select service_line, work_kind, zone, week from service_hours order by service_line nulls first, work_kind nulls first');
  return rows.map((r) => ({ serviceLine: r.service_line, workKind: r.work_kind, zone: r.zone, week: r.week }));
}

/** Every rota in use with its overrides that touch the interval, as the calendar reckons with it. */
export async function plannedRotas(db: Reads, within: { readonly from: number; readonly to: number }, only: { readonly facilities?: readonly string[]; readonly pools?: readonly string[]; readonly id?: string } = {}): Promise<PlannedRota[]> {
  const rows = await db.query<RotaRow>(
    'select * from rota where ended_at is null and ($1::uuid[] is null or facility_id = any($1)) and ($2::text[] is null or pool = any($2)) and ($3::uuid is null or id = $3) order by service_line nulls last, pool, name, id',
    [only.facilities ?? null, only.pools ?? null, only.id ?? null]);
  if (rows.length === 0) return [];
  const overrides = await db.query<OverrideRow>(
    `select o.*, p.name as made_by_name from duty_override o left join person p on p.id = o.made_by
     where o.rota_id = any($1::uuid[]) and o.removed_at is null and o.from_at < $3 and o.to_at > $2 order by o.made_at, o.id`, [rows.map((r) => r.id), new Date(within.from), new Date(within.to)]);
  const hours = await serviceHours(db);
  return rows.map((row) => {
    const mine = overrides.filter((o) => o.rota_id === row.id);
    const set = hoursFor(hours, row.service_line, row.work_kinds.length === 1 ? (row.work_kinds[0] ?? null) : null);
    return { row, overrides: mine, rota: rotaOf(row, set?.week ?? usualWeek, mine) };
  });
}

/** Its hours go by the clock of its own zone. */
export function rotaOf(row: Pick<RotaRow, 'id' | 'pool' | 'service_line' | 'work_kinds' | 'zone' | 'cover' | 'rotations'>, week: readonly DaySpan[], overrides: readonly OverrideRow[]): Rota {
  return {
    id: row.id, pool: row.pool, serviceLine: row.service_line, workKinds: row.work_kinds, zone: row.zone, cover: row.cover, week, rotations: row.rotations,
    overrides: overrides.map((o) => ({ id: o.id, person: o.person_id, from: o.from_at.getTime(), to: o.to_at.getTime() })),
  };
}

/** The book of one moment. */
export async function bookAt(db: Reads, at: Date, only: Parameters<typeof plannedRotas>[2] = {}): Promise<DutyBook> {
  const within = { from: at.getTime(), to: at.getTime() + 1 };
  return dutyBook((await plannedRotas(db, within, only)).map((p) => p.rota), within);
}

/** Who could fill a duty: people who may sign in, hold one of its roles, belong to one of the facilities and to the line. */
export async function staffOf(db: Reads, facilities: readonly string[] | null = null): Promise<StaffOf> {
  const rows = await db.query<{ id: string; roles: string[]; service_lines: string[] }>(
    `select id, roles, service_lines from person where disabled_at is null and ($1::uuid[] is null or facilities && $1) order by name, id`, [facilities]);
  return (duty, line) => rows.filter((p) => rolesFilling(duty).some((role) => p.roles.includes(role)) && (line === null || p.service_lines.length === 0 || p.service_lines.includes(line))).map((p) => p.id);
}

export const daysAhead = (at: Date, days: number): { from: number; to: number } => ({ from: at.getTime(), to: at.getTime() + days * DAY });
