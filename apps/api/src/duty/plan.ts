import { duties, rolesFilling } from '@causeway/access';
import { dutyLimits, type AddOverride, type ChangeRota, type HoursBody, type MakeRota } from '@causeway/contracts';
import { isZone } from '@causeway/domain';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { RotaRow } from './rows';

type In<T extends z.ZodMiniType> = z.output<T>;
const DAY = 86_400_000;

/** What may be planned, and by whom: rotas, overrides and hours. Each change is audited, and told to open pages as an event of its rota. */
export class DutyPlans {
  constructor(private readonly acts: Acts) {}

  make(caller: Caller, body: In<typeof MakeRota>): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const facility = await house(act);
      may(caller, facility, body.serviceLine);
      await checkRota(act, body);
      const id = newId(act.now.getTime());
      await act.query('insert into rota (id, facility_id, name, pool, service_line, work_kinds, zone, cover, rotations) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        [id, facility, body.name, body.pool, body.serviceLine, body.workKinds, body.zone, body.cover, JSON.stringify(body.rotations)]);
      changed(act, id, 'duty.planned', { pool: body.pool, serviceLine: body.serviceLine, cover: body.cover, rotations: body.rotations });
      return id;
    });
  }

  change(caller: Caller, id: string, body: In<typeof ChangeRota>): Promise<void> {
    return this.with(caller, id, async (act, row) => {
      if (row.version !== body.version) throw changedMeanwhile();
      may(caller, row.facility_id, body.serviceLine);
      await checkRota(act, body);
      await act.query('update rota set version = version + 1, name = $2, pool = $3, service_line = $4, work_kinds = $5, zone = $6, cover = $7, rotations = $8 where id = $1',
        [id, body.name, body.pool, body.serviceLine, body.workKinds, body.zone, body.cover, JSON.stringify(body.rotations)]);
      changed(act, id, 'duty.changed', { before: { rotations: row.rotations, zone: row.zone, cover: row.cover }, after: { rotations: body.rotations, zone: body.zone, cover: body.cover } });
    });
  }

  end(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, async (act, row) => {
      if (row.version !== version) throw changedMeanwhile();
      await act.query('update rota set version = version + 1, ended_at = clock_timestamp() where id = $1', [id]);
      changed(act, id, 'duty.ended', { pool: row.pool }, reason);
    });
  }

  override(caller: Caller, id: string, body: In<typeof AddOverride>): Promise<void> {
    return this.with(caller, id, async (act, row) => {
      const { from, to } = span(body.from, body.to);
      if (to <= act.now) throw new Refusal(422, 'past', 'These hours are over. Only what is still to come can be planned.', { errors: [{ pointer: '/to', detail: 'in the future' }] });
      if (body.personId !== null) await fits(act, row, [body.personId], '/personId');
      const overrideId = await insertOverride(act, { rotaId: id, from, to, personId: body.personId, reason: body.reason, by: caller.id });
      await act.query('update rota set version = version + 1 where id = $1', [id]);
      changed(act, id, 'duty.overridden', { override: overrideId, from: body.from, to: body.to, person: body.personId }, body.reason);
    });
  }

  async removeOverride(caller: Caller, overrideId: string): Promise<string> {
    const [o] = await this.acts.read<{ rota_id: string }>('select rota_id from duty_override where id = $1 and removed_at is null', [overrideId]);
    if (!o) throw notFound('override');
    await this.with(caller, o.rota_id, async (act) => {
      const rows = await act.query('update duty_override set removed_at = clock_timestamp() where id = $1 and removed_at is null returning id', [overrideId]);
      if (rows.length === 0) throw changedMeanwhile();
      await act.query('update rota set version = version + 1 where id = $1', [o.rota_id]);
      changed(act, o.rota_id, 'duty.override-removed', { override: overrideId });
    });
    return o.rota_id;
  }

  hours(caller: Caller, body: In<typeof HoursBody>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const facility = await house(act);
      may(caller, facility, body.serviceLine);
      if (!isZone(body.zone)) throw zoneRefused();
      const wrong = body.week.findIndex((s) => s.from >= s.to);
      if (wrong >= 0) throw new Refusal(422, 'hours', 'Business hours end after they begin, on the same day.', { errors: [{ pointer: `/week/${wrong}/to`, detail: 'after the beginning' }] });
      await act.query(
        `insert into service_hours (id, facility_id, service_line, work_kind, zone, week) values ($1, $2, $3, $4, $5, $6)
         on conflict (facility_id, coalesce(service_line, ''), coalesce(work_kind, '')) do update set zone = excluded.zone, week = excluded.week`,
        [newId(act.now.getTime()), facility, body.serviceLine, body.workKind, body.zone, JSON.stringify(body.week)]);
      act.audit({ action: 'duty.hours-set', object: { kind: 'duty', id: facility }, details: { ...body } });
      act.emit({ event: 'duty.hours-set', kind: 'duty', id: facility });
    });
  }

  private with(caller: Caller, id: string, work: (act: Act, row: RotaRow) => Promise<void>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const [row] = await act.query<RotaRow>('select * from rota where id = $1 and ended_at is null for update', [id]);
      if (!row || !caller.principal.facilities.includes(row.facility_id)) throw notFound('rota');
      may(caller, row.facility_id, row.service_line);
      await work(act, row);
    });
  }
}

/** One list of the house's rotas: they belong to the facility this console is for. */
async function house(act: Act): Promise<string> {
  const [row] = await act.query<{ id: string }>('select id from facility where host order by made_at, id limit 1');
  if (!row) throw new Refusal(409, 'no-house', 'No facility of this installation is marked as your own. Ask your system administrator.');
  return row.id;
}

export const plannable = (facilityId: string, serviceLine: string | null) => ({ facilityIds: [facilityId], ...(serviceLine === null ? {} : { serviceLine }) });

function may(caller: Caller, facilityId: string, serviceLine: string | null): void {
  if (caller.may('duty.plan', plannable(facilityId, serviceLine))) return;
  throw new Refusal(403, 'not-allowed', serviceLine === null ? 'You plan for your own service lines. A rota of every line is for the transfer nurses and the PACS administrators.' : 'You plan for your own service lines, and this is not one of them.');
}

const zoneRefused = (): Refusal => new Refusal(422, 'zone', 'A time zone is a name such as America/New_York.', { errors: [{ pointer: '/zone', detail: 'a name of the time zone database' }] });

async function checkRota(act: Act, body: In<typeof MakeRota>): Promise<void> {
  if (!(body.pool in duties)) throw new Refusal(422, 'pool', 'There is no such duty. Choose one of the list.', { errors: [{ pointer: '/pool', detail: 'a duty role' }] });
  if (!isZone(body.zone)) throw zoneRefused();
  if (new Set(body.rotations.map((r) => r.id)).size < body.rotations.length) throw new Refusal(422, 'rotations', 'Each rotation needs an id of its own.', { errors: [{ pointer: '/rotations', detail: 'ids once each' }] });
  const [i, late] = [...body.rotations.entries()].find(([, r]) => r.to !== null && r.to < r.from) ?? [];
  if (late) throw new Refusal(422, 'rotations', 'A rotation ends after it begins.', { errors: [{ pointer: `/rotations/${i}/to`, detail: 'after the beginning' }] });
  await fits(act, { pool: body.pool, service_line: body.serviceLine }, body.rotations.flatMap((r) => r.people), '/rotations');
}

/** Everybody planned may sign in, holds a role of the duty and belongs to the line. */
export async function fits(act: Act, rota: Pick<RotaRow, 'pool' | 'service_line'>, people: readonly string[], pointer: string): Promise<void> {
  const wanted = [...new Set(people)];
  const rows = await act.query<{ id: string; name: string; fit: boolean }>(
    `select id, name, disabled_at is null and roles && $2::text[] and ($3::text is null or cardinality(service_lines) = 0 or $3 = any(service_lines)) as fit from person where id = any($1::uuid[])`,
    [wanted, rolesFilling(rota.pool), rota.service_line]);
  const wrong = rows.find((r) => !r.fit);
  if (wrong) throw new Refusal(422, 'does-not-fit', `${wrong.name} cannot take this duty: it needs the role, the service line and an account that is open.`, { errors: [{ pointer, detail: 'people who may take this duty' }] });
  if (rows.length < wanted.length) throw new Refusal(422, 'does-not-fit', 'Somebody of this plan is not known here.', { errors: [{ pointer, detail: 'people of this house' }] });
}

export function span(from: string, to: string): { from: Date; to: Date } {
  const [a, b] = [new Date(from), new Date(to)];
  if (b <= a) throw new Refusal(422, 'span', 'The end comes after the beginning.', { errors: [{ pointer: '/to', detail: 'after the beginning' }] });
  if (b.getTime() - a.getTime() > dutyLimits.days * DAY) throw new Refusal(422, 'span', `At most ${dutyLimits.days} days at once. Change the rotation for longer.`, { errors: [{ pointer: '/to', detail: `at most ${dutyLimits.days} days later` }] });
  return { from: a, to: b };
}

export async function insertOverride(act: Act, o: { rotaId: string; from: Date; to: Date; personId: string | null; reason: string; by: string }): Promise<string> {
  const id = newId(act.now.getTime());
  await act.query('insert into duty_override (id, rota_id, from_at, to_at, person_id, reason, made_by) values ($1, $2, $3, $4, $5, $6, $7)', [id, o.rotaId, o.from, o.to, o.personId, o.reason, o.by]);
  return id;
}

export function changed(act: Act, rotaId: string, event: string, details: Readonly<Record<string, unknown>>, reason: string | null = null): void {
  act.audit({ action: event, object: { kind: 'duty', id: rotaId }, details, reason });
  act.emit({ event, kind: 'duty', id: rotaId });
}
