import { dayNumber } from '../calendar';
import type { FactType, FactValue } from '../fact-row';

/** Whole numbers of one column. 0 stands for unknown in every column, so that no reader needs a second path. */
export type Cells = Uint8Array | Uint16Array | Uint32Array;

/** Whole numbers, or days since 1970-01-01: a cell holds `value - base + 1`. */
export interface NumberColumn {
  readonly cells: Cells;
  readonly base: number;
}

/** Anything else: a cell holds the place of its value in `values`, counted from 1. */
export interface ValueColumn {
  readonly cells: Cells;
  readonly values: readonly Exclude<FactValue, null>[];
}

export type Column = NumberColumn | ValueColumn;

export const isNumbers = (column: Column): column is NumberColumn => 'base' in column;
export const holdsNumbers = (type: FactType): boolean => type === 'int' || type === 'date' || type === 'instant';

/**
 * One fact of many decisions, packed as tightly as its values allow. Instants keep their day only, as conditions do.
 * @throws RangeError when numbers lie further apart than 32 bits reach.
 */
export function packColumn(type: FactType, facts: readonly FactValue[]): Column {
  return holdsNumbers(type) ? packNumbers(facts.map((fact) => numberOf(fact))) : packValues(facts);
}

const numberOf = (fact: FactValue): number | null => (typeof fact === 'number' ? fact : typeof fact === 'string' ? dayNumber(fact) : null);

export function packNumbers(numbers: readonly (number | null)[]): NumberColumn {
  let base = Infinity;
  let top = -Infinity;
  for (const n of numbers) {
    if (n === null) continue;
    if (n < base) base = n;
    if (n > top) top = n;
  }
  if (base === Infinity) return { cells: new Uint8Array(numbers.length), base: 0 };
  const cells = makeCells(numbers.length, top - base + 1);
  numbers.forEach((n, i) => { if (n !== null) cells[i] = n - base + 1; });
  return { cells, base };
}

export function packValues(facts: readonly FactValue[]): ValueColumn {
  const places = new Map<string, number>();
  const values: Exclude<FactValue, null>[] = [];
  const found = facts.map((fact) => {
    if (fact === null) return 0;
    const key = typeof fact === 'object' ? fact.join('\u0000') : `${typeof fact} ${String(fact)}`;
    const place = places.get(key) ?? values.push(fact);
    places.set(key, place);
    return place;
  });
  const cells = makeCells(facts.length, values.length);
  cells.set(found);
  return { cells, values };
}

/** Cells that can hold 0 to `top`. */
export function makeCells(rows: number, top: number): Cells {
  if (top > 0xffff_ffff) throw new RangeError('The numbers of a column lie too far apart.');
  return top <= 0xff ? new Uint8Array(rows) : top <= 0xffff ? new Uint16Array(rows) : new Uint32Array(rows);
}

const tops = new WeakMap<Cells, number>();

/** The largest cell of a column. It is looked for once, since a column never changes. */
export function topOf(cells: Cells): number {
  let top = tops.get(cells);
  if (top === undefined) tops.set(cells, (top = largest(cells)));
  return top;
}

function largest(cells: Cells): number {
  let top = 0;
  for (let row = 0; row < cells.length; row++) if ((cells[row] as number) > top) top = cells[row] as number;
  return top;
}

/** What a cell says, as it was packed; days come back as numbers. */
export function cellOf(column: Column, row: number): FactValue {
  const cell = column.cells[row] ?? 0;
  if (cell === 0) return null;
  return isNumbers(column) ? cell - 1 + column.base : (column.values[cell - 1] ?? null);
}
