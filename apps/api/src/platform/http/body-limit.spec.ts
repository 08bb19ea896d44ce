import type http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyLimit, JSON_BYTES, JSON_TYPES } from './body-limit';

const app = express();
app.use(bodyLimit);
app.use(express.json({ limit: JSON_BYTES, type: JSON_TYPES }));
app.post('/', (request, response) => void response.json({ length: (request.body as { text: string }).text.length }));
app.use((error: { status?: number }, _request: Request, response: Response, _next: NextFunction) => void response.status(error.status ?? 500).end());
let server: http.Server;
let port = 0;
beforeAll(async () => {
  server = await new Promise((resolve) => { const one = app.listen(0, '127.0.0.1', () => resolve(one)); });
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const HEAD = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

/** Writes bytes, then more of the same for ever where `endless` is given; what was said until the other side closed. */
function talk(start: string, endless?: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    let said = '';
    socket.on('data', (part) => { said += part.toString(); });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(said));
    socket.write(start);
    const more = (): void => { while (endless && socket.writable && socket.write(endless)); };
    socket.on('drain', more);
    more();
  });
}

describe('a JSON body', () => {
  it('within the limit is taken', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: 'x'.repeat(JSON_BYTES - 100) }) });
    expect(await answer.json()).toEqual({ length: JSON_BYTES - 100 });
  });

  it('that says it is too large is refused before it comes, and its connection is closed', async () => {
    expect(await talk(`${HEAD}Content-Length: 4294967296\r\n\r\n{`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('without a length that never ends is cut', { timeout: 20_000 }, async () => {
    const block = 'x'.repeat(65_536);
    await talk(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, `10000\r\n${block}\r\n`);
  });
});
