import { isNumbers } from './column';
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
    const counts = judge(segment, counted);
    for (let row = 0; row < segment.rows; row++) if (!counts(row)) kept[start + row] = LEFT_OUT;
    start += segment.rows;
  }
  return { ...of, of: kept };
}

export function judge(segment: Segment, { from = -Infinity, until = Infinity, numbers, serviceLine }: Counted): (row: number) => boolean {
  const days = segment.columns.get(TODAY);
  const own = segment.columns.get(NUMBER);
  const line = segment.columns.get('case.serviceLine');
  const lines = line && !isNumbers(line) ? line.values : [];
  return (row) => {
    const day = days && isNumbers(days) ? (days.cells[row] as number) - 1 + days.base : NaN;
    if (!(day >= from && day <= until)) return false;
    if (serviceLine !== undefined && lines[((line?.cells[row] as number | undefined) ?? 0) - 1] !== serviceLine) return false;
    return !numbers || (own !== undefined && isNumbers(own) && numbers.has((own.cells[row] as number) - 1 + own.base));
  };
}
