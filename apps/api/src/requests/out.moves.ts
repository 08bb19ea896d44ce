import type { AbilityName } from '@causeway/access';
import type { Arrival, CancelOut, ContactNote, DeclineOut, Enough, PromiseNote, RequestForm, SendRequest } from '@causeway/contracts';
import { answeredExchange, approvalAfter, lostToCompetitor, requestOutMachine } from '@causeway/domain';
import type * as z from 'zod/mini';
import { caseGuarded, lockCase, requireOfCase } from '../cases/case.row';
import { hostId, partnerOf } from '../exchange/directory';
import { writeEntry } from '../exchange/entries';
import { toldOf } from '../exchange/subject';
import { writeValue } from '../exchange/values';
import { guardedOf, lockInbound } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { made } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import { dueAfter, hoursIn, dayIn } from '../platform/clocks';
import { askPolicy, type Made } from '../platform/decisions/decisions';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { recordArrival } from './arrivals';
import { arrivedExam, weigh } from './arriving';
import { issuersOf } from '../identity/issuers';
import { lockRequest, requestGuarded, requireOfRequest, type RequestOutColumns } from './out.row';
import { placeMessage, sendRequest } from './out.send';
import { moveRequest, stopClocks, wishReminder } from './out.turn';

type In<T extends z.ZodMiniType> = z.output<T>;
const LONGEST_NEED_MS = 400 * 86_400_000;

/** What people do with a request to a partner. */
export class RequestOutMoves {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  create(caller: Caller, form: RequestForm): Promise<string> {
    return this.acts.run(caller.actor, (act) => this.insert(act, caller, form));
  }

  async insert(act: Act, caller: Caller, form: RequestForm): Promise<string> {
    const row = await requestRow(act, caller, form, this.settings.SITE_ZONE);
    caller.require('requestOut.create', requestGuarded({ ...row, submitted_by: null }), 'requestOut.create');
    if (form.caseId) {
      const c = await lockCase(act, form.caseId);
      if (!c) throw notFound('case');
      if (!caller.may('case.work', caseGuarded(c, caller))) requireOfCase(caller, 'case.decide', c);
      if (c.state === 'closed' || c.state === 'cancelled') throw new Refusal(409, 'reopen-first', 'This case is over. Take it up again before asking for exams.');
    }
    const id = newId(act.now.getTime());
    await act.query(
      `insert into request_out (id, state, case_id, facility_id, facility_ids, service_line, care_team, requester_id, for_person_id, for_pool, legal_basis, purpose, subject, patient_id, wanted, with_reports, wants_read, message, urgency,
         stat, needed_by, expected, clock, authorisation) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
      [id, requestOutMachine.initial, form.caseId, form.facilityId, row.facility_ids, form.serviceLine, row.care_team, caller.id, form.forPersonId, form.forPool, form.legalBasis, form.purpose, row.subject, form.patientId,
        JSON.stringify(form.wanted), form.withReports, form.wantsRead, form.message, form.urgency, form.inVisit, new Date(form.neededBy), form.wanted.length, JSON.stringify([{ holder: 'requester', at: act.now.toISOString() }]),
        form.authorisation ? JSON.stringify({ ...form.authorisation, recordedBy: caller.actor.name }) : null]);
    made(act, 'requestOut', id, { facility: form.facilityId, case: form.caseId }, { caseId: form.caseId });
    await writeEntry(act, 'requestOut', id, 'drafted', { exams: form.wanted.length, ...(form.authorisation ? { authorised: form.authorisation.signedOn, form: form.authorisation.form, authorisedBy: form.authorisation.by } : {}) });
    return id;
  }

  /** Hands it in: sent at once, or to whoever approves where the policy in force asks for that. */
  send(caller: Caller, id: string, body: In<typeof SendRequest>): Promise<void> {
    return this.with(caller, id, 'requestOut.create', (act, row) => this.handIn(act, caller, row, body.version, body.route));
  }

  async handIn(act: Act, caller: Caller, row: RequestOutColumns, version: number, route: 'hl7' | 'phone' | null): Promise<void> {
    if (row.state === 'draft' && row.needed_by <= act.now) throw new Refusal(422, 'needed-by', 'It is needed at a time that is over. Say a later one.', { errors: [{ pointer: '/neededBy', detail: 'in the future' }] });
    const decision = await this.responsible(act, row);
    if (decision.outcome.approval) {
      await moveRequest(act, row, { move: 'submit', version, set: { submitted_by: caller.id, decision_id: decision.id }, details: { decision: decision.id }, decisionId: decision.id, entry: { because: decision.because.join(', ') } });
      act.wish({ kind: 'request.approval', key: `request.approval ${row.id}`, data: { id: row.id }, dueAt: dueAfter(act.now, approvalAfter(row.urgency), this.settings.SITE_ZONE) });
      return;
    }
    await act.query('update request_out set submitted_by = $2, decision_id = $3 where id = $1', [row.id, caller.id, decision.id]);
    await sendRequest(act, row, { move: 'send', version, route, by: caller.id, decisionId: decision.id }, this.settings);
  }

  /** Who does this work, and whether somebody has to say yes first. */
  async responsible(act: Act, row: Pick<RequestOutColumns, 'id' | 'case_id' | 'urgency' | 'service_line' | 'facility_id'>): Promise<Made<'responsibility'>> {
    const c = row.case_id ? await lockCase(act, row.case_id) : null;
    const [source] = await act.query<{ status: string; tier: string }>('select state as status, tier from facility where id = $1', [row.facility_id]);
    return askPolicy(act, {
      kind: 'responsibility', subject: { kind: 'requestOut', id: row.id, examId: null }, scope: row.service_line, today: dayIn(act.now, this.settings.SITE_ZONE),
      facts: {
        'work.kind': 'request-out', 'work.ageMinutes': 0, 'case.urgency': row.urgency, 'case.useCase': c?.use_case ?? null, 'case.serviceLine': row.service_line, 'source.facility': row.facility_id, 'source.status': source?.status ?? null,
        'source.tier': source?.tier ?? null, 'duty.hours': hoursIn(act.now, this.settings.SITE_ZONE), 'duty.onDuty': null,
      },
    });
  }

  approve(caller: Caller, id: string, body: In<typeof SendRequest>): Promise<void> {
    return this.with(caller, id, 'requestOut.approve', (act, row) => sendRequest(act, row, { move: 'approve', version: body.version, route: body.route, by: caller.id, decisionId: row.decision_id }, this.settings));
  }

  sendBack(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'requestOut.approve', async (act, row) => {
      await moveRequest(act, row, { move: 'send-back', version, reason, entry: { reason } });
      stopClocks(act, id);
    });
  }

  acknowledge(caller: Caller, id: string, body: In<typeof ContactNote>): Promise<void> {
    return this.with(caller, id, 'requestOut.log', async (act, row) => {
      await moveRequest(act, row, { move: 'acknowledge', version: body.version, set: { last_contact_at: act.now }, entry: { by: body.by, channel: body.channel, note: body.note } });
      wishReminder(act, row, this.settings);
    });
  }

  promise(caller: Caller, id: string, body: In<typeof PromiseNote>): Promise<void> {
    return this.with(caller, id, 'requestOut.log', async (act, row) => {
      const by = new Date(body.byWhen);
      if (by <= act.now) throw new Refusal(422, 'by-when', 'A promise is for a time to come.', { errors: [{ pointer: '/byWhen', detail: 'in the future' }] });
      await moveRequest(act, row, { move: 'promise', version: body.version, set: { promised_by: by, expected: Math.max(body.exams, 1), last_contact_at: act.now }, entry: { by: body.by, channel: body.channel, byWhen: by.toISOString(), exams: body.exams } });
      wishReminder(act, row, this.settings);
    });
  }

  /** Somebody called them again, or the line sends it again. */
  remind(caller: Caller, id: string, body: In<typeof ContactNote>): Promise<void> {
    return this.with(caller, id, 'requestOut.log', async (act, row) => {
      const message = row.endpoint_id && body.channel === 'hl7' ? await placeMessage(act, row, row.endpoint_id, 'again', this.settings) : null;
      await moveRequest(act, row, { move: 'remind', version: body.version, set: { reminders: row.reminders + 1, last_contact_at: act.now }, entry: { by: body.by, channel: body.channel, note: body.note, ...(message ? { message } : {}) } });
      wishReminder(act, row, this.settings);
    });
  }

  decline(caller: Caller, id: string, body: In<typeof DeclineOut>): Promise<void> {
    return this.with(caller, id, 'requestOut.log', async (act, row) => {
      await moveRequest(act, row, { move: 'decline', version: body.version, reason: body.reason, set: { reason: body.reason }, entry: { reason: body.reason, note: body.note, by: body.by } });
      stopClocks(act, id);
      await writeValue(act, answeredExchange(row.facility_id, { kind: 'request', id }, act.now <= row.needed_by), { facilityId: row.facility_id, serviceLine: row.service_line, caseId: row.case_id, key: `request ${id}` });
    });
  }

  /** Another way to the same partner: the line failed, somebody calls. */
  reroute(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'requestOut.create', async (act, row) => {
      const to = row.channel === 'hl7' ? 'phone' : 'hl7';
      const [line] = await act.query<{ id: string }>(`select id from endpoint where facility_id = $1 and kind = 'hl7v2' and purpose = 'requests' and direction in ('out', 'both') and disabled_at is null limit 1`, [row.facility_id]);
      if (to === 'hl7' && !line) throw new Refusal(409, 'no-other-route', 'This partner has no line for requests: it stays with the telephone.');
      const message = to === 'hl7' && line ? await placeMessage(act, row, line.id, 'new', this.settings) : null;
      await moveRequest(act, row, { move: 'reroute', version, reason, set: { channel: to, endpoint_id: to === 'hl7' ? line?.id : null, message_id: message, last_contact_at: act.now }, entry: { from: row.channel, to, reason } });
      wishReminder(act, row, this.settings);
    });
  }

  /** A person says that an exam answers this request. */
  link(caller: Caller, id: string, body: In<typeof Arrival>): Promise<void> {
    return this.with(caller, id, 'requestOut.link', async (act, row) => {
      const exam = await lockInbound(act, body.examId);
      if (!exam) throw notFound('exam');
      caller.require('exam.list', guardedOf(exam));
      const arrived = await arrivedExam(act, body.examId);
      if (!arrived) throw notFound('exam');
      const fit = await weigh(act, row, arrived, await issuersOf(act));
      await recordArrival(act, row, body.examId, fit, { version: body.version });
    });
  }

  enough(caller: Caller, id: string, body: In<typeof Enough>): Promise<void> {
    return this.with(caller, id, 'requestOut.log', async (act, row) => {
      await moveRequest(act, row, { move: 'fulfil', version: body.version, reason: body.why, entry: { why: body.why } });
      stopClocks(act, id);
    });
  }

  cancel(caller: Caller, id: string, body: In<typeof CancelOut>): Promise<void> {
    return this.with(caller, id, 'requestOut.cancel', async (act, row) => {
      await cancelRequest(act, row, body.reason, this.settings, { version: body.version, note: body.note });
      await writeValue(act, lostToCompetitor(id, body.reason), { facilityId: row.facility_id, serviceLine: row.service_line, caseId: row.case_id, key: `request ${id} lost` });
    });
  }

  private with<T>(caller: Caller, id: string, ability: AbilityName, work: (act: Act, row: RequestOutColumns) => Promise<T>): Promise<T> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockRequest(act, id);
      if (!row) throw notFound('request');
      requireOfRequest(caller, ability, row);
      return work(act, row);
    });
  }
}

/** Calls it off, and tells the partner over the line it went out by. */
export async function cancelRequest(act: Act, row: RequestOutColumns, reason: string, settings: Settings, by: { readonly version?: number; readonly note?: string } = {}): Promise<void> {
  await moveRequest(act, row, { move: 'cancel', ...(by.version === undefined ? {} : { version: by.version }), reason, set: { reason }, entry: { reason, note: by.note ?? '' } });
  stopClocks(act, row.id);
  if (row.endpoint_id && row.sent_at) await placeMessage(act, row, row.endpoint_id, 'cancel', settings);
}

/** The form as a row's guarded columns and subject. */
async function requestRow(act: Act, caller: Caller, form: RequestForm, zone: string): Promise<Pick<RequestOutColumns, 'facility_ids' | 'service_line' | 'care_team' | 'requester_id' | 'subject'>> {
  const partner = await partnerOf(act, form.facilityId);
  const neededBy = new Date(form.neededBy);
  if (neededBy.getTime() - act.now.getTime() > LONGEST_NEED_MS) throw new Refusal(422, 'needed-by', 'Say a day within the next year.', { errors: [{ pointer: '/neededBy', detail: 'within a year' }] });
  if (partner.host) throw new Refusal(422, 'facility', 'This is our own house: what it has is in the archive.', { errors: [{ pointer: '/facilityId', detail: 'a partner, not ourselves' }] });
  if (form.forPersonId) {
    const [person] = await act.query('select 1 as there from person where id = $1 and disabled_at is null', [form.forPersonId]);
    if (!person) throw new Refusal(422, 'for-whom', 'The person it is for does not work here any more.', { errors: [{ pointer: '/forPersonId', detail: 'choose somebody else' }] });
  }
  if (form.authorisation && form.authorisation.signedOn > dayIn(act.now, zone)) throw new Refusal(422, 'fields', 'The authorisation was signed on a day to come. Look at the date again.', { errors: [{ pointer: '/authorisation/signedOn', detail: 'today or before' }] });
  const host = await hostId(act);
  const c = form.caseId ? await lockCase(act, form.caseId) : null;
  return {
    facility_ids: [host, form.facilityId], service_line: form.serviceLine, care_team: [...new Set([caller.id, ...(form.forPersonId ? [form.forPersonId] : []), ...(c?.care_team ?? [])])], requester_id: caller.id,
    subject: form.patientId ? { ...(await toldOf(act, form.patientId)), identifier: form.patient.identifier } : form.patient,
  };
}
