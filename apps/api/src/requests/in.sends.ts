import { writeEntry } from '../exchange/entries';
import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import type { Settings } from '../platform/settings/settings';
import { makeSend } from '../sends/make';
import { examSent } from './in.moves';
import { lockRequestIn, type RequestInColumns } from './in.row';

const PURPOSES: Readonly<Record<string, string>> = { 'patient-access': 'patient-access', operations: 'operations', payment: 'payment', legal: 'legal', research: 'research' };

/**
 * What was promised goes out: one send for all that goes now, one for each exam that waits for its report. A requester who is no facility of
 * the directory has no line; theirs is given by hand. Told twice it makes nothing twice.
 */
export async function sendPromised(act: Act, id: string): Promise<void> {
  const row = await lockRequestIn(act, id);
  if (!row || !['accepted', 'partly-fulfilled'].includes(row.state) || !row.facility_id || !row.reviewer_id) return;
  const exams = await act.query<{ exam_id: string }>('select exam_id from request_in_exam where request_id = $1 and sent_at is null and send_id is null order by exam_id', [id]);
  const parcels = row.send_when === 'when-final' ? exams.map((e) => [e.exam_id]) : exams.length > 0 ? [exams.map((e) => e.exam_id)] : [];
  for (const examIds of parcels) {
    const send = await makeSend(act, {
      examIds, withReports: row.with_reports, facilityId: row.facility_id, person: row.requester.name || null, purpose: PURPOSES[row.purpose] ?? 'treatment', urgency: row.asked_by === 'emergency' ? 'high' : 'medium',
      whenFinal: row.send_when === 'when-final', owner: row.reviewer_id, approver: row.approver_id, because: { request: id },
    });
    await act.query('update request_in_exam set send_id = $3 where request_id = $1 and exam_id = any($2::uuid[])', [id, examIds, send]);
    await writeEntry(act, 'requestIn', id, 'send-made', { exams: examIds.length, when: row.send_when ?? 'now' });
  }
}

/** A send arrived whole: the exams of requests that went with it are given, and a request whose last one this was is answered. */
export async function sendDelivered(act: Act, sendId: string, settings: Settings): Promise<void> {
  const [send] = await act.query<{ kind: string | null }>(`select p.kind from send s left join endpoint p on p.id = s.endpoint_id where s.id = $1 and s.state in ('delivered', 'accepted')`, [sendId]);
  if (!send) return;
  const rows = await act.query<{ request_id: string; exam_id: string }>('select request_id, exam_id from request_in_exam where send_id = $1 and sent_at is null order by request_id, exam_id', [sendId]);
  for (const { request_id, exam_id } of rows) {
    const row = await lockRequestIn(act, request_id);
    if (row && ['accepted', 'partly-fulfilled'].includes(row.state)) await examSent(act, row, exam_id, send.kind === 'media' ? 'disc' : 'dicom', sendId, settings);
  }
}

/** The requester called it off: what has not left stays here. What is on its way is theirs to refuse, or ours to call back. */
export async function stopPromised(act: Act, row: Pick<RequestInColumns, 'id'>): Promise<void> {
  await cancelSends(act, row.id, 'request-withdrawn');
}

/** Given by hand: a send of the request of which nothing is left to give, and which has not started, is called off. */
export const stopGiven = (act: Act, requestId: string): Promise<void> =>
  cancelSends(act, requestId, 'given-by-hand', 'and not exists (select 1 from request_in_exam l where l.send_id = s.id and l.sent_at is null)');

async function cancelSends(act: Act, requestId: string, reason: string, only = ''): Promise<void> {
  const sends = await act.query<{ id: string }>(
    `select distinct s.id from request_in_exam e join send s on s.id = e.send_id where e.request_id = $1 and s.state in ('draft', 'awaiting-approval', 'scheduled', 'failed') ${only}`, [requestId]);
  for (const { id } of sends) {
    await signal(act, { machine: 'send', id, move: 'cancel', reason, set: { reason } });
    for (const kind of ['send.start', 'send.patience']) act.unwish(`${kind} ${id}`);
  }
}
