import type { HistoryPage } from '@causeway/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storePatient } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { PatientHistory } from './history';

let b: Bench;
let patient: string;
let earlier: string;
let clinician: SpecPerson;
let exam: string;
let prior: string;
const history = async (who: SpecPerson, more: { cursor?: string; limit?: number } = {}, of = exam): Promise<HistoryPage> => new PatientHistory(b.acts, b.settings).page(of, { limit: 30, ...more }, await callerOf(b, who));

async function released(of: string, head: Record<string, string>, more: { team?: string[]; visible?: string; line?: string } = {}): Promise<string> {
  const id = await storeExam(b, { head, instances: 1 });
  await b.acts.read(`insert into inbound (id, state, facility_ids, service_line, modalities, visible, care_team) values ($1, 'released', $2, $3, '{CT}', $4, $5)`, [id, [b.host], more.line ?? 'neurology', more.visible ?? 'all', more.team ?? []]);
  await confirmMatch(b, id, of);
  return id;
}

beforeAll(async () => {
  b = await bench();
  clinician = await b.person('cl');
  const lakeside = await b.facility('Lakeside');
  [patient, earlier] = [await storePatient(b, 'M-1', 'Adeyemi', 'Folasade', '1961-03-12'), await storePatient(b, 'M-0', 'Adeyemi', 'Folasade', '1961-03-12')];
  const other = await storePatient(b, 'M-2', 'Other', 'Olga', '1970-01-01');
  exam = await released(patient, { studyDate: '20261120', studyDescription: 'CT Head' }, { team: [clinician.id] });
  prior = await released(patient, { studyDate: '20240230', studyDescription: 'CT Head, old' }, { team: [clinician.id] });
  await released(other, { studyDate: '20260101', studyDescription: 'Of somebody else' }, { team: [clinician.id] });
  // this one came under a record that was merged
  await released(earlier, { studyDate: '20100507', studyDescription: 'MR Spine' });
  await b.acts.read('update patient set merged_into = $2 where id = $1', [earlier, patient]);
  await b.acts.read(`insert into report (id, exam_id, kind, source, status, title, sections, source_key, sha256, signed_at) values ($1, $2, 'outside', 'Lakeside', 'F', 'Report of the head', '[]', 'h1', '', '2024-03-02T09:00:00Z')`, [newId(), prior]);
  await b.acts.read(`insert into overread (id, exam_id, exam_revision, state, purpose, subspecialty, urgency, facility_ids, service_line, care_team, made_at) values (gen_random_uuid(), $1, 1, 'open', 'formal', 'neuro', 'high', $2, 'neurology', array[$3::uuid], '2026-11-21T10:00:00Z')`, [exam, [b.host], clinician.id]);
  await b.acts.read(
    `insert into exchange_case (id, use_case, state, subject, patient_id, facility_ids, service_line, care_team, question, urgency, profile, restricted, made_at) values ($1, 'U10', 'open', '{}', $2, $3, 'neurology', array[$4::uuid], 'Surgery?', 'high', 'spec', true, '2026-11-22T10:00:00Z')`,
    [newId(), patient, [b.host], clinician.id]);
  await b.acts.read(
    `insert into request_out (id, state, facility_id, requester_id, legal_basis, purpose, subject, patient_id, wanted, facility_ids, service_line, urgency, needed_by, care_team, sent_at) values ($1, 'sent', $2, $3, 'treatment', 'treatment', '{}', $4, '[{"what":"MR brain"}]', $5, 'neurology', 'medium', clock_timestamp() + interval '3 days', array[$3::uuid], '2026-11-23T10:00:00Z')`,
    [newId(), lakeside, clinician.id, patient, [b.host]]);
  await b.acts.read(`insert into appointment (id, sender, placer, starts_at, clinic, reason, service_line, facility_ids, patient_id, subject) values ($1, 's', 'p', '2099-12-04T08:00:00Z', 'Spine clinic', 'Back pain', 'neurology', $2, $3, '{}')`, [newId(), [b.host], earlier]);
});
afterAll(() => b.close());

it('holds everything the house has of the patient, of merged records too, the newest first', async () => {
  const page = await history(await b.person(['pa', 'tn']));
  expect(page.known).toBe(true);
  expect(page.rows.map((r) => [r.kind, r.title])).toEqual([
    ['visit', 'Back pain'], ['request', 'MR brain'], ['overread', 'CT Head'], ['exam', 'CT Head'], ['report', 'Report of the head'], ['exam', 'CT Head, old'], ['exam', 'MR Spine'],
  ]);
  expect(page.rows.find((r) => r.kind === 'exam')).toMatchObject({ here: true, examId: exam });
});

it('shows each person what they may see of it: a restricted case its team, an exam its audience', async () => {
  expect((await history(clinician)).rows.map((r) => r.kind)).toEqual(['request', 'case', 'overread', 'exam', 'report', 'exam']);
  const reader = await b.person('rd', { serviceLines: ['neurology'] });
  expect((await history(reader)).rows.map((r) => [r.kind, r.title])).toEqual([['overread', 'CT Head'], ['exam', 'CT Head'], ['report', 'Report of the head'], ['exam', 'CT Head, old'], ['exam', 'MR Spine']]);
  await b.acts.read(`update inbound set visible = 'care-team' where id = $1`, [prior]);
  expect((await history(reader)).rows.map((r) => r.title)).toEqual(['CT Head', 'CT Head', 'MR Spine']);
  await b.acts.read(`update inbound set visible = 'all' where id = $1`, [prior]);
  expect((await history(await b.person('fr'))).rows.filter((r) => r.kind === 'report')).toEqual([]);
});

it('comes in pages that leave nothing out', async () => {
  const who = await b.person(['pa', 'tn']);
  const whole = (await history(who)).rows.map((r) => r.id);
  const paged: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await history(who, { limit: 2, ...(cursor ? { cursor } : {}) });
    paged.push(...page.rows.map((r) => r.id));
    cursor = page.next;
  }
  expect(paged).toEqual(whole);
});

it('is not known before somebody says whose exam it is', async () => {
  const id = await storeExam(b, { instances: 1 });
  await b.acts.read(`insert into inbound (id, state, facility_ids) values ($1, 'identifying', $2)`, [id, [b.host]]);
  expect(await history(await b.person('pa'), {}, id)).toEqual({ known: false, rows: [], next: null });
});
