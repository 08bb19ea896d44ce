import { orderWith, type Department } from '@causeway/domain';
import { writeOrm } from '@causeway/hl7v2';
import type { Act } from '../platform/acts/act';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { departmentOfExam } from '../inbound/departments/book';
import { lockInbound, type InboundColumns } from '../inbound/inbound.row';
import { signalInbound } from '../inbound/turn';
import { patientOut } from '../messages/hl7-words';
import { queueMessage } from '../messages/queue';
import { makeTransfer, priorityOf } from './make';
import { mainModality, procedureOf, type OrderKind } from './procedure';
import { waitsForVisit, type VisitRelease } from './visit-wait';

interface ReleaseRow extends VisitRelease { outcome: VisitRelease['outcome'] & { destinations: string[]; order: 'none' | OrderKind; accession: 'new' | 'keep-qualified' | 'none' } }
interface ExamRow { study_uid: string; head: Record<string, string | undefined>; patient_id: string; source_issuer: string | null }

/**
 * An exam was approved: its order is placed and one transfer per archive is made, with a ledger row for each instance that is not there yet. Where the policy loads it with
 * the appointment, it first waits for that.
 */
export async function prepareRelease(act: Act, examId: string, settings: Settings): Promise<void> {
  const row = await lockInbound(act, examId);
  if (!row || row.state !== 'releasing') return;
  const [release] = await act.query<ReleaseRow>(`select id, outcome from decision where exam_id = $1 and kind = 'release' order by at desc limit 1`, [examId]);
  const [exam] = await act.query<ExamRow>(
    `select e.study_uid, e.head, m.patient_id, f.issuer as source_issuer from exam e join match m on m.exam_id = e.id and m.state in ('matched', 'overridden') left join facility f on f.id = e.source_facility_id where e.id = $1`, [examId]);
  if (!release || !exam) return;
  const [already] = await act.query<{ n: number }>(`select count(*)::int as n from transfer where exam_id = $1 and purpose = 'release' and made_at >= $2`, [examId, row.state_since]);
  if ((already?.n ?? 0) > 0) return;
  if (await waitsForVisit(act, examId, exam.patient_id, release, settings)) return;
  const department = await departmentOfExam(act, row);
  await placeOrder(act, row, exam, release, department, settings);
  for (const destination of release.outcome.destinations.filter((d) => d !== 'viewer-only')) {
    if (!(await toArchive(act, row, destination, department))) {
      await signalInbound(act, { id: examId, move: 'fail-delivery', reason: 'no-endpoint', details: { destination } });
      return;
    }
  }
  act.wish({ kind: 'inbound.delivery', key: `inbound.delivery ${examId}`, data: { id: examId } });
}

/** One order per exam and patient; a later revision of the same exam keeps it, or it becomes one to read. What was asked to be read is not taken back by a rule. */
async function placeOrder(act: Act, row: InboundColumns, exam: ExamRow, release: ReleaseRow, department: Department | null, settings: Settings): Promise<void> {
  const kind = orderWith(release.outcome.order, department);
  if (kind === 'none' || release.outcome.accession === 'none') return;
  const [known] = await act.query<{ id: string; kind: OrderKind; accession: string; issuer: string }>(`select id, kind, accession, issuer from import_order where exam_id = $1 and patient_id = $2 and state <> 'cancelled'`, [row.id, exam.patient_id]);
  if (known && (known.kind === kind || kind === 'import')) return;
  const number = known ?? (await newNumber(act, exam, release));
  const procedure = procedureOf(row.modalities, row.subspecialty, exam.head['studyDescription'] ?? null, kind);
  const patient = await patientOut(act, exam.patient_id);
  const [need] = await act.query<{ question: string | null }>('select question from need where exam_id = $1', [row.id]);
  const date = /^(\d{4})(\d\d)(\d\d)/.exec(exam.head['studyDate'] ?? '');
  const authority = { namespace: number.issuer, universalId: null, universalIdType: null };
  const messageId = await queueMessage(act, {
    purpose: 'orders', subject: { kind: 'inbound', id: row.id },
    write: (envelope) => writeOrm(envelope, known ? 'XO' : 'NW', {
      patient, placerOrder: { value: number.accession, authority }, accession: { value: number.accession, authority }, procedure: { code: procedure.code, text: procedure.text, system: 'L' }, purpose: kind,
      priority: PRIORITY[row.urgency][kind], studyUid: exam.study_uid, modality: mainModality(row.modalities), observedAt: date ? `${date[1]}-${date[2]}-${date[3]}` : null,
      reason: kind === 'read' && need?.question ? { code: null, text: need.question, system: null } : null,
    }),
  }, settings);
  const standing = [messageId ? 'waiting' : 'refused', messageId ? null : 'no-endpoint', messageId];
  const id = known?.id ?? newId(act.now.getTime());
  if (known) await act.query('update import_order set kind = $2, procedure_code = $3, procedure_text = $4, state = $5, cause = $6, message_id = $7 where id = $1', [id, kind, procedure.code, procedure.text, ...standing]);
  else {
    await act.query(
      `insert into import_order (id, exam_id, patient_id, accession, issuer, kind, procedure_code, procedure_text, state, cause, message_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [id, row.id, exam.patient_id, number.accession, number.issuer, kind, procedure.code, procedure.text, ...standing]);
  }
  act.audit({ action: known ? 'order.changed' : 'order.placed', object: { kind: 'inbound', id: row.id }, details: { order: id, accession: number.accession, kind, procedure: procedure.code, decision: release.id, ...(department ? { department: department.name, rule: row.department_rule, list: row.department_version } : {}) } });
}

/** Table 0078: what is only filed is never put before a reader's own work, but for an emergency, which must be found at once. */
const PRIORITY = { high: { read: 'S', import: 'S' }, medium: { read: 'A', import: 'R' }, low: { read: 'R', import: 'R' } } as const;

async function newNumber(act: Act, exam: ExamRow, release: ReleaseRow): Promise<{ accession: string; issuer: string }> {
  if (release.outcome.accession !== 'new') return { accession: `${exam.head['accessionNumber'] ?? ''}`, issuer: exam.source_issuer ?? 'OUTSIDE' };
  const [number] = await act.query<{ n: string }>(`select nextval('accession_number')::text as n`);
  const [host] = await act.query<{ issuer: string | null }>('select issuer from facility where host order by made_at limit 1');
  return { accession: `CW${number?.n ?? ''}`, issuer: host?.issuer ?? 'CAUSEWAY' };
}

/**
 * False when no endpoint serves the destination. An archive of the department stands in for the house's of the same purpose; one that is switched off or gone is not replaced by
 * another: the exam goes back to triage, and somebody says where it belongs.
 */
async function toArchive(act: Act, row: InboundColumns, destination: string, department: Department | null): Promise<boolean> {
  const [own] = department?.archiveId ? await act.query<Archive>('select id, purpose, disabled_at is null and state <> $2 as open from endpoint where id = $1', [department.archiveId, 'removed']) : [];
  const theirs = department?.archiveId && (destination === 'service-archive' || own?.purpose === destination || !own) ? (own ?? null) : undefined;
  const [house] = theirs === undefined ? await act.query<Archive>(HOUSE_ARCHIVE, [destination]) : [];
  const endpoint = theirs === undefined ? house : theirs;
  if (!endpoint?.open) return false;
  await makeTransfer(act, { examId: row.id, revision: row.revision, purpose: 'release', destination, endpointId: endpoint.id, priority: priorityOf(row.urgency), copies: 'local' });
  return true;
}

interface Archive { id: string; purpose: string; open: boolean }
/** Archives that departments have to themselves come last: they are the house's only where there is no other. */
const HOUSE_ARCHIVE = `select e.id, e.purpose, true as open from endpoint e where e.direction in ('out', 'both') and e.purpose = $1 and e.disabled_at is null and e.kind in ('dimse', 'dicomweb')
  order by exists (select 1 from (select departments from department_book order by version desc limit 1) b, jsonb_array_elements(b.departments) d where d->>'archiveId' = e.id::text), e.made_at limit 1`;
