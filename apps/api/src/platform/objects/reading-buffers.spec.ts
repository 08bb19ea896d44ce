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
