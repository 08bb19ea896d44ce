import { expect, it } from 'vitest';
import { partnerQuality, type QualityFacts } from './quality';

const all = (well: number, of: number): QualityFacts => ({ byWire: [well, of], complete: [well, of], clean: [well, of], identified: [well, of], reported: [well, of], inTime: [well, of] });

it('a partner of which everything is well has a hundred points, and one with half of it fifty', () => {
  expect(partnerQuality(all(10, 10)).points).toBe(100);
  expect(partnerQuality(all(5, 10)).points).toBe(50);
  expect(partnerQuality(all(0, 10)).points).toBe(0);
});

it('a part with too few exams says nothing, and the others count for it', () => {
  const { points, parts } = partnerQuality({ ...all(10, 10), reported: [0, 4], inTime: [0, 0] });
  expect(points).toBe(100);
  expect(parts.filter((p) => p.permille === null).map((p) => p.part)).toEqual(['reported', 'inTime']);
});

it('nothing is said while too little is known', () => {
  expect(partnerQuality(all(3, 4)).points).toBeNull();
  expect(partnerQuality({ ...all(0, 0), reported: [10, 10], inTime: [10, 10] }).points).toBeNull();
});
