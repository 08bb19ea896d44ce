import { authorDataSet, EXPLICIT_LE, uidOfUuid, writeDataSet } from '@causeway/dicom';
import { nameView } from '../exams/names';
import type { Act } from '../platform/acts/act';
import { newId } from '../platform/ids';

const BASIC_TEXT_SR = '1.2.840.10008.5.1.4.1.1.88.11';

interface ReportRow {
  id: string; exam_id: string; title: string; author: string | null; source: string; status: string; sections: { heading: string | null; text: string }[]; at: Date; study_uid: string; head: Record<string, string | undefined>;
  mrn: string | null; name: string | null; birth_date: string | null; sex: string | null; host: string; issuer: string | null;
}

export const TERMS_TITLE = 'Terms of re-disclosure';

const CONCEPTS: readonly (readonly [RegExp, string, string])[] = [
  [/^finding/i, '59776-5', 'Findings'], [/^impression/i, '19005-8', 'Impressions'], [/^recommend/i, '18783-1', 'Recommendations'], [/^comparison/i, '18834-2', 'Comparison study'], [/^addend/i, '55107-7', 'Addendum'],
];

/**
 * Makes the reports of an exam into objects of the exam's study (Basic Text SR, PS3.3 A.35.1), so that they travel and are filed with its images.
 * A report that came as a document is an instance already, and a retracted one does not leave. Made once for a send: trying again sends the same objects.
 */
export async function makeDocuments(act: Act, sendId: string, examId: string, identity: 'as-received' | 'local'): Promise<number> {
  const reports = await act.query<ReportRow>(
    `select r.id, r.exam_id, r.title, r.author, r.source, r.status, r.sections, coalesce(r.signed_at, r.received_at) as at, e.study_uid, e.head, p.mrn, p.birth_date, p.sex, h.name as host, h.issuer,
       (select n.family || '^' || n.given from patient_name n where n.patient_id = p.id order by (n.use = 'L') desc, n.id limit 1) as name
     from report r join exam e on e.id = r.exam_id left join match m on m.exam_id = e.id and m.state in ('matched', 'overridden') left join patient p on p.id = m.patient_id
       cross join lateral (select name, issuer from facility where host order by made_at limit 1) h
     where r.exam_id = $1 and r.document_sop is null and r.status <> 'W' and not exists (select 1 from send_document d where d.send_id = $2 and d.report_id = r.id) order by r.kind, r.received_at`, [examId, sendId]);
  for (const r of reports) {
    const id = newId(act.now.getTime());
    const sopUid = uidOfUuid(id);
    await act.query(
      `insert into send_document (id, send_id, exam_id, report_id, sop_uid, sop_class, syntax, title, data_set) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, sendId, examId, r.id, sopUid, BASIC_TEXT_SR, EXPLICIT_LE, r.title, Buffer.from(textReport(r, sopUid, identity))]);
  }
  return reports.length;
}

/** Terms of the source as an object of the study, so that whoever takes the images takes them too. Made once for a send. */
export async function makeTerms(act: Act, sendId: string, examId: string, identity: 'as-received' | 'local', terms: string): Promise<void> {
  const [r] = await act.query<ReportRow>(
    `select e.id, e.id as exam_id, '${TERMS_TITLE}' as title, null as author, coalesce(f.name, '') as source, 'F' as status, '[]'::jsonb as sections, clock_timestamp() as at, e.study_uid, e.head, p.mrn, p.birth_date, p.sex, h.name as host, h.issuer,
       (select n.family || '^' || n.given from patient_name n where n.patient_id = p.id order by (n.use = 'L') desc, n.id limit 1) as name
     from exam e left join facility f on f.id = e.source_facility_id left join match m on m.exam_id = e.id and m.state in ('matched', 'overridden') left join patient p on p.id = m.patient_id
       cross join lateral (select name, issuer from facility where host order by made_at limit 1) h
     where e.id = $1 and not exists (select 1 from send_document d where d.send_id = $2 and d.exam_id = $1 and d.report_id is null)`, [examId, sendId]);
  if (!r) return;
  const id = newId(act.now.getTime());
  const sopUid = uidOfUuid(id);
  const report = { ...r, sections: [{ heading: r.source ? `Terms of ${r.source}` : 'Terms', text: terms }] };
  await act.query('insert into send_document (id, send_id, exam_id, sop_uid, sop_class, syntax, title, data_set) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [id, sendId, examId, sopUid, BASIC_TEXT_SR, EXPLICIT_LE, TERMS_TITLE, Buffer.from(textReport(report, sopUid, identity))]);
}

function textReport(r: ReportRow, sopUid: string, identity: 'as-received' | 'local'): Uint8Array {
  const [date = '', time = ''] = r.at.toISOString().replace(/[-:]/g, '').split(/[T.]/);
  const local = identity === 'local' && r.mrn !== null;
  const who = local
    ? { PatientName: r.name ?? '', PatientID: r.mrn ?? '', IssuerOfPatientID: r.issuer ?? r.host, PatientBirthDate: (r.birth_date ?? '').replaceAll('-', ''), PatientSex: r.sex ?? '' }
    : { PatientName: r.head['patientName'] ?? '', PatientID: r.head['patientId'] ?? '', IssuerOfPatientID: r.head['issuerOfPatientId'] ?? '', PatientBirthDate: r.head['patientBirthDate'] ?? '', PatientSex: r.head['patientSex'] ?? '' };
  const text = (value: string, meaning: string, body: string): Record<string, unknown> => ({
    RelationshipType: 'CONTAINS', ValueType: 'TEXT', ConceptNameCodeSequence: [{ CodeValue: value, CodingSchemeDesignator: value.includes('-') ? 'LN' : 'DCM', CodeMeaning: meaning }], TextValue: body,
  });
  const sections = r.sections.filter((s) => s.text.trim() !== '').map((s) => {
    // a report that came without headings is one piece of text
    const heading = (s.heading ?? '').trim();
    const known = CONCEPTS.find(([words]) => words.test(heading));
    return known ? text(known[1], known[2], s.text.trim()) : text('121106', 'Comment', heading ? `${heading}: ${s.text.trim()}` : s.text.trim());
  });
  const signed = r.author ? [text('121106', 'Comment', `Report of ${nameView(r.author).text}, ${r.source}. Status ${r.status}.`)] : [];
  return writeDataSet(authorDataSet({
    SpecificCharacterSet: 'ISO_IR 192', InstanceCreationDate: date, InstanceCreationTime: time, SOPClassUID: BASIC_TEXT_SR, SOPInstanceUID: sopUid,
    StudyDate: r.head['studyDate'] ?? '', StudyTime: r.head['studyTime'] ?? '', ContentDate: date, ContentTime: time, TimezoneOffsetFromUTC: '+0000', AccessionNumber: local ? '' : (r.head['accessionNumber'] ?? ''), Modality: 'SR', Manufacturer: 'Causeway',
    ReferringPhysicianName: '', SeriesDescription: r.title.slice(0, 64), ...who, StudyInstanceUID: r.study_uid, SeriesInstanceUID: `${sopUid}.1`.slice(0, 64), StudyID: '', SeriesNumber: '900', InstanceNumber: '1',
    ReferencedPerformedProcedureStepSequence: [], PerformedProcedureCodeSequence: [], ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [{ CodeValue: '18748-4', CodingSchemeDesignator: 'LN', CodeMeaning: 'Diagnostic imaging study' }], ContinuityOfContent: 'SEPARATE', CompletionFlag: 'COMPLETE', VerificationFlag: 'UNVERIFIED',
    ContentSequence: [...sections, ...signed],
  } as never), EXPLICIT_LE);
}
