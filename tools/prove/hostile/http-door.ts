// Attacks over HTTP: bodies that are too large, too deep or endless, requests that are none, slow ones, and objects over STOW-RS.
import http from 'node:http';
import net, { type Socket } from 'node:net';
import zlib from 'node:zlib';
import { wait } from '../lib/house';
import { Attacks, sideBySide, type Outcome, type Target } from './attack';
import type { HostileObject } from './objects';

const PATIENCE_MS = 90_000;
const MIB = 2 ** 20;
const STOW = '/api/v1/dicomweb/studies';
const FROM = '127.0.0.120';
/** The product refuses in HTTP's words; whatever is endless may also be cut. */
const REFUSED = /^4\d\d$/;
const REFUSED_OR_CUT = /^(4\d\d|cut)$/;

export async function attackHttp(target: Target, objects: readonly HostileObject[]): Promise<Outcome[]> {
  const attacks = new Attacks('http');
  const json = { 'content-type': 'application/json' };
  const post = (path: string, body: Buffer | string, headers: Readonly<Record<string, string>> = json) => ask(target, { method: 'POST', path, headers, body: Buffer.from(body) });
  await attacks.play('JSON of 100 MiB', REFUSED_OR_CUT, () => post('/api/v1/session', `{"username":"${'x'.repeat(100 * MIB)}"}`));
  await attacks.play('a length of 4 GiB', REFUSED_OR_CUT, () => raw(target, `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4294967296\r\n\r\n{`));
  await attacks.play('a gzip bomb of 1 GiB', REFUSED_OR_CUT, () => post('/api/v1/session', zlib.gzipSync(Buffer.alloc(target.short ? 64 * MIB : 1024 * MIB, ' ')), { ...json, 'content-encoding': 'gzip' }));
  await attacks.play('JSON 500,000 deep', REFUSED, () => post('/api/v1/session', '['.repeat(500_000)));
  await attacks.play('JSON 500,000 deep and closed', REFUSED, () => post('/api/v1/session', `{"username":${'['.repeat(500_000)}${']'.repeat(500_000)}}`));
  await attacks.play('JSON of a million keys', REFUSED, () => post('/api/v1/session', `{${Array.from({ length: 200_000 }, (_, i) => `"k${i}":1`).join(',')}}`));
  await attacks.play('prototypes in JSON', REFUSED, () => post('/api/v1/session', '{"__proto__":{"admin":true},"constructor":{"prototype":{"a":1}},"username":"x","password":"y"}'));
  await attacks.play('headers of 1 MiB', REFUSED_OR_CUT, () => raw(target, `GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(MIB)}\r\n\r\n`));
  await attacks.play('noise', REFUSED_OR_CUT, () => raw(target, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.repeat(100)));
  await attacks.play('two lengths', REFUSED_OR_CUT, () => raw(target, 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nhello'));
  await attacks.play('a length and chunks', REFUSED_OR_CUT, () => raw(target, 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n'));
  await attacks.play('a path out of the house', REFUSED_OR_CUT, () => raw(target, `GET ${STOW}/..%2f..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${target.token}\r\nConnection: close\r\n\r\n`));
  await attacks.play('a query of 8 kB', /^(4\d\d|200|204|cut)$/, () => ask(target, { method: 'GET', path: `${STOW}?${'PatientName=*&'.repeat(500)}limit=-1` }));
  for (const port of [target.httpPort, target.stowPort]) await attacks.play(`multipart without end at ${port}`, REFUSED_OR_CUT, () => endless(target, port, target.short ? 3000 : 20_000));
  await attackStow(target, 'through the api', target.httpPort, attacks, objects);
  await attackStow(target, 'at a receiver', target.stowPort, attacks, objects);
  await attacks.play('requests that never end on 200 connections', /^held$/, () => slowly(target, target.short ? 3000 : 15_000));
  return attacks.outcomes;
}

interface Question {
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

interface Heard {
  readonly status: string;
  readonly text: string;
}

function asked(target: Target, { port = target.httpPort, method, path, headers = {}, body }: Question): Promise<Heard> {
  return new Promise((resolve) => {
    const request = http.request({ host: '127.0.0.1', port, localAddress: FROM, method, path, agent: false, timeout: PATIENCE_MS, headers: { authorization: `Bearer ${target.token}`, ...headers, ...(body ? { 'content-length': String(body.length) } : {}) } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('close', () => resolve({ status: String(answer.statusCode), text: Buffer.concat(parts).toString('utf8') }));
    });
    request.on('error', () => resolve({ status: 'cut', text: '' }));
    request.on('timeout', () => resolve({ status: 'nothing', text: '' }));
    request.end(body);
  });
}
const ask = async (target: Target, question: Question): Promise<string> => (await asked(target, question)).status;

/** Writes bytes as they are; the status of the answer, or `cut`. */
function raw(target: Target, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect({ port: target.httpPort, host: '127.0.0.1', localAddress: FROM });
    let said = '';
    const status = (otherwise: string): string => /^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? otherwise;
    const timer = setTimeout(() => { resolve(status('nothing')); socket.destroy(); }, PATIENCE_MS);
    socket.on('data', (part: Buffer) => { said += part.toString('latin1'); if (/^HTTP\/1\.1 \d{3}/.test(said)) socket.end(); });
    socket.on('error', () => undefined);
    socket.on('close', () => { clearTimeout(timer); resolve(status('cut')); });
    socket.write(Buffer.from(bytes, 'latin1'));
  });
}

/** A part that goes on and on. */
function endless(target: Target, port: number, ms: number): Promise<string> {
  return new Promise((resolve) => {
    const request = http.request({ host: '127.0.0.1', port, localAddress: FROM, method: 'POST', path: STOW, agent: false, headers: { authorization: `Bearer ${target.token}`, 'content-type': 'multipart/related; type="application/dicom"; boundary=B' } }, (answer) => {
      answer.resume();
      resolve(String(answer.statusCode));
      request.destroy();
    });
    const block = Buffer.alloc(64 * 1024, 0x41);
    const more = (): void => { while (request.writable && !request.destroyed && request.write(block)); };
    request.on('drain', more);
    request.on('error', () => resolve('cut'));
    request.write('--B\r\nContent-Type: application/dicom\r\n\r\n');
    more();
    setTimeout(() => { request.destroy(); resolve('cut'); }, ms);
  });
}

async function slowly(target: Target, ms: number): Promise<string> {
  const sockets: Socket[] = Array.from({ length: 200 }, (_, i) => {
    const socket = net.connect({ port: target.httpPort, host: '127.0.0.1', localAddress: `127.0.0.${130 + (i % 20)}` }).on('error', () => undefined);
    socket.write('POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    return socket;
  });
  const drip = setInterval(() => { for (const socket of sockets) if (socket.writable) socket.write('X-A: b\r\n'); }, 500);
  await wait(ms);
  clearInterval(drip);
  for (const socket of sockets) socket.destroy();
  return 'held';
}

const part = (file: Buffer, boundary = 'B'): Buffer => Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`), file, Buffer.from(`\r\n--${boundary}--\r\n`)]);
const TYPE = 'multipart/related; type="application/dicom"; boundary=B';

/** An object is refused when the answer says so, or names it in the Failed SOP Sequence (PS3.18 10.5.3). */
async function stow(target: Target, port: number, file: Buffer, type = TYPE): Promise<string> {
  const { status, text } = await asked(target, { port, method: 'POST', path: STOW, headers: { 'content-type': type, accept: 'application/dicom+json' }, body: file });
  if (!status.startsWith('2')) return status;
  return text.includes('00081198') ? 'named as failed' : 'taken';
}

async function attackStow(target: Target, where: string, port: number, attacks: Attacks, objects: readonly HostileObject[]): Promise<void> {
  const refused = /^(4\d\d|named as failed)$/;
  const play = (name: string, body: Buffer, type = TYPE, allowed = refused): Promise<void> => attacks.play(`STOW-RS ${where}: ${name}`, allowed, () => stow(target, port, body, type));
  await sideBySide(objects, 4, ({ name, object, verdict }) => play(name, part(object.file), TYPE, verdict === 'take' ? /^taken$/ : /^(4\d\d|named as failed|cut)$/));
  await play('no boundary', part(Buffer.from('x')), 'multipart/related; type="application/dicom"');
  await play('another boundary', part(Buffer.from('x'), 'C'));
  await play('10,000 empty parts', Buffer.concat([...Array.from({ length: 10_000 }, () => Buffer.from('--B\r\nContent-Type: application/dicom\r\n\r\n\r\n')), Buffer.from('--B--\r\n')]));
  await play('part headers of 1 MiB', Buffer.from(`--B\r\nX-Long: ${'x'.repeat(MIB)}\r\n\r\nx\r\n--B--\r\n`));
  await play('64 MiB without a boundary', Buffer.alloc(64 * MIB, 'x'), 'multipart/related; type="application/dicom"', /^(4\d\d|cut)$/);
}
