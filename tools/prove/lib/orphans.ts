// Compares the files of the object store with the ledger, apart from the product's own sweep: which bytes has no row, which row has no bytes.
import fs from 'node:fs';
import path from 'node:path';

export interface StoreCheck {
  readonly files: number;
  /** Files no row names. */
  readonly orphans: number;
  /** Bytes behind the block in which the last named one lies. */
  readonly tailBytes: number;
  /** Rows whose bytes are not all there. */
  readonly broken: number;
}

/** Objects are written in blocks of so many bytes; what fills the last one up is nobody's. */
const BLOCK_BYTES = 4096;

export function checkStore(dataDir: string, locations: readonly string[]): StoreCheck {
  const dir = path.join(dataDir, 'objects');
  const ends = new Map<string, number>();
  const sizes = new Map(fs.readdirSync(dir).map((name) => [name.replace(/\.seg$/, ''), fs.statSync(path.join(dir, name)).size]));
  let broken = 0;
  for (const location of locations) {
    const [, key = '', offset = '', length = ''] = location.split(':');
    const end = Number(offset) + Number(length);
    ends.set(key, Math.max(end, ends.get(key) ?? 0));
    if ((sizes.get(key) ?? 0) < end) broken++;
  }
  const named = [...sizes].filter(([key]) => ends.has(key));
  return { files: sizes.size, orphans: sizes.size - named.length, tailBytes: named.reduce((sum, [key, size]) => sum + Math.max(0, size - Math.ceil(ends.get(key)! / BLOCK_BYTES) * BLOCK_BYTES), 0), broken };
}
