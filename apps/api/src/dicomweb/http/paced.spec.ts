import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { Response } from 'express';
import { expect, it } from 'vitest';
import { ReadingBuffers } from '../../platform/objects/reading-buffers';
import { ClientGone, pour, stream } from './paced';

const PIECES = 12;
const PIECE_BYTES = 700_000;

/** Serves pieces filled with their number out of two buffers in turn; resolves with what a reader got who takes its time. */
async function read(pausing: boolean): Promise<number[]> {
  const buffers = new ReadingBuffers();
  async function* pieces(): AsyncGenerator<Buffer | string> {
    const two = buffers.inTurn();
    for (let i = 0; i < PIECES; i++) {
      if (i % 3 === 0) yield '';
      yield two.take(PIECE_BYTES).subarray(0, PIECE_BYTES).fill(i);
    }
  }
  const server = http.createServer((_request, response) => void stream(response as Response, () => pour(response as Response, pieces())));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const seen: number[] = [];
  await new Promise<void>((resolve, reject) => {
    http.get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }, (answer) => {
      answer.on('data', (bytes: Buffer) => {
        for (const value of bytes) if (seen.at(-1) !== value) seen.push(value);
        if (!pausing) return;
        answer.pause();
        setTimeout(() => answer.resume(), 1);
      });
      answer.once('end', resolve);
      answer.once('error', reject);
    }).once('error', reject);
  });
  server.close();
  return seen;
}

it.each([['at once', false], ['slowly', true]])('what is read into two buffers in turn arrives as it was, taken %s', async (_how, pausing) => {
  expect(await read(pausing)).toEqual(Array.from({ length: PIECES }, (_, i) => i));
});

it('a client that left is told only once nobody looks at the last piece any more', async () => {
  let closed = (): void => undefined;
  const response = new Writable({ write: () => undefined, destroy: (_error, done) => { closed = () => done(null); } }) as unknown as Response;
  async function* pieces(): AsyncGenerator<Buffer | string> {
    yield Buffer.alloc(8);
    await new Promise((resolve) => setImmediate(resolve));
    response.destroy();
    yield 'end';
  }
  let ended = false;
  const poured = pour(response, pieces()).catch((error: unknown) => { ended = true; return error; });
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(response.destroyed).toBe(true);
  expect(ended).toBe(false);
  closed();
  expect(await poured).toBeInstanceOf(ClientGone);
});
