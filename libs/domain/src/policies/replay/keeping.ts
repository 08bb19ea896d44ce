import type { PolicyText } from '../policy-text';
import { isNumbers } from './column';
import type { ReplayComparison } from './compare';
import type { Segment } from './segment';
import { countedRows, type Counted } from './span';
import { replayUntil } from './until';

export interface Keeping {
  readonly longer: number;
  readonly shorter: number;
  readonly same: number;
  readonly megabytesShorter: number;
  /** Exams that would have been gone and were viewed afterwards. */
  readonly viewedLater: number;
}

const MEGABYTES = 'exam.megabytes';
const VIEWED = 'exam.lastViewedAt';

/** Two retention texts over the same rows: what is kept longer, what shorter, and what would have been missed. */
export function compareKeeping(base: readonly PolicyText<'retention'>[], draft: readonly PolicyText<'retention'>[], segments: readonly Segment[], counted: Counted): Keeping & Pick<ReplayComparison, 'rows' | 'changed'> {
  const was = replayUntil(base, segments);
  const now = replayUntil(draft, segments);
  const sum = { longer: 0, shorter: 0, same: 0, megabytesShorter: 0, viewedLater: 0 };
  let start = 0;
  for (const segment of segments) {
    const counts = countedRows(segment, counted);
    const megabytes = numbers(segment, MEGABYTES);
    const viewed = numbers(segment, VIEWED);
    for (let row = 0; row < segment.rows; row++) {
      if (segment.superseded?.[row] || counts[row] === 0) continue;
      const [a, b] = [was[start + row] as number, now[start + row] as number];
      if (a === b) sum.same++;
      else if (b > a) sum.longer++;
      else {
        sum.shorter++;
        sum.megabytesShorter += megabytes(row) ?? 0;
        if ((viewed(row) ?? -Infinity) > b) sum.viewedLater++;
      }
    }
    start += segment.rows;
  }
  return { ...sum, rows: sum.longer + sum.shorter + sum.same, changed: sum.longer + sum.shorter };
}

function numbers(segment: Segment, name: string): (row: number) => number | null {
  const column = segment.columns.get(name);
  if (!column || !isNumbers(column)) return () => null;
  return (row) => {
    const cell = column.cells[row] as number;
    return cell === 0 ? null : cell - 1 + column.base;
  };
}

/** Facts the comparison looks at besides those of the rules. */
export const keepingFacts: readonly string[] = [MEGABYTES, VIEWED];
