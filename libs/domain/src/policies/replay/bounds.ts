import { dayNumber, shiftDayNumber } from '../calendar';
import type { Test, Unit } from '../condition';

/** A test of a number as the range it must lie in, both ends included. An end may depend on another day of the same row. */
export interface Bounds {
  readonly low: number | ((day: number) => number);
  readonly high: number | ((day: number) => number);
  /** Fact the ends depend on; null for the day of the decision. Absent when they depend on nothing. */
  readonly reference?: string | null;
}

const LOWEST = -Infinity;
const HIGHEST = Infinity;

/** The range a test of a whole number or a day stands for; null for tests that are none (`known`, `unknown`). */
export function boundsOf(test: Test): Bounds | null {
  const value = test.value;
  const n = Number(value);
  const unit = test.unit ?? 'days';
  switch (test.op) {
    case 'eq': return { low: n, high: n };
    case 'lt': return { low: LOWEST, high: n - 1 };
    case 'lte': return { low: LOWEST, high: n };
    case 'gt': return { low: n + 1, high: HIGHEST };
    case 'gte': return { low: n, high: HIGHEST };
    case 'between': {
      const [low = 0, high = 0] = value as readonly number[];
      return { low, high };
    }
    case 'before': return { low: LOWEST, high: dayNumber(String(value)) - 1 };
    case 'after': return { low: dayNumber(String(value)) + 1, high: HIGHEST };
    case 'olderThan': return { low: LOWEST, high: (today) => shiftDayNumber(today, -n, unit) - 1, reference: null };
    case 'withinLast': return { low: (today) => shiftDayNumber(today, -n, unit), high: (today) => today, reference: null };
    case 'youngerThan': return { low: (day) => youngest(day, n, unit), high: HIGHEST, reference: test.at ?? null };
    default: return null;
  }
}

/** The first day whose n-th anniversary lies after `day`. Months differ in length, so the guess is put right by stepping. */
function youngest(day: number, n: number, unit: Unit): number {
  let first = shiftDayNumber(day + 1, -n, unit);
  while (shiftDayNumber(first, n, unit) <= day) first++;
  while (shiftDayNumber(first - 1, n, unit) > day) first--;
  return first;
}
