import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { bodyChunks } from './body-chunks';

const piece = (n: number): Buffer => Buffer.from([n]);

describe('chunks of a body', () => {
  it('come in order until its end, however long each takes', async () => {
    const body = new PassThrough();
    const seen: number[] = [];
    const whole = bodyChunks(body, (chunk) => {
      seen.push(...chunk);
      return chunk[0]! % 3 === 0 ? delay(5).then(() => true) : true;
    });
    for (let n = 0; n < 10; n++) {
      body.write(piece(n));
      await delay(1);
    }
    body.end();
    expect([await whole, seen]).toEqual([true, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
  });

  it('are looked at to the last, which may still be looked at when the body has ended', async () => {
    const body = new PassThrough();
    let looked = 0;
    body.write(piece(1));
    body.write(piece(2));
    body.end();
    const whole = bodyChunks(body, async () => {
      await delay(20);
      looked++;
      return true;
    });
    expect([await whole, looked]).toEqual([true, 2]);
  });

  it.each([['at once', () => { throw new Error('unreadable'); }], ['later', () => Promise.reject(new Error('unreadable'))]])('that cannot be looked at end the reading and nothing else, %s', async (_when, take) => {
    const body = new PassThrough();
    const whole = bodyChunks(body, take);
    body.write(piece(1));
    expect([await whole, body.isPaused()]).toEqual([false, true]);
  });

  it.each([['at once', false], ['later', Promise.resolve(false)]])('stop when no more is wanted, told %s', async (_when, answer) => {
    const body = new PassThrough();
    let taken = 0;
    const whole = bodyChunks(body, () => { taken++; return answer; });
    body.write(piece(1));
    await delay(5);
    body.write(piece(2));
    expect([await whole, taken, body.isPaused()]).toEqual([true, 1, true]);
  });

  it('are not whole when the sender goes, and what is being looked at is looked at to its end', async () => {
    const body = new PassThrough();
    let looked = false;
    const whole = bodyChunks(body, async () => {
      await delay(50);
      looked = true;
      return true;
    });
    body.write(piece(1));
    await delay(5);
    body.destroy(new Error('gone'));
    expect([await whole, looked]).toEqual([false, true]);
  });
});
