import { verify } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InboundMoves } from '../inbound/moves';
import type { Caller } from '../platform/http/caller';
import { DECISION_SQL, decisionView, type DecisionRow } from '../platform/decisions/decisions';
import { newId } from '../platform/ids';
import { objectsDir } from '../platform/objects/objects';
import { StreamSight } from '../platform/stream/sight';
import { callerOf } from '../testing/caller';
import { confirmMatch, storePatient } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { storeRealExam, type RealExam } from '../testing/real-exam';
import { drain } from '../testing/worker';
import { DispositionList } from './disposition.list';
import { DispositionMoves } from './dispositions';
import { HoldList } from './hold.list';
import { HoldMoves } from './holds';
import { RetentionList } from './retention.list';
import { tombstoneCertificate, tombstones } from './tombstones';
import { VerdictMoves } from './verdict.moves';

const JOBS = ['verdict.decide', 'verdict.patient', 'disposition.take-out', 'disposition.follow', 'purge.run', 'purge.follow', 'purge.remove'];

let b: Bench;
let pa: Caller;
let rm: Caller;
let second: Caller;
let list: RetentionList;
let verdicts: VerdictMoves;
let holds: HoldMoves;
let holdList: HoldList;
let dispositions: DispositionMoves;
let dispositionList: DispositionList;

beforeAll(async () => {
  b = await bench({ CAUSEWAY_SITE_JURISDICTION: 'US-NY' });
  const stream = { position: '0' };
  list = new RetentionList(b.acts, b.settings, stream);
  verdicts = new VerdictMoves(b.acts, b.settings);
  holds = new HoldMoves(b.acts);
  holdList = new HoldList(b.acts, stream);
  dispositions = new DispositionMoves(b.acts, b.settings);
  dispositionList = new DispositionList(b.acts, b.settings, stream);
  pa = await callerOf(b, await b.person('pa'), true);
  rm = await callerOf(b, await b.person('rm'), true);
  second = await callerOf(b, await b.person('rm'), true);
});
afterAll(() => b.close());

/** A released exam of an adult that came twelve years ago, so that New York's six years and the house's five are over. */
async function oldExam(images = 3, more: { readonly birthDate?: string | null; readonly years?: number } = {}): Promise<RealExam> {
  const made = await storeRealExam(b, images, {});
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { ahead: 120, only: ['inbound.quiet'] });
  const birth = more.birthDate === undefined ? '1950-02-14' : more.birthDate;
  if (birth !== null) await confirmMatch(b, made.id, await storePatient(b, `M${made.id.slice(-8)}`, 'Österberg', 'Åsa', birth));
  await b.acts.read(`update exam set first_at = clock_timestamp() - make_interval(years => $2), head = head || '{"studyDate": "20140601"}' where id = $1`, [made.id, more.years ?? 12]);
  await b.acts.read(`update inbound set state = 'released', service_line = 'general', modalities = '{CT}' where id = $1`, [made.id]);
  await b.acts.read(`delete from job where state = 'waiting'`);
  await b.acts.read(`insert into job (kind, key, data) values ('verdict.decide', $1, $2)`, [`verdict.decide ${made.id}`, { id: made.id }]);
  await drain(b, { only: JOBS });
  return made;
}
const rowOf = async (id: string) => (await list.panel(id, rm)).row!;

async function disposed(ids: readonly string[], action: 'purge' | 'export-then-purge' = 'purge'): Promise<string> {
  const id = await dispositions.propose(rm, { title: 'Old exams of spring', examIds: [...ids] });
  const version = async () => (await dispositionList.detail(id, rm)).version;
  await dispositions.review(rm, id, await version());
  await dispositions.endorse(rm, id, { version: await version(), action, endpointId: null, note: '' });
  await dispositions.approve(second, id, await version());
  return id;
}

const bytesOnDisk = (): Buffer => Buffer.concat(fs.readdirSync(objectsDir(b.settings)).sort().map((f) => fs.readFileSync(path.join(objectsDir(b.settings), f))));

describe('a verdict', () => {
  it('says until when an exam is kept and which rule of which text says so', async () => {
    const exam = await oldExam();
    expect(await rowOf(exam.id)).toMatchObject({ state: 'due', until: expect.stringMatching(/^20\d\d-\d\d-\d\d$/), because: 'state-law', cite: '10 N.Y. Comp. Codes R. & Regs. 405.10(a)(4)', scope: 'law', usedInDecision: false });
    const [decision] = await b.acts.read<DecisionRow>(`${DECISION_SQL} where d.id = $1`, [(await rowOf(exam.id)).decisionId]);
    const why = decisionView(decision!);
    expect(why).toMatchObject({ kind: 'retention', policy: { scope: 'law', version: 1 }, decidedBy: ['us-ny'], notReached: [] });
    expect(why.considered.map((c) => c.rule)).toEqual(expect.arrayContaining(['law/us-ny', 'all/not-retrievable']));
    expect(why.facts).toContainEqual(expect.objectContaining({ name: 'law.jurisdiction', value: 'US-NY' }));
  });

  it('keeps for ever when nobody knows the birth date, and counts anew when it is known', async () => {
    const exam = await oldExam(2, { birthDate: null });
    expect(await rowOf(exam.id)).toMatchObject({ state: 'kept', until: 'forever', basisUnknown: true });
    await confirmMatch(b, exam.id, await storePatient(b, `N${exam.id.slice(-8)}`, 'Sørensen', 'Ida', '1948-01-01'));
    await drain(b, { ahead: 5, only: JOBS });
    expect(await rowOf(exam.id)).toMatchObject({ state: 'due', basisUnknown: false });
  });

  it('is evaluated again when a later visit is told, and not when nothing changed', async () => {
    const exam = await oldExam();
    const [m] = await b.acts.read<{ patient_id: string }>(`select patient_id from match where exam_id = $1 and state = 'matched'`, [exam.id]);
    const told = () => b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'patient.updated', kind: 'patient', id: m!.patient_id }));
    const before = await b.acts.read(`select id from decision where kind = 'retention' and exam_id = $1`, [exam.id]);
    await told();
    await drain(b, { ahead: 10, only: JOBS });
    expect(await b.acts.read(`select id from decision where kind = 'retention' and exam_id = $1`, [exam.id])).toEqual(before);
    await b.acts.read(`update patient set last_visit = current_date - 30 where id = $1`, [m!.patient_id]);
    await told();
    await drain(b, { ahead: 10, only: JOBS });
    expect(await rowOf(exam.id)).toMatchObject({ state: 'kept', because: 'state-law-last-visit' });
  });

  it('of a mammogram is longer once a later mammogram of the same patient is known', async () => {
    const first = await oldExam(1);
    await b.acts.read(`update inbound set modalities = '{MG}' where id = $1`, [first.id]);
    const [m] = await b.acts.read<{ patient_id: string }>(`select patient_id from match where exam_id = $1 and state = 'matched'`, [first.id]);
    expect((await rowOf(first.id)).state).toBe('due');
    const later = await oldExam(1, { birthDate: null, years: 1 });
    await b.acts.read(`update inbound set modalities = '{MG}' where id = $1`, [later.id]);
    await b.acts.read(`update exam set head = head || jsonb_build_object('studyDate', to_char(current_date - 300, 'YYYYMMDD')) where id = $1`, [later.id]);
    await confirmMatch(b, later.id, m!.patient_id);
    await drain(b, { ahead: 5, only: JOBS });
    expect(await rowOf(first.id)).toMatchObject({ state: 'kept', because: 'mammography-later-visit' });
  });

  it('may be made longer by a person, and never shorter', async () => {
    const exam = await oldExam();
    const row = await rowOf(exam.id);
    await expect(verdicts.extend(pa, exam.id, { version: row.version, until: '2020-01-01', reason: 'for a study' })).rejects.toMatchObject({ code: 'not-longer' });
    await verdicts.extend(pa, exam.id, { version: row.version, until: '2040-01-01', reason: 'for a study' });
    expect(await rowOf(exam.id)).toMatchObject({ state: 'kept', until: '2040-01-01', floor: { until: '2040-01-01', reason: 'for a study' } });
    await b.acts.read(`insert into job (kind, key, data) values ('verdict.decide', $1, $2)`, [`verdict.decide ${exam.id}`, { id: exam.id }]);
    await drain(b, { only: JOBS });
    expect(await rowOf(exam.id)).toMatchObject({ state: 'kept', until: '2040-01-01' });
  });
});

describe('a hold', () => {
  const form = (examIds: string[]) => ({ matter: 'Doe v. Westbrook', custodian: 'Risk office', reason: 'Letter of counsel', scope: 'exams' as const, examIds, patientId: null, facilityId: null, plannedEnd: null });

  it('is in force when a records manager places it, blocks when somebody else only asks, and two people release it', async () => {
    const exam = await oldExam();
    const asked = await holds.create(pa, form([exam.id]));
    expect((await holdList.detail(asked, rm)).state).toBe('requested');
    await expect(dispositions.propose(rm, { title: 'not this one', examIds: [exam.id] })).rejects.toMatchObject({ code: 'not-all-due' });
    await holds.activate(rm, asked, 1 - 1);
    await holds.askRelease(rm, asked, 1, 'Matter is closed');
    await expect(holds.confirmRelease(rm, asked, 2)).rejects.toMatchObject({ status: 403 });
    expect((await holdList.detail(asked, rm)).moves.map((m) => m.move)).not.toContain('confirm-release');
    await expect(dispositions.propose(rm, { title: 'still not', examIds: [exam.id] })).rejects.toMatchObject({ code: 'not-all-due' });
    await holds.confirmRelease(second, asked, 2);
    await expect(dispositions.propose(rm, { title: 'now', examIds: [exam.id] })).resolves.toBeTruthy();
  });

  it('of a patient covers an exam that comes later', async () => {
    const exam = await oldExam();
    const [m] = await b.acts.read<{ patient_id: string }>(`select patient_id from match where exam_id = $1 and state = 'matched'`, [exam.id]);
    const id = await holds.create(rm, { ...form([]), scope: 'patient', patientId: m!.patient_id });
    const later = await oldExam(1, { birthDate: null });
    await confirmMatch(b, later.id, m!.patient_id);
    expect((await rowOf(later.id)).holds.map((h) => h.id)).toEqual([id]);
  });

  it('of a patient or a source may be named by one exam', async () => {
    const [exam, other] = [await oldExam(), await oldExam()];
    const patient = await holds.create(rm, { ...form([exam.id]), scope: 'patient' });
    expect(await holdList.detail(patient, rm)).toMatchObject({ scope: 'patient', exams: 1 });
    const source = await b.facility('Source of one exam');
    await b.acts.read('update exam set source_facility_id = $2 where id = $1', [other.id, source]);
    const facility = await holds.create(rm, { ...form([other.id]), scope: 'facility' });
    expect(await holdList.detail(facility, rm)).toMatchObject({ scope: 'facility', about: 'Source of one exam' });
    expect((await rowOf(other.id)).holds.map((h) => h.id)).toEqual([facility]);
    await b.acts.read('update exam set source_facility_id = null where id = $1', [other.id]);
    await expect(holds.create(rm, { ...form([other.id]), scope: 'facility' })).rejects.toMatchObject({ status: 422 });
  });

  it('takes its exam out of a disposition that nobody approved yet', async () => {
    const [one, two] = [await oldExam(1), await oldExam(1)];
    const id = await dispositions.propose(rm, { title: 'Two old exams', examIds: [one.id, two.id] });
    await holds.create(rm, form([one.id]));
    await drain(b, { only: JOBS });
    expect(await dispositionList.detail(id, rm)).toMatchObject({ state: 'proposed', exams: 2, out: 1 });
    await holds.create(rm, form([two.id]));
    await drain(b, { only: JOBS });
    expect((await dispositionList.detail(id, rm)).state).toBe('cancelled');
  });
});

describe('a disposition', () => {
  it('is followed by the pages of whoever may decide it, with its holds, verdicts and purges, and by nobody else', async () => {
    const [exam, held] = [await oldExam(1), await oldExam(1)];
    const hold = await holds.create(rm, { matter: 'Doe v. Westbrook', custodian: 'Risk office', reason: 'Letter of counsel', scope: 'exams', examIds: [held.id], patientId: null, facilityId: null, plannedEnd: null });
    const disposition = await disposed([exam.id]);
    const [purge] = await b.acts.read<{ id: string }>('select id from purge where disposition_id = $1', [disposition]);
    const sight = new StreamSight(b.acts);
    const [reader, elsewhere] = [await callerOf(b, await b.person('gm'), true), await callerOf(b, await b.person('rm', { facilities: [await b.facility('Elsewhere')] }), true)];
    for (const [kind, id] of [['hold', hold], ['verdict', exam.id], ['disposition', disposition], ['purge', purge?.id ?? '']] as const) {
      const event = { seq: '0', event: `${kind}.changed`, kind, id, about: null, at: new Date().toISOString() };
      expect([kind, await sight.sees(rm, event), await sight.sees(reader, event), await sight.sees(elsewhere, event)]).toEqual([kind, true, false, false]);
    }
  });

  it('ends with bytes that are gone, neighbours that are whole, a tombstone and a certificate that can be checked', async () => {
    const [goes, stays] = [await oldExam(3), await oldExam(2)];
    const marks = await b.acts.read<{ exam_id: string; location: string; bytes: string }>('select exam_id, location, bytes from instance where exam_id = any($1)', [[goes.id, stays.id]]);
    const before = bytesOnDisk().length;
    const id = await disposed([goes.id]);
    await drain(b, { only: JOBS });
    expect(await dispositionList.detail(id, rm)).toMatchObject({ state: 'executed', purged: 1, refused: 0, signed: true });
    for (const m of marks) {
      const [, key, offset, length] = m.location.split(':');
      const bytes = fs.readFileSync(path.join(objectsDir(b.settings), `${key}.seg`)).subarray(Number(offset), Number(offset) + Number(length));
      expect(bytes.every((x) => x === 0), m.exam_id === goes.id ? 'gone' : 'whole').toBe(m.exam_id === goes.id);
    }
    expect(bytesOnDisk().length).toBe(before);
    const [stone] = await tombstones(b.acts, rm, { studyUid: goes.studyUid, limit: 10 });
    expect(stone).toMatchObject({ examId: goes.id, images: 3, because: 'state-law', purge: { state: 'finished', gone: 3 }, signed: true });
    const paper = await tombstoneCertificate(b.acts, rm, goes.id);
    expect(verify(null, Buffer.from(paper.text), paper.publicKey, Buffer.from(paper.signature, 'base64'))).toBe(true);
    expect(verify(null, Buffer.from(paper.text.replace('"images":3', '"images":2')), paper.publicKey, Buffer.from(paper.signature, 'base64'))).toBe(false);
    expect(paper.text).not.toMatch(/sterberg|1950-02-14/);
    const [left] = await b.acts.read<{ n: number }>(`select (select count(*) from instance where exam_id = $1) + (select count(*) from series where exam_id = $1) + (select count(*) from exam where id = $1 and head <> '{}') as n`, [goes.id]);
    expect(Number(left!.n)).toBe(0);
    expect((await rowOf(goes.id)).state).toBe('disposed');
  });

  it('is approved by somebody else than the reviewer', async () => {
    const exam = await oldExam(1);
    const id = await dispositions.propose(rm, { title: 'One person', examIds: [exam.id] });
    await dispositions.review(rm, id, 0);
    await dispositions.endorse(rm, id, { version: 1, action: 'purge', endpointId: null, note: '' });
    await expect(dispositions.approve(rm, id, 2)).rejects.toMatchObject({ status: 403 });
    await dispositions.reject(rm, id, { version: 2, reason: 'A study needs it', keepUntil: '2035-01-01' });
    expect(await rowOf(exam.id)).toMatchObject({ state: 'kept', until: '2035-01-01' });
  });

  it('refuses at the last moment what was held, sent or changed after it was approved', async () => {
    const [held, moving, more, visited] = [await oldExam(1), await oldExam(1), await oldExam(1), await oldExam(1)];
    const id = await disposed([held.id, moving.id, more.id, visited.id]);
    await holds.create(rm, { matter: 'Late letter', custodian: 'Risk office', reason: 'Came this morning', scope: 'exams', examIds: [held.id], patientId: null, facilityId: null, plannedEnd: null });
    const [line] = await b.acts.read<{ id: string }>(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values (gen_random_uuid(), $1, 'dimse', 'out', 'pacs', 'PACS', '{}') returning id`, [b.host]);
    await b.acts.read(`insert into transfer (id, exam_id, revision, direction, purpose, destination, endpoint_id, state) values (gen_random_uuid(), $1, 1, 'out', 'release', 'pacs', $2, 'waiting')`, [moving.id, line!.id]);
    await b.acts.read('update inbound set revision = revision + 1 where id = $1', [more.id]);
    await b.acts.read(`update patient set last_visit = current_date where id = (select patient_id from match where exam_id = $1 and state = 'matched')`, [visited.id]);
    await drain(b, { only: JOBS });
    const detail = await dispositionList.detail(id, rm);
    expect(detail).toMatchObject({ state: 'executed', purged: 0, refused: 4 });
    expect(Object.fromEntries(detail.items.map((i) => [i.examId, i.cause]))).toEqual({ [held.id]: 'held', [moving.id]: 'moving', [more.id]: 'other-revision', [visited.id]: 'kept-longer' });
  });

  it('lets nothing begin on an exam that is purged: no movement, no claim, no hold, and an image of it begins a new exam', async () => {
    const exam = await oldExam(1);
    await b.acts.read(`update lease set state = 'free' where item_id = $1`, [exam.id]);
    await disposed([exam.id]);
    await drain(b, { only: JOBS });
    await expect(new InboundMoves(b.acts, b.settings).claim(pa, exam.id)).rejects.toMatchObject({ status: 404 });
    const [line] = await b.acts.read<{ id: string }>('select id from endpoint limit 1');
    await expect(b.acts.read(`insert into transfer (id, exam_id, revision, direction, purpose, destination, endpoint_id, state) values (gen_random_uuid(), $1, 1, 'out', 'release', 'pacs', $2, 'waiting')`, [exam.id, line!.id])).rejects.toMatchObject({ driverError: { code: 'CW410' } });
    await expect(holds.create(rm, { matter: 'Too late', custodian: 'Risk office', reason: 'Came too late', scope: 'exams', examIds: [exam.id], patientId: null, facilityId: null, plannedEnd: null })).rejects.toMatchObject({ code: 'purged' });
    const late = { n: 1, exam: newId(), study: exam.studyUid, series: '1.2.3', sop: exam.sopUids[0], class: '1.2', syntax: '1.2', sha256: '00', bytes: 1, location: 'segment:x:0:1', data_at: 0, head: {}, findings: [], modality: 'CT', number: 1, door: 'dimse', kind: 'sender', who: 'X', name: 'X' };
    const [again] = await b.acts.read<{ outcome: string; exam: string }>('select * from ledger_commit($1, $2)', ['receiver', JSON.stringify([late])]);
    expect(again).toMatchObject({ outcome: 'new', exam: late.exam });
  });
});
