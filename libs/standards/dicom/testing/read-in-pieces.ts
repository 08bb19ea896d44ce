import { ObjectReader, type ObjectReaderOptions, type ObjectResult } from '../src/index';

/** Reads an object in pieces of a given size, each in memory of its own that is overwritten afterwards: a reader must not lean on it. */
export async function readInPieces(bytes: Buffer, size = 65_536, options: ObjectReaderOptions = {}): Promise<ObjectResult> {
  const reader = new ObjectReader(options);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = Buffer.from(bytes.subarray(at, at + size));
    const pushed = reader.push(piece);
    if (pushed) await pushed;
    else piece.fill(0xaa);
  }
  return reader.finish();
}
