import fs from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ParcelDetail, ParcelPage, Problem } from '@causeway/contracts';
import { makeObject, makeSeries } from '@causeway/dicom/testing';
import { newUid } from '@causeway/dicom';
import { outgoingOf, rawZip } from '@causeway/transport-media/testing';
import { writeDisc } from '@causeway/transport-media';
import { callerOf } from '../testing/caller';
import { exchangeOf, requestForm } from '../testing/exchange';
import { AwaitedDiscs } from '../uploads/awaited';
import { makeLog } from '../platform/log';
import { serveHttp } from '../serve-http';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { uploadFile } from './places';
import { lookForDiscs } from './watched';

let b: Bench;
let app: NestExpressApplication;
let url: string;
let clerk: Session;
let desk: Session;
let watched: string;
const READ = ['parcel.read', 'exam.extend'];

interface Session { call<T>(method: string, path: string, body?: object): Promise<{ status: number; body: T }>; raw(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Response> }

beforeAll(async () => {
  watched = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-watched-'));
  b = await bench({ CAUSEWAY_UPLOAD_BYTES: String(2 ** 22), CAUSEWAY_UPLOAD_QUOTA_BYTES: String(2 ** 22), CAUSEWAY_WATCHED_FOLDER: watched });
  app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  clerk = await signedIn(await b.person('fr'));
  desk = await signedIn(await b.person('pa'));
});
afterAll(async () => {
  await app.close();
  await b.close();
  fs.rmSync(watched, { recursive: true, force: true });
});

/** An answer that does not come says which. */
const PATIENCE_MS = 20_000;

async function signedIn(person: SpecPerson): Promise<Session> {
  const session = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: person.username, password: person.password }) });
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return {
    call: async <T>(method: string, at: string, body?: object) => {
      const answer = await fetch(`${url}/api/v1${at}`, { method, signal: AbortSignal.timeout(PATIENCE_MS), headers: { cookie, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
      return { status: answer.status, body: (await answer.json()) as T };
    },
    raw: (method, at, headers, body) => fetch(`${url}/api/v1${at}`, { method, signal: AbortSignal.timeout(PATIENCE_MS), headers: { cookie, 'tus-resumable': '1.0.0', ...headers }, ...(body ? { body: new Uint8Array(body) } : {}) }),
  };
}

/** Uploads in pieces, as the console does. */
async function upload(session: Session, id: string, bytes: Buffer, piece = bytes.length): Promise<void> {
  for (let at = 0; at < bytes.length; at += piece) {
    const answer = await session.raw('PATCH', `/parcels/${id}/bytes`, { 'upload-offset': String(at), 'content-type': 'application/offset+octet-stream' }, bytes.subarray(at, at + piece));
    expect(answer.status).toBe(204);
  }
}

async function bring(session: Session, bytes: Buffer, more: object = {}): Promise<ParcelDetail> {
  const { body } = await session.call<ParcelDetail>('POST', '/parcels', { form: 'file', bytes: bytes.length, ...more });
  await upload(session, body.id, bytes);
  await drain(b, { only: READ });
  await drain(b, { only: READ, ahead: 2 });
  return (await session.call<ParcelDetail>('GET', `/parcels/${body.id}`)).body;
}

const JANE = { PatientName: 'DOE^JANE', PatientID: 'A-1', PatientBirthDate: '19700214', StudyDescription: 'CT HEAD' };
const JOHN = { PatientName: 'ROE^JOHN', PatientID: 'B-2', PatientBirthDate: '19611231', StudyDescription: 'CR CHEST' };

async function twoPatientDisc(): Promise<Buffer> {
  const objects = [...makeSeries(2, { edge: 16, attributes: JANE }), makeObject({ kind: 'cr', edge: 16, attributes: JOHN })];
  const disc = await writeDisc(objects.map(outgoingOf), {
    volumeId: 'SPEC', from: 'Spec', at: new Date(), implementation: { classUid: '2.25.1', versionName: 'SPEC' },
    documents: [{ title: 'Report', type: 'text/plain', bytes: Buffer.from('FINDINGS: none\r\nIMPRESSION: No acute finding.') }],
  });
  const parts: Uint8Array[] = [];
  for await (const part of disc.iso()) parts.push(part);
  return Buffer.concat(parts);
}

describe('a disc with two patients', () => {
  let disc: ParcelDetail;
  beforeAll(async () => { disc = await bring(desk, await twoPatientDisc(), { label: 'Cover 17' }); });

  it('becomes two exams of two people, and neither holds an image of the other', async () => {
    expect(disc).toMatchObject({ state: 'read', patients: 2, exams: 2, taken: 3, notTaken: 0, label: 'Cover 17', hiddenExams: 0 });
    expect(disc.people.map((p) => [p.name.text, p.exams.map((e) => e.instances)]).sort()).toEqual([['DOE, JANE', [2]], ['ROE, JOHN', [1]]]);
    const rows = await b.acts.read<{ exam_id: string; ids: string[] }>(`select exam_id, array_agg(distinct head->>'patientId') as ids from instance group by exam_id`);
    expect(rows.map((r) => r.ids).sort()).toEqual([['A-1'], ['B-2']]);
  });

  it('came through the door disc, and each of its exams knows how many people the disc held', async () => {
    const rows = await b.acts.read<{ door: string; parcel_patients: number }>('select e.door, x.parcel_patients from exam e join inbound x on x.id = e.id');
    expect(rows).toEqual([{ door: 'disc', parcel_patients: 2 }, { door: 'disc', parcel_patients: 2 }]);
    const [audit] = await b.acts.read<{ n: number }>(`select count(*)::int as n from audit_entry where correlation = $1`, [`parcel ${disc.id}`]);
    expect(audit?.n).toBeGreaterThan(0);
  });

  it('tells the sender what became of it without naming anybody', () => {
    expect(disc.senderReport.join(' ')).toMatch(/3 images and documents taken/);
    expect(disc.senderReport.join(' ')).not.toMatch(/DOE|ROE|A-1|B-2|Cover/);
  });

  it('has its document made a report of the exam it belongs to, once, by somebody who may', async () => {
    const [document] = disc.documents;
    const examId = disc.people.find((p) => p.patientId === 'A-1')!.exams[0]!.examId;
    expect(document).toMatchObject({ n: 1, path: 'REPORTS/RP000001.TXT', attachable: true });
    expect((await clerk.call<Problem>('POST', `/parcels/${disc.id}/documents/1/attach`, { examId })).status).toBe(403);
    const { status, body } = await desk.call<ParcelDetail>('POST', `/parcels/${disc.id}/documents/1/attach`, { examId });
    expect([status, body.documents[0]?.attachedTo]).toEqual([200, examId]);
    const other = disc.people.find((p) => p.patientId === 'B-2')!.exams[0]!.examId;
    expect((await desk.call<Problem>('POST', `/parcels/${disc.id}/documents/1/attach`, { examId: other })).body.code).toBe('attached');
    const [report] = await b.acts.read<{ sections: { heading: string; text: string }[] }>('select sections from report where exam_id = $1', [examId]);
    expect(report?.sections.at(-1)).toEqual({ heading: 'Impression', text: 'No acute finding.' });
  });

  it('brought a second time is recognised and takes nothing twice', async () => {
    const again = await bring(desk, await twoPatientDisc());
    const first = await b.acts.read('select 1 as one from instance');
    const repeat = await bring(desk, Buffer.from(rawZip([{ name: 'A', bytes: makeObject({ edge: 16, sopInstanceUid: newUid(), attributes: JANE }).file }])));
    expect(again.taken + repeat.taken).toBe(4);
    expect(await b.acts.read('select 1 as one from instance')).toHaveLength(first.length + 1);
  });
});

describe('an upload', () => {
  it('goes on where it stopped, and only for the one who began it', async () => {
    const bytes = rawZip([{ name: 'A', bytes: makeObject({ edge: 64 }).file }]);
    const { body: parcel } = await clerk.call<ParcelDetail>('POST', '/parcels', { form: 'file', bytes: bytes.length });
    const half = Math.floor(bytes.length / 2);
    await upload(clerk, parcel.id, bytes.subarray(0, half));
    expect((await clerk.raw('HEAD', `/parcels/${parcel.id}/bytes`, {})).headers.get('upload-offset')).toBe(String(half));
    expect((await clerk.call<ParcelPage>('GET', '/parcels')).body.items[0]).toMatchObject({ state: 'uploading', received: half, mine: true, moves: [{ move: 'upload' }, { move: 'cancel' }] });
    expect((await desk.raw('HEAD', `/parcels/${parcel.id}/bytes`, {})).status).toBe(404);
    const rest = await clerk.raw('PATCH', `/parcels/${parcel.id}/bytes`, { 'upload-offset': String(half), 'content-type': 'application/offset+octet-stream' }, bytes.subarray(half));
    expect(rest.status).toBe(204);
    await drain(b, { only: READ });
    expect((await clerk.call<ParcelDetail>('GET', `/parcels/${parcel.id}`)).body).toMatchObject({ state: 'read', taken: 1 });
    expect(fs.existsSync(uploadFile(b.settings, parcel.id))).toBe(false);
    expect((await clerk.raw('PATCH', `/parcels/${parcel.id}/bytes`, { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, bytes)).status).toBe(410);
  });

  it('longer than allowed, or beyond the person\'s share, is refused before its first byte', async () => {
    expect((await clerk.call<Problem>('POST', '/parcels', { form: 'file', bytes: 2 ** 22 + 1 })).status).toBe(413);
    const { body: first } = await clerk.call<ParcelDetail>('POST', '/parcels', { form: 'file', bytes: 2 ** 22 - 10 });
    expect((await clerk.call<Problem>('POST', '/parcels', { form: 'file', bytes: 100 })).body.code).toBe('quota');
    expect((await clerk.call<ParcelDetail>('POST', `/parcels/${first.id}/cancel`, {})).body.state).toBe('cancelled');
    expect((await clerk.call<ParcelDetail>('POST', '/parcels', { form: 'file', bytes: 100 })).status).toBe(201);
  });

  it('with more bytes than announced takes none of them', async () => {
    const { body: parcel } = await desk.call<ParcelDetail>('POST', '/parcels', { form: 'file', bytes: 10 });
    const answer = await desk.raw('PATCH', `/parcels/${parcel.id}/bytes`, { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, Buffer.alloc(50));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect((await desk.call<ParcelDetail>('GET', `/parcels/${parcel.id}`)).body.state).toBe('uploading');
  });

  it('that nobody finishes is given up and its bytes are removed', async () => {
    const { body: parcel } = await desk.call<ParcelDetail>('POST', '/parcels', { form: 'file', bytes: 10 });
    await drain(b, { only: ['parcel.expire'], ahead: 49 * 3600 });
    expect((await desk.call<ParcelDetail>('GET', `/parcels/${parcel.id}`)).body.state).toBe('expired');
    expect(fs.existsSync(uploadFile(b.settings, parcel.id))).toBe(false);
  });

  it('is not for those who may not invite one, and the address of one tells a stranger nothing', async () => {
    const reader = await signedIn(await b.person('rd'));
    expect((await reader.call<Problem>('GET', '/parcels')).status).toBe(403);
    const elsewhere = await b.facility('Elsewhere');
    const stranger = await signedIn(await b.person('fr', { facilities: [elsewhere] }));
    const { body: page } = await desk.call<ParcelPage>('GET', '/parcels');
    expect((await stranger.call<ParcelPage>('GET', '/parcels')).body.items).toEqual([]);
    expect((await stranger.call<Problem>('GET', `/parcels/${page.items[0]!.id}`)).status).toBe(404);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['a cut archive', rawZip([{ name: 'A', bytes: Buffer.alloc(500, 1) }]).subarray(0, 100), /damaged or was cut off/],
    ['an archive of another kind', Buffer.concat([Buffer.from('526172211a0700', 'hex'), Buffer.alloc(100)]), /RAR archives are not opened/],
  ])('%s ends with a sentence that says what to do', async (_, bytes, words) => {
    expect(await bring(desk, bytes)).toMatchObject({ state: 'failed', failure: expect.stringMatching(words) as unknown });
  });

  it('a bomb ends early, what is good in it is taken, and the rest is told', async () => {
    const good = makeObject({ edge: 16, attributes: { ...JANE, PatientID: 'A-9' } });
    const parcel = await bring(desk, rawZip([{ name: 'good', bytes: good.file }, { name: 'deep.dcm', bytes: good.file.subarray(0, good.file.length - 30) }]));
    expect(parcel).toMatchObject({ state: 'read', taken: 1, notTaken: 1, refused: [{ path: 'deep.dcm', reason: 'truncated', as: 'aside' }] });
  });
});

it('with the number of a request on its sheet it stands under that request as far as it names the same person, and the discs awaited for it are here', async () => {
  const partner = await b.facility('Hillview', { issuer: 'OUTSIDE' });
  const asker = await callerOf(b, await b.person('li', { facilities: [b.host, partner] }));
  const x = exchangeOf(b);
  const id = await x.requestMoves.create(asker, requestForm(partner, { serviceLine: 'oncology', patient: { family: 'Sheet', given: 'Ada', birthDate: '1950-01-02', sex: 'F', identifier: null } }));
  await x.requestMoves.send(asker, id, { version: 0, route: null });
  await new AwaitedDiscs(b.acts, b.settings).expect(asker, { requestId: id, caseId: null, expectedOn: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10), discs: 1, carrier: '', tracking: '' });
  const { number } = await x.requestDetails.detail(id, asker);
  expect((await desk.call<Problem>('POST', '/parcels', { form: 'file', bytes: 10, requestNumber: 'R-999999' })).body.errors?.[0]?.pointer).toBe('/requestNumber');
  // as a scanner types it
  const disc = await bring(desk, Buffer.from(rawZip([
    { name: 'A', bytes: makeObject({ edge: 16, attributes: { PatientName: 'SHEET^ADA', PatientID: 'HV-1', PatientBirthDate: '19500102', PatientSex: 'F' } }).file }, { name: 'B', bytes: makeObject({ edge: 16, attributes: { ...JOHN, PatientID: 'HV-2' } }).file },
  ])), { requestNumber: number.toLowerCase().replace('-', '') });
  expect(disc).toMatchObject({ state: 'read', request: { id, number } });
  await drain(b, { only: ['inbound.quiet'], ahead: 400 });
  const detail = await x.requestDetails.detail(id, asker);
  expect(detail.arrivals).toHaveLength(1);
  expect(detail.entries.map((e) => e.what)).toEqual(expect.arrayContaining(['discs-mailed', 'discs-arrived', 'record-arrival']));
});

it('a disc put into the watched folder is read once it lies still, and put aside', async () => {
  const file = path.join(watched, 'mail-room.zip');
  await writeFile(file, rawZip([{ name: 'A', bytes: makeObject({ edge: 16, attributes: JOHN }).file }]));
  expect(await lookForDiscs(b.acts, b.settings)).toBe(0);
  expect(await lookForDiscs(b.acts, b.settings, Date.now() + 60_000)).toBe(1);
  expect(await lookForDiscs(b.acts, b.settings, Date.now() + 60_000)).toBe(0);
  await drain(b, { only: READ });
  expect((await desk.call<ParcelPage>('GET', '/parcels')).body.items[0]).toMatchObject({ form: 'watched', state: 'read', taken: 1, madeBy: null });
  expect(fs.readdirSync(watched)).toEqual(['causeway-taken']);
});
