import { backoffSeconds, healSeconds, lineLimits, saysLineIsAway } from '@causeway/domain';
import type { TransportFailure } from '@causeway/transport-kit';
import { writeEntry } from '../exchange/entries';
import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import { FETCH_SQL, type FetchColumns } from './fetch.row';
import { takeStock } from './fetch.stock';
import { noteFailure, noteSuccess, realSeconds, spend, wishDue, wishServe, type LinePace } from './lines';
import { moveRows, rowsIn } from './rows';
import { told } from './told';

interface Attempt { readonly id: string; readonly epoch: number; readonly found: number; readonly failure: TransportFailure | null }
/** Pause after an attempt that brought something and was cut off. */
const AFTER_PROGRESS_SECONDS = 2;

/** The end of one attempt: all of it is here, some of it is missing, or it is tried again later. The ledger of the request says so in the same act. */
export async function concludeFetch(act: Act, { id, epoch, found, failure }: Attempt, pace: LinePace): Promise<void> {
  const [t] = await act.query<FetchColumns>(`${FETCH_SQL} where t.id = $1 for update of t`, [id]);
  if (!t || Number(t.epoch) !== epoch) return;
  await moveRows(act, id, 'lose-answer', await rowsIn(act, id, 'sending'));
  await takeStock(act, id);
  // a refusal for good is of what was asked, not of the line: they were there and answered
  if (failure && failure.retry !== 'never' && found === 0 && saysLineIsAway(failure.code)) await noteFailure(act, t.endpoint_id, failure, pace);
  else if (!failure || found > 0) await noteSuccess(act, t.endpoint_id, pace);
  wishServe(act, t.endpoint_id);
  if (t.state !== 'running') return;
  const unknown = await rowsIn(act, id, 'unknown');
  await moveRows(act, id, 'find-missing', unknown.map((r) => ({ ...r, proof: `not here ${act.now.toISOString()}` })));
  const counts = await countsOf(act, id);
  const whole = counts.total > 0 && counts.left === 0;
  const cause = { cause: failure?.code ?? null, cause_detail: failure?.detail ?? null, rate: null };
  const data = told(t);
  if (whole || !failure) {
    await signal(act, { machine: 'transfer', id, move: 'verify', set: { rate: null, fruitless: 0 }, details: { asked: counts.total }, data });
    if (whole) {
      await signal(act, { machine: 'transfer', id, move: 'complete', set: { cause: null, cause_detail: null }, details: { here: counts.here }, data });
      act.unwish(`transfer.expire ${id}`);
      return tell(act, t, 'fetched', counts, failure);
    }
    const why = counts.refused > 0 ? 'refused-here' : 'not-given';
    await signal(act, { machine: 'transfer', id, move: 'find-missing', set: { cause: why, cause_detail: null }, reason: why, details: { missing: counts.left }, data });
    const heal = healSeconds(t.heals + 1);
    if (heal !== null && counts.left > counts.refused) act.wish({ kind: 'transfer.heal', key: `transfer.heal ${id}`, data: { id }, inSeconds: realSeconds(heal, pace), restart: true });
    return tell(act, t, counts.here > 0 ? 'fetched-in-part' : 'fetch-failed', counts, failure);
  }
  const stopped = failure.code === 'cancelled';
  const fruitless = found > 0 || stopped ? 0 : t.fruitless + 1;
  if (failure.retry === 'never' || fruitless >= lineLimits.attempts) {
    await signal(act, { machine: 'transfer', id, move: 'fail', set: { ...cause, fruitless }, reason: cause.cause, data });
    return tell(act, t, counts.here > 0 ? 'fetched-in-part' : 'fetch-failed', counts, failure);
  }
  const wait = stopped ? 0 : realSeconds(found > 0 ? AFTER_PROGRESS_SECONDS : Math.max(backoffSeconds(fruitless, Math.random()), await spend(act, t.endpoint_id, pace)), pace);
  await moveRows(act, id, 'requeue', await rowsIn(act, id, 'missing'));
  await signal(act, { machine: 'transfer', id, move: 'yield', set: { ...cause, fruitless, next_due_at: new Date(act.now.getTime() + wait * 1000) }, reason: cause.cause, data });
  wishDue(act, t, wait);
  // said once, not at each of many attempts: the movement itself tells of those
  if (t.attempt === 1 || found > 0) await tell(act, t, 'fetch-waits', counts, failure);
}

interface Counts { readonly total: number; readonly here: number; readonly left: number; readonly refused: number }
async function countsOf(act: Act, id: string): Promise<Counts> {
  const [c] = await act.query<Counts>(
    `select count(*)::int as total, count(*) filter (where state = 'verified')::int as here, count(*) filter (where state not in ('verified', 'excluded'))::int as left, count(*) filter (where state = 'rejected')::int as refused from transfer_row where transfer_id = $1`, [id]);
  return c ?? { total: 0, here: 0, left: 0, refused: 0 };
}

/** What became of it, in the ledger of the request. */
async function tell(act: Act, t: FetchColumns, what: 'fetched' | 'fetched-in-part' | 'fetch-waits' | 'fetch-failed', c: Counts, failure: TransportFailure | null): Promise<void> {
  const id = t.request_id;
  await writeEntry(act, 'requestOut', id, what, { line: t.label, ...(c.total === 0 ? {} : { images: c.here, of: c.total }), ...(c.refused > 0 ? { refused: c.refused } : {}), ...(failure ? { sentence: failure.detail } : {}) });
  act.audit({ action: `requestOut.${what}`, object: { kind: 'requestOut', id }, outcome: what === 'fetched' ? 'done' : 'failed', reason: failure?.code ?? null, details: { study: t.study_uid, kept: c.here, expected: c.total, refused: c.refused, attempt: t.attempt } });
  act.emit({ event: `requestOut.${what}`, kind: 'requestOut', id });
}
