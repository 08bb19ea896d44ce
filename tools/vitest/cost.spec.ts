import { expect, it } from 'vitest';
import { cost, growth, LINEAR, quickest } from './cost';

/** Something to do for the processor, so many times. */
function steps(count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum = (sum * 31 + i) % 1_000_003;
  return sum;
}

it('tells linear from quadratic', () => {
  expect(growth(500_000, (size) => () => steps(size))).toBeLessThan(LINEAR);
  expect(growth(700, (size) => () => steps(size * size))).toBeGreaterThan(LINEAR);
});

it('counts work and not waiting, and tries again only what was over', () => {
  let tries = 0;
  const waits = (): void => void (tries++, Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100));
  expect(cost(waits, 50)).toBeLessThan(50);
  expect(tries).toBe(1);
  expect(cost(() => steps(20_000_000), 1)).toBeGreaterThan(1);
});

it('gives the quickest of five to what is slow, and one try to what is not', async () => {
  const waits = [200, 200, 5, 200];
  const act = () => new Promise((resolve) => setTimeout(resolve, waits.shift()));
  expect(await quickest(act, 150)).toBeLessThan(150);
  expect(waits).toEqual([200]);
});
