import type { AbilityName } from '@causeway/access';
import type { AcceptIn, AskRequester, AskUs, DeclineIn, RecordSent } from '@causeway/contracts';
import { answeredExchange, inDeclineReasons } from '@causeway/domain';
import { writeExamRequest, type ExamRequestStatus } from '@causeway/hl7v2';
import type * as z from 'zod/mini';
import { partnerOf, requestLine, standingWith } from '../exchange/directory';
import { writeValue } from '../exchange/values';
import { examFacts } from '../inbound/facts';
import { momentIn } from '../messages/hl7-words';
import { queueMessage } from '../messages/queue';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import { askPolicy } from '../platform/decisions/decisions';
import { keepingFacts } from '../retention/facts';
import { recordRefusal } from '../sends/refusals';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { lockRequestIn, moveRequestIn, requestInNumber, requireOfRequestIn, signalRequestIn, type RequestInColumns } from './in.row';
import { receiveRequest } from './in.receive';
import { patientTold } from './out.send';

type In<T extends z.ZodMiniType> = z.output<T>;

/** What the film room does with what partners ask us for. */
export class RequestInMoves {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** A partner's own person asks: for their facility, which is the only one they have. */
  ask(caller: Caller, body: AskUs): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const facilityId = body.facilityId ?? caller.principal.facilities[0];
      if (!facilityId) throw new Refusal(422, 'facility', 'Say which facility asks.', { errors: [{ pointer: '/facilityId', detail: 'is needed' }] });
      const partner = await partnerOf(act, facilityId);
      if (partner.host) throw new Refusal(422, 'facility', 'We do not ask ourselves.', { errors: [{ pointer: '/facilityId', detail: 'a partner' }] });
      caller.require('requestIn.create', { facilityIds: [facilityId] }, 'requestIn.create');
      return (await receiveRequest(act, { ...body, facilityId, endpointId: null }, this.settings)).id;
    });
  }

  review(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'requestIn.answer', async (act, row) => {
      await moveRequestIn(act, row, { move: 'review', version, set: { reviewer_id: caller.id } });
      await tellRequester(act, row, 'seen', this.settings);
    });
  }

  askRequester(caller: Caller, id: string, body: In<typeof AskRequester>): Promise<void> {
    return this.with(caller, id, 'requestIn.answer', async (act, row) =>
      void (await moveRequestIn(act, row, { move: 'ask-requester', version: body.version, reason: body.question, set: { question: JSON.stringify({ code: body.question, text: body.text, at: act.now.toISOString() }) }, entry: { question: body.question, text: body.text } })));
  }

  /** Chosen exams are promised, when re-disclosure allows each; where it asks, somebody else says yes first; where it refuses, nothing goes. */
  accept(caller: Caller, id: string, body: In<typeof AcceptIn>): Promise<void> {
    return this.with(caller, id, 'requestIn.answer', async (act, row) => {
      const answers: { readonly examId: string; readonly act: string; readonly decision: string; readonly because: string }[] = [];
      for (const examId of new Set(body.examIds)) answers.push({ examId, ...(await this.redisclose(act, row, examId)) });
      const refused = answers.filter((a) => a.act === 'refuse');
      if (refused.length > 0) throw new Refusal(409, 'policy-refuses', `Policy does not let ${refused.length === 1 ? 'one of the exams' : `${refused.length} of the exams`} go to this partner. Leave it out, or decline the request.`, { errors: refused.map((a) => ({ pointer: `/examIds/${body.examIds.indexOf(a.examId)}`, detail: a.because })) });
      await act.query('delete from request_in_exam where request_id = $1 and sent_at is null', [id]);
      for (const a of answers) await act.query('insert into request_in_exam (request_id, exam_id, decision_id, answer) values ($1, $2, $3, $4) on conflict do nothing', [id, a.examId, a.decision, a.act]);
      const promised = body.promisedBy ? new Date(body.promisedBy) : null;
      const set = { reviewer_id: row.reviewer_id ?? caller.id, send_when: body.when, promised_by: promised };
      const asks = answers.find((a) => a.act === 'ask');
      if (asks) {
        if (row.state === 'received') await moveRequestIn(act, row, { move: 'review', version: body.version, set: { reviewer_id: caller.id } });
        const now = row.state === 'received' ? await lockRequestIn(act, id) : row;
        if (now) await moveRequestIn(act, now, { move: 'seek-approval', ...(row.state === 'received' ? {} : { version: body.version }), set, details: { decision: asks.decision }, decisionId: asks.decision, entry: { exams: answers.length } });
        return;
      }
      await moveRequestIn(act, row, { move: 'accept', version: body.version, set, details: { decisions: answers.map((a) => a.decision), exams: answers.length }, data: { exams: answers.map((a) => a.examId), when: body.when }, decisionId: answers[0]?.decision ?? null, entry: { exams: answers.length, when: body.when } });
      this.promised(act, row);
      await tellRequester(act, row, 'promised', this.settings);
    });
  }

  approve(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'requestIn.approve', async (act, row) => {
      const exams = await act.query<{ exam_id: string }>('select exam_id from request_in_exam where request_id = $1', [id]);
      await moveRequestIn(act, row, { move: 'approve', version, set: { approver_id: caller.id }, data: { exams: exams.map((e) => e.exam_id), when: row.send_when } });
      this.promised(act, row);
      await tellRequester(act, row, 'promised', this.settings);
    });
  }

  decline(caller: Caller, id: string, body: In<typeof DeclineIn>): Promise<void> {
    return this.with(caller, id, 'requestIn.decline', async (act, row) => {
      if (!(body.reason in inDeclineReasons)) throw new Refusal(422, 'reason', `Choose one of the reasons: ${Object.keys(inDeclineReasons).join(', ')}.`, { errors: [{ pointer: '/reason', detail: 'not a known reason' }] });
      await moveRequestIn(act, row, { move: 'decline', version: body.version, reason: body.reason, set: { reason: body.reason, exception: body.exception }, details: { exception: body.exception, inTime: act.now <= row.legal_last_at }, entry: { reason: body.reason, exception: body.exception, note: body.note } });
      if (body.exception !== 'none') await recordRefusal(act, { kind: 'requestIn', id: row.id, facilityIds: row.facility_ids }, { examId: null, exception: body.exception, because: body.reason, decisionId: null }, this.settings);
      this.promised(act, row);
      await tellRequester(act, row, 'declined', this.settings);
    });
  }

  reconsider(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'requestIn.answer', async (act, row) => void (await moveRequestIn(act, row, { move: 'reconsider', version, reason, set: { reason: null, exception: null }, entry: { reason } })));
  }

  withdraw(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'requestIn.answer', async (act, row) => {
      await moveRequestIn(act, row, { move: 'withdraw', version, reason, set: { reason }, entry: { reason } });
      this.promised(act, row);
    });
  }

  /** An exam went out by hand: a disc given over, a line nobody here watches. What goes through a send is recorded by its delivery. */
  recordSent(caller: Caller, id: string, body: In<typeof RecordSent>): Promise<void> {
    return this.with(caller, id, 'requestIn.answer', async (act, row) => {
      if (row.version !== body.version) throw new Refusal(412, 'changed-meanwhile', 'Somebody changed this after you opened it. Look at the new state and decide again.');
      await examSent(act, row, body.examId, body.how, null, this.settings);
    });
  }

  private async redisclose(act: Act, row: RequestInColumns, examId: string): Promise<{ act: string; decision: string; because: string }> {
    const [there] = await act.query(`select 1 as there from inbound where id = $1 and state = 'released'`, [examId]);
    if (!there) throw new Refusal(422, 'exam', 'Only released exams of this house can be given.', { errors: [{ pointer: '/examIds', detail: 'not released' }] });
    const x = await examFacts(act, examId, this.settings);
    const [source] = await act.query<{ redisclosure: string | null }>('select f.redisclosure from exam e join facility f on f.id = e.source_facility_id where e.id = $1', [examId]);
    const patientAsks = row.asked_by === 'patient';
    const purpose = row.purpose === 'patient-access' ? 'patient-access' : row.purpose === 'operations' ? 'operations' : 'treatment';
    const decision = await askPolicy(act, {
      kind: 'redisclosure', subject: { kind: 'requestIn', id: row.id, examId }, scope: x.row.service_line, today: x.today,
      facts: {
        ...x.facts, ...(await keepingFacts(act, examId, this.settings)), 'disclosure.purpose': purpose, 'recipient.kind': patientAsks ? 'patient' : 'facility', 'recipient.named': row.requester.name !== '',
        'recipient.agreement': row.facility_id ? (await standingWith(act, row.facility_id, x.today, purpose)).agreement : null, 'source.reDisclosureTerms': source?.redisclosure ?? null,
      },
    });
    return { act: decision.outcome.act, decision: decision.id, because: decision.because.join(', ') };
  }

  /** The answer is given: its clock and that of the law stand still. */
  private promised(act: Act, row: RequestInColumns): void {
    act.unwish(`request-in.clock ${row.id}`);
    act.unwish(`request-in.legal ${row.id}`);
  }

  private with<T>(caller: Caller, id: string, ability: AbilityName, work: (act: Act, row: RequestInColumns) => Promise<T>): Promise<T> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockRequestIn(act, id);
      if (!row) throw notFound('request');
      requireOfRequestIn(caller, ability, row);
      return work(act, row);
    });
  }
}

/** Tells a partner who asked over their line; others are called. */
async function tellRequester(act: Act, row: RequestInColumns, status: ExamRequestStatus, settings: Settings): Promise<void> {
  const line = row.facility_id && row.endpoint_id ? await requestLine((sql, p) => act.query(sql, p), row.facility_id) : null;
  if (!line || !row.reference) return;
  await queueMessage(act, {
    purpose: 'requests', endpointId: line.id, subject: { kind: 'requestIn', id: row.id },
    write: (envelope) => writeExamRequest(envelope, status, {
      patient: patientTold(row.subject), placerOrder: { value: row.reference ?? '', authority: null }, fillerOrder: { value: requestInNumber(row.number), authority: null }, procedure: { code: 'EXAM', text: row.wanted[0]?.what ?? 'Exam', system: 'L' },
      priority: row.asked_by === 'emergency' ? 'S' : 'R', neededBy: row.promised_by ? momentIn(row.promised_by, settings.SITE_ZONE) : null, reason: null, exams: row.wanted.map((w) => ({ modality: w.modality, text: w.what, from: w.from, to: w.to })), notes: [],
    }),
  }, settings);
}

/** One of the promised exams reached the requester; when it was the last one the request is answered. */
export async function examSent(act: Act, row: RequestInColumns, examId: string, how: string, sendId: string | null, settings: Settings): Promise<void> {
  const rows = await act.query(`update request_in_exam set sent_at = coalesce(sent_at, clock_timestamp()), how = $3, send_id = coalesce($4, send_id) where request_id = $1 and exam_id = $2 returning exam_id`, [row.id, examId, how, sendId]);
  if (rows.length === 0) throw new Refusal(422, 'exam', 'This exam is not one of those that were promised.', { errors: [{ pointer: '/examId', detail: 'not promised' }] });
  const [count] = await act.query<{ n: number; m: number }>('select count(*) filter (where sent_at is not null)::int as n, count(*)::int as m from request_in_exam where request_id = $1', [row.id]);
  const moved = await signalRequestIn(act, row, { move: 'record-sent', details: { exam: examId, send: sendId, how }, data: { examId }, entry: { n: count?.n ?? 0, m: count?.m ?? 0, how } });
  if (!moved || !count || count.n < count.m) return;
  const now = await lockRequestIn(act, row.id);
  if (!now) return;
  const days = Math.ceil((act.now.getTime() - row.made_at.getTime()) / 86_400_000);
  const done = await signalRequestIn(act, now, { move: 'fulfil', details: { days }, entry: { n: count.n, m: count.m } });
  if (!done) return;
  await tellRequester(act, row, 'done', settings);
  if (row.facility_id) await writeValue(act, answeredExchange(row.facility_id, { kind: 'request', id: row.id }, row.needed_by === null || act.now <= row.needed_by), { facilityId: row.facility_id, key: `request-in ${row.id}` });
}
