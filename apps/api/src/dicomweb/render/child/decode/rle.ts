/** RLE Lossless (PS3.5 annex G): each byte of each sample is a segment of its own, packed by runs. */
import type { PixelRecipe } from '../../recipe';
import { Undecodable } from '../samples';

const HEADER_BYTES = 64;
const MOST_SEGMENTS = 15;

/** Unpacks one segment to every `step`-th byte of `out` from `at`. */
function unpack(segment: Buffer, out: Buffer, at: number, step: number, count: number): void {
  let from = 0;
  let left = count;
  while (left > 0 && from < segment.length) {
    const code = segment.readInt8(from++);
    if (code >= 0) {
      for (let i = 0; i <= code && left > 0 && from < segment.length; i++, left--, at += step) out[at] = segment[from++]!;
    } else if (code !== -128) {
      const value = segment[from++] ?? 0;
      for (let i = 0; i <= -code && left > 0; i++, left--, at += step) out[at] = value;
    }
  }
  if (left > 0) throw new Undecodable();
}

/** The frame as it would stand in a native syntax, little endian, samples of a pixel together. */
export function unpackRle(bytes: Buffer, pixels: PixelRecipe): Buffer {
  const sampleBytes = Math.ceil(pixels.bitsAllocated / 8);
  const segments = sampleBytes * pixels.samples;
  if (bytes.length < HEADER_BYTES || segments > MOST_SEGMENTS || bytes.readUInt32LE(0) !== segments) throw new Undecodable();
  const count = pixels.bitsAllocated === 1 ? Math.ceil((pixels.rows * pixels.columns) / 8) : pixels.rows * pixels.columns;
  const out = Buffer.alloc(count * segments);
  for (let i = 0; i < segments; i++) {
    const start = bytes.readUInt32LE(4 + 4 * i);
    const end = i + 1 < segments ? bytes.readUInt32LE(8 + 4 * i) : bytes.length;
    if (start < HEADER_BYTES || end < start || end > bytes.length) throw new Undecodable();
    const sample = Math.floor(i / sampleBytes);
    // the most significant byte of a sample comes first
    const byte = sampleBytes - 1 - (i % sampleBytes);
    unpack(bytes.subarray(start, end), out, sample * sampleBytes + byte, segments, count);
  }
  return out;
}
