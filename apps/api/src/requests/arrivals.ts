import { answeredBy, answeredExchange, requestToReady, type Fit } from '@causeway/domain';
import { lockCase } from '../cases/case.row';
import { linkExam, needFrom } from '../cases/link';
import { reverseValues, writeValue } from '../exchange/values';
import { issuersOf } from '../identity/issuers';
import type { Act } from '../platform/acts/act';
import { arrivedExam, weigh } from './arriving';
import { lockRequest, requestNumber, type RequestOutColumns } from './out.row';
import { moveRequest, signalRequest, stopClocks } from './out.turn';
import { writeEntry } from '../exchange/entries';

const WAITING = ['sent', 'acknowledged', 'promised', 'partly-fulfilled', 'declined', 'expired'];
/** How long after its end a request still recognises what was asked for. */
const LATE_DAYS = 90;

/**
 * An exam settled: is it one somebody asked for? The one request it clearly answers is told, with the evidence; where several fit alike, or one element
 * speaks against, a person decides and nothing is recorded here. Runs in the act that settles the exam, so that triage knows what the exam is for.
 */
export async function recordArrivals(act: Act, examId: string): Promise<void> {
  const exam = await arrivedExam(act, examId);
  if (!exam?.source_facility_id) return;
  const [already] = await act.query(`select 1 as known from request_arrival where exam_id = $1 and state <> 'withdrawn'`, [examId]);
  if (already) return;
  const rows = await act.query<RequestOutColumns>(
    `select * from request_out where facility_id = $1 and state = any($2) and (state not in ('declined', 'expired') or state_since > clock_timestamp() - make_interval(days => ${LATE_DAYS})) order by id for update`, [exam.source_facility_id, WAITING]);
  if (rows.length === 0) return;
  const issuers = await issuersOf(act);
  const weighed = await Promise.all(rows.map(async (request) => ({ request, fit: await weigh(act, request, exam, issuers) })));
  const found = answeredBy(weighed);
  act.audit({ action: 'requestOut.weighed', object: { kind: 'inbound', id: examId }, details: { requests: weighed.map((w) => ({ id: w.request.id, fits: w.fit.fits, score: w.fit.score })), answered: found?.request.id ?? null } });
  if (found) await recordArrival(act, found.request, examId, found.fit, {});
}

/** n of m: the exam stands under the request from now on, and knows what it was asked for. With a version a person says so. */
export async function recordArrival(act: Act, row: RequestOutColumns, examId: string, fit: Fit, by: { readonly version?: number }): Promise<void> {
  const evidence = Object.fromEntries(fit.evidence.map((e) => [e.of, e.answer]));
  const [released] = await act.query(`select 1 as there from inbound where id = $1 and state = 'released'`, [examId]);
  await act.query(
    `insert into request_arrival (request_id, exam_id, state, evidence, by_name, released_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (request_id, exam_id) do update set state = excluded.state, evidence = excluded.evidence, by_name = excluded.by_name, at = clock_timestamp(), released_at = excluded.released_at`,
    [row.id, examId, released ? 'released' : 'arrived', JSON.stringify(fit.evidence), act.actor.kind === 'system' ? '' : act.actor.name, released ? act.now : null]);
  const [count] = await act.query<{ n: number }>(`select count(*)::int as n from request_arrival where request_id = $1 and state <> 'withdrawn'`, [row.id]);
  const request = { move: 'record-arrival' as const, set: { last_contact_at: act.now }, details: { exam: examId, fits: fit.fits, score: fit.score, evidence }, data: { examId }, entry: { exam: examId, n: count?.n ?? 1, m: row.expected, ...evidence } };
  const moved = by.version === undefined ? await signalRequest(act, row, request) : await moveRequest(act, row, { ...request, version: by.version });
  if (!moved) return;
  const c = row.case_id ? await lockCase(act, row.case_id) : null;
  if (c) {
    if (await linkExam(act, c, examId, act.actor.name)) await writeEntry(act, 'case', c.id, 'arrived', { request: requestNumber(row.number), exam: examId });
  }
  await needFrom(act, examId, {
    requesterId: row.for_person_id ?? c?.consultant_id ?? row.requester_id, urgency: row.stat ? 'high' : row.urgency, useCase: c?.use_case ?? null, question: row.message, wantsRead: row.wants_read, purpose: row.purpose, careTeam: row.care_team,
  });
  if (released) await fulfilIfWhole(act, row.id);
}

/** The exam is released: what asked for it comes nearer to its end. */
export async function arrivalReleased(act: Act, examId: string): Promise<void> {
  const rows = await act.query<{ request_id: string }>(`update request_arrival set state = 'released', released_at = clock_timestamp() where exam_id = $1 and state = 'arrived' returning request_id`, [examId]);
  for (const { request_id } of rows) await fulfilIfWhole(act, request_id);
}

async function fulfilIfWhole(act: Act, id: string): Promise<void> {
  const row = await lockRequest(act, id);
  if (!row) return;
  const arrivals = await act.query<{ exam_id: string; state: string }>(`select exam_id, state from request_arrival where request_id = $1 and state <> 'withdrawn'`, [id]);
  const released = arrivals.filter((a) => a.state === 'released').length;
  if (released < row.expected || released < arrivals.length) return;
  const moved = await signalRequest(act, row, { move: 'fulfil', details: { released, expected: row.expected }, entry: { n: released, m: row.expected } });
  if (!moved) return;
  stopClocks(act, id);
  const of = { facilityId: row.facility_id, serviceLine: row.service_line, caseId: row.case_id };
  if (row.sent_at) await writeValue(act, requestToReady(id, row.sent_at, act.now), { ...of, examId: arrivals[0]?.exam_id ?? null, key: `request ${id}` });
  await writeValue(act, answeredExchange(row.facility_id, { kind: 'request', id }, act.now <= row.needed_by), { ...of, key: `request ${id}` });
}

/** The exam turned out not to be it, or went back: the request is open again and what was counted is undone. */
export async function withdrawArrival(act: Act, examId: string, cause: string): Promise<void> {
  const rows = await act.query<{ request_id: string }>(`update request_arrival set state = 'withdrawn' where exam_id = $1 and state <> 'withdrawn' returning request_id`, [examId]);
  for (const { request_id } of rows) {
    const row = await lockRequest(act, request_id);
    if (row) await signalRequest(act, row, { move: 'withdraw-arrival', reason: cause, details: { exam: examId }, data: { examId }, entry: { exam: examId, cause } });
  }
  await reverseValues(act, { examId }, cause);
}
