import { shiftDayNumber } from '../calendar';
import type { Keep } from '../keep';
import type { PolicyText } from '../policy-text';
import { isNumbers } from './column';
import { rowsOf, type Segment } from './segment';
import { BLOCK, TRUE, truthsOf, UNKNOWN } from './truths';

export const FOREVER = 0x7fff_ffff;

/** Last day each row must be kept (days since 1970-01-01, or `FOREVER`), by the strictest of all layers: equal to `decideStrictest` on each row. */
export function replayUntil(layers: readonly PolicyText<'retention'>[], segments: readonly Segment[]): Int32Array {
  const until = new Int32Array(rowsOf(segments)).fill(-0x8000_0000);
  let start = 0;
  for (const segment of segments) {
    for (const layer of layers) {
      for (const rule of layer.rules) {
        const truths = truthsOf(rule.when, segment);
        const least = rule.onUnknown === 'fire' ? UNKNOWN : TRUE;
        const last = lastDays(rule.then.keep, segment);
        const block = new Uint8Array(BLOCK);
        for (let from = 0; from < segment.rows; from += BLOCK) {
          const out = block.subarray(0, Math.min(BLOCK, segment.rows - from));
          truths(from, out);
          for (let i = 0; i < out.length; i++) if ((out[i] as number) >= least) raise(until, start + from + i, last(from + i));
        }
      }
      const last = lastDays(layer.default.then.keep, segment);
      for (let row = 0; row < segment.rows; row++) raise(until, start + row, last(row));
    }
    start += segment.rows;
  }
  return until;
}

function raise(until: Int32Array, at: number, day: number): void {
  if (day > (until[at] as number)) until[at] = day;
}

/** The last day by the row's basis, worked out once for each day that occurs. */
function lastDays(keep: Keep, segment: Segment): (row: number) => number {
  if (keep === 'forever') return () => FOREVER;
  const column = segment.columns.get(keep.from);
  if (!column || !isNumbers(column)) return () => FOREVER;
  const known = new Map<number, number>([[0, FOREVER]]);
  return (row) => {
    const cell = column.cells[row] as number;
    const found = known.get(cell);
    if (found !== undefined) return found;
    const last = shiftDayNumber(cell - 1 + column.base, keep.n, keep.unit);
    known.set(cell, last);
    return last;
  };
}
