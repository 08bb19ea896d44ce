import { expect, it } from 'vitest';
import { READING_BYTES, ReadingBuffers } from './reading-buffers';

it('gives a buffer to the next reader once its reading has ended, and not before', () => {
  const buffers = new ReadingBuffers();
  const first = buffers.lease();
  const one = first.take(10);
  const second = buffers.lease();
  const other = second.take(10);
  expect(other).not.toBe(one);
  first.end();
  first.end();
  expect([buffers.lease().take(READING_BYTES), buffers.lease().take(1)].filter((buffer) => buffer === one)).toHaveLength(1);
});

it('never keeps a buffer of a reading that nobody ended', () => {
  const buffers = new ReadingBuffers();
  const taken = Array.from({ length: 5 }, () => buffers.lease().take(1));
  expect(new Set(taken).size).toBe(5);
});

it('lets two buffers take turns and gives both back', () => {
  const buffers = new ReadingBuffers();
  const turns = buffers.inTurn();
  const [a, b, c, d] = [turns.take(1), turns.take(2), turns.take(3), turns.take(4)];
  expect([a !== b, a === c, b === d]).toEqual([true, true, true]);
  turns.end();
  const next = buffers.lease();
  expect(new Set([next.take(1), next.take(1)])).toEqual(new Set([a, b]));
});

it('asks for little at first where somebody waits for the first byte, and then for much', () => {
  const asked = (littleFirst: boolean): number[] => {
    const turns = new ReadingBuffers().inTurn({ littleFirst });
    return [1, 2, 3].map(() => turns.take(turns.atMost) && turns.atMost);
  };
  const first = new ReadingBuffers().inTurn({ littleFirst: true });
  expect(first.atMost).toBeLessThan(READING_BYTES);
  expect([new ReadingBuffers().inTurn().atMost, ...asked(true), ...asked(false)]).toEqual(Array.from({ length: 7 }, () => READING_BYTES));
});
