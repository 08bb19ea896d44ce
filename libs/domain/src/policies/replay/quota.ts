import { dayText } from '../calendar';
import type { Quota } from '../policy-text';
import { isNumbers, type Column } from './column';
import { quotaColumn, TODAY, type Segment } from './segment';

/** Rows of a segment a quota rule would take; `start` is the place of the segment's first row among all rows. Candidates come in the order the decisions were made. */
export interface Candidate {
  readonly segment: Segment;
  readonly start: number;
  readonly rows: readonly number[];
}

/**
 * Gives the places of a quota away: by the order fact (unknown last), then by the order of the decisions, `max` to each key and window. A row whose key
 * is not known never gets one.
 * @returns the rows that got one, by their place among all rows.
 */
export function takePlaces(quota: Quota, candidates: readonly Candidate[]): number[] {
  const count = candidates.reduce((sum, { rows }) => sum + rows.length, 0);
  const at = new Uint32Array(count);
  const keys = new Float64Array(count);
  const spans = new Float64Array(count);
  const ranks = new Float64Array(count);
  const windowOf = windows(quota.window);
  let k = 0;
  for (const { segment, start, rows } of candidates) {
    for (let i = 0; i < rows.length; i++) at[k + i] = start + (rows[i] as number);
    copyNumbers(ranks, k, segment.columns.get(quota.orderBy), rows, Infinity);
    copyNumbers(keys, k, segment.columns.get(quotaColumn(quota.per)), rows, NaN);
    const window = windowOf(segment);
    for (let i = 0; i < rows.length; i++) spans[k + i] = window(rows[i] as number) ?? NaN;
    k += rows.length;
  }
  const buckets = bucketsOf(keys, spans);
  const used = new Uint32Array(buckets.size);
  const got: number[] = [];
  for (const place of inOrder(ranks)) {
    const bucket = buckets.of[place] as number;
    if (bucket === 0 || (used[bucket] as number) >= quota.max) continue;
    used[bucket]!++;
    got.push(at[place] as number);
  }
  return got;
}

/** Buckets that are worth a counter each, whether used or not; beyond that they are numbered as they are met. */
const MOST_BUCKETS = 0x100_0000;

/** A small number for each pair of key and window, 0 where one of them is not known. */
function bucketsOf(keys: Float64Array, spans: Float64Array): { readonly of: Uint32Array; readonly size: number } {
  const [key, span] = [rangeOf(keys), rangeOf(spans)];
  const of = new Uint32Array(keys.length);
  const wide = key.size * span.size;
  if (wide <= MOST_BUCKETS) {
    for (let k = 0; k < of.length; k++) of[k] = ((keys[k] as number) - key.least) * span.size + (spans[k] as number) - span.least + 1 || 0;
    return { of, size: wide + 1 };
  }
  const met = new Map<number, number>();
  for (let k = 0; k < of.length; k++) {
    const pair = (keys[k] as number) * span.size + (spans[k] as number) - span.least;
    if (!Number.isNaN(pair)) of[k] = knownOr(met, pair, () => met.size + 1);
  }
  return { of, size: met.size + 1 };
}

function rangeOf(numbers: Float64Array): { readonly least: number; readonly size: number } {
  let [least, most] = [Infinity, -Infinity];
  for (let k = 0; k < numbers.length; k++) {
    const n = numbers[k] as number;
    if (n < least) least = n;
    if (n > most) most = n;
  }
  return most < least ? { least: 0, size: 1 } : { least, size: most - least + 1 };
}

/** The numbers of a column for some rows, one after the other; `otherwise` where they are not known. */
function copyNumbers(to: Float64Array, at: number, column: Column | undefined, rows: readonly number[], otherwise: number): void {
  const known = column && isNumbers(column) ? column : null;
  for (let i = 0; i < rows.length; i++) {
    const cell = known ? (known.cells[rows[i] as number] as number) : 0;
    to[at + i] = known && cell !== 0 ? cell - 1 + known.base : otherwise;
  }
}

type Reader = (row: number) => number | null;

function numbersOf(segment: Segment, name: string): Reader {
  const column = segment.columns.get(name);
  if (!column || !isNumbers(column)) return () => null;
  const { cells, base } = column;
  return (row) => {
    const cell = cells[row] as number;
    return cell === 0 ? null : cell - 1 + base;
  };
}

/** The number of the window a row falls into ; `case` counts within a case. */
function windows(window: Quota['window']): (segment: Segment) => Reader {
  if (window === 'ever') return () => () => 0;
  const known = new Map<number, number>();
  if (window === 'case') {
    return (segment) => {
      const cases = numbersOf(segment, quotaColumn('case'));
      return (row) => {
        const number = cases(row);
        return number === null ? 0 : knownOr(known, number, () => known.size + 1);
      };
    };
  }
  return (segment) => {
    const days = numbersOf(segment, TODAY);
    if (window === 'day') return days;
    return (row) => {
      const day = days(row);
      return day === null ? null : knownOr(known, day, () => Number(dayText(day).slice(0, 4)));
    };
  };
}

function knownOr(known: Map<number, number>, key: number, make: () => number): number {
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = make()));
  return found;
}

/** Ranks that lie closer together than this are counted instead of compared. */
const CLOSE = 65_536;

/** Places among the candidates by rank, equal ones as they came, unknown ones (infinite) last. */
function inOrder(ranks: Float64Array): Uint32Array {
  let [least, most, sorted] = [Infinity, -Infinity, true];
  for (let at = 0; at < ranks.length; at++) {
    const rank = ranks[at] as number;
    if (at > 0 && rank < (ranks[at - 1] as number)) sorted = false;
    if (rank < least) least = rank;
    if (rank > most && rank !== Infinity) most = rank;
  }
  const places = new Uint32Array(ranks.length);
  if (!sorted && most - least < CLOSE) return counted(ranks, least, most, places);
  for (let at = 0; at < places.length; at++) places[at] = at;
  return sorted ? places : places.sort((a, b) => (ranks[a] as number) - (ranks[b] as number) || a - b);
}

/** Counting sort: where each rank begins, then each place to where its rank has got to. */
function counted(ranks: Float64Array, least: number, most: number, places: Uint32Array): Uint32Array {
  const last = most - least + 1;
  const ends = new Uint32Array(last + 2);
  const slot = (at: number): number => (ranks[at] === Infinity ? last : (ranks[at] as number) - least);
  for (let at = 0; at < ranks.length; at++) ends[slot(at) + 1]!++;
  for (let rank = 1; rank < ends.length; rank++) ends[rank]! += ends[rank - 1] as number;
  for (let at = 0; at < ranks.length; at++) places[ends[slot(at)]!++] = at;
  return places;
}
