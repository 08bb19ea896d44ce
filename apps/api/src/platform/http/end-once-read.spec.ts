import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endOnceRead } from './end-once-read';

const LINGER_MS = 1500;
const PIECE = Buffer.alloc(100_000, 0x41);
let server: http.Server;
beforeAll(async () => {
  server = http.createServer((request, response) => {
    response.writeHead(400, { 'Content-Length': 3, Connection: 'close' });
    response.write('no!');
    endOnceRead(request, response, LINGER_MS);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

const sender = (length: number): net.Socket => {
  const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined).pause();
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`);
  return socket;
};
/** What was said until the other side closed. */
const said = (socket: net.Socket): Promise<string> => new Promise((resolve) => {
  let text = '';
  socket.on('data', (part) => { text += part.toString('latin1'); }).once('close', () => resolve(text)).resume();
});

describe('an answer before the end of its request', () => {
  it('is read by a sender that goes on first', async () => {
    const socket = sender(PIECE.length * 3);
    for (let i = 0; i < 3; i++) {
      socket.write(PIECE);
      await delay(100);
    }
    expect(await said(socket)).toMatch(/^HTTP\/1.1 400 .*no!$/s);
  });

  it('is there before the rest has come', async () => {
    const socket = sender(PIECE.length * 3);
    socket.write(PIECE);
    const answer = await new Promise<string>((resolve) => socket.once('data', (part) => resolve(part.toString('latin1'))).resume());
    expect(answer).toMatch(/no!$/);
    socket.destroy();
  });

  it('ends the connection of a sender that never stops', async () => {
    const socket = sender(2 ** 40);
    const more = (): void => { while (socket.writable && socket.write(PIECE)); };
    socket.on('drain', more);
    more();
    await said(socket);
    expect(socket.destroyed).toBe(true);
  });
});
