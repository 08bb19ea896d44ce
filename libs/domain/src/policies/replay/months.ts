import { dayText } from '../calendar';
import { isNumbers, type Column, type ValueColumn } from './column';
import { TODAY, type Segment } from './segment';

const known = new WeakMap<Column, ValueColumn>();

/** The month of each decision, such as `2026-11`; worked out once while the days are in memory. Undefined when the days are not there. */
export function monthsOf(segment: Segment): ValueColumn | undefined {
  const days = segment.columns.get(TODAY);
  if (!days || !isNumbers(days)) return undefined;
  const found = known.get(days);
  if (found) return found;
  const values: string[] = [];
  const places: number[] = [0];
  const cells = new Uint16Array(days.cells.length);
  for (let row = 0; row < cells.length; row++) {
    const cell = days.cells[row] as number;
    cells[row] = places[cell] ??= placeOf(values, dayText(cell - 1 + days.base).slice(0, 7));
  }
  const months = { cells, values };
  known.set(days, months);
  return months;
}

const placeOf = (values: string[], month: string): number => (values.includes(month) ? values.indexOf(month) + 1 : values.push(month));
