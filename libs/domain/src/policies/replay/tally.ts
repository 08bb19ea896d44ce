import { isNumbers, topOf, type Cells, type Column } from './column';
import { joinCells } from './joined';
import { monthsOf } from './months';
import { LEFT_OUT } from './replay';
import type { Segment } from './segment';

/** How rows are grouped: by the month of the decision, or by the value of a fact or column. */
export type GroupBy = 'month' | { readonly column: string };

export interface Tally {
  /** `2026-11`, or the value of each fact grouped by, as text; `''` where it is not known. */
  readonly groups: readonly string[];
  /** Place of the deciding rule; -1 is the default. */
  readonly rule: number;
  readonly count: number;
}

/** Counters of one segment: more would be slower than what they count. */
const MOST_COUNTERS = 4_000_000;

/** Decisions of one group, by the place of their rule counted from the default. */
interface Group { readonly groups: readonly string[]; readonly counts: Float64Array }

/** Counts decided rows by groups and rule. @throws RangeError when a segment has too many combinations of values. */
export function tally(segments: readonly Segment[], decided: Int16Array, rules: number, by: readonly GroupBy[]): Tally[] {
  const sums = new Map<string, Group>();
  let start = 0;
  for (const segment of segments) {
    countSegment(segment, decided.subarray(start, start + segment.rows), rules + 1, by, sums);
    start += segment.rows;
  }
  return [...sums.values()].flatMap(({ groups, counts }) => [...counts].flatMap((count, at) => (count === 0 ? [] : [{ groups, rule: at - 1, count }])));
}

/** Cells are small numbers, so a plain array counts them; only what was met is put into words. */
function countSegment(segment: Segment, decided: Int16Array, width: number, by: readonly GroupBy[], sums: Map<string, Group>): void {
  const columns = by.map((group) => (group === 'month' ? monthsOf(segment) : segment.columns.get(group.column)));
  const sizes = columns.map((column) => (column ? top(column) + 1 : 1));
  const counters = sizes.reduce((product, size) => product * size, width);
  if (counters > MOST_COUNTERS) throw new RangeError('Too many groups: group by something coarser.');
  const counts = new Uint32Array(counters);
  const there = columns.flatMap((column, k) => (column ? [{ cells: column.cells, size: sizes[k] as number }] : []));
  countPlaces(counts, there.length > 0 ? joinCells(there).cells : new Uint8Array(segment.rows), decided, width);
  for (let place = 0; place * width < counters; place++) {
    const own = counts.subarray(place * width, (place + 1) * width);
    if (own.some((count) => count > 0)) add(sums, wordsOf(place, columns, sizes), own);
  }
}

function add(sums: Map<string, Group>, groups: readonly string[], counts: Uint32Array): void {
  const key = groups.join('\u0000');
  const sum = sums.get(key) ?? { groups, counts: new Float64Array(counts.length) };
  sums.set(key, sum);
  for (let at = 0; at < counts.length; at++) sum.counts[at]! += counts[at] as number;
}

function countPlaces(counts: Uint32Array, places: Cells, decided: Int16Array, width: number): void {
  for (let row = 0; row < decided.length; row++) {
    const rule = decided[row] as number;
    if (rule !== LEFT_OUT) counts[(places[row] as number) * width + rule + 1]!++;
  }
}

function wordsOf(place: number, columns: readonly (Column | undefined)[], sizes: readonly number[]): string[] {
  const words: string[] = [];
  for (let rest = place, k = columns.length - 1; k >= 0; k--) {
    const size = sizes[k] as number;
    words.unshift(wordOf(columns[k], rest % size));
    rest = Math.floor(rest / size);
  }
  return words;
}

function wordOf(column: Column | undefined, cell: number): string {
  if (!column || cell === 0) return '';
  return isNumbers(column) ? String(cell - 1 + column.base) : String(column.values[cell - 1]);
}

const top = (column: Column): number => (isNumbers(column) ? topOf(column.cells) : column.values.length);
