import { writeOrm } from '@causeway/hl7v2';
import type { Act } from '../platform/acts/act';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { lockInbound, type InboundColumns } from '../inbound/inbound.row';
import { signalInbound } from '../inbound/turn';
import { patientOut } from '../messages/hl7-words';
import { queueMessage } from '../messages/queue';
import { makeTransfer, priorityOf } from './make';
import { procedureOf } from './procedure';

interface ReleaseRow { id: string; outcome: { destinations: string[]; order: 'none' | 'import' | 'read'; accession: 'new' | 'keep-qualified' | 'none' } }
interface ExamRow { study_uid: string; head: Record<string, string | undefined>; patient_id: string; source_issuer: string | null }

/** An exam was approved: its order is placed and one transfer per archive is made, with a ledger row for each instance that is not there yet. */
export async function prepareRelease(act: Act, examId: string, settings: Settings): Promise<void> {
  const row = await lockInbound(act, examId);
  if (!row || row.state !== 'releasing') return;
  const [release] = await act.query<ReleaseRow>(`select id, outcome from decision where exam_id = $1 and kind = 'release' order by at desc limit 1`, [examId]);
  const [exam] = await act.query<ExamRow>(
    `select e.study_uid, e.head, m.patient_id, f.issuer as source_issuer from exam e join match m on m.exam_id = e.id and m.state in ('matched', 'overridden') left join facility f on f.id = e.source_facility_id where e.id = $1`, [examId]);
  if (!release || !exam) return;
  const [already] = await act.query<{ n: number }>(`select count(*)::int as n from transfer where exam_id = $1 and purpose = 'release' and made_at >= $2`, [examId, row.state_since]);
  if ((already?.n ?? 0) > 0) return;
  await placeOrder(act, row, exam, release, settings);
  for (const destination of release.outcome.destinations.filter((d) => d !== 'viewer-only')) {
    if (!(await toArchive(act, row, destination))) {
      await signalInbound(act, { id: examId, move: 'fail-delivery', reason: 'no-endpoint', details: { destination } });
      return;
    }
  }
  act.wish({ kind: 'inbound.delivery', key: `inbound.delivery ${examId}`, data: { id: examId } });
}

/** One order per exam and patient; a later revision of the same exam keeps it. */
async function placeOrder(act: Act, row: InboundColumns, exam: ExamRow, release: ReleaseRow, settings: Settings): Promise<void> {
  if (release.outcome.order === 'none' || release.outcome.accession === 'none') return;
  const [known] = await act.query(`select 1 as known from import_order where exam_id = $1 and patient_id = $2 and state <> 'cancelled'`, [row.id, exam.patient_id]);
  if (known) return;
  const [number] = await act.query<{ n: string }>(`select nextval('accession_number')::text as n`);
  const [host] = await act.query<{ issuer: string | null }>('select issuer from facility where host order by made_at limit 1');
  const accession = release.outcome.accession === 'new' ? `CW${number?.n ?? ''}` : `${exam.head['accessionNumber'] ?? ''}`;
  const procedure = procedureOf(row.modalities, row.subspecialty, exam.head['studyDescription'] ?? null);
  const id = newId(act.now.getTime());
  const issuer = release.outcome.accession === 'new' ? (host?.issuer ?? 'CAUSEWAY') : (exam.source_issuer ?? 'OUTSIDE');
  const patient = await patientOut(act, exam.patient_id);
  const date = /^(\d{4})(\d\d)(\d\d)/.exec(exam.head['studyDate'] ?? '');
  const authority = { namespace: issuer, universalId: null, universalIdType: null };
  const messageId = await queueMessage(act, {
    purpose: 'orders', subject: { kind: 'inbound', id: row.id },
    write: (envelope) => writeOrm(envelope, 'NW', {
      patient, placerOrder: { value: accession, authority }, accession: { value: accession, authority }, procedure: { code: procedure.code, text: procedure.text, system: 'L' },
      priority: row.urgency === 'high' ? 'S' : 'R', studyUid: exam.study_uid, modality: row.modalities[0] ?? null, observedAt: date ? `${date[1]}-${date[2]}-${date[3]}` : null,
    }),
  }, settings);
  await act.query(
    `insert into import_order (id, exam_id, patient_id, accession, issuer, procedure_code, procedure_text, state, cause, message_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [id, row.id, exam.patient_id, accession, issuer, procedure.code, procedure.text, messageId ? 'waiting' : 'refused', messageId ? null : 'no-endpoint', messageId]);
  act.audit({ action: 'order.placed', object: { kind: 'inbound', id: row.id }, details: { order: id, accession, procedure: procedure.code, decision: release.id } });
}

/** False when no endpoint serves the destination. */
async function toArchive(act: Act, row: InboundColumns, destination: string): Promise<boolean> {
  const [endpoint] = await act.query<{ id: string }>(
    `select id from endpoint where direction in ('out', 'both') and purpose = $1 and disabled_at is null and kind in ('dimse', 'dicomweb') order by made_at limit 1`, [destination]);
  if (!endpoint) return false;
  await makeTransfer(act, { examId: row.id, revision: row.revision, purpose: 'release', destination, endpointId: endpoint.id, priority: priorityOf(row.urgency), copies: 'local' });
  return true;
}
