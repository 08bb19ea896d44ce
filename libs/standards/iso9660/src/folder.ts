/** Directory records (ECMA-119 9.1) of one folder. */
import { posixEntry, type PosixEntry } from './rock-ridge';
import { SECTOR, type Extent, type ReadAt, type Tree } from './volume';

export interface FolderRecord {
  readonly name: string;
  readonly extent: Extent;
  readonly folder: boolean;
  /** The next record goes on with the same file (multi-extent). */
  readonly continues: boolean;
  readonly interleaved: boolean;
  readonly posix: PosixEntry | null;
}

const FOLDER = 0x02;
const ASSOCIATED = 0x04;
const CONTINUES = 0x80;

/** The system use area of the first record of a folder: of the root it tells whether Rock Ridge is there. */
export function firstSystemUse(folder: Buffer): Buffer {
  const length = folder[0] ?? 0;
  return length > 34 && length <= folder.length ? folder.subarray(34, length) : Buffer.alloc(0);
}

/** The records of a folder without `.` and `..`. Stops at the first record that cannot be one; `broken` tells that. */
export async function* recordsOf(folder: Buffer, tree: Tree, read: ReadAt, susp: { readonly skip: number; readonly continuations: number } | null, broken: () => void): AsyncGenerator<FolderRecord> {
  for (let at = 0; at + 34 <= folder.length;) {
    const length = folder[at]!;
    if (length === 0) {
      at = (Math.floor(at / SECTOR) + 1) * SECTOR;
      continue;
    }
    const nameLength = folder[at + 32]!;
    if (length < 34 || 33 + nameLength > length || at + length > folder.length) return broken();
    const record = folder.subarray(at, at + length);
    at += length;
    const raw = record.subarray(33, 33 + nameLength);
    const self = nameLength === 1 && raw[0]! <= 1;
    const flags = record[25]!;
    if (self || (flags & ASSOCIATED) !== 0) continue;
    const use = record.subarray(33 + nameLength + (nameLength % 2 === 0 ? 1 : 0));
    const posix = susp ? await posixEntry(use.subarray(susp.skip), read, tree.blockSize, susp.continuations) : null;
    const start = (record.readUInt32LE(2) + record[1]!) * tree.blockSize;
    yield {
      name: posix?.name || nameOf(raw, tree.joliet), extent: { start, length: record.readUInt32LE(10) }, folder: (flags & FOLDER) !== 0,
      continues: (flags & CONTINUES) !== 0, interleaved: record[26]! !== 0 || record[27]! !== 0, posix,
    };
  }
}

/** Without the version number and a last dot that stands before it. */
function nameOf(raw: Buffer, joliet: boolean): string {
  const text = joliet ? new TextDecoder('utf-16be').decode(raw.subarray(0, raw.length & ~1)) : raw.toString('latin1');
  return text.replace(/;\d{1,5}$/, '').replace(/\.$/, '');
}
