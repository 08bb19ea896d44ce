import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { readRaw } from './raw-reader';

const BODY = Buffer.concat([Buffer.from('--b\r\n\r\n'), Buffer.alloc(3_000_000, 7), Buffer.from('\r\n--b--\r\n')]);
const PARTS = { 'Content-Type': 'multipart/related; type="application/dicom"; boundary=b' };
let server: http.Server;

/** The address of a server that answers so. */
async function answering(answer: http.RequestListener): Promise<string> {
  server = http.createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/studies/1`;
}
/** Says no length and closes in the end, as HTTP/1.0 does and Orthanc with parts. */
const until = (bytes: Buffer): http.RequestListener => (_request, response) => {
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, PARTS).end(bytes);
};
afterEach(() => server.closeAllConnections());
afterEach(() => server.close());

it('counts a body to its closing boundary, with a length or without', async () => {
  expect((await readRaw(await answering((_request, response) => response.writeHead(200, { ...PARTS, 'Content-Length': BODY.length }).end(BODY)), {})).bytes).toBe(BODY.length);
  expect((await readRaw(await answering(until(BODY)), { accept: 'a/b' })).bytes).toBe(BODY.length);
});

it('stops at the first byte of the body when told to, which the head is not', async () => {
  const address = await answering((_request, response) => {
    response.writeHead(200, { ...PARTS, 'Content-Length': BODY.length }).flushHeaders();
    setTimeout(() => response.write(BODY.subarray(0, 10)), 20);
  });
  expect((await readRaw(address, {}, { only: 'first byte' })).bytes).toBe(10);
});

it.each([
  ['cut before its closing boundary', until(BODY.subarray(0, -4)), /broke off/],
  ['shorter than it says', ((_request, response) => { response.writeHead(200, { ...PARTS, 'Content-Length': BODY.length + 5 }).write(BODY, () => response.destroy()); }) as http.RequestListener, /broke off|ECONNRESET/],
  ['refused', ((_request, response) => response.writeHead(404).end()) as http.RequestListener, /answered HTTP\/1.1 404/],
  ['no parts', ((_request, response) => response.writeHead(200, { 'Content-Length': 2 }).end('{}')) as http.RequestListener, /something else/],
])('an answer that is %s does not count', async (_what, answer, words) => {
  await expect(readRaw(await answering(answer), {})).rejects.toThrow(words);
});
