import { writeOru, type ReportOut, type ReportOutStatus } from '@causeway/hl7v2';
import type { Act } from '../platform/acts/act';
import { sha256 } from '../platform/acts/acts';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { momentIn, patientOut } from '../messages/hl7-words';
import { queueMessage } from '../messages/queue';
import { answerCase } from './report-answer';
import { reportNames, sectionsOf, textOf, type ReportRow } from './report-words';

/** A signed read becomes a local report of the exam and an ORU^R01 to the records system; F when new, C for an addendum, W when it was retracted. A primary read also answers who asked. */
export async function sendReport(act: Act, reportId: string, settings: Settings): Promise<void> {
  const [r] = await act.query<ReportRow>(
    `select r.*, p.name as author, o.exam_id, o.accession, o.state, o.question, o.case_id, e.study_uid, e.head->>'studyDescription' as description, nullif(e.head->>'accessionNumber', '') as their_accession, m.patient_id
     from overread_report r join overread o on o.id = r.overread_id join exam e on e.id = o.exam_id join person p on p.id = r.author_id
       left join match m on m.id = (select id from match where exam_id = o.exam_id and patient_id is not null order by attempt desc limit 1) where r.id = $1`, [reportId]);
  if (!r) return;
  const out = reportOut(r, settings);
  if (r.case_id) await answerCase(act, r, out, settings);
  if (!r.patient_id) return;
  const names = reportNames[r.read_kind];
  await act.query(
    `insert into report (id, exam_id, kind, source_key, source, author, status, title, sections, study_uid, accession, sha256, signed_at)
     values ($1, $2, 'local', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (source_key) do update set status = excluded.status, sections = excluded.sections, sha256 = excluded.sha256, signed_at = excluded.signed_at`,
    [newId(act.now.getTime()), r.exam_id, `overread ${r.overread_id}`, names.source, r.author, out.status, names.title, JSON.stringify(sectionsOf(r)), r.study_uid, r.accession, sha256(out.text), r.signed_at]);
  const ours: ReportOut = { ...out, patient: await patientOut(act, r.patient_id), accession: r.accession };
  const message = await queueMessage(act, { purpose: 'reports', subject: { kind: 'overread', id: r.overread_id }, write: (envelope) => writeOru(envelope, ours) }, settings);
  if (!message) act.audit({ action: 'overread.report-not-sent', object: { kind: 'overread', id: r.overread_id }, outcome: 'failed', reason: 'no-endpoint-for-reports' });
}

/** The report as a message, but for whose patient it is: that each receiver knows by their own numbers. */
function reportOut(r: ReportRow, settings: Settings): Omit<ReportOut, 'patient' | 'accession'> {
  const status: ReportOutStatus = r.state === 'retracted' ? 'W' : r.kind === 'addendum' ? 'C' : 'F';
  const names = reportNames[r.read_kind];
  return {
    fillerOrder: { value: `${names.order}${r.overread_id.replaceAll('-', '').slice(-16)}`, authority: null }, procedure: { code: names.procedure, text: r.description ?? names.about, system: 'L' },
    reportedAt: momentIn(r.signed_at, settings.SITE_ZONE), status, studyUid: r.study_uid, textCode: { code: '18748-4', text: 'Diagnostic imaging study', system: 'LN' }, text: textOf(r),
    coded: r.grade === null ? [] : [{ question: { code: 'DISCREPANCY', text: 'Difference from the outside report', system: 'L' }, answer: { code: r.grade.toUpperCase(), text: r.grade, system: 'L' } }],
    interpreter: { id: r.author_id, family: r.author, given: null, middle: null, suffix: null, prefix: null, authority: null },
  };
}
