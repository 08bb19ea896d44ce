import { isTest, type Condition, type Test } from '../condition';
import { evaluate } from '../evaluate';
import { boundsOf, type Bounds } from './bounds';
import { isNumbers, topOf, type Column, type NumberColumn, type ValueColumn } from './column';
import { TODAY, type Segment } from './segment';

// The three values as small numbers, so that "all" is the least, "any" the greatest and "not" the distance from 2.
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;

/** Rows that are worked on at a time: what lies between stays in the processor's cache. */
export const BLOCK = 4096;

/** Writes the truth of rows `from` to `from + out.length` into `out`. */
export type Truths = (from: number, out: Uint8Array) => void;

/** A condition made ready to be read over the rows of one segment: equal to `evaluate` on each row with that row's own today. */
export function truthsOf(condition: Condition, segment: Segment): Truths {
  if (isTest(condition)) return truthsOfTest(condition, segment);
  if ('not' in condition) {
    const inner = truthsOf(condition.not, segment);
    return (from, out) => {
      inner(from, out);
      for (let i = 0; i < out.length; i++) out[i] = TRUE - (out[i] as number);
    };
  }
  const [members, least] = 'all' in condition ? [condition.all, true] as const : [condition.any, false] as const;
  const parts = members.map((member) => truthsOf(member, segment));
  const spare = new Uint8Array(BLOCK);
  return (from, out) => {
    const other = spare.subarray(0, out.length);
    parts.forEach((part, k) => {
      part(from, k === 0 ? out : other);
      if (k === 0) return;
      if (least) keepLeast(out, other);
      else keepGreatest(out, other);
    });
  };
}

function keepLeast(out: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < out.length; i++) if ((other[i] as number) < (out[i] as number)) out[i] = other[i] as number;
}

function keepGreatest(out: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < out.length; i++) if ((other[i] as number) > (out[i] as number)) out[i] = other[i] as number;
}

function truthsOfTest(test: Test, segment: Segment): Truths {
  const column = segment.columns.get(test.fact);
  if (!column) return (_, out) => out.fill(test.op === 'known' ? FALSE : test.op === 'unknown' ? TRUE : UNKNOWN);
  if (!isNumbers(column)) return byTable(column, answersOf(test, column));
  if (test.op === 'known' || test.op === 'unknown') {
    const [whenThere, whenNot] = test.op === 'known' ? [TRUE, FALSE] : [FALSE, TRUE];
    return (from, out) => { for (let i = 0; i < out.length; i++) out[i] = column.cells[from + i] === 0 ? whenNot : whenThere; };
  }
  const bounds = boundsOf(test);
  if (!bounds) throw new Error(`Operator ${test.op} does not fit a number (${test.fact})`);
  return bounds.reference === undefined ? between(column, Number(bounds.low), Number(bounds.high)) : relative(column, bounds, segment);
}

/** The truth of a test for each cell of a column: each value is asked once. */
export function answersOf(test: Test, column: ValueColumn): Uint8Array {
  return Uint8Array.from([null, ...column.values], (value) => codeOf(evaluate(test, { [test.fact]: value }, '')));
}

const codeOf = (truth: boolean | null): number => (truth === null ? UNKNOWN : truth ? TRUE : FALSE);

function byTable({ cells }: Column, table: Uint8Array): Truths {
  return (from, out) => { for (let i = 0; i < out.length; i++) out[i] = table[cells[from + i] as number] as number; };
}

function between({ cells, base }: NumberColumn, low: number, high: number): Truths {
  const [least, most] = [low - base + 1, high - base + 1];
  return (from, out) => {
    for (let i = 0; i < out.length; i++) {
      const cell = cells[from + i] as number;
      out[i] = cell === 0 ? UNKNOWN : cell >= least && cell <= most ? TRUE : FALSE;
    }
  };
}

/** Ends that depend on another day of the row: they are worked out once for each day that occurs. */
function relative({ cells, base }: NumberColumn, bounds: Bounds, segment: Segment): Truths {
  const reference = segment.columns.get(bounds.reference ?? TODAY);
  if (!reference || !isNumbers(reference)) return (_, out) => out.fill(UNKNOWN);
  const days = reference.cells;
  const lowOf = endsOf(reference, bounds.low, base);
  const highOf = endsOf(reference, bounds.high, base);
  return (from, out) => {
    // decisions lie in the order of their days, so the ends seldom change from one row to the next
    let [last, low, high] = [-1, 0, 0];
    for (let i = 0; i < out.length; i++) {
      const cell = cells[from + i] as number;
      const day = days[from + i] as number;
      if (day !== last) {
        last = day;
        low = lowOf(day);
        high = highOf(day);
      }
      out[i] = cell === 0 || day === 0 ? UNKNOWN : cell >= low && cell <= high ? TRUE : FALSE;
    }
  };
}

/** The end for a cell of the reference, in cells of the tested column. */
function endsOf(reference: NumberColumn, end: Bounds['low'], base: number): (cell: number) => number {
  if (typeof end === 'number') return () => end - base + 1;
  const known = new Float64Array(topOf(reference.cells) + 1).fill(NaN);
  return (cell) => {
    const found = known[cell] as number;
    return Number.isNaN(found) ? (known[cell] = end(cell - 1 + reference.base) - base + 1) : found;
  };
}

/** A wider table leaves the processor's cache. */
const WIDEST = 4096;

/** The truth of a test for each cell of a column of few different numbers; null where it depends on more than the cell, or the table would be too wide. */
export function truthsByCell(test: Test, column: NumberColumn): Uint8Array | null {
  const top = topOf(column.cells);
  if (top > WIDEST) return null;
  if (test.op === 'known' || test.op === 'unknown') return new Uint8Array(top + 1).fill(test.op === 'known' ? TRUE : FALSE).fill(test.op === 'known' ? FALSE : TRUE, 0, 1);
  const bounds = boundsOf(test);
  if (!bounds || bounds.reference !== undefined) return null;
  const [first, last] = [Number(bounds.low) - column.base + 1, Number(bounds.high) - column.base + 1];
  const truths = new Uint8Array(top + 1).fill(FALSE);
  if (last >= 1 && first <= top) truths.fill(TRUE, Math.max(first, 1), Math.min(last, top) + 1);
  truths[0] = UNKNOWN;
  return truths;
}
