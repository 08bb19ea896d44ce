import type { Launched, LaunchMade } from '@causeway/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { confirmMatch, storeExam, storePatient } from '../testing/exams';
import type { Browser } from '../testing/browser';
import type { SpecPerson } from '../testing/harness';
import { httpBench, type HttpBench } from '../testing/http-bench';
import { drain } from '../testing/worker';

let b: HttpBench;
let record: Browser;
let clinician: SpecPerson;
let exam: string;
const TOLD = { family: 'Adeyemi', given: 'Folasade', birthDate: '1961-03-12', sex: 'F', identifier: { value: 'M-1', issuer: 'SPEC' } };
const made = async (patient: object = TOLD): Promise<LaunchMade> => (await record.ask<LaunchMade>('POST', '/launches', { patient })).body;

beforeAll(async () => {
  b = await httpBench();
  record = await b.as(await b.person('tn'));
  clinician = await b.person('cl');
  const patient = await storePatient(b, 'M-1', 'Adeyemi', 'Folasade', '1961-03-12');
  for (const team of [[clinician.id], []]) {
    const id = await storeExam(b, { instances: 1 });
    await b.acts.read(`insert into inbound (id, state, facility_ids, modalities, visible, care_team) values ($1, 'released', $2, '{CT}', 'all', $3)`, [id, [b.host], team]);
    await confirmMatch(b, id, patient);
    exam = team.length > 0 ? id : exam;
  }
});
afterAll(() => b.close());

it('opens a patient once, without a word of the patient in the address, and shows what the person may see', async () => {
  const { code, path } = await made();
  for (const word of ['M-1', 'Adeyemi', '1961']) expect(path).not.toContain(word);
  const who = await b.as(clinician);
  const opened = await who.ask<Launched>('POST', '/launches/open', { code });
  expect(opened).toMatchObject({ status: 200, body: { patient: TOLD, known: true } });
  expect(opened.body.history.map((h) => h.id)).toEqual([exam]);
  expect((await who.ask('POST', '/launches/open', { code })).code).toBe('launch-over');
  expect((await who.ask('POST', '/launches/open', { code: 'x'.repeat(43) })).code).toBe('launch-over');
});

it('says of a number nobody has here that it is not known, and hands the patient on all the same', async () => {
  const { code } = await made({ ...TOLD, identifier: { value: 'nobody', issuer: 'SPEC' } });
  expect((await (await b.as(clinician)).ask<Launched>('POST', '/launches/open', { code })).body).toMatchObject({ known: false, history: [], patient: { family: 'Adeyemi' } });
});

it('is over after two minutes, and what was told is forgotten; once it is used, at once', async () => {
  const { code } = await made();
  await b.acts.read(`update launch set ends_at = clock_timestamp() - interval '1 second' where used_at is null`);
  expect((await (await b.as(clinician)).ask('POST', '/launches/open', { code })).code).toBe('launch-over');
  await drain(b, { only: ['launch.forget'], ahead: 200 });
  expect(await b.acts.read('select 1 from launch where patient is not null')).toEqual([]);
  const rows = await b.acts.read<{ details: string }>(`select details from audit_entry where action like 'launch.%'`);
  expect(rows.length).toBeGreaterThan(3);
  expect(rows.map((r) => r.details).join()).not.toContain('M-1');
});

it('is made by who may ask partners, and opened by nobody who is not signed in', async () => {
  const { code } = await made();
  expect((await (await b.as(await b.person('rd'))).ask('POST', '/launches', { patient: TOLD })).status).toBe(403);
  const answer = await fetch(`${b.url}/api/v1/launches/open`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) });
  expect(answer.status).toBe(401);
  expect((await (await b.as(clinician)).ask('POST', '/launches', { patient: { family: '' } })).status).toBe(422);
});
