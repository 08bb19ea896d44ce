/** A Modality or VOI LUT as the loader reads it (PS3.3 C.11.1, C.11.2). Entries are unsigned whatever the loader made of them. */
export interface LookupTable {
  readonly firstValueMapped: number;
  readonly numBitsPerEntry: number;
  readonly lut: readonly number[];
}

/** Grey values through a table; below it the first entry, above it the last. */
export function throughTable(values: ArrayLike<number>, table: LookupTable): Uint16Array {
  const entries = Uint16Array.from(table.lut, (entry) => entry & 0xffff);
  const out = new Uint16Array(values.length);
  const last = entries.length - 1;
  for (let i = 0; i < values.length; i++) {
    const at = Math.round(values[i] ?? 0) - table.firstValueMapped;
    out[i] = entries[at < 0 ? 0 : at > last ? last : at] ?? 0;
  }
  return out;
}

/** Darkest and brightest value. */
export function rangeOf(values: ArrayLike<number>): { readonly min: number; readonly max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
