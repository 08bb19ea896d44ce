import { dayText } from '../calendar';
import { distinctCells, isNumbers, type Cells, type Column } from './column';
import { LEFT_OUT } from './replay';
import { TODAY, type Segment } from './segment';

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

/** Counts decided rows by groups and rule. @throws RangeError when a segment has too many combinations of values. */
export function tally(segments: readonly Segment[], decided: Int16Array, rules: number, by: readonly GroupBy[]): Tally[] {
  const sums = new Map<string, Tally>();
  let start = 0;
  for (const segment of segments) {
    countSegment(segment, decided.subarray(start, start + segment.rows), rules + 1, by, sums);
    start += segment.rows;
  }
  return [...sums.values()];
}

/** Cells are small numbers, so a plain array counts them; only what was met is put into words. */
function countSegment(segment: Segment, decided: Int16Array, width: number, by: readonly GroupBy[], sums: Map<string, Tally>): void {
  const columns = by.map((group) => (group === 'month' ? monthsOf(segment.columns.get(TODAY)) : segment.columns.get(group.column)));
  const sizes = columns.map((column) => (column ? top(column) + 1 : 1));
  const counters = sizes.reduce((product, size) => product * size, width);
  if (counters > MOST_COUNTERS) throw new RangeError('Too many groups: group by something coarser.');
  const counts = new Uint32Array(counters);
  const places = new Uint32Array(segment.rows);
  columns.forEach((column, k) => { if (column) spread(places, sizes[k] as number, column.cells); });
  for (let row = 0; row < segment.rows; row++) {
    const rule = decided[row] as number;
    if (rule !== LEFT_OUT) counts[(places[row] as number) * width + rule + 1]!++;
  }
  counts.forEach((count, at) => {
    if (count === 0) return;
    const rule = (at % width) - 1;
    const groups = wordsOf(Math.floor(at / width), columns, sizes);
    const key = `${rule} ${groups.join('\u0000')}`;
    sums.set(key, { groups, rule, count: count + (sums.get(key)?.count ?? 0) });
  });
}

/** Makes room for the cells of one more column in the place of each row. */
function spread(places: Uint32Array, size: number, cells: Cells): void {
  for (let row = 0; row < places.length; row++) places[row] = (places[row] as number) * size + (cells[row] as number);
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

/** Days as their months, so that a counter stands for a month and not for each of its days. */
function monthsOf(days: Column | undefined): Column | undefined {
  if (!days || !isNumbers(days)) return undefined;
  const values: string[] = [];
  const places: number[] = [0];
  const cells = new Uint16Array(days.cells.length);
  for (let row = 0; row < cells.length; row++) {
    const cell = days.cells[row] as number;
    cells[row] = places[cell] ??= placeOf(values, dayText(cell - 1 + days.base).slice(0, 7));
  }
  return { cells, values };
}

const placeOf = (values: string[], month: string): number => (values.includes(month) ? values.indexOf(month) + 1 : values.push(month));

const top = ({ cells }: Column): number => distinctCells(cells).reduce((most, cell) => Math.max(most, cell), 0);
