import type { ListVersion, PauseList, SaveList } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { hostId, partnerOf } from '../../exchange/directory';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../../platform/acts/refusal';
import { dayIn } from '../../platform/clocks';
import type { Caller } from '../../platform/http/caller';
import { newId } from '../../platform/ids';
import type { Settings } from '../../platform/settings/settings';
import { listGuarded, lockList, requireOfList, type ListColumns, type ListedPatient } from './list.row';
import { nextRound } from './rounds';

type In<T extends z.ZodMiniType> = z.output<T>;

/** What people do with standing lists. The rounds themselves are `ListRounds`. */
export class StandingLists {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async create(caller: Caller, body: SaveList): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const id = newId(act.now.getTime());
      const facilityIds = await this.check(act, caller, body, caller.id);
      const next = nextRound({ weekday: body.weekday, endsOn: body.endsOn }, act.now, this.settings.SITE_ZONE);
      await act.query(
        `insert into standing_list (id, name, owner_id, facility_id, facility_ids, service_line, for_person_id, weekday, needed_within_days, ends_on, ask, patients, next_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [id, body.name, caller.id, body.facilityId, facilityIds, body.serviceLine, body.forPersonId, body.weekday, body.neededWithinDays, body.endsOn, JSON.stringify(body.ask), JSON.stringify(withIds(act, body, [])), next]);
      this.changed(act, id, 'made', { patients: body.patients.length, weekday: body.weekday });
      wishRound(act, id, next);
      return id;
    });
  }

  edit(caller: Caller, id: string, body: SaveList): Promise<void> {
    return this.with(caller, id, body.version, async (act, row) => {
      if (row.owner_id !== caller.id) throw new Refusal(409, 'not-yours', 'It asks in the name of somebody else. Take it over first.');
      const facilityIds = await this.check(act, caller, body, row.owner_id);
      const next = row.paused === null ? nextRound({ weekday: body.weekday, endsOn: body.endsOn }, act.now, this.settings.SITE_ZONE) : null;
      await act.query(
        `update standing_list set name = $2, facility_id = $3, facility_ids = $4, service_line = $5, for_person_id = $6, weekday = $7, needed_within_days = $8, ends_on = $9, ask = $10, patients = $11, next_at = $12, version = version + 1 where id = $1`,
        [id, body.name, body.facilityId, facilityIds, body.serviceLine, body.forPersonId, body.weekday, body.neededWithinDays, body.endsOn, JSON.stringify(body.ask), JSON.stringify(withIds(act, body, row.patients)), next]);
      this.changed(act, id, 'changed', { patients: body.patients.length, before: row.patients.length, weekday: body.weekday });
      wishRound(act, id, next);
    });
  }

  pause(caller: Caller, id: string, body: In<typeof PauseList>): Promise<void> {
    return this.with(caller, id, body.version, async (act, row) => {
      if (row.paused !== null) throw new Refusal(409, 'paused-already', 'It is paused already.');
      await act.query('update standing_list set paused = $2, next_at = null, version = version + 1 where id = $1', [id, body.reason]);
      this.changed(act, id, 'paused', {}, body.reason);
      wishRound(act, id, null);
    });
  }

  resume(caller: Caller, id: string, body: In<typeof ListVersion>): Promise<void> {
    return this.with(caller, id, body.version, async (act, row) => {
      if (row.paused === null) throw new Refusal(409, 'not-paused', 'It is not paused.');
      const next = nextRound({ weekday: row.weekday, endsOn: row.ends_on }, act.now, this.settings.SITE_ZONE);
      if (!next) throw new Refusal(409, 'over', 'Its last day is over. Change that day first.');
      await act.query('update standing_list set paused = null, next_at = $2, version = version + 1 where id = $1', [id, next]);
      this.changed(act, id, 'resumed', {});
      wishRound(act, id, next);
    });
  }

  /** The next round begins at once; the one after it has its usual day. */
  askNow(caller: Caller, id: string, body: In<typeof ListVersion>): Promise<void> {
    return this.with(caller, id, body.version, async (act, row) => {
      if (row.paused !== null) throw new Refusal(409, 'paused', 'It is paused. Go on with it first.');
      if (row.patients.length === 0) throw new Refusal(409, 'nobody', 'There is nobody in this list.');
      await act.query('update standing_list set next_at = $2, version = version + 1 where id = $1', [id, act.now]);
      this.changed(act, id, 'asked-now', {});
      wishRound(act, id, act.now);
    });
  }

  /** From now on it asks in the name of whoever takes it. */
  take(caller: Caller, id: string, body: In<typeof ListVersion>): Promise<void> {
    return this.with(caller, id, body.version, async (act, row) => {
      caller.require('requestOut.create', listGuarded({ ...row, owner_id: caller.id }), 'requestOut.create');
      await act.query('update standing_list set owner_id = $2, version = version + 1 where id = $1', [id, caller.id]);
      this.changed(act, id, 'taken', { from: row.owner_id });
    });
  }

  end(caller: Caller, id: string, body: In<typeof ListVersion>): Promise<void> {
    return this.with(caller, id, body.version, async (act, row) => {
      if (row.owner_id !== caller.id) throw new Refusal(409, 'not-yours', 'It asks in the name of somebody else. Take it over first.');
      await act.query('update standing_list set ended_at = clock_timestamp(), next_at = null, version = version + 1 where id = $1', [id]);
      this.changed(act, id, 'ended', {});
      wishRound(act, id, null);
    });
  }

  private async check(act: Act, caller: Caller, body: SaveList, owner: string): Promise<string[]> {
    const partner = await partnerOf(act, body.facilityId);
    if (partner.host) throw new Refusal(422, 'facility', 'This is our own house: what it has is in the archive.', { errors: [{ pointer: '/facilityId', detail: 'a partner, not ourselves' }] });
    const facilityIds = [await hostId(act), body.facilityId];
    caller.require('requestOut.create', listGuarded({ facility_ids: facilityIds, service_line: body.serviceLine, owner_id: owner }), 'requestOut.create');
    if (body.endsOn !== null && body.endsOn < dayIn(act.now, this.settings.SITE_ZONE)) throw new Refusal(422, 'ends-on', 'The last day lies behind us.', { errors: [{ pointer: '/endsOn', detail: 'today or later' }] });
    const told = body.patients.map((p) => `${p.family}|${p.given}|${p.birthDate ?? ''}|${p.identifier?.value ?? ''}`.toLowerCase());
    const twice = told.findIndex((t, i) => told.indexOf(t) < i);
    if (twice >= 0) throw new Refusal(422, 'twice', 'Somebody stands in the list twice.', { errors: [{ pointer: `/patients/${twice}`, detail: `line ${twice + 1} is the same as line ${told.indexOf(told[twice] ?? '') + 1}` }] });
    return facilityIds;
  }

  private changed(act: Act, id: string, what: string, details: Record<string, string | number>, reason?: string): void {
    act.audit({ action: `standing-list.${what}`, object: { kind: 'standingList', id }, details, ...(reason ? { reason } : {}) });
    act.emit({ event: `standingList.${what}`, kind: 'standingList', id });
  }

  private with(caller: Caller, id: string, version: number | null, work: (act: Act, row: ListColumns) => Promise<void>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockList(act, id);
      if (!row) throw notFound('list');
      requireOfList(caller, row);
      if (row.version !== version) throw changedMeanwhile();
      await work(act, row);
    });
  }
}

/** Rings when the round is due; null: not any more. */
export function wishRound(act: Act, id: string, next: Date | null): void {
  const key = `request.round ${id}`;
  if (next) act.wish({ kind: 'request.round', key, data: { id }, dueAt: next, restart: true });
  else act.unwish(key);
}

/** Patients keep the id they had in this list; whoever brings another list's id gets a new one. */
function withIds(act: Act, body: SaveList, before: readonly ListedPatient[]): ListedPatient[] {
  const known = new Set(before.map((p) => p.id));
  return body.patients.map(({ id, ...told }) => ({ id: id !== null && known.delete(id) ? id : newId(act.now.getTime()), ...told }));
}
