import { dayText } from '../calendar';
import type { Quota } from '../policy-text';
import { isNumbers } from './column';
import { quotaColumn, TODAY, type Segment } from './segment';

/** Rows a quota rule would take, as segment and row, in the order the decisions were made. */
export interface Candidates {
  readonly segment: number[];
  readonly row: number[];
}

/**
 * Gives the places of a quota away: by the order fact (unknown last), then by the order of the decisions, `max` to each key and window.
 * Says of each candidate whether it got one; a row whose key is not known never does.
 */
export function takePlaces(quota: Quota, segments: readonly Segment[], candidates: Candidates): Uint8Array {
  const got = new Uint8Array(candidates.row.length);
  const used = new Map<number, number>();
  const windowOf = windows(quota.window);
  for (const at of inOrder(quota, segments, candidates)) {
    const segment = segments[candidates.segment[at] as number] as Segment;
    const row = candidates.row[at] as number;
    const key = numberAt(segment, quotaColumn(quota.per), row);
    const window = windowOf(segment, row);
    if (key === null || window === null) continue;
    const bucket = key * 0x20_0000 + window;
    const taken = used.get(bucket) ?? 0;
    if (taken >= quota.max) continue;
    used.set(bucket, taken + 1);
    got[at] = 1;
  }
  return got;
}

function numberAt(segment: Segment, name: string, row: number): number | null {
  const column = segment.columns.get(name);
  if (!column || !isNumbers(column)) return null;
  const cell = column.cells[row] as number;
  return cell === 0 ? null : cell - 1 + column.base;
}

/** The number of the window a row falls into (under 2^21); `case` counts within a case. */
function windows(window: Quota['window']): (segment: Segment, row: number) => number | null {
  if (window === 'ever') return () => 0;
  if (window === 'case') {
    const numbers = new Map<number, number>();
    return (segment, row) => {
      const number = numberAt(segment, quotaColumn('case'), row);
      if (number === null) return 0;
      if (!numbers.has(number)) numbers.set(number, numbers.size + 1);
      return numbers.get(number) ?? 0;
    };
  }
  const years = new Map<number, number>();
  return (segment, row) => {
    const day = numberAt(segment, TODAY, row);
    if (day === null || window === 'day') return day;
    if (!years.has(day)) years.set(day, Number(dayText(day).slice(0, 4)));
    return years.get(day) ?? null;
  };
}

/** Places among the candidates, sorted. Rows mostly lie in order already; then nothing is sorted. */
function inOrder(quota: Quota, segments: readonly Segment[], candidates: Candidates): ArrayLike<number> & Iterable<number> {
  const ranks = Float64Array.from(candidates.row, (row, at) => numberAt(segments[candidates.segment[at] as number] as Segment, quota.orderBy, row) ?? Infinity);
  const places = Uint32Array.from(ranks, (_, at) => at);
  for (let at = 1; at < ranks.length; at++) {
    if ((ranks[at] as number) < (ranks[at - 1] as number)) return places.sort((a, b) => (ranks[a] as number) - (ranks[b] as number) || a - b);
  }
  return places;
}
