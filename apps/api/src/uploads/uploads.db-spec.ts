import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IssueUploadLink, type GivenUploadLink, type UploadContents } from '@causeway/contracts';
import { makeObject, makeSeries } from '@causeway/dicom/testing';
import { rawZip } from '@causeway/transport-media/testing';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { builtRenderingProgram } from '../dicomweb/testing/rendering-program';
import { VisitBoards } from '../appointments/board';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { makeLog } from '../platform/log';
import { serveHttp } from '../serve-http';
import { callerOf } from '../testing/caller';
import { caseForm, exchangeOf, requestForm } from '../testing/exchange';
import { bench, type Bench } from '../testing/harness';
import { drain } from '../testing/worker';
import { AwaitedDiscs } from './awaited';
import { Visitor } from './testing';
import { UploadLinks } from './upload-links';

const BORN = '1961-03-12';
const ZOE = { PatientName: 'PERSON^SPEC', PatientID: '', PatientBirthDate: '19610312', PatientSex: 'F', StudyDescription: 'MR KNEE', Modality: 'MR' };
const OTHER = { PatientName: 'ROE^JOHN', PatientID: 'B-2', PatientBirthDate: '19611231', PatientSex: 'M', StudyDescription: 'CR CHEST' };
const READ = ['parcel.read', 'exam.extend', 'link.outcome'];

let b: Bench;
let x: ReturnType<typeof exchangeOf>;
let app: NestExpressApplication;
let url: string;
let program: Awaited<ReturnType<typeof builtRenderingProgram>>;
let smtp: SMTPServer;
let liaison: Caller;
let partner: string;
let links: UploadLinks;
const mails: string[] = [];

beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'], logger: false,
    onRcptTo: ({ address }, _session, done) => (address.startsWith('gone@') ? done(Object.assign(new Error('no such user'), { responseCode: 550 })) : done()),
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (part: Buffer) => { text += part.toString('utf8'); }).on('end', () => { mails.push(text); done(); });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  program = await builtRenderingProgram();
  b = await bench({
    CAUSEWAY_UPLOAD_BYTES: String(2 ** 22), CAUSEWAY_UPLOAD_QUOTA_BYTES: String(2 ** 23), CAUSEWAY_PICTURE_PROGRAM: program.file, CAUSEWAY_PUBLIC_URL: 'https://exchange.example/',
    CAUSEWAY_SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, CAUSEWAY_MAIL_FROM: 'Causeway <causeway@example.org>',
  });
  x = exchangeOf(b);
  app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  partner = await b.facility('Hillview', { issuer: 'OUTSIDE' });
  liaison = await callerOf(b, await b.person('li', { facilities: [b.host, partner] }));
  links = new UploadLinks(b.acts, b.settings);
});
afterAll(async () => {
  await app.close();
  await b.close();
  program.remove();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});
beforeEach(() => b.acts.read('delete from secret_try'));

async function request(): Promise<string> {
  const id = await x.requestMoves.create(liaison, requestForm(partner, { serviceLine: 'orthopaedics', wanted: [{ modality: 'MR', what: 'your knee MRI', from: '2025-01-01', to: null }] }));
  await x.requestMoves.send(liaison, id, { version: 0, route: null });
  return id;
}
const issue = (of: { requestId: string } | { caseId: string }, more: object = {}): Promise<GivenUploadLink> => links.issue(liaison, IssueUploadLink.parse({ ...of, ...more }));
async function inside(given: GivenUploadLink): Promise<Visitor> {
  const visitor = new Visitor(url, given);
  expect((await visitor.open(BORN)).status).toBe(200);
  expect((await visitor.say()).status).toBe(200);
  return visitor;
}
async function settled(): Promise<void> {
  await drain(b, { only: READ });
  await drain(b, { only: [...READ, 'inbound.quiet'], ahead: 400 });
}
async function became(examId: string, state: string): Promise<void> {
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => {
    await act.query('update inbound set state = $2 where id = $1', [examId, state]);
    act.emit({ event: `inbound.${state}`, kind: 'inbound', id: examId });
  });
  await drain(b, { only: ['link.outcome', 'request.released', 'case.released'] });
}
const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

describe('an upload link', () => {
  it('opens with link, code and birth date together, and says nothing of the patient before', async () => {
    const given = await issue({ requestId: await request() });
    expect(given).toMatchObject({ asksBirthDate: true, mail: 'not-asked' });
    expect(given.address).toMatch(/^https:\/\/exchange\.example\/bring#[0-9a-f-]{36}\.[\w-]{43}$/);
    const visitor = new Visitor(url, given);
    const look = await (await visitor.current()).text();
    expect(look).not.toMatch(/Person|1961|knee/i);
    expect((await visitor.open('1961-03-13')).status).toBe(403);
    expect((await visitor.open(null)).status).toBe(403);
    expect((await visitor.open(BORN, 'WRONGCOD')).status).toBe(403);
    expect((await visitor.ask('GET', '/uploads/contents')).status).toBe(401);
    // typed as it was read out
    const open = await visitor.open(BORN, given.code.toLowerCase().replace('-', ' '));
    expect(open.status).toBe(200);
    expect(await open.json()).toMatchObject({ state: 'opened', wanted: ['your knee MRI since 2025-01-01'], uploader: null, parcels: [] });
    const [kept] = await b.acts.read<{ row: string }>('select l::text as row from upload_link l where id = $1', [given.id]);
    expect(kept?.row).not.toContain(given.code.replace('-', ''));
    expect(kept?.row).not.toContain(visitor.token.split('.')[1]);
  });

  it('is locked after ten wrong codes however many come at once; a new one opens it, and the old secret nothing', async () => {
    const given = await issue({ requestId: await request() });
    const visitor = new Visitor(url, given);
    const codes = await Promise.all(Array.from({ length: 30 }, async (_, n) => codeOf(await visitor.open(BORN, `GUESS${n}`))));
    expect(codes.filter((c) => c === 'wrong-code')).toHaveLength(9);
    expect(codes.filter((c) => c === 'link-locked').length + codes.filter((c) => c === 'too-many-tries').length).toBe(21);
    await b.acts.read('delete from secret_try');
    expect(await codeOf(await visitor.open(BORN))).toBe('link-locked');
    const [row] = await b.acts.read<{ version: number; request_id: string }>('select version, request_id from upload_link where id = $1', [given.id]);
    expect(await links.of(liaison, { requestId: row!.request_id, caseId: null })).toMatchObject({ links: [{ state: 'locked', moves: [{ move: 'reissue' }, { move: 'revoke' }] }] });
    await drain(b, { only: ['notice.decide'] });
    expect(await b.acts.read('select 1 from notice where subject_id = $1 and person_id = $2', [row!.request_id, liaison.id])).toHaveLength(1);
    const again = await links.reissue(liaison, given.id, { version: row!.version, reason: 'guessed at', days: 7, mailTo: null });
    expect(await codeOf(await visitor.open(BORN))).toBe('link-unknown');
    expect((await new Visitor(url, again).open(BORN)).status).toBe(200);
  });

  it('that is in use takes no code for a while after ten wrong ones, and whoever is in stays in', async () => {
    const given = await issue({ requestId: await request() });
    const visitor = await inside(given);
    for (let n = 0; n < 10; n++) await new Visitor(url, given).open(BORN, `GUESS${n}`);
    expect(await codeOf(await new Visitor(url, given).open(BORN))).toBe('link-held');
    expect(await visitor.contents()).toMatchObject({ state: 'uploading' });
  });

  it('goes by mail without code and without a word about the patient, and says when the mail was not taken', async () => {
    const given = await issue({ requestId: await request() }, { mailTo: 'rosa@example.org' });
    expect(given.mail).toBe('sent');
    const mail = mails.at(-1) ?? '';
    expect(mail.replaceAll('=\r\n', '')).toContain(given.id);
    expect(mail).not.toMatch(/Person|Spec |1961|knee|MRI/);
    expect(mail).not.toContain(given.code);
    expect((await issue({ requestId: await request() }, { mailTo: 'gone@example.org' })).mail).toBe('failed');
  });

  it('opens nothing once it is over or taken back, also where it was open', async () => {
    const [over, back] = [await issue({ requestId: await request() }), await issue({ requestId: await request() })];
    await b.acts.read(`update upload_link set ends_at = clock_timestamp() - interval '1 second' where id = $1`, [over.id]);
    expect(await codeOf(await new Visitor(url, over).open(BORN))).toBe('link-over');
    await drain(b, { only: ['link.end'], ahead: 15 * 86_400 });
    expect(await b.acts.read('select state from upload_link where id = $1', [over.id])).toEqual([{ state: 'expired' }]);
    const again = await issue({ requestId: await request() });
    const visitor = await inside(again);
    const [row] = await b.acts.read<{ version: number }>('select version from upload_link where id = $1', [again.id]);
    await links.revoke(liaison, again.id, row!.version, 'wrong patient');
    expect((await visitor.ask('GET', '/uploads/contents')).status).toBe(401);
    expect(await codeOf(await visitor.current())).toBe('link-revoked');
    expect((await new Visitor(url, back).current()).status).toBeLessThan(500);
  });

  it('is neither made, seen nor taken back by those who do not work with the request', async () => {
    const id = await request();
    const given = await issue({ requestId: id });
    const stranger = await callerOf(b, await b.person('li', { facilities: [await b.facility('Elsewhere')] }));
    const body = IssueUploadLink.parse({ requestId: id });
    await expect(links.issue(stranger, body)).rejects.toMatchObject({ status: 404 });
    await expect(links.of(stranger, { requestId: id, caseId: null })).rejects.toMatchObject({ status: 404 });
    await expect(links.revoke(stranger, given.id, 1, 'not mine')).rejects.toMatchObject({ status: 403 });
    const reader = await callerOf(b, await b.person('rd', { facilities: [b.host, partner] }));
    await expect(links.issue(reader, body)).rejects.toMatchObject({ status: 404 });
  });
});

describe('what comes with a link', () => {
  it('goes on where it stopped, is read like a disc, stands under its request, and its outcome is told on the same page', async () => {
    const id = await request();
    const given = await issue({ requestId: id });
    const visitor = await inside(given);
    const zip = rawZip([...makeSeries(2, { kind: 'mr', edge: 16, attributes: ZOE })].map((o, i) => ({ name: `IM${i}`, bytes: o.file })));
    const { body: parcel } = await visitor.announce('file', zip.length);
    await visitor.patch(parcel.id, zip.subarray(0, 500));
    expect((await visitor.contents()).parcels[0]).toMatchObject({ state: 'uploading', received: 500 });
    expect(await codeOf(await visitor.ask('POST', '/uploads/submit', {}))).toBe('still-reading');
    expect((await visitor.patch(parcel.id, zip.subarray(500), 500)).status).toBe(204);
    await settled();
    const read = await visitor.contents();
    expect(read.parcels[0]).toMatchObject({ state: 'read', failure: null, exams: [{ kind: 'MR', images: 2, state: 'received', otherName: false }] });
    expect(JSON.stringify(read)).not.toMatch(/PERSON\^|KNEE|1961/);
    const [exam] = await b.acts.read<{ id: string; door: string; source_facility_id: string | null }>('select e.id, e.door, e.source_facility_id from exam e join parcel_exam p on p.exam_id = e.id where p.parcel_id = $1', [parcel.id]);
    expect(exam).toMatchObject({ door: 'portal', source_facility_id: null });
    expect(await x.requestDetails.detail(id, liaison)).toMatchObject({ state: 'partly-fulfilled', arrivals: [{ examId: exam!.id, state: 'arrived' }] });
    expect((await visitor.ask('POST', '/uploads/submit', {})).status).toBe(200);
    await became(exam!.id, 'released');
    const after = await visitor.contents();
    expect(after).toMatchObject({ state: 'closed', parcels: [{ exams: [{ state: 'accepted' }] }] });
    expect(await codeOf(await visitor.ask('POST', '/uploads/parcels', { form: 'file', bytes: 10 }))).toBe('link-over');
    expect((await x.requestDetails.detail(id, liaison)).entries.map((e) => e.what)).toEqual(expect.arrayContaining(['patient-invited', 'record-arrival', 'patient-brought', 'fulfil']));
  });

  it('never adds an image to an exam that came from elsewhere, whatever the image says it belongs to', async () => {
    const [theirs, forged] = makeSeries(2, { kind: 'mr', edge: 16, attributes: OTHER });
    const staff = await inside(await issue({ requestId: await request() }));
    await staff.bring('file', rawZip([{ name: 'A', bytes: theirs!.file }]));
    await settled();
    const intruder = await inside(await issue({ requestId: await request() }));
    // the very bytes are recognised and change nothing; another image of that study is kept apart
    await intruder.bring('file', rawZip([{ name: 'A', bytes: theirs!.file }, { name: 'B', bytes: forged!.file }]));
    await settled();
    const [count] = await b.acts.read<{ n: number }>('select count(*)::int as n from instance i join exam e on e.id = i.exam_id where e.study_uid = $1', [theirs!.studyInstanceUid]);
    expect(count?.n).toBe(1);
    expect((await intruder.contents()).parcels[0]?.notes.join(' ')).toMatch(/part of an exam that came from elsewhere/);
    expect(await b.acts.read(`select reason, door from quarantined_object where sop_uid = $1`, [forged!.sopInstanceUid])).toEqual([{ reason: 'exam-of-others', door: 'portal' }]);
  });

  it('reaches nothing of another link: neither its uploads nor its states', async () => {
    const [one, two] = [await inside(await issue({ requestId: await request() })), await inside(await issue({ requestId: await request() }))];
    const { body: parcel } = await one.announce('file', 100);
    expect((await two.patch(parcel.id, Buffer.alloc(100))).status).toBe(404);
    expect((await two.ask('POST', `/uploads/parcels/${parcel.id}/cancel`, {})).status).toBe(404);
    expect((await two.contents()).parcels).toEqual([]);
    expect((await new Visitor(url, { address: `#${one.token}`, code: '' }).patch(parcel.id, Buffer.alloc(100))).status).toBe(401);
    // both opened in one browser: each page goes on with its own
    two.cookie = one.cookie = `${one.cookie}; ${two.cookie}`;
    expect((await two.contents()).parcels).toEqual([]);
    expect((await one.ask('POST', `/uploads/parcels/${parcel.id}/cancel`, {})).status).toBe(200);
  });

  it('with two people on it becomes two exams; only that of the patient stands under the request, and why another name is on it must be said', async () => {
    const id = await request();
    const visitor = await inside(await issue({ requestId: id }));
    const parcel = await visitor.bring('file', rawZip([{ name: 'A', bytes: makeObject({ kind: 'mr', edge: 16, attributes: ZOE }).file }, { name: 'B', bytes: makeObject({ kind: 'cr', edge: 16, attributes: OTHER }).file }]));
    await settled();
    expect((await visitor.contents()).parcels[0]?.exams.map((e) => e.otherName).sort()).toEqual([false, true]);
    expect(await codeOf(await visitor.ask('POST', '/uploads/submit', {}))).toBe('other-name');
    expect((await visitor.ask('POST', '/uploads/submit', { otherName: 'other-person-too' })).status).toBe(200);
    const detail = await x.requestDetails.detail(id, liaison);
    expect(detail.arrivals).toHaveLength(1);
    expect(await b.acts.read('select parcel_patients from inbound where id in (select exam_id from parcel_exam where parcel_id = $1)', [parcel])).toEqual([{ parcel_patients: 2 }, { parcel_patients: 2 }]);
    expect(await links.of(liaison, { requestId: id, caseId: null })).toMatchObject({ links: [{ state: 'submitted', otherName: 'other-person-too', uploader: { relation: 'parent', name: 'Rosa Person' } }] });
  });

  it('that cannot be read is said with what to do, and needs no account of anybody', async () => {
    const visitor = await inside(await issue({ requestId: await request() }));
    await visitor.bring('file', Buffer.concat([Buffer.from('526172211a0700', 'hex'), Buffer.alloc(100)]));
    await settled();
    expect((await visitor.contents()).parcels[0]).toMatchObject({ state: 'failed', failure: expect.stringMatching(/RAR archives are not opened/) as unknown, exams: [] });
    expect(await codeOf(await visitor.ask('POST', '/uploads/submit', {}))).toBe('nothing-brought');
    expect((await visitor.announce('file', 2 ** 22 + 1)).status).toBe(413);
    expect((await visitor.announce('file', 2 ** 22)).status).toBe(201);
    expect((await visitor.announce('file', 2 ** 22)).body.code).toBe('quota');
  });

  it('is brought by nobody before they say who they are and that they may', async () => {
    const visitor = new Visitor(url, await issue({ requestId: await request() }));
    await visitor.open(BORN);
    expect((await visitor.announce('file', 10)).body.code).toBe('say-who');
    expect((await visitor.ask('POST', '/uploads/statement', { relation: 'helper', name: 'A. Friend', attested: false })).status).toBe(422);
  });
});

describe('discs in the mail', () => {
  it('are told on the page of the link, looked for the day after, and here when a disc is read in under the number of the request', async () => {
    const id = await request();
    const visitor = new Visitor(url, await issue({ requestId: id }));
    await visitor.open(BORN);
    const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    expect((await visitor.ask('POST', '/uploads/discs', { expectedOn: '2020-01-01' })).status).toBe(422);
    const told = (await (await visitor.ask('POST', '/uploads/discs', { expectedOn: day, discs: 2, carrier: 'Courier', tracking: 'TR-77' })).json()) as UploadContents;
    expect(told.discs).toEqual([{ expectedOn: day, discs: 2, carrier: 'Courier', arrived: false }]);
    await drain(b, { only: ['discs.late'], ahead: 5 * 86_400 });
    expect((await links.of(liaison, { requestId: id, caseId: null })).discs).toMatchObject([{ late: true, tracking: 'TR-77', arrivedAt: null }]);
    expect((await x.requestDetails.detail(id, liaison)).entries.map((e) => e.what)).toEqual(expect.arrayContaining(['discs-mailed', 'discs-late']));
    const discs = new AwaitedDiscs(b.acts, b.settings);
    const [{ id: disc } = { id: '' }] = (await links.of(liaison, { requestId: id, caseId: null })).discs;
    await discs.arrive(liaison, disc);
    await discs.arrive(liaison, disc);
    expect((await visitor.contents()).discs).toMatchObject([{ arrived: true }]);
    expect((await x.requestDetails.detail(id, liaison)).entries.filter((e) => e.what === 'discs-arrived')).toHaveLength(1);
  });
});

describe('a visit', () => {
  it('shows on the board that the patient was invited, that images are on their way, and that they are there before it', async () => {
    const caseId = await x.caseMoves.open(liaison, caseForm({ useCase: 'U18', serviceLine: 'orthopaedics', facilityId: null }));
    await b.acts.read(
      `insert into appointment (id, sender, placer, state, starts_at, clinic, service_line, facility_ids, subject, case_id) values ($1, $2, $3, 'booked', clock_timestamp() + interval '1 day', 'Knee clinic', 'orthopaedics', $4, '{}', $5)`, [newId(), newId(), newId(), [b.host], caseId]);
    await expect(issue({ caseId })).rejects.toMatchObject({ status: 422 });
    const given = await issue({ caseId }, { wanted: 'your knee MRI of 2025' });
    expect(new Date(given.endsAt).getTime()).toBeLessThan(Date.now() + 86_400_000 + 60_000);
    const boards = new VisitBoards(b.acts, { position: '0' }, x.cases, b.settings);
    const row = async () => (await boards.board({ days: 10 }, liaison)).rows.find((r) => r.caseRow?.id === caseId);
    expect(await row()).toMatchObject({ invited: { state: 'issued' }, caseRow: { readiness: { images: 'missing' } } });
    const visitor = await inside(given);
    await visitor.bring('file', rawZip([{ name: 'A', bytes: makeObject({ kind: 'mr', edge: 16, attributes: ZOE }).file }]));
    await settled();
    expect(await row()).toMatchObject({ invited: { state: 'uploading' }, caseRow: { readiness: { images: 'on-the-way' } } });
    const [exam] = await b.acts.read<{ exam_id: string }>('select exam_id from case_exam where case_id = $1', [caseId]);
    await visitor.ask('POST', '/uploads/submit', {});
    await became(exam!.exam_id, 'released');
    expect(await row()).toMatchObject({ invited: { state: 'closed' }, caseRow: { readiness: { images: 'there' } } });
    expect((await visitor.contents()).visitAt).not.toBeNull();
  });
});
