import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lasting, packedFiles } from './packed-files';

const text = 'const answer = 42;\n'.repeat(500);
let dir: string;
let server: http.Server;
beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'packed-'));
  fs.writeFileSync(path.join(dir, 'chunk-CxUPaNq1.js'), text);
  fs.writeFileSync(path.join(dir, 'small.js'), 'x');
  fs.mkdirSync(`${dir}-beside`);
  fs.writeFileSync(`${dir}-beside/secret.js`, text);
  const app = express();
  app.use(packedFiles(dir));
  app.use(express.static(dir));
  server = app.listen(0);
  await new Promise((r) => server.once('listening', r));
});
afterAll(() => {
  server.close();
  fs.rmSync(dir, { recursive: true });
  fs.rmSync(`${dir}-beside`, { recursive: true });
});

const get = (where: string, headers: http.OutgoingHttpHeaders = {}): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }> => new Promise((resolve, reject) => {
  http.get({ port: (server.address() as AddressInfo).port, path: where, headers }, (answer) => {
    const parts: Buffer[] = [];
    answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }));
  }).on('error', reject);
});

describe('files of the console', () => {
  it('go out as the browser can unpack them, with the same words in them', async () => {
    const br = await get('/chunk-CxUPaNq1.js', { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(br.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding', 'content-type': expect.stringContaining('javascript') });
    expect(zlib.brotliDecompressSync(br.body).toString()).toBe(text);
    expect(br.body.length).toBeLessThan(text.length / 10);
    const gz = await get('/chunk-CxUPaNq1.js', { 'accept-encoding': 'gzip' });
    expect(gz.headers['content-encoding']).toBe('gzip');
    expect(zlib.gunzipSync(gz.body).toString()).toBe(text);
  });

  it('go out plain to who takes nothing else, by range, and when they are small', async () => {
    for (const [where, headers] of [['/chunk-CxUPaNq1.js', {}], ['/chunk-CxUPaNq1.js', { 'accept-encoding': 'identity' }], ['/chunk-CxUPaNq1.js', { 'accept-encoding': 'br', range: 'bytes=0-9' }], ['/small.js', { 'accept-encoding': 'br' }]] as const) {
      const answer = await get(where, headers);
      expect(answer.headers['content-encoding']).toBeUndefined();
      expect([200, 206]).toContain(answer.status);
    }
  });

  it('are asked for once when their name tells what is in them, and never from outside their folder', async () => {
    const first = await get('/chunk-CxUPaNq1.js', { 'accept-encoding': 'br' });
    expect(first.headers['cache-control']).toContain('immutable');
    expect((await get('/chunk-CxUPaNq1.js', { 'accept-encoding': 'br', 'if-none-match': first.headers.etag })).status).toBe(304);
    expect(['index.html', 'ibm-plex-sans-japanese.woff2', 'main.js'].map(lasting)).toEqual(['no-cache', 'no-cache', 'no-cache']);
    for (const where of [`/../${path.basename(dir)}-beside/secret.js`, `/%2e%2e/${path.basename(dir)}-beside/secret.js`, '/..%2fsecret.js', '/nothing.js']) expect((await get(where, { 'accept-encoding': 'br' })).status).toBe(404);
  });
});
