import { afterEach, expect, it, vi } from 'vitest';
import { ColumnMemory } from './memory';

const column = (bytes: number) => ({ cells: new Uint8Array(bytes), values: ['a'] });
afterEach(() => vi.useRealTimers());

it('gives up what was used least lately when it holds too much', () => {
  const memory = new ColumnMemory(30);
  for (const key of ['a', 'b', 'c']) memory.keep(key, column(10));
  memory.find('a');
  memory.keep('d', column(10));
  expect(['a', 'b', 'c', 'd'].filter((key) => memory.find(key))).toEqual(['a', 'c', 'd']);
  expect(memory.size).toBe(30);
  memory.keep('wide', column(31));
  expect([memory.find('wide'), memory.size]).toEqual([undefined, 30]);
});

it('forgets everything when nobody replays for a while', () => {
  vi.useFakeTimers();
  const memory = new ColumnMemory(30, 60);
  memory.keep('a', column(10));
  vi.advanceTimersByTime(50_000);
  expect(memory.find('a')).toBeDefined();
  vi.advanceTimersByTime(59_000);
  expect(memory.size).toBe(10);
  vi.advanceTimersByTime(2000);
  expect([memory.find('a'), memory.size]).toEqual([undefined, 0]);
});
