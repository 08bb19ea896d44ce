import { isNumbers, type Cells } from './column';
import type { Outcomed } from './outcomes';
import { LEFT_OUT } from './replay';
import { NUMBER, TODAY, type Segment } from './segment';

/** Which rows count: decided on these days (since 1970-01-01, both ends included), of these decisions, of this service line. All rows give places of a quota away, also those that do not count. */
export interface Counted {
  readonly from?: number;
  readonly until?: number;
  readonly numbers?: ReadonlySet<number>;
  readonly serviceLine?: string;
}

/** The same outcomes with every row that does not count left out. */
export function within(of: Outcomed, segments: readonly Segment[], counted: Counted): Outcomed {
  const kept = of.of.slice();
  let start = 0;
  for (const segment of segments) {
    leaveOut(kept, start, countedRows(segment, counted));
    start += segment.rows;
  }
  return { ...of, of: kept };
}

function leaveOut(kept: Int16Array, start: number, counts: Uint8Array): void {
  for (let row = 0; row < counts.length; row++) if (counts[row] === 0) kept[start + row] = LEFT_OUT;
}

/** 1 for each row of a segment that counts. */
export function countedRows(segment: Segment, { from = -Infinity, until = Infinity, numbers, serviceLine }: Counted): Uint8Array {
  const counts = new Uint8Array(segment.rows);
  const days = segment.columns.get(TODAY);
  if (!days || !isNumbers(days)) return counts;
  keepBetween(counts, days.cells, Math.max(1, from - days.base + 1), until - days.base + 1);
  if (serviceLine !== undefined) {
    const line = segment.columns.get('case.serviceLine');
    const cell = line && !isNumbers(line) ? line.values.indexOf(serviceLine) + 1 : 0;
    for (let row = 0; row < counts.length; row++) if (cell === 0 || line?.cells[row] !== cell) counts[row] = 0;
  }
  if (numbers) {
    const own = segment.columns.get(NUMBER);
    const known = own && isNumbers(own) ? own : null;
    for (let row = 0; row < counts.length; row++) if (!known || !numbers.has((known.cells[row] as number) - 1 + known.base)) counts[row] = 0;
  }
  return counts;
}

function keepBetween(counts: Uint8Array, cells: Cells, first: number, last: number): void {
  for (let row = 0; row < counts.length; row++) {
    const cell = cells[row] as number;
    counts[row] = cell >= first && cell <= last ? 1 : 0;
  }
}
