import { dayText } from '../calendar';
import type { Quota } from '../policy-text';
import { isNumbers } from './column';
import { quotaColumn, TODAY, type Segment } from './segment';

/** A number that is not known. */
const NONE = -Infinity;

/**
 * Gives the places of a quota away: by the order fact (unknown last), then by the order of the decisions, `max` to each key and window. A row whose key
 * is not known never gets one.
 * @param candidates places among all rows, ascending.
 * @returns those that got one.
 */
export function takePlaces(quota: Quota, segments: readonly Segment[], candidates: Uint32Array): Uint32Array {
  const buckets = bucketsOf(gather(segments, candidates, quotaColumn(quota.per)), windowsOf(quota.window, segments, candidates));
  // a counter of a byte stays in the processor's cache much longer
  const used = quota.max < 256 ? new Uint8Array(buckets.size) : new Uint32Array(buckets.size);
  const got = new Uint32Array(candidates.length);
  let count = 0;
  for (const place of inOrder(gather(segments, candidates, quota.orderBy))) {
    const bucket = buckets.of[place] as number;
    if (bucket === 0 || (used[bucket] as number) >= quota.max) continue;
    used[bucket]!++;
    got[count++] = candidates[place] as number;
  }
  return got.subarray(0, count);
}

/** The numbers of a column for some rows, one after the other; `NONE` where they are not known. */
function gather(segments: readonly Segment[], candidates: Uint32Array, name: string): Float64Array {
  const numbers = new Float64Array(candidates.length).fill(NONE);
  let start = 0;
  let k = 0;
  for (const { rows, columns } of segments) {
    const column = columns.get(name);
    const end = start + rows;
    const first = k;
    while (k < candidates.length && (candidates[k] as number) < end) k++;
    if (column && isNumbers(column)) {
      const { cells, base } = column;
      for (let i = first; i < k; i++) {
        const cell = cells[(candidates[i] as number) - start] as number;
        if (cell !== 0) numbers[i] = cell - 1 + base;
      }
    }
    start = end;
  }
  return numbers;
}

/** The number of the window each row falls into; `case` counts within a case, and all that is in none counts together. */
function windowsOf(window: Quota['window'], segments: readonly Segment[], candidates: Uint32Array): Float64Array {
  if (window === 'ever') return new Float64Array(candidates.length);
  const numbers = gather(segments, candidates, window === 'case' ? quotaColumn('case') : TODAY);
  if (window === 'day') return numbers;
  const known = new Map<number, number>([[NONE, window === 'case' ? 0 : NONE]]);
  let [last, own] = [NaN, NONE];
  for (let k = 0; k < numbers.length; k++) {
    const number = numbers[k] as number;
    // neighbours mostly share their day
    if (number !== last) [last, own] = [number, knownOr(known, number, () => (window === 'case' ? known.size : Number(dayText(number).slice(0, 4))))];
    numbers[k] = own;
  }
  return numbers;
}

/** Buckets that are worth a counter each, whether used or not; beyond that they are numbered as they are met. */
const MOST_BUCKETS = 0x100_0000;

/** A small number for each pair of key and window, 0 where one of them is not known. */
function bucketsOf(keys: Float64Array, spans: Float64Array): { readonly of: Uint32Array; readonly size: number } {
  const [key, span] = [rangeOf(keys), rangeOf(spans)];
  const of = new Uint32Array(keys.length);
  const wide = key.size * span.size;
  const met = wide <= MOST_BUCKETS ? null : new Map<number, number>();
  for (let k = 0; k < of.length; k++) {
    const [own, window] = [keys[k] as number, spans[k] as number];
    if (own === NONE || window === NONE) continue;
    const pair = (own - key.least) * span.size + window - span.least;
    of[k] = met ? knownOr(met, pair, () => met.size + 1) : pair + 1;
  }
  return { of, size: (met?.size ?? wide) + 1 };
}

/** Least and number of those between least and greatest; unknown ones count for neither. */
function rangeOf(numbers: Float64Array): { readonly least: number; readonly size: number } {
  let [least, most] = [Infinity, -Infinity];
  for (let k = 0; k < numbers.length; k++) {
    const n = numbers[k] as number;
    if (n === NONE) continue;
    if (n < least) least = n;
    if (n > most) most = n;
  }
  return most < least ? { least: 0, size: 1 } : { least, size: most - least + 1 };
}

function knownOr(known: Map<number, number>, key: number, make: () => number): number {
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = make()));
  return found;
}

/** Ranks that lie closer together than this are counted instead of compared. */
const CLOSE = 65_536;

/** Places among the candidates by rank, equal ones as they came, unknown ones last. */
function inOrder(ranks: Float64Array): Uint32Array {
  const { least, size } = rangeOf(ranks);
  if (size <= CLOSE) return counted(ranks, least, size);
  const places = Uint32Array.from(ranks, (_, at) => at);
  const rankOf = (at: number): number => (ranks[at] === NONE ? Infinity : (ranks[at] as number));
  return places.sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : rankOf(a) > rankOf(b) ? 1 : a - b));
}

/** Counting sort: where each rank begins, then each place to where its rank has got to. */
function counted(ranks: Float64Array, least: number, size: number): Uint32Array {
  const places = new Uint32Array(ranks.length);
  const ends = new Uint32Array(size + 2);
  for (let at = 0; at < ranks.length; at++) ends[slotOf(ranks[at] as number, least, size) + 1]!++;
  for (let rank = 1; rank < ends.length; rank++) ends[rank]! += ends[rank - 1] as number;
  for (let at = 0; at < ranks.length; at++) places[ends[slotOf(ranks[at] as number, least, size)]!++] = at;
  return places;
}

const slotOf = (rank: number, least: number, size: number): number => (rank === NONE ? size : rank - least);
