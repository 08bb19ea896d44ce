import type { ListRun } from '@causeway/contracts';
import { onDutyFor } from '../../duty/on-duty';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { system } from '../../platform/acts/actor';
import { Refusal } from '../../platform/acts/refusal';
import { Caller } from '../../platform/http/caller';
import { principalOf, type PersonRow } from '../../platform/sign-in/sessions';
import type { Settings } from '../../platform/settings/settings';
import type { RequestOutMoves } from '../out.moves';
import { lockRequest, requestNumber } from '../out.row';
import { lockList, type ListColumns, type ListedPatient } from './list.row';
import { wishRound } from './lists';
import { neededBy, nextRound } from './rounds';

type Result = ListRun['results'][number];
const WAITING = `('draft', 'awaiting-approval', 'sent', 'acknowledged', 'promised', 'partly-fulfilled')`;

/**
 * Works a standing list through: one request for each patient, each in an act of its own, in the name of the list's owner and with the rights they have now.
 * Begun again after a crash it goes on where it was: a patient is asked for once in a round.
 */
export class ListRounds {
  constructor(private readonly acts: Acts, private readonly moves: RequestOutMoves, private readonly settings: Settings) {}

  async run(id: string): Promise<void> {
    const begun = await this.acts.run(system('requests'), async (act) => {
      const row = await lockList(act, id);
      if (!row?.next_at || row.paused !== null) return null;
      if (row.next_at > act.now) {
        wishRound(act, id, row.next_at);
        return null;
      }
      const [owner] = await act.query<PersonRow>('select * from person where id = $1 and disabled_at is null', [row.owner_id]);
      if (!owner) return stop(act, row, 'its owner does not work here any more');
      const principal = principalOf(owner);
      return { row, round: row.next_at, caller: new Caller(principal, { reauthenticated: false, id: null }, await onDutyFor(act, principal, act.now)) };
    });
    if (!begun) return;
    const { row, round, caller } = begun;
    const results: Result[] = [];
    for (const patient of row.patients) results.push(await this.ask(row, patient, round, caller));
    await this.acts.run(system('requests'), async (act) => this.finish(act, id, round, results));
  }

  private async ask(list: ListColumns, patient: ListedPatient, round: Date, caller: Caller): Promise<Result> {
    try {
      return await this.acts.run(system('requests'), async (act): Promise<Result> => {
        const [done] = await act.query<{ id: string; number: number; this: boolean }>(
          `select id, number, list_round = $3 as this from request_out where list_id = $1 and list_patient = $2 and (list_round = $3 or state in ${WAITING}) order by (list_round = $3) desc nulls last limit 1`, [list.id, patient.id, round]);
        if (done?.this) return { patient: patient.id, requestId: done.id, number: requestNumber(done.number), outcome: 'asked', why: null };
        if (done) return { patient: patient.id, requestId: done.id, number: requestNumber(done.number), outcome: 'skipped', why: 'still-open' };
        const { id: _, ...told } = patient;
        const made = await this.moves.insert(act, caller, {
          ...list.ask, patient: told, patientId: null, caseId: null, wantsRead: false, facilityId: list.facility_id, forPersonId: list.for_person_id, forPool: null, serviceLine: list.service_line,
          neededBy: neededBy(act.now, list.needed_within_days).toISOString(), inVisit: false, authorisation: null,
        });
        await act.query('update request_out set list_id = $2, list_patient = $3, list_round = $4 where id = $1', [made, list.id, patient.id, round]);
        const row = await lockRequest(act, made);
        if (row) await this.moves.handIn(act, caller, row, row.version, null);
        return { patient: patient.id, requestId: made, number: row ? requestNumber(row.number) : null, outcome: 'asked', why: null };
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { patient: patient.id, requestId: null, number: null, outcome: 'refused', why: error.detail };
    }
  }

  private async finish(act: Act, id: string, round: Date, results: readonly Result[]): Promise<void> {
    const row = await lockList(act, id);
    if (!row || row.next_at?.getTime() !== round.getTime()) return;
    const count = (outcome: Result['outcome']): number => results.filter((r) => r.outcome === outcome).length;
    const [asked, skipped, refused] = [count('asked'), count('skipped'), count('refused')];
    await act.query(
      'insert into standing_list_run (list_id, round, needed_by, asked, skipped, refused, results) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing',
      [id, round, neededBy(act.now, row.needed_within_days), asked, skipped, refused, JSON.stringify(results)]);
    const next = nextRound({ weekday: row.weekday, endsOn: row.ends_on }, act.now, this.settings.SITE_ZONE);
    await act.query('update standing_list set next_at = $2, paused = $3, version = version + 1 where id = $1', [id, next, next ? null : 'its last day is over']);
    wishRound(act, id, next);
    act.audit({ action: 'standing-list.asked', object: { kind: 'standingList', id }, details: { owner: row.owner_id, asked, skipped, refused } });
    act.emit({ event: 'standingList.asked', kind: 'standingList', id });
    if (refused > 0) mark(act, id, { refused });
  }
}

/** Nobody is asked for in the name of somebody who is gone: it stands still until somebody takes it over. */
async function stop(act: Act, row: ListColumns, why: string): Promise<null> {
  await act.query('update standing_list set paused = $2, next_at = null, version = version + 1 where id = $1', [row.id, why]);
  act.audit({ action: 'standing-list.paused', object: { kind: 'standingList', id: row.id }, reason: why });
  mark(act, row.id, { paused: true });
  return null;
}

const mark = (act: Act, id: string, data: Record<string, number | boolean>): void => void act.emit({ event: 'standingList.needs-you', kind: 'standingList', id, data: { permille: 800, ...data } });
