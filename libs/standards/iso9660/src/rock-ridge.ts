/** Names and kinds a directory record carries for POSIX systems: SUSP (IEEE P1281) with Rock Ridge (IEEE P1282). */
import type { ReadAt } from './volume';

export interface PosixEntry {
  /** Empty when no NM entry names it. */
  readonly name: string;
  readonly link: boolean;
  /** Compressed by zisofs: its bytes are not the file. */
  readonly compressed: boolean;
  /** Block at which a folder moved up by Rock Ridge really begins (CL). */
  readonly childBlock: number | null;
  /** This record is such a moved folder itself (RE): it is reached by its CL. */
  readonly relocated: boolean;
}

const MOST_NAME_BYTES = 1024;
const CONTINUES = 1;

/** The system use areas of the root's own record: bytes to skip in each area when SUSP is in use (SP), null when it is not. */
export function suspSkip(area: Buffer): number | null {
  for (let at = 0; at + 7 <= area.length && at < 32; at++) {
    if (area.toString('latin1', at, at + 2) === 'SP' && area[at + 4] === 0xbe && area[at + 5] === 0xef) return area[at + 6] ?? 0;
  }
  return null;
}

/** Reads the entries of one record; continuation areas are read from the image, at most `most` of them. */
export async function posixEntry(first: Buffer, read: ReadAt, blockSize: number, most: number): Promise<PosixEntry> {
  const name: Buffer[] = [];
  let nameBytes = 0;
  let [link, compressed, relocated] = [false, false, false];
  let childBlock: number | null = null;
  let area: Buffer | null = first;
  for (let hop = 0; area && hop <= most; hop++) {
    let next: { at: number; length: number } | null = null;
    for (let at = 0; at + 4 <= area.length;) {
      const length: number = area[at + 2]!;
      if (length < 4 || at + length > area.length) break;
      const body: Buffer = area.subarray(at + 4, at + length);
      switch (area.toString('latin1', at, at + 2)) {
        case 'NM':
          nameBytes += body.length - 1;
          if (body.length > 1 && nameBytes <= MOST_NAME_BYTES && (body[0]! & ~CONTINUES) === 0) name.push(body.subarray(1));
          break;
        case 'SL': link = true; break;
        case 'ZF': compressed = true; break;
        case 'RE': relocated = true; break;
        case 'CL': if (body.length >= 4) childBlock = body.readUInt32LE(0); break;
        case 'CE': if (body.length >= 24) next = { at: body.readUInt32LE(0) * blockSize + body.readUInt32LE(8), length: Math.min(body.readUInt32LE(16), blockSize) }; break;
      }
      at += length;
    }
    area = next ? await read(next.at, next.length) : null;
  }
  return { name: Buffer.concat(name).toString('utf8'), link, compressed, childBlock, relocated };
}
