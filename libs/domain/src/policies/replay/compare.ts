import { isNumbers } from './column';
import { monthsOf } from './months';
import type { Outcomed } from './outcomes';
import { LEFT_OUT } from './replay';
import { NUMBER, type Segment } from './segment';

export interface ReplayedChange {
  readonly from: object;
  readonly to: object;
  readonly count: number;
  readonly sample: readonly number[];
}

export interface ReplayComparison {
  readonly rows: number;
  readonly changed: number;
  /** The most frequent changes first. */
  readonly changes: readonly ReplayedChange[];
  readonly months: readonly { readonly month: string; readonly rows: number; readonly changed: number }[];
  readonly rules: { readonly draft: Readonly<Record<string, number>>; readonly base: Readonly<Record<string, number>> };
}

/** Numbers of decisions kept of each change. */
export const MOST_SAMPLES = 200;
const MOST_CHANGES = 60;

interface Pair { count: number; readonly sample: number[] }
interface Month { rows: number; changed: number }

/** Two texts over the same rows: what changes into what, how often, and when. Rows that either leaves out count for neither. */
export function compare(base: Outcomed, draft: Outcomed, segments: readonly Segment[]): ReplayComparison {
  const width = draft.outcomes.length;
  const pairs: (Pair | undefined)[] = [];
  const months = new Map<string, Month>();
  const both = new Float64Array(base.outcomes.length * width);
  const same = Uint8Array.from(both, (_, at) => (base.names[Math.floor(at / width)] === draft.names[at % width] ? 1 : 0));
  let start = 0;
  for (const segment of segments) {
    const month = monthsOf(segment);
    const sums = Array.from({ length: (month?.values.length ?? 0) + 1 }, (): Month => ({ rows: 0, changed: 0 }));
    const number = numbersOf(segment);
    for (let row = 0; row < segment.rows; row++) {
      const was = base.of[start + row] as number;
      const now = draft.of[start + row] as number;
      if (was === LEFT_OUT || now === LEFT_OUT) continue;
      const pair = was * width + now;
      both[pair]!++;
      const sum = sums[month ? (month.cells[row] as number) : 0] as Month;
      sum.rows++;
      if (same[pair] === 1) continue;
      sum.changed++;
      const { sample } = (pairs[pair] ??= { count: 0, sample: [] });
      if (sample.length < MOST_SAMPLES) sample.push(number(row));
    }
    sums.forEach((sum, cell) => addMonth(months, String(month?.values[cell - 1] ?? ''), sum));
    start += segment.rows;
  }
  pairs.forEach((pair, at) => { if (pair) pair.count = both[at] as number; });
  const merged = mergedByName(pairs, base, draft);
  return {
    rows: both.reduce((sum, count) => sum + count, 0), changed: merged.reduce((sum, c) => sum + c.count, 0), changes: merged.toSorted((a, b) => b.count - a.count).slice(0, MOST_CHANGES),
    months: [...months].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, sum]) => ({ month: key, ...sum })),
    rules: { draft: byRule(draft, (place) => sumOf(both, (at) => at % width === place)), base: byRule(base, (place) => sumOf(both, (at) => Math.floor(at / width) === place)) },
  };
}

const sumOf = (counts: Float64Array, counted: (at: number) => boolean): number => counts.reduce((sum, count, at) => (counted(at) ? sum + count : sum), 0);

function addMonth(months: Map<string, Month>, key: string, { rows, changed }: Month): void {
  if (rows === 0) return;
  const sum = months.get(key) ?? { rows: 0, changed: 0 };
  months.set(key, { rows: sum.rows + rows, changed: sum.changed + changed });
}

/** Outcomes of different rules may be the same outcome: they are one change. */
function mergedByName(pairs: readonly (Pair | undefined)[], base: Outcomed, draft: Outcomed): ReplayedChange[] {
  const merged = new Map<string, { from: object; to: object; count: number; sample: number[] }>();
  pairs.forEach((pair, at) => {
    if (!pair) return;
    const { count, sample } = pair;
    const [was, now] = [Math.floor(at / draft.outcomes.length), at % draft.outcomes.length];
    const name = `${base.names[was] ?? ''} ${draft.names[now] ?? ''}`;
    const before = merged.get(name);
    merged.set(name, {
      from: base.outcomes[was] ?? {}, to: draft.outcomes[now] ?? {}, count: count + (before?.count ?? 0), sample: [...(before?.sample ?? []), ...sample].toSorted((a, b) => a - b).slice(0, MOST_SAMPLES),
    });
  });
  return [...merged.values()];
}

function byRule(of: Outcomed, count: (place: number) => number): Record<string, number> {
  const sums: Record<string, number> = {};
  of.by.forEach((ids, place) => { for (const id of ids) sums[id] = (sums[id] ?? 0) + count(place); });
  return sums;
}

function numbersOf(segment: Segment): (row: number) => number {
  const column = segment.columns.get(NUMBER);
  return column && isNumbers(column) ? (row) => (column.cells[row] as number) - 1 + column.base : () => 0;
}
