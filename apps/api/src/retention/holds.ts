import type { AddToHold, PlaceHold } from '@causeway/contracts';
import { holdMachine, type HoldState } from '@causeway/domain';
import type * as z from 'zod/mini';
import { guardedOf, type InboundColumns } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { made, move, signal } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { PURGE_GATE } from './blocking';

export interface HoldColumns {
  id: string; version: number; number: number; state: HoldState; state_since: Date; matter: string; custodian: string; reason: string; scope: 'exams' | 'patient' | 'facility'; patient_id: string | null; facility_id: string | null;
  facility_ids: string[]; planned_end: string | null; asked_by: string; placed_by: string | null; release_asked_by: string | null; release_reason: string | null; released_by: string | null; made_at: Date;
}
const RELEASE_SECONDS = 7 * 86_400;

export async function lockHold(act: Act, id: string): Promise<HoldColumns | null> {
  const [row] = await act.query<HoldColumns>('select *, planned_end::text as planned_end from hold where id = $1 for update', [id]);
  return row ?? null;
}

/** What the ability rules look at: whoever asked for a release does not confirm it. */
export const holdGuarded = (row: Pick<HoldColumns, 'facility_ids' | 'release_asked_by' | 'state'>) => ({ facilityIds: row.facility_ids, earlierActors: row.state === 'release-asked' && row.release_asked_by ? [row.release_asked_by] : [] });

/** Legal holds. One person places one; it blocks from the moment it is asked for, and needs two people to end. */
export class HoldMoves {
  constructor(private readonly acts: Acts) {}

  /** Whoever may place one has it in force at once; others ask, and it blocks meanwhile. Answers its id. */
  create(caller: Caller, asked: PlaceHold): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const body = await named(act, asked);
      // what such a hold covers is not a list: no purge may be between its check and its end
      if (body.scope !== 'exams') await act.query('select pg_advisory_xact_lock($1)', [PURGE_GATE]);
      const exams = await this.scopeOf(act, caller, body);
      const [facility] = body.facilityId ? await act.query<{ id: string }>('select id from facility where id = $1', [body.facilityId]) : [];
      if (body.scope === 'facility' && !facility) throw scopeFault('/facilityId', 'Choose the facility whose exams are held.');
      const own = body.scope === 'facility' ? [...caller.principal.facilities] : [...new Set(exams.flatMap((x) => x.facility_ids))];
      const things = exams.length > 0 ? exams.map(guardedOf) : [{ facilityIds: own }];
      const places = things.every((thing) => caller.may('hold.place', thing));
      if (!places) for (const thing of things) caller.require('hold.request', thing);
      const id = newId(act.now.getTime());
      await act.query(
        `insert into hold (id, state, matter, custodian, reason, scope, patient_id, facility_id, facility_ids, planned_end, asked_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, holdMachine.initial, body.matter, body.custodian, body.reason, body.scope, body.scope === 'patient' ? body.patientId : null, body.scope === 'facility' ? body.facilityId : null, own, body.plannedEnd, caller.id]);
      await this.put(act, id, exams.map((x) => x.id));
      made(act, 'hold', id, { scope: body.scope, exams: exams.length, matter: body.matter });
      if (places) await move(act, { machine: 'hold', id, move: 'activate', set: { placed_by: caller.id }, details: { matter: body.matter, custodian: body.custodian } });
      return id;
    });
  }

  activate(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'hold.place', async (act) => void (await move(act, { machine: 'hold', id, move: 'activate', version, set: { placed_by: caller.id } })));
  }

  decline(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'hold.place', async (act, row) => {
      if (row.asked_by === caller.id) throw new Refusal(403, 'same-person', 'Somebody else has to decline what you asked for.');
      await move(act, { machine: 'hold', id, move: 'decline', version, reason });
    });
  }

  add(caller: Caller, id: string, body: z.output<typeof AddToHold>): Promise<void> {
    return this.with(caller, id, 'hold.place', async (act, row) => {
      const exams = await this.exams(act, body.examIds);
      for (const x of exams) caller.require('hold.place', guardedOf(x));
      await move(act, { machine: 'hold', id, move: 'add-exams', version: body.version, set: { facility_ids: [...new Set([...row.facility_ids, ...exams.flatMap((x) => x.facility_ids)])] }, details: { exams: exams.map((x) => x.id) } });
      await this.put(act, id, exams.map((x) => x.id));
    });
  }

  askRelease(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'hold.release', async (act) => {
      await move(act, { machine: 'hold', id, move: 'ask-release', version, set: { release_asked_by: caller.id, release_reason: reason }, reason });
      act.wish({ kind: 'hold.release-clock', key: `hold.release-clock ${id}`, data: { id }, inSeconds: RELEASE_SECONDS, restart: true });
    });
  }

  /** The second person. The ability's letters refuse the first one, by person. */
  confirmRelease(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'hold.release', async (act, row) => {
      if (row.state === 'release-asked' && row.release_asked_by === caller.id) throw new Refusal(403, 'same-person', 'A second person has to confirm the release you asked for.');
      await move(act, { machine: 'hold', id, move: 'confirm-release', version, set: { released_by: caller.id, released_at: act.now }, details: { asked: row.release_asked_by, confirmed: caller.id } });
      act.unwish(`hold.release-clock ${id}`);
    });
  }

  refuseRelease(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'hold.release', async (act) => {
      await move(act, { machine: 'hold', id, move: 'refuse-release', version, set: { release_asked_by: null, release_reason: null }, reason });
      act.unwish(`hold.release-clock ${id}`);
    });
  }

  private async scopeOf(act: Act, caller: Caller, body: PlaceHold): Promise<InboundColumns[]> {
    if (body.scope === 'exams') {
      if (body.examIds.length === 0) throw scopeFault('/examIds', 'Choose at least one exam.');
      return this.exams(act, body.examIds);
    }
    if (body.scope === 'facility') return [];
    if (!body.patientId) throw scopeFault('/patientId', 'Choose the patient whose exams are held.');
    const rows = await act.query<InboundColumns>(
      `select x.* from inbound x join match m on m.exam_id = x.id where m.patient_id = $1 and m.state in ('matched', 'overridden') and x.state <> 'purged' order by x.id`, [body.patientId]);
    if (rows.length === 0) throw scopeFault('/patientId', 'No exam here belongs to this patient.');
    return rows.filter((x) => caller.may('hold.place', guardedOf(x)) || caller.may('hold.request', guardedOf(x)));
  }

  private async exams(act: Act, ids: readonly string[]): Promise<InboundColumns[]> {
    const rows = await act.query<InboundColumns>('select * from inbound where id = any($1::uuid[]) order by id', [[...new Set(ids)]]);
    if (rows.length < new Set(ids).size) throw notFound('exam');
    return rows;
  }

  /** Locks each exam against a purge that begins; one that is gone already is named. */
  private async put(act: Act, id: string, exams: readonly string[]): Promise<void> {
    if (exams.length === 0) return;
    const here = await act.query<{ id: string; purged: boolean; study_uid: string }>('select id, purged_at is not null as purged, study_uid from exam where id = any($1::uuid[]) order by id for key share', [exams]);
    const gone = here.filter((e) => e.purged);
    if (gone.length > 0) throw new Refusal(409, 'purged', `${gone.length === 1 ? 'An exam is' : `${gone.length} exams are`} purged already and cannot be held: study ${gone[0]?.study_uid}. Look at its tombstone.`);
    await act.query('insert into hold_exam (hold_id, exam_id) select $1, unnest($2::uuid[]) on conflict do nothing', [id, exams]);
    for (const examId of exams) act.emit({ event: 'hold.covers', kind: 'hold', id, data: { examId } });
  }

  private with(caller: Caller, id: string, ability: 'hold.place' | 'hold.release', work: (act: Act, row: HoldColumns) => Promise<void>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockHold(act, id);
      if (!row) throw notFound('hold');
      caller.require(ability, holdGuarded(row));
      await work(act, row);
    });
  }
}

/** Nobody confirmed in seven days: the hold stays. */
export async function releaseRanOut(act: Act, id: string): Promise<void> {
  const row = await lockHold(act, id);
  if (row?.state === 'release-asked') await signal(act, { machine: 'hold', id, move: 'refuse-release', set: { release_asked_by: null, release_reason: null }, reason: 'nobody-confirmed' });
}

const scopeFault = (pointer: string, detail: string): Refusal => new Refusal(422, 'fields', detail, { errors: [{ pointer, detail }] });

/** A patient or a source may be named by one exam: its confirmed patient, the facility it came from. */
async function named(act: Act, body: PlaceHold): Promise<PlaceHold> {
  const [exam] = body.examIds;
  if (body.scope === 'exams' || !exam || body.examIds.length > 1) return body;
  const [row] = await act.query<{ patient_id: string | null; facility_id: string | null }>(
    `select m.patient_id, e.source_facility_id as facility_id from exam e left join match m on m.exam_id = e.id and m.state in ('matched', 'overridden') where e.id = $1`, [exam]);
  return { ...body, patientId: body.patientId ?? row?.patient_id ?? null, facilityId: body.facilityId ?? row?.facility_id ?? null };
}
