import { duties, rolesFilling } from '@causeway/access';
import { dutyLimits, type DutyPage, type OnCallNow, type PersonRef, type RotaView, type SwapView } from '@causeway/contracts';
import { gapsOf, shiftAt, shiftsOf } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import type { EventStream } from '../platform/stream/stream';
import { queryable } from '../exchange/queryable';
import { plannable } from './plan';
import { plannedRotas, serviceHours, type PlannedRota } from './rows';

const DAY = 86_400_000;
/** How far a shift under way is looked ahead, for "until". */
const UNTIL = 60 * DAY;

interface Person extends PersonRef { readonly roles: string[]; readonly service_lines: string[] }

/** What the duty page and the frame show: schedules, gaps and offers of the person's facilities. */
export class DutyViews {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly stream: EventStream) {}

  async page(caller: Caller, query: { readonly from?: string | undefined; readonly to?: string | undefined }): Promise<DutyPage> {
    const seq = this.stream.position;
    const now = new Date();
    const within = { from: query.from ? Date.parse(query.from) : now.getTime(), to: query.to ? Date.parse(query.to) : now.getTime() + 7 * DAY };
    if (within.to <= within.from || within.to - within.from > dutyLimits.calendarDays * DAY) throw new Refusal(422, 'span', `Ask for at most ${dutyLimits.calendarDays} days.`, { errors: [{ pointer: '/to', detail: 'after the beginning' }] });
    const db = queryable(this.acts);
    const around = { from: Math.min(within.from, now.getTime()), to: Math.max(within.to, now.getTime() + UNTIL) };
    const planned = await plannedRotas(db, around, { facilities: caller.principal.facilities });
    const people = await this.people(caller);
    return {
      from: new Date(within.from).toISOString(), to: new Date(within.to).toISOString(), now: now.toISOString(), zone: this.settings.SITE_ZONE, seq,
      rotas: planned.map((p) => rotaView(p, within, now, people, caller)), people: people.map(({ id, name, initials, title }) => ({ id, name, initials, title })),
      swaps: await this.swaps(caller), hours: await serviceHours(db), plans: await this.plans(caller),
      links: (await this.acts.read<{ id: string; rota_id: string | null; made_at: Date; last_used_at: Date | null }>('select id, rota_id, made_at, last_used_at from calendar_link where person_id = $1 and revoked_at is null order by made_at', [caller.id]))
        .map((l) => ({ id: l.id, rotaId: l.rota_id, madeAt: l.made_at.toISOString(), lastUsedAt: l.last_used_at?.toISOString() ?? null })),
    };
  }

  /** Who is on now for the person's lines: those of a line of theirs before those of every line. */
  async now(caller: Caller): Promise<OnCallNow> {
    const now = new Date();
    const { facilities, serviceLines } = caller.principal;
    const planned = await plannedRotas(queryable(this.acts), { from: now.getTime(), to: now.getTime() + UNTIL }, { facilities });
    const mine = planned.filter(({ row }) => row.service_line === null || serviceLines.length === 0 || serviceLines.includes(row.service_line));
    const names = new Map((await this.people(caller)).map((p) => [p.id, p.name]));
    return {
      rows: mine.flatMap((p) => {
        const shift = current(p, now);
        return shift ? [{ rotaId: p.row.id, pool: p.row.pool, serviceLine: p.row.service_line, name: shift.person === null ? null : (names.get(shift.person) ?? null), until: new Date(shift.to).toISOString() }] : [];
      }),
    };
  }

  private people(caller: Caller): Promise<Person[]> {
    return this.acts.read<Person>(
      `select id, name, initials, title, roles, service_lines from person where disabled_at is null and facilities && $1::uuid[] and roles && $2::text[] order by name, id`,
      [caller.principal.facilities, [...new Set(Object.keys(duties).flatMap(rolesFilling))]]);
  }

  private async plans(caller: Caller): Promise<DutyPage['plans']> {
    const [house] = await this.acts.read<{ id: string }>('select id from facility where host order by made_at, id limit 1');
    if (!house) return { lines: [], all: false };
    return { lines: caller.principal.serviceLines.filter((line) => caller.may('duty.plan', plannable(house.id, line))), all: caller.may('duty.plan', plannable(house.id, null)) };
  }

  private async swaps(caller: Caller): Promise<SwapView[]> {
    const rows = await this.acts.read<{ id: string; rota_id: string; rota: string; from_at: Date; to_at: Date; note: string; made_at: Date; giver_id: string; g_name: string; g_initials: string; g_title: string; receiver_id: string; r_name: string; r_initials: string; r_title: string }>(
      `select s.*, r.name as rota, g.name as g_name, g.initials as g_initials, g.title as g_title, p.name as r_name, p.initials as r_initials, p.title as r_title
       from duty_swap s join rota r on r.id = s.rota_id join person g on g.id = s.giver_id join person p on p.id = s.receiver_id
       where s.state = 'offered' and r.ended_at is null and r.facility_id = any($1::uuid[]) order by s.from_at, s.id`, [caller.principal.facilities]);
    return rows.map((s) => ({
      id: s.id, rotaId: s.rota_id, rota: s.rota, from: s.from_at.toISOString(), to: s.to_at.toISOString(), note: s.note, at: s.made_at.toISOString(),
      giver: { id: s.giver_id, name: s.g_name, initials: s.g_initials, title: s.g_title }, receiver: { id: s.receiver_id, name: s.r_name, initials: s.r_initials, title: s.r_title },
      moves: [...(s.receiver_id === caller.id ? ['accept', 'decline'] : []), ...(s.giver_id === caller.id ? ['cancel'] : [])].map((move) => ({ move, needs: 'nothing' as const })),
    }));
  }
}

function rotaView(planned: PlannedRota, within: { from: number; to: number }, now: Date, people: readonly Person[], caller: Caller): RotaView {
  const { row, rota, overrides } = planned;
  const plans = caller.may('duty.plan', plannable(row.facility_id, row.service_line));
  const shifts = shiftsOf(rota, within);
  const mine = shifts.some((s) => s.person === caller.id && s.to > now.getTime());
  const roles = rolesFilling(row.pool);
  return {
    id: row.id, version: row.version, name: row.name, pool: row.pool, serviceLine: row.service_line, workKinds: row.work_kinds, zone: row.zone, cover: row.cover, week: rota.week, rotations: row.rotations,
    overrides: rota.overrides.map((o, i) => ({ ...o, reason: overrides[i]?.reason ?? '', by: overrides[i]?.made_by_name ?? null })), shifts, gaps: gapsOf(rota, now.getTime()), now: current(planned, now),
    fits: people.filter((p) => roles.some((r) => p.roles.includes(r)) && (row.service_line === null || p.service_lines.length === 0 || p.service_lines.includes(row.service_line))).map((p) => p.id),
    moves: [...(plans ? ['change', 'override', 'end'] : []), ...(mine ? ['swap'] : [])].map((move) => ({ move, needs: 'nothing' as const })),
  };
}

/** The shift under way, up to its real end. */
const current = ({ rota }: PlannedRota, now: Date) => shiftAt(shiftsOf(rota, { from: now.getTime(), to: now.getTime() + UNTIL }), now.getTime());
