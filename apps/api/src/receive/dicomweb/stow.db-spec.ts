import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileHead, type DicomJson } from '@causeway/dicom';
import { BAD_UIDS, deflateBomb, lyingLengths, makeObject, makeSeries, nestedObject, polyglot, PREAMBLES, sameUidOtherContent, withSopInstanceUid } from '@causeway/dicom/testing';
import { ConnectionTokens } from '../../facilities/connection-tokens';
import { system } from '../../platform/acts/actor';
import { makeLog } from '../../platform/log';
import { objectsOf } from '../../platform/objects/objects';
import { served, type Served } from '../../dicomweb/testing/served';
import { startReceiver, type RunningReceiver } from '../receiver';
import { doorAddress } from './door-address';

let site: Served;
let receiver: RunningReceiver;
let facilityId: string;
let token: string;
let tokenId: string;
const BOUNDARY = 'spec-boundary';
const RELATED = `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`;

beforeAll(async () => {
  site = await served();
  receiver = await startReceiver(site.b.settings, makeLog('spec', 'silent'));
  facilityId = await site.b.facility('North Clinic');
  ({ secret: token, id: tokenId } = await new ConnectionTokens(site.b.acts).add(system('spec'), { facility: 'North Clinic', label: 'PACS', addresses: [], days: 30 }));
});
afterAll(async () => {
  await receiver.stop();
  await site.close();
});

interface Stored {
  readonly status: number;
  readonly headers: Headers;
  readonly body: DicomJson;
  readonly problem: { readonly code?: string; readonly detail?: string };
}

const bodyOf = (files: readonly Buffer[], type = 'application/dicom', end = `--${BOUNDARY}--\r\n`): Buffer =>
  Buffer.concat([...files.flatMap((file) => [Buffer.from(`--${BOUNDARY}\r\nContent-Type: ${type}\r\n\r\n`), file, Buffer.from('\r\n')]), Buffer.from(end)]);

async function post(body: Buffer, { at = '/studies', headers = {} as Record<string, string> } = {}): Promise<Stored> {
  const answer = await fetch(`${site.url}/api/v1/dicomweb${at}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': RELATED, accept: 'application/dicom+json', ...headers }, body: new Uint8Array(body) });
  const json = JSON.parse(await answer.text()) as unknown;
  return { status: answer.status, headers: answer.headers, body: json as DicomJson, problem: json as Stored['problem'] };
}
const stow = (files: readonly Buffer[], at?: string): Promise<Stored> => post(bodyOf(files), at ? { at } : {});

const items = (body: DicomJson, tag: string): DicomJson[] => (body[tag]?.Value ?? []) as DicomJson[];
const first = (item: DicomJson | undefined, tag: string): unknown => item?.[tag]?.Value?.[0];
const referenced = (body: DicomJson): unknown[] => items(body, '00081199').map((item) => first(item, '00081155'));
const failed = (body: DicomJson): unknown[][] => items(body, '00081198').map((item) => [first(item, '00081155'), first(item, '00081197')]);
const others = (body: DicomJson): unknown[] => items(body, '0008119A').map((item) => first(item, '00081197'));
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const rows = (sop: string): Promise<{ sha: string; location: string; data_at: number; bytes: string }[]> =>
  site.b.acts.read(`select encode(sha256, 'hex') as sha, location, data_at, bytes from instance where sop_uid = $1 order by id`, [sop]);
const setAside = (sop: string): Promise<{ reason: string; door: string }[]> => site.b.acts.read('select reason, door from quarantined_object where sop_uid = $1', [sop]);

async function storedBytes(sop: string): Promise<Buffer> {
  const [row] = await rows(sop);
  const parts: Buffer[] = [];
  for await (const part of objectsOf(site.b.settings).read(row!.location)) parts.push(part);
  return Buffer.concat(parts);
}

describe('STOW-RS', () => {
  it('stores objects, answers with where they are, and keeps who sent them', async () => {
    const series = [...makeSeries(5, { edge: 64 })];
    const { studyInstanceUid: study } = series[0]!;
    const { status, headers, body } = await stow(series.map((o) => o.file));
    expect([status, headers.get('content-type'), headers.get('warning')]).toEqual([200, 'application/dicom+json', null]);
    expect(referenced(body)).toEqual(series.map((o) => o.sopInstanceUid));
    expect(first(body, '00081190')).toBe(`${site.url}/api/v1/dicomweb/studies/${study}`);
    expect(items(body, '00081199')[2]).toMatchObject({
      '00081150': { vr: 'UI', Value: [series[2]!.sopClassUid] },
      '00081190': { vr: 'UR', Value: [`${site.url}/api/v1/dicomweb/studies/${study}/series/${series[2]!.seriesInstanceUid}/instances/${series[2]!.sopInstanceUid}`] },
    });
    for (const o of series) {
      expect((await rows(o.sopInstanceUid)).map((r) => r.sha)).toEqual([digest(o.bytes)]);
      expect((await storedBytes(o.sopInstanceUid)).subarray(-o.bytes.length).equals(o.bytes)).toBe(true);
    }
    const [exam] = await site.b.acts.read<{ id: string; door: string; source: string }>('select id, door, source_facility_id as source from exam where study_uid = $1', [study]);
    expect(exam).toMatchObject({ door: 'dicomweb', source: facilityId });
    expect(await site.b.acts.read('select distinct r.door, r.address, e.label, r.status from receipt r join endpoint e on e.id = r.endpoint_id where r.exam_id = $1', [exam!.id])).toEqual([{ door: 'dicomweb', address: '127.0.0.1', label: 'PACS', status: 0 }]);
    const audit = await site.b.acts.read<{ actor_kind: string; actor_id: string; correlation: string }>(`select distinct actor_kind, actor_id, correlation from audit_entry where object_id = $1 and action = 'instances.stored'`, [exam!.id]);
    expect(audit).toEqual([{ actor_kind: 'client', actor_id: tokenId, correlation: headers.get('x-trace-id') }]);
  });

  it('takes what was sent twice as a repeat, and keeps both of what differs under one UID, with a warning', async () => {
    const [a, b] = sameUidOtherContent();
    expect((await stow([a.file, a.file])).status).toBe(200);
    expect((await stow([a.file])).status).toBe(200);
    const conflict = await stow([b.file]);
    expect(conflict.status).toBe(202);
    expect(first(items(conflict.body, '00081199')[0], '00081196')).toBe(0xb007);
    expect(conflict.headers.get('warning')).toMatch(/1 object stored beside another object that has the same SOP Instance UID/);
    expect((await rows(a.sopInstanceUid)).map((r) => r.sha)).toEqual([digest(a.bytes), digest(b.bytes)]);
  });

  it('refuses objects of another study than the address says, and stores the others', async () => {
    const [one, other] = [makeObject({ edge: 16 }), makeObject({ edge: 16 })];
    const mixed = await stow([one.file, other.file], `/studies/${one.studyInstanceUid}`);
    expect([mixed.status, referenced(mixed.body), failed(mixed.body)]).toEqual([202, [one.sopInstanceUid], [[other.sopInstanceUid, 0xa900]]]);
    const none = await stow([other.file], `/studies/${one.studyInstanceUid}`);
    expect([none.status, failed(none.body)]).toEqual([409, [[other.sopInstanceUid, 0xa900]]]);
    expect(none.headers.get('warning')).toMatch(/belongs to another study/);
    expect(await rows(other.sopInstanceUid)).toEqual([]);
    expect((await stow([one.file], '/studies/not-a-uid')).problem).toMatchObject({ status: 400, code: 'study-uid' });
  });

  it('stores what is good of a request and says what is not', async () => {
    const good = makeObject({ edge: 16 });
    const broken = makeObject({ edge: 16 });
    const { status, body, headers } = await stow([Buffer.from('no DICOM at all'), good.file, broken.file.subarray(0, broken.file.length - 40)]);
    expect([status, referenced(body), others(body), failed(body)]).toEqual([202, [good.sopInstanceUid], [0xc000], [[broken.sopInstanceUid, 0xc000]]]);
    expect(headers.get('warning')).toMatch(/kept in quarantine: truncated/);
    expect(await setAside(broken.sopInstanceUid)).toEqual([{ reason: 'truncated', door: 'dicomweb' }]);
  });

  it('keeps what came whole of a body that breaks off', async () => {
    const [a, b] = [makeObject({ edge: 16 }), makeObject({ edge: 16 })];
    const body = bodyOf([a.file, b.file]);
    const cut = await post(body.subarray(0, body.length - 600));
    expect([cut.status, referenced(cut.body), others(cut.body)]).toEqual([202, [a.sopInstanceUid], [0xc000]]);
    expect((await post(bodyOf([a.file]).subarray(0, 200))).problem).toMatchObject({ status: 400, code: 'truncated' });
    expect(await rows(b.sopInstanceUid)).toEqual([]);
  });

  it('does not call a body whole that ends between two parts', async () => {
    const { file, sopInstanceUid } = makeObject({ edge: 16 });
    const cut = await post(bodyOf([file], 'application/dicom', `--${BOUNDARY}\r\n`));
    expect([cut.status, referenced(cut.body)]).toEqual([202, [sopInstanceUid]]);
    expect(cut.headers.get('warning')).toMatch(/ended without its closing boundary/);
  });

  it('refuses bodies of other kinds with a sentence', async () => {
    const { file } = makeObject({ edge: 16 });
    const problem = async (contentType: string, body = bodyOf([file]), more: Record<string, string> = {}): Promise<unknown[]> => {
      const { status, problem } = await post(body, { headers: { 'content-type': contentType, ...more } });
      return [status, problem.code];
    };
    expect(await problem(`multipart/related; type="application/dicom+json"; boundary=${BOUNDARY}`)).toEqual([415, 'media-type']);
    expect(await problem('application/dicom', file)).toEqual([415, 'media-type']);
    expect(await problem('multipart/related; type="application/dicom"')).toEqual([400, 'boundary']);
    expect(await problem(`multipart/related; type="application/dicom"; boundary=${'x'.repeat(201)}`)).toEqual([400, 'boundary']);
    expect(await problem(`multipart/related; type="application/dicom"; boundary=other`)).toEqual([400, 'no-objects']);
    expect(await problem(RELATED, bodyOf([file]), { 'content-encoding': 'gzip' })).toEqual([415, 'content-encoding']);
    expect(await problem(RELATED, bodyOf([file]), { accept: 'application/dicom+xml' })).toEqual([406, 'not-in-this-form']);
    expect((await post(bodyOf([file, file], 'image/jpeg'))).status).toBe(415);
    expect((await post(bodyOf([file], 'x'.repeat(20_000)))).problem).toMatchObject({ status: 400, code: 'part-header' });
  });

  it('is refused beyond ten thousand objects, of which the first are kept', async () => {
    const object = makeObject({ edge: 2 });
    const body = Buffer.concat([bodyOf([object.file], 'application/dicom', ''), bodyOf(Array.from({ length: 10_000 }, () => Buffer.alloc(0)), 'text/plain')]);
    expect((await post(body)).problem).toMatchObject({ status: 413, code: 'too-many-objects' });
    expect(await rows(object.sopInstanceUid)).toHaveLength(1);
  });
});

describe('Who may hand objects over', () => {
  const { file } = makeObject({ edge: 16 });
  const status = async (authorization: string | undefined, cookie?: string): Promise<number> =>
    (await fetch(`${site.url}/api/v1/dicomweb/studies`, { method: 'POST', headers: { 'content-type': RELATED, ...(authorization ? { authorization } : {}), ...(cookie ? { cookie } : {}) }, body: new Uint8Array(bodyOf([file])) })).status;
  const tokens = (): ConnectionTokens => new ConnectionTokens(site.b.acts);

  it('is a system with the token of its connection, as long as that is valid', async () => {
    expect(await status(undefined)).toBe(401);
    expect(await status(`Bearer ${randomBytes(32).toString('base64url')}`)).toBe(401);
    const { id, secret } = await tokens().add(system('spec'), { facility: facilityId, label: 'Second', addresses: [], days: 1 });
    expect(await status(`Bearer ${secret}`)).toBe(200);
    expect((await tokens().list()).map((t) => t.of)).toEqual(['North Clinic, PACS', 'North Clinic, Second']);
    await tokens().revoke(system('spec'), id);
    expect(await status(`Bearer ${secret}`)).toBe(401);
    await expect(tokens().revoke(system('spec'), id)).rejects.toThrow(/no token/);
  });

  it('loses it with the connection', async () => {
    const { secret } = await tokens().add(system('spec'), { facility: 'North Clinic', label: 'Third', addresses: [], days: 1 });
    expect(await status(`Bearer ${secret}`)).toBe(200);
    await site.b.acts.read(`update endpoint set disabled_at = now() where label = 'Third'`);
    expect(await status(`Bearer ${secret}`)).toBe(401);
  });

  it('may be held to addresses', async () => {
    const { secret } = await tokens().add(system('spec'), { facility: 'North Clinic', label: 'Fourth', addresses: ['10.9.0.0/16'], days: 1 });
    expect(await status(`Bearer ${secret}`)).toBe(401);
    await site.b.acts.read(`update endpoint set addresses = '{127.0.0.0/8}' where label = 'Fourth'`);
    expect(await status(`Bearer ${secret}`)).toBe(200);
  });

  it('reads nothing with it', async () => {
    expect((await site.anyone('/dicomweb/studies', undefined, { authorization: `Bearer ${token}` })).status).toBe(403);
  });

  it('is no person, and no token of a person without the scope', async () => {
    const admin = await site.b.person('pa');
    const session = await fetch(`${site.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: admin.username, password: admin.password }) });
    expect(await status(undefined, session.headers.get('set-cookie')!.split(';')[0])).toBe(403);
  });

  it('is asked at the receiver too, whatever the api let pass', async () => {
    const address = doorAddress(site.b.settings) as { path: string };
    expect(fs.statSync(address.path).mode & 0o777).toBe(0o600);
    const answered = await new Promise<number>((resolve, reject) => {
      const request = http.request({ socketPath: address.path, method: 'POST', path: '/api/v1/dicomweb/studies', headers: { 'content-type': RELATED, authorization: 'Bearer nobody-gave-me-this-token' } }, (answer) => resolve(answer.statusCode ?? 0));
      request.once('error', reject);
      request.end(bodyOf([file]));
    });
    expect(answered).toBe(401);
  });
});

describe('Hostile objects at this door', () => {
  it('with sequences in sequences without end are refused (D1)', async () => {
    for (const depth of [100, 1000, 20_000, 200_000]) {
      const object = nestedObject(depth);
      const { status, body } = await stow([object.file]);
      expect([status, [...failed(body).map((f) => f[1]), ...others(body)]]).toEqual([409, [0xa700]]);
    }
  });

  it('that inflate to half a gigabyte are refused in bounded memory (D2)', async () => {
    const bomb = await deflateBomb(512 * 2 ** 20);
    const before = process.memoryUsage().rss;
    const { status } = await stow([bomb.file]);
    expect(status).toBe(409);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20);
  });

  it('that are thousands of empty parts are given up, and others have their turn meanwhile', async () => {
    const before = process.memoryUsage().rss;
    const nothing = Array.from({ length: 3000 }, () => Buffer.alloc(0));
    const [{ status, problem }, echo] = await Promise.all([stow(nothing), stow([makeObject({ edge: 16 }).file])]);
    expect([status, problem.code, echo.status]).toEqual([413, 'no-objects', 200]);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 2 ** 20);
  });

  it('with UIDs that are paths leave no file anywhere (D5)', async () => {
    for (const uid of BAD_UIDS) expect((await stow([withSopInstanceUid(uid).file])).status, JSON.stringify(uid)).toBe(409);
    const files = fs.readdirSync(site.b.dir, { recursive: true }).map(String);
    expect(files.filter((file) => !/^(objects|cache|receive\.sock|uploads$)/.test(file))).toEqual([]);
    expect(files.filter((file) => path.basename(file).startsWith('x') || file.includes('etc'))).toEqual([]);
  });

  it('are programs as well lose their preamble and nothing else (D7)', async () => {
    for (const preamble of Object.values(PREAMBLES)) {
      const file = polyglot(preamble);
      const { status, body } = await stow([file]);
      expect(status).toBe(200);
      const sop = String(referenced(body)[0]);
      const kept = await storedBytes(sop);
      expect(kept.subarray(0, 132)).toEqual(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]));
      const head = readFileHead(file, 65_536, true);
      const dataSet = file.subarray(head.kind === 'head' ? head.head.dataSetOffset : 0);
      expect((await rows(sop)).map((r) => r.sha)).toEqual([digest(dataSet)]);
    }
  });

  it('that lie about lengths are set aside or refused, never stored (D11)', async () => {
    for (const { name, object } of lyingLengths()) {
      expect((await stow([object.file])).status, name).toBe(409);
      expect(await rows(object.sopInstanceUid), name).toEqual([]);
    }
  });
});

describe('Senders that misbehave', () => {
  const raw = (head: string): Promise<net.Socket> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(site.url);
      const socket = net.connect({ host: '127.0.0.1', port: Number(port) }, () => {
        socket.write(`POST /api/v1/dicomweb/studies HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${RELATED}\r\n${head}\r\n\r\n`);
        resolve(socket);
      });
      socket.once('error', reject);
    });
  const said = (socket: net.Socket): Promise<string> => new Promise((resolve) => {
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString('latin1')));
    socket.once('close', () => resolve(text));
    socket.on('error', () => undefined);
  });

  it('and stop in the middle neither keep others waiting nor leave half an object', async () => {
    const object = makeObject({ edge: 128 });
    const body = bodyOf([object.file]);
    const idle = await Promise.all(Array.from({ length: 7 }, () => raw(`Content-Length: ${body.length}`)));
    const answers = idle.map(said);
    for (const socket of idle) socket.write(body.subarray(0, 5000));
    let given = 0;
    for (const answer of answers) void answer.then(() => given++);
    expect((await stow([makeObject({ edge: 16 }).file])).status).toBe(200);
    expect(given, 'those that stopped have no answer yet').toBe(0);
    // one of nine is one too many, whichever came last
    const more = await Promise.all([raw(`Content-Length: ${body.length}`), raw(`Content-Length: ${body.length}`)]);
    answers.push(...more.map(said));
    for (const socket of more) socket.write(body.subarray(0, 5000));
    expect(await Promise.race(answers)).toMatch(/^HTTP\/1.1 503 .*too-many-at-once/s);
    for (const socket of [...idle, ...more]) socket.destroy();
    await expect.poll(async () => (await stow([makeObject({ edge: 16 }).file])).status).toBe(200);
    expect(await rows(object.sopInstanceUid)).toEqual([]);
  });

  // who writes on does not read: its connection must stay open until it does, or the reset takes the answer with it
  it.each(['the api', 'a receiver'])('and go on after %s refused them still hear why', async (door) => {
    const body = Buffer.from(`--${BOUNDARY}\r\nX-Long: ${'x'.repeat(100_000)}`);
    const head = `POST /api/v1/dicomweb/studies HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${RELATED}\r\nContent-Length: ${body.length * 3}\r\n\r\n`;
    const socket = door === 'the api' ? net.connect({ host: '127.0.0.1', port: Number(new URL(site.url).port) }) : net.connect(doorAddress(site.b.settings) as { path: string });
    socket.on('error', () => undefined).pause().write(Buffer.concat([Buffer.from(head), body]));
    for (let i = 0; i < 2; i++) {
      await delay(300);
      socket.write(body);
    }
    expect(await said(socket.resume())).toMatch(/^HTTP\/1.1 400 .*16 KiB of headers/s);
  });

  it('and whose length is a lie are answered or cut', async () => {
    const socket = await raw('Content-Length: 2147483647');
    const answer = said(socket);
    socket.end(bodyOf([makeObject({ edge: 16 }).file]));
    expect(await answer).toMatch(/^(HTTP\/1.1 (4|5)\d\d|$)/);
  });
});

describe('A receiver that is away', () => {
  it('makes the api say so, and nothing is lost by sending again', async () => {
    await receiver.stop();
    const object = makeObject({ edge: 16 });
    const refused = await stow([object.file]);
    expect([refused.status, refused.problem.code]).toEqual([503, 'receiver-away']);
    const address = doorAddress(site.b.settings) as { path: string };
    // what a killed receiver leaves behind does not keep the next one from starting
    fs.writeFileSync(address.path, '');
    receiver = await startReceiver({ ...site.b.settings, STOW_AT: undefined }, makeLog('spec', 'silent'));
    expect((await stow([object.file])).status).toBe(200);
    await expect(startReceiver(site.b.settings, makeLog('spec', 'silent'))).rejects.toThrow(/Another receiver answers/);
  });
});
