import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CandidateView, MatchDetail, PatientHit, Problem, RegistrationView } from '@causeway/contracts';
import { makeLog } from '../platform/log';
import { serveHttp } from '../serve-http';
import { storeExam } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { AdtSender } from './testing/adt-sender';

let b: Bench;
let app: NestExpressApplication;
let url: string;
let exam: string;
let patient: string;
const OURS = ['exam.extend', 'inbound.quiet', 'inbound.advance', 'exam.identify', 'match.refresh', 'registration.send'];

beforeAll(async () => {
  b = await bench();
  app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const his = await AdtSender.known(b);
  await his.tell('A28', { mrn: '4711', family: 'Lindqvist', given: 'Greta', birthDate: '19610312', sex: 'F' });
  exam = await storeExam(b, { instances: 1, head: { patientName: 'LINDQUIST^GRETA', patientBirthDate: '19610312', patientSex: 'F', patientId: '', issuerOfPatientId: '' } });
  await drain(b, { only: OURS });
  await drain(b, { ahead: 120, only: OURS });
  patient = (await b.acts.read<{ id: string }>(`select id from patient where mrn = '4711'`))[0]?.id ?? '';
});
afterAll(async () => {
  await app.close();
  await b.close();
});

async function signedIn(person: SpecPerson): Promise<<T>(method: 'GET' | 'POST', path: string, body?: object) => Promise<{ status: number; body: T }>> {
  const session = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: person.username, password: person.password }) });
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return async <T>(method: 'GET' | 'POST', path: string, body?: object) => {
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers: { cookie, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
    return { status: answer.status, body: (await answer.json()) as T };
  };
}

describe('over HTTP', () => {
  it('the side-by-side is read, searched beside and accepted by who may, and commands answer with it as it is afterwards', async () => {
    const desk = await signedIn(await b.person('rg'));
    const { body: match } = await desk<MatchDetail>('GET', `/exams/${exam}/match`);
    expect(match).toMatchObject({ state: 'proposed', incoming: { name: { family: 'LINDQUIST' } }, candidates: [{ patientId: patient, blockedBy: [] }], lines: { review: 300, accept: 950 } });
    expect(match.candidates[0]?.rows.find((r) => r.element === 'family')).toMatchObject({ incoming: 'LINDQUIST', candidate: 'Lindqvist', comparison: 'close', writtenNote: 'spelling', required: false });
    expect((await desk<PatientHit[]>('POST', '/patients/search', { q: 'lindq', examId: exam })).body).toMatchObject([{ mrn: '4711', score: match.candidates[0]?.score }]);
    expect((await desk<CandidateView>('GET', `/matches/${match.id}/compare/${patient}`)).body).toEqual(match.candidates[0]);
    expect(await desk<Problem>('POST', `/matches/${match.id}/accept`, { patientId: patient })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/version' }] } });
    expect(await desk<Problem>('POST', `/matches/${match.id}/unlink`, { version: 1, reason: 'no', blastListSeen: true })).toMatchObject({ status: 403 });
    expect((await desk<MatchDetail>('POST', `/matches/${match.id}/refresh`)).body).toMatchObject({ state: 'proposed', version: match.version });
    expect(await desk<MatchDetail>('POST', `/matches/${match.id}/accept`, { version: match.version, patientId: patient })).toMatchObject({ status: 200, body: { state: 'matched', confirmed: { patientId: patient } } });
    expect(await desk<Problem>('POST', `/matches/${match.id}/accept`, { version: match.version + 1, patientId: patient })).toMatchObject({ status: 409, body: { code: 'already-matched' } });
  });

  it('taking it back shows what followed, asks for the password, and begins anew', async () => {
    const person = await b.person('pa');
    const lead = await signedIn(person);
    const { body: match } = await lead<MatchDetail>('GET', `/exams/${exam}/match`);
    expect(await lead('GET', `/matches/${match.id}/blast-list`)).toMatchObject({ status: 200, body: { items: [] } });
    expect(await lead<Problem>('POST', `/matches/${match.id}/unlink`, { version: match.version, reason: 'images are of another person', blastListSeen: false })).toMatchObject({ status: 422 });
    // signing in counts as typing the password for a minute
    expect(await lead<MatchDetail>('POST', `/matches/${match.id}/unlink`, { version: match.version, reason: 'images are of another person', blastListSeen: true })).toMatchObject({ status: 200, body: { state: 'unlinked' } });
  });

  it('registrations and recalls are listed for their people, and ids of others answer as if they were not there', async () => {
    const other = await storeExam(b, { instances: 1, head: { patientName: 'NEW^PERSON', patientBirthDate: '19200101', patientSex: 'M', patientId: '', issuerOfPatientId: '' } });
    await drain(b, { only: OURS });
    await drain(b, { ahead: 120, only: OURS });
    const desk = await signedIn(await b.person('rg'));
    const { body: rows } = await desk<RegistrationView[]>('GET', '/registrations');
    expect(rows).toMatchObject([{ examId: other, name: { text: 'NEW, PERSON' }, moves: [{ move: 'complete' }, { move: 'decline' }] }]);
    expect(await desk<Problem>('POST', `/registrations/${rows[0]?.id}/complete`, { version: rows[0]?.version, patientId: patient })).toMatchObject({ status: 409, body: { code: 'elements-differ' } });
    expect(await desk<RegistrationView>('POST', `/registrations/${rows[0]?.id}/decline`, { version: rows[0]?.version, reason: 'not to be found' })).toMatchObject({ status: 200, body: { state: 'declined' } });
    expect(await (await signedIn(await b.person('rm')))('GET', `/recalls?examId=${exam}`)).toEqual({ status: 200, body: [] });
    const stranger = await signedIn(await b.person('pa', { facilities: [] }));
    for (const [method, path, body] of [['GET', `/exams/${exam}/match`, undefined], ['POST', `/registrations/${rows[0]?.id}/cancel`, { version: 1, reason: 'not mine' }], ['POST', `/recalls/${exam}/ask`, { version: 1 }]] as const) {
      expect((await stranger(method, path, body)).status, path).toBe(404);
    }
    expect((await (await signedIn(await b.person('sa')))('POST', '/patients/search', { q: 'lindqvist' })).status).toBe(403);
  });
});
