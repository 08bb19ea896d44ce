import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';

const PIECE = 1024 * 1024;
const run = promisify(execFile);

export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** What was written over does not read as nothing: the disk did not do what it said. */
export class NotWiped extends Error {
  override readonly name = 'NotWiped';
}

/**
 * Takes the bytes of these extents out of a segment that holds others too: they are written over with nothing, made durable and read back. Where the system can,
 * the space is given back to the disk. Never makes the file longer; bytes of others are not touched. False when there is no such file any more.
 */
export async function wipe(file: string, extents: readonly Extent[]): Promise<boolean> {
  const handle = await fs.promises.open(file, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!handle) return false;
  try {
    const { size } = await handle.stat();
    const within = joined(extents).map((one) => ({ offset: one.offset, length: Math.min(one.length, Math.max(0, size - one.offset)) })).filter((one) => one.length > 0);
    const nothing = Buffer.alloc(PIECE);
    for (const piece of within.flatMap(pieces)) await handle.write(nothing, 0, piece.length, piece.offset);
    await handle.datasync();
    for (const one of within) await giveBack(file, one);
    const seen = Buffer.alloc(PIECE);
    for (const piece of within.flatMap(pieces)) {
      const { bytesRead } = await handle.read(seen, 0, piece.length, piece.offset);
      if (!seen.subarray(0, bytesRead).equals(nothing.subarray(0, bytesRead))) throw new NotWiped('Bytes that were written over are still there.');
    }
    return true;
  } finally {
    await handle.close();
  }
}

/** Neighbours as one, in order. */
function joined(extents: readonly Extent[]): Extent[] {
  const out: { offset: number; length: number }[] = [];
  for (const one of extents.toSorted((a, b) => a.offset - b.offset)) {
    const last = out.at(-1);
    if (last && last.offset + last.length === one.offset) last.length += one.length;
    else out.push({ ...one });
  }
  return out;
}

function pieces(one: Extent): Extent[] {
  const out: Extent[] = [];
  for (let at = 0; at < one.length; at += PIECE) out.push({ offset: one.offset + at, length: Math.min(PIECE, one.length - at) });
  return out;
}

/** A hole reads as nothing and takes no space (fallocate(2), util-linux). Where it cannot be made, the space stays with the segment until the segment goes. */
async function giveBack(file: string, one: Extent): Promise<void> {
  if (process.platform !== 'linux') return;
  await run('fallocate', ['--punch-hole', '--offset', String(one.offset), '--length', String(one.length), file]).catch(() => undefined);
}
