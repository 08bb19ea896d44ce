import zlib from 'node:zlib';
import { DEFLATED_LE, EXPLICIT_LE, OBJECT_LIMITS, type ReadAt } from '@causeway/dicom';
import type { Objects } from '../../platform/objects/objects';
import type { BuffersInTurn } from '../../platform/objects/reading-buffers';
import type { StoredInstance } from './instances';

type Store = Pick<Objects, 'read'>;

/** How much of the beginning is read at a time: the attributes of most images take a few kilobytes, those of some take megabytes. */
const FIRST_READ = 16_384;
const MOST_READ = 2 ** 20;

/** The file as it is stored. With `buffers`, a piece holds until the one after the next is asked for. */
export const wholeFile = (store: Store, one: StoredInstance, buffers?: BuffersInTurn): AsyncIterable<Buffer> => store.read(one.location, undefined, buffers);

/** The file from its beginning, for readers that stop: little first, then more. */
export async function* fromTheStart(store: Store, one: StoredInstance): AsyncGenerator<Buffer> {
  let size = FIRST_READ;
  for (let at = 0; at < one.fileBytes; size = Math.min(size * 4, MOST_READ)) {
    const end = Math.min(at + size, one.fileBytes);
    yield* store.read(one.location, { start: at, end });
    at = end;
  }
}

export async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return all.length === 1 ? Buffer.from(all[0]!.buffer, all[0]!.byteOffset, all[0]!.byteLength) : Buffer.concat(all);
}

export const readAt = (store: Store, one: StoredInstance): ReadAt => (offset, length) => gather(store.read(one.location, { start: offset, end: offset + length }));

/** A part of something readable only from its beginning. */
async function* cutOut(pieces: AsyncIterable<Buffer>, start: number, end: number): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const piece of pieces) {
    const [from, to] = [Math.max(0, start - at), Math.min(piece.length, end - at)];
    if (to > from) yield piece.subarray(from, to);
    at += piece.length;
    if (at >= end) return;
  }
}

/** The data set of a deflated object (PS3.5 A.5), within the bounds it was received in. */
export async function* inflated(store: Store, one: StoredInstance): AsyncGenerator<Buffer> {
  const inflate = zlib.createInflateRaw();
  const source = store.read(one.location, { start: one.dataAt });
  const feeding = (async () => {
    for await (const piece of source) {
      if (inflate.destroyed) return;
      if (!inflate.write(piece)) await new Promise<void>((resolve) => inflate.once('drain', resolve).once('close', resolve));
    }
    inflate.end();
  })();
  feeding.catch((error: unknown) => inflate.destroy(error as Error));
  let bytes = 0;
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > OBJECT_LIMITS.inflatedBytes) return;
      yield piece;
    }
  } finally {
    inflate.destroy();
  }
}

/** Whether positions in the data set are positions in the file. */
export const isDeflated = (one: StoredInstance): boolean => one.transferSyntaxUid === DEFLATED_LE;

/** Transfer syntax of the bytes that leave in parts: a deflated object's values are those of the plain syntax. */
export const syntaxOfParts = (one: StoredInstance): string => (isDeflated(one) ? EXPLICIT_LE : one.transferSyntaxUid);

/** Bytes of the data set, or of a deflated one as it reads; positions count from its first byte. */
export function dataSetRange(store: Store, one: StoredInstance, start: number, end: number): AsyncIterable<Buffer> {
  if (isDeflated(one)) return cutOut(inflated(store, one), start, end);
  return store.read(one.location, { start: one.dataAt + start, end: one.dataAt + end });
}
