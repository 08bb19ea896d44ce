import { newId } from '../platform/ids';
import type { Bench } from './harness';

export interface SpecExam {
  readonly studyUid?: string;
  readonly head?: Readonly<Record<string, string>>;
  readonly source?: string | null;
  readonly door?: string;
  readonly instances?: number;
  readonly series?: number;
}

const SPEC_HEAD = { patientName: 'Spec^Person', patientId: 'OUT-1', issuerOfPatientId: 'OUTSIDE', patientBirthDate: '19610312', patientSex: 'F', studyDate: '20261120', studyDescription: 'CT Head w/o contrast', modality: 'CT', bodyPartExamined: 'HEAD' };

let n = 0;
export const specUid = (): string => `2.25.${Date.now()}${++n}`;

/** Rows as the receiver leaves them: an exam with instances nobody has counted yet, and the wish to count them. */
export async function storeExam(b: Bench, x: SpecExam = {}): Promise<string> {
  const id = newId();
  const head = { ...SPEC_HEAD, ...x.head };
  await b.acts.read('insert into exam (id, study_uid, head, door, source_facility_id) values ($1, $2, $3, $4, $5)', [id, x.studyUid ?? specUid(), head, x.door ?? 'dimse', x.source ?? null]);
  await storeInstances(b, id, x.instances ?? 4, head, x.series ?? 1);
  return id;
}

export async function storeInstances(b: Bench, examId: string, count: number, more: Readonly<Record<string, string>> = {}, series = 1): Promise<void> {
  const head = { ...SPEC_HEAD, ...more };
  for (let s = 1; s <= series; s++) {
    const seriesUid = specUid();
    await b.acts.read('insert into series (exam_id, series_uid, modality, number, head) values ($1, $2, $3, $4, $5)', [examId, seriesUid, head.modality, s, { seriesDescription: `Series ${s}` }]);
    for (let i = 1; i <= count; i++) {
      await b.acts.read(
        `insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head)
         values ($1::text, $2, $3, '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', sha256(convert_to($1::text, 'UTF8')), 1000, 'segment:none:0:1000', 400, $4)`,
        [specUid(), examId, seriesUid, { ...head, instanceNumber: String(i), rows: '16', columns: '16' }]);
    }
  }
  await b.acts.read(`insert into job (kind, key, data) values ('exam.extend', $1, $2) on conflict (key) where state = 'waiting' do nothing`, [`exam.extend ${examId}`, { id: examId }]);
}

/** A local patient with one record number of the host. */
export async function storePatient(b: Bench, mrn: string, family: string, given: string, birthDate: string, sex = 'F'): Promise<string> {
  const id = newId();
  await b.acts.read('insert into patient (id, mrn, birth_date, sex) values ($1, $2, $3, $4)', [id, mrn, birthDate, sex]);
  await b.acts.read(`insert into patient_name (patient_id, use, representation, family, given, folded) values ($1, 'L', 'A', $2, $3, lower($2 || ' ' || $3))`, [id, family, given]);
  await b.acts.read(`insert into patient_identifier (patient_id, value, issuer, type) values ($1, $2, 'SPEC', 'MR')`, [id, mrn]);
  return id;
}

/** A confirmed association written as the identity slice would, with its event. */
export async function confirmMatch(b: Bench, examId: string, patientId: string): Promise<string> {
  const id = newId();
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => {
    await act.query(`update match set state = 'closed' where exam_id = $1`, [examId]);
    await act.query(`insert into match (id, exam_id, attempt, revision, state, patient_id) select $1, $2, coalesce(max(attempt), 0) + 1, (select revision from inbound where id = $2), 'matched', $3 from match where exam_id = $2`, [id, examId, patientId]);
    act.emit({ event: 'match.matched', kind: 'match', id, data: { examId } });
  });
  return id;
}
