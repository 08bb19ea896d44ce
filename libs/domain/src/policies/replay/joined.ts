import type { Cells } from './column';

/** Cells that hold 0 to `size - 1`. */
export interface Part { readonly cells: Cells; readonly size: number }
interface Kept { readonly of: readonly Part[]; readonly joined: Part }

/** By the first of the cells: they go when it is given up. */
const kept = new WeakMap<Cells, Kept[]>();
/** Ways to join that begin with the same cells; more come of edits that are no longer asked. */
const MOST_KEPT = 4;

/**
 * Columns of the same rows as one: a cell of it stands for one combination of theirs, counted through with the last one fastest. It is made once while
 * the columns are in memory, so that looking up many columns costs as much as looking up one.
 */
export function joinCells(parts: readonly Part[]): Part {
  const [first] = parts;
  if (!first || parts.length === 1) return first ?? { cells: new Uint8Array(), size: 1 };
  const own = kept.get(first.cells) ?? [];
  kept.set(first.cells, own);
  const found = own.find(({ of }) => of.length === parts.length && of.every(({ cells, size }, k) => cells === parts[k]?.cells && size === parts[k]?.size));
  if (found) return found.joined;
  const made = join(parts, first.cells.length);
  own.push({ of: parts, joined: made });
  if (own.length > MOST_KEPT) own.shift();
  return made;
}

function join(parts: readonly Part[], rows: number): Part {
  const size = parts.reduce((product, part) => product * part.size, 1);
  const places = new Uint32Array(rows);
  for (const part of parts) {
    if (part.cells instanceof Uint8Array) spreadBytes(places, part.size, part.cells);
    else spreadWide(places, part.size, part.cells);
  }
  return { cells: size <= 0x1_0000 ? new Uint16Array(places) : places, size };
}

// Two loops of the same words, so that each is compiled for its kind of cells.
function spreadBytes(places: Uint32Array, size: number, cells: Uint8Array): void {
  for (let row = 0; row < places.length; row++) places[row] = (places[row] as number) * size + (cells[row] as number);
}

function spreadWide(places: Uint32Array, size: number, cells: Uint16Array | Uint32Array): void {
  for (let row = 0; row < places.length; row++) places[row] = (places[row] as number) * size + (cells[row] as number);
}
