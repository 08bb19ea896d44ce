import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CalledRequest } from '../http/guard';
import type { Sessions } from '../sign-in/sessions';
import type { StreamSight } from './sight';
import type { EventStream } from './stream';
import { StreamController } from './stream.controller';

/** What of a response the stream uses. */
class Line extends EventEmitter {
  written = '';
  writableEnded = false;
  status(): this {
    return this;
  }
  set(): this {
    return this;
  }
  flushHeaders(): void {
    // nothing goes anywhere
  }
  write(text: string): void {
    this.written += text;
  }
  end(text = ''): void {
    this.written += text;
    this.writableEnded = true;
    this.emit('close');
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

let rightsNow: string | null = '3';

function opened(): Line {
  rightsNow = '3';
  const stream = { position: '7.1', missed: () => [], listen: () => () => undefined } as unknown as EventStream;
  const sessions = { rightsIfOpen: () => Promise.resolve(rightsNow) } as unknown as Sessions;
  const line = new Line();
  const request = { headers: { cookie: 'causeway_session=spec' }, openSession: { rights: '3' } } as unknown as CalledRequest;
  new StreamController(stream, sessions, {} as StreamSight).open(request, line as unknown as Response);
  return line;
}

it('beats as an event the page can hear, without moving its position', async () => {
  const line = opened();
  expect(line.written).toBe('id: 7.1\nevent: hello\ndata: {}\n\n');
  line.written = '';
  await vi.advanceTimersByTimeAsync(15_000);
  expect(line.written).toBe('event: beat\ndata: {}\n\n');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(line.written).toBe('event: beat\ndata: {}\n\n'.repeat(3));
});

it('no longer beats once the line is closed', async () => {
  const line = opened();
  line.end();
  line.written = '';
  await vi.advanceTimersByTimeAsync(60_000);
  expect(line.written).toBe('');
  expect(vi.getTimerCount()).toBe(0);
});

it.each([['is over', null], ['belongs to a person who was changed', '4'], ['has emergency access that began or ended', '3 x']])('is cut within five seconds when the session %s, and says so last', async (_why, rights) => {
  const line = opened();
  line.written = '';
  rightsNow = rights;
  await vi.advanceTimersByTimeAsync(5000);
  expect(line.written).toBe('event: over\ndata: {}\n\n');
  expect(line.writableEnded).toBe(true);
});
