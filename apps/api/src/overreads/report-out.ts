import { writeOru, type ReportOut, type ReportOutStatus } from '@causeway/hl7v2';
import type { ReportText } from '@causeway/contracts';
import type { Grade } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { sha256 } from '../platform/acts/acts';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { momentIn, patientOut } from '../messages/hl7-words';
import { queueMessage } from '../messages/queue';

interface Row {
  id: string; kind: 'report' | 'addendum'; text: ReportText; addendum: string | null; grade: Grade; signed_at: Date; author: string; author_id: string; overread_id: string; exam_id: string; study_uid: string; accession: string | null;
  patient_id: string | null; state: string; description: string | null;
}

const SECTIONS = [['Comparison', 'comparison'], ['Findings', 'findings'], ['Impression', 'impression'], ['Recommendation', 'recommendation']] as const;

/** A signed over-read becomes a local report of the exam and an ORU^R01 to the records system; F when new, C for an addendum, W when it was retracted. */
export async function sendReport(act: Act, reportId: string, settings: Settings): Promise<void> {
  const [r] = await act.query<Row>(
    `select r.*, p.name as author, o.exam_id, o.accession, o.state, e.study_uid, e.head->>'studyDescription' as description, m.patient_id
     from overread_report r join overread o on o.id = r.overread_id join exam e on e.id = o.exam_id join person p on p.id = r.author_id
       left join match m on m.id = (select id from match where exam_id = o.exam_id and patient_id is not null order by attempt desc limit 1) where r.id = $1`, [reportId]);
  if (!r || !r.patient_id) return;
  const status: ReportOutStatus = r.state === 'retracted' ? 'W' : r.kind === 'addendum' ? 'C' : 'F';
  const text = textOf(r);
  const sections = [...SECTIONS.map(([heading, key]) => ({ heading, text: r.text[key] })).filter((s) => s.text.trim() !== ''), ...(r.addendum ? [{ heading: 'Addendum', text: r.addendum }] : [])];
  await act.query(
    `insert into report (id, exam_id, kind, source_key, source, author, status, title, sections, study_uid, accession, sha256, signed_at)
     values ($1, $2, 'local', $3, 'Over-read', $4, $5, 'Over-read', $6, $7, $8, $9, $10)
     on conflict (source_key) do update set status = excluded.status, sections = excluded.sections, sha256 = excluded.sha256, signed_at = excluded.signed_at`,
    [newId(act.now.getTime()), r.exam_id, `overread ${r.overread_id}`, r.author, status, JSON.stringify(sections), r.study_uid, r.accession, sha256(text), r.signed_at]);
  const patient = await patientOut(act, r.patient_id);
  const out: ReportOut = {
    patient, fillerOrder: { value: `OVR${r.overread_id.replaceAll('-', '').slice(-16)}`, authority: null }, accession: r.accession, procedure: { code: 'OVERREAD', text: r.description ?? 'Over-read of outside exam', system: 'L' },
    reportedAt: momentIn(r.signed_at, settings.SITE_ZONE), status, studyUid: r.study_uid, textCode: { code: '18748-4', text: 'Diagnostic imaging study', system: 'LN' }, text,
    coded: [{ question: { code: 'DISCREPANCY', text: 'Difference from the outside report', system: 'L' }, answer: { code: r.grade.toUpperCase(), text: r.grade, system: 'L' } }],
    interpreter: { id: r.author_id, family: r.author, given: null, middle: null, suffix: null, prefix: null, authority: null },
  };
  const message = await queueMessage(act, { purpose: 'reports', subject: { kind: 'overread', id: r.overread_id }, write: (envelope) => writeOru(envelope, out) }, settings);
  if (!message) act.audit({ action: 'overread.report-not-sent', object: { kind: 'overread', id: r.overread_id }, outcome: 'failed', reason: 'no-endpoint-for-reports' });
}

function textOf(r: Row): string {
  const parts = SECTIONS.map(([heading, key]) => (r.text[key].trim() ? `${heading.toUpperCase()}:\n${r.text[key].trim()}` : '')).filter(Boolean);
  const call = r.text.call ? `COMMUNICATION:\nTold ${r.text.call.person} (${r.text.call.how})${r.text.call.readBack ? ', read back' : ''}.` : '';
  return [...parts, call, r.addendum ? `ADDENDUM:\n${r.addendum}` : '', `Difference from the outside report: ${r.grade}`, `Signed by ${r.author}`].filter(Boolean).join('\n\n');
}
