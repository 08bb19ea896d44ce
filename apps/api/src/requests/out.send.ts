import { writeExamRequest, type ExamRequestStatus } from '@causeway/hl7v2';
import type { Act } from '../platform/acts/act';
import { requestLine } from '../exchange/directory';
import { linkEntry } from '../cases/link';
import { momentIn, nameOut } from '../messages/hl7-words';
import { queueMessage } from '../messages/queue';
import type { ToldPatient } from '@causeway/contracts';
import type { Settings } from '../platform/settings/settings';
import { letterLines } from './letter';
import { moveRequest, wishExpiry, wishReminder } from './out.turn';
import { requestNumber, type RequestOutColumns } from './out.row';

export interface Sending { readonly move: 'send' | 'approve'; readonly version: number; readonly route: 'hl7' | 'phone' | null; readonly by: string; readonly decisionId: string | null }

/** The request leaves the house: over the partner's line where it has one, else as a letter somebody reads out. Its reminder and its end are set. */
export async function sendRequest(act: Act, row: RequestOutColumns, how: Sending, settings: Settings): Promise<void> {
  const line = how.route === 'phone' ? null : await requestLine((sql, p) => act.query(sql, p), row.facility_id);
  const channel = line ? 'hl7' : 'phone';
  const message = line ? await placeMessage(act, row, line.id, 'new', settings) : null;
  const remindAt = wishReminder(act, row, settings);
  await moveRequest(act, row, {
    move: how.move, version: how.version, details: { channel, message, decision: how.decisionId }, decisionId: how.decisionId,
    set: {
      channel, endpoint_id: line?.id ?? null, message_id: message, sent_at: act.now, last_contact_at: act.now, expires_at: wishExpiry(act, row, act.now), expected: row.wanted.length,
      ...(how.move === 'approve' ? { approver_id: how.by } : {}),
    },
    entry: { channel, to: line?.label ?? 'phone', remindAt: remindAt.toISOString() },
  });
  act.unwish(`request.approval ${row.id}`);
  if (row.case_id) await linkEntry(act, row.case_id, { request: requestNumber(row.number), requestId: row.id });
}

/** Who is waiting, as the partner is told. */
export async function forWhom(act: Pick<Act, 'query'>, row: Pick<RequestOutColumns, 'for_person_id' | 'for_pool' | 'requester_id'>): Promise<string> {
  const id = row.for_person_id ?? (row.for_pool ? null : row.requester_id);
  const [person] = id ? await act.query<{ name: string; title: string }>('select name, title from person where id = $1', [id]) : [];
  return [row.for_pool, person ? `${person.name}, ${person.title}` : null].filter(Boolean).join(': ') || 'the requesting team';
}

export const patientTold = (subject: ToldPatient) => ({
  identifiers: subject.identifier ? [{ value: subject.identifier.value, authority: { namespace: subject.identifier.issuer, universalId: null, universalIdType: null }, type: 'MR' }] : [],
  names: [nameOut(subject.family, subject.given)], birthDate: subject.birthDate, sex: subject.sex,
});

/** An ORM^O01 about this request to the partner's line. Null when the line is gone: then somebody calls. */
export async function placeMessage(act: Act, row: RequestOutColumns, endpointId: string, what: 'new' | 'cancel' | 'again', settings: Settings): Promise<string | null> {
  const [host] = await act.query<{ name: string }>('select name from facility where host order by made_at limit 1');
  const notes = letterLines(row, host?.name ?? settings.SITE_NAME, await forWhom(act, row), settings.SITE_ZONE, requestNumber(row.number));
  const first = row.wanted[0];
  const status: ExamRequestStatus = what === 'cancel' ? 'cancel' : 'new';
  return queueMessage(act, {
    purpose: 'requests', endpointId, subject: { kind: 'requestOut', id: row.id },
    write: (envelope) => writeExamRequest(envelope, status, {
      patient: patientTold(row.subject), placerOrder: { value: requestNumber(row.number), authority: null }, fillerOrder: null, procedure: { code: first?.modality ?? 'EXAM', text: first?.what ?? 'Exam', system: 'L' },
      priority: row.stat || row.urgency === 'high' ? 'S' : row.urgency === 'medium' ? 'A' : 'R', neededBy: momentIn(row.needed_by, settings.SITE_ZONE), reason: { code: row.legal_basis.toUpperCase(), text: row.legal_basis, system: 'L' },
      exams: row.wanted.map((w) => ({ modality: w.modality, text: w.what, from: w.from, to: w.to })), notes: what === 'again' ? ['Reminder.', ...notes] : notes,
    }),
  }, settings);
}
