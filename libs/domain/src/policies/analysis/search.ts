import { isTest, type Condition, type Test, type Truth } from '../condition';
import type { FactValue } from '../fact-row';
import { axesOf, type Axis, type Cell } from './cells';

/** A condition and what it must come to. */
export interface Wish {
  readonly when: Condition;
  readonly onUnknown?: 'fire' | undefined;
  readonly fires: boolean;
}

/** An exam that makes all wishes true, `null` when there is none, `'open'` when the search was given up. Facts that play no part are left out. */
export type Found = Readonly<Record<string, FactValue>> | null | 'open';

/** Bits of the answers a condition can still give. */
const NO = 1;
const DOUBT = 2;
const YES = 4;
const bit = (truth: Truth): number => (truth === true ? YES : truth === null ? DOUBT : NO);

/** Counts steps over several searches, so that a whole analysis has one end. */
export interface Budget { left: number }

/**
 * Looks for facts that fulfil all wishes, axis by axis, and turns back as soon as a wish cannot come true any more. Exact: the cells of an axis stand for all
 * its values. Tests of two facts count as free, so what is found there is possible rather than certain.
 */
export function search(wishes: readonly Wish[], budget: Budget): Found {
  const tests = wishes.flatMap((w) => testsIn(w.when));
  const axes = axesOf(tests).toSorted((a, b) => a.cells.length - b.cells.length);
  const known = new Map<Test, number>();
  for (const axis of axes) for (const test of axis.cells[0]?.truths.keys() ?? []) known.set(test, axis.cells.reduce((bits, cell) => bits | bit(cell.truths.get(test) ?? null), 0));
  const chosen: Cell[] = [];

  const possible = (): boolean => wishes.every(({ when, onUnknown, fires }) => {
    const answers = answersOf(when, known);
    const wanted = fires ? (onUnknown === 'fire' ? YES | DOUBT : YES) : onUnknown === 'fire' ? NO : NO | DOUBT;
    return (answers & wanted) !== 0;
  });
  const step = (at: number): boolean | 'open' => {
    if (budget.left-- <= 0) return 'open';
    if (!possible()) return false;
    const axis = axes[at];
    if (!axis) return true;
    const before = [...(axis.cells[0]?.truths.keys() ?? [])].map((test) => [test, known.get(test) ?? 0] as const);
    for (const cell of axis.cells) {
      for (const [test, truth] of cell.truths) known.set(test, bit(truth));
      chosen[at] = cell;
      const found = step(at + 1);
      if (found !== false) return found;
    }
    for (const [test, bits] of before) known.set(test, bits);
    return false;
  };
  const found = step(0);
  return found === true ? witnessOf(axes, chosen) : found === 'open' ? 'open' : null;
}

const witnessOf = (axes: readonly Axis[], chosen: readonly Cell[]): Readonly<Record<string, FactValue>> =>
  Object.fromEntries(axes.flatMap((axis, i) => (axis.name.includes(' at ') ? [] : [[axis.name, chosen[i]?.witness ?? null]])));

function answersOf(c: Condition, known: ReadonlyMap<Test, number>): number {
  if (isTest(c)) return known.get(c) ?? NO | DOUBT | YES;
  if ('not' in c) {
    const bits = answersOf(c.not, known);
    return (bits & DOUBT) | (bits & YES ? NO : 0) | (bits & NO ? YES : 0);
  }
  const members = ('all' in c ? c.all : c.any).map((member) => answersOf(member, known));
  return members.reduce((left, right) => joined(left, right, 'all' in c));
}

/** Every answer two members can give together: the least of both for `all`, the greatest for `any`. */
function joined(left: number, right: number, all: boolean): number {
  let bits = 0;
  for (const a of [NO, DOUBT, YES]) for (const b of [NO, DOUBT, YES]) if (left & a && right & b) bits |= all ? Math.min(a, b) : Math.max(a, b);
  return bits;
}

export function testsIn(c: Condition): Test[] {
  if (isTest(c)) return [c];
  if ('not' in c) return testsIn(c.not);
  return ('all' in c ? c.all : c.any).flatMap(testsIn);
}
