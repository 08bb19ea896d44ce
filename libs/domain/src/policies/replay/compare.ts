import { dayText } from '../calendar';
import { isNumbers } from './column';
import type { Outcomed } from './outcomes';
import { LEFT_OUT } from './replay';
import { NUMBER, TODAY, type Segment } from './segment';

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

/** Two texts over the same rows: what changes into what, how often, and when. Rows that either leaves out count for neither. */
export function compare(base: Outcomed, draft: Outcomed, segments: readonly Segment[]): ReplayComparison {
  const pairs = new Map<number, { count: number; sample: number[] }>();
  const months = new Map<number, { rows: number; changed: number }>();
  const counts = { draft: new Uint32Array(draft.outcomes.length), base: new Uint32Array(base.outcomes.length) };
  const same = base.names.map((name) => draft.names.map((other) => other === name));
  let rows = 0;
  let start = 0;
  for (const segment of segments) {
    const month = monthsOf(segment);
    const number = numbersOf(segment);
    for (let row = 0; row < segment.rows; row++) {
      const was = base.of[start + row] as number;
      const now = draft.of[start + row] as number;
      if (was === LEFT_OUT || now === LEFT_OUT) continue;
      rows++;
      counts.base[was]!++;
      counts.draft[now]!++;
      const own = month(row);
      const sum = months.get(own) ?? { rows: 0, changed: 0 };
      if (sum.rows++ === 0) months.set(own, sum);
      if (same[was]?.[now]) continue;
      sum.changed++;
      const key = was * 0x1_0000 + now;
      const pair = pairs.get(key) ?? { count: 0, sample: [] };
      if (pair.count++ === 0) pairs.set(key, pair);
      if (pair.sample.length < MOST_SAMPLES) pair.sample.push(number(row));
    }
    start += segment.rows;
  }
  const merged = mergedByName(pairs, base, draft);
  return {
    rows, changed: merged.reduce((sum, c) => sum + c.count, 0), changes: merged.toSorted((a, b) => b.count - a.count).slice(0, MOST_CHANGES),
    months: [...months].toSorted(([a], [b]) => a - b).map(([key, sum]) => ({ month: monthText(key), ...sum })),
    rules: { draft: byRule(draft, counts.draft), base: byRule(base, counts.base) },
  };
}

/** Outcomes of different rules may be the same outcome: they are one change. */
function mergedByName(pairs: ReadonlyMap<number, { count: number; sample: number[] }>, base: Outcomed, draft: Outcomed): ReplayedChange[] {
  const merged = new Map<string, { from: object; to: object; count: number; sample: number[] }>();
  for (const [key, { count, sample }] of pairs) {
    const [was, now] = [Math.floor(key / 0x1_0000), key % 0x1_0000];
    const name = `${base.names[was] ?? ''} ${draft.names[now] ?? ''}`;
    const before = merged.get(name);
    merged.set(name, {
      from: base.outcomes[was] ?? {}, to: draft.outcomes[now] ?? {}, count: count + (before?.count ?? 0), sample: [...(before?.sample ?? []), ...sample].toSorted((a, b) => a - b).slice(0, MOST_SAMPLES),
    });
  }
  return [...merged.values()];
}

function byRule(of: Outcomed, counts: Uint32Array): Record<string, number> {
  const sums: Record<string, number> = {};
  of.by.forEach((ids, place) => { for (const id of ids) sums[id] = (sums[id] ?? 0) + (counts[place] ?? 0); });
  return sums;
}

/** Months since year 0, worked out once for each day that occurs. */
function monthsOf(segment: Segment): (row: number) => number {
  const column = segment.columns.get(TODAY);
  if (!column || !isNumbers(column)) return () => 0;
  const known: number[] = [];
  return (row) => {
    const cell = column.cells[row] as number;
    return (known[cell] ??= monthNumber(dayText(cell - 1 + column.base)));
  };
}

const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const monthText = (n: number): string => `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;

function numbersOf(segment: Segment): (row: number) => number {
  const column = segment.columns.get(NUMBER);
  return column && isNumbers(column) ? (row) => (column.cells[row] as number) - 1 + column.base : () => 0;
}
