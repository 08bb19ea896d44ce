/** Pixel data as plain numbers (PS3.5 8.1, 8.2): bits, bytes, words, floats. */
import type { PixelRecipe } from '../../recipe';
import { Undecodable, Unsupported, type SampleArray, type Samples } from '../samples';

const HOST_IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A copy at an address where words may stand, in the byte order of this machine. */
function aligned(bytes: Buffer, size: number, bigEndian: boolean): ArrayBuffer {
  const copy = Buffer.from(new ArrayBuffer(Math.floor(bytes.length / size) * size));
  bytes.copy(copy);
  if (bigEndian === HOST_IS_LITTLE) {
    if (size === 2) copy.swap16();
    if (size === 4) copy.swap32();
    if (size === 8) copy.swap64();
  }
  return copy.buffer as ArrayBuffer;
}

/** One bit per pixel, the first in the lowest bit (PS3.5 8.1.1). */
function bits(bytes: Buffer, count: number): Uint8Array {
  const values = new Uint8Array(count);
  for (let i = 0; i < count; i++) values[i] = (bytes[i >> 3]! >> (i & 7)) & 1;
  return values;
}

function valuesOf(bytes: Buffer, pixels: PixelRecipe): SampleArray {
  const { bitsAllocated, signed, float, bigEndian } = pixels;
  if (float && bitsAllocated === 32) return new Float32Array(aligned(bytes, 4, bigEndian));
  if (float && bitsAllocated === 64) return new Float64Array(aligned(bytes, 8, bigEndian));
  if (bitsAllocated === 8) return signed ? new Int8Array(aligned(bytes, 1, false)) : bytes;
  if (bitsAllocated === 16) return signed ? new Int16Array(aligned(bytes, 2, bigEndian)) : new Uint16Array(aligned(bytes, 2, bigEndian));
  if (bitsAllocated === 32) return signed ? new Int32Array(aligned(bytes, 4, bigEndian)) : new Uint32Array(aligned(bytes, 4, bigEndian));
  throw new Unsupported();
}

/** Values stand in `bitsStored` bits below `highBit`; what is above and below is not part of them (PS3.5 8.1.1). */
function storedBits(values: SampleArray, pixels: PixelRecipe): SampleArray {
  const { bitsAllocated, bitsStored, highBit, signed, float } = pixels;
  if (float || bitsAllocated === 32 || (bitsStored === bitsAllocated && highBit === bitsAllocated - 1)) return values;
  const shift = highBit + 1 - bitsStored;
  if (shift < 0 || bitsStored < 1) throw new Undecodable();
  const out = signed ? new Int16Array(values.length) : new Uint16Array(values.length);
  const up = 32 - bitsStored - shift;
  if (signed) for (let i = 0; i < values.length; i++) out[i] = (values[i]! << up) >> (up + shift);
  else for (let i = 0; i < values.length; i++) out[i] = (values[i]! << up) >>> (up + shift);
  return out;
}

/** 4:2:2 without compression: two pixels share their colour, Y1 Y2 Cb Cr (PS3.3 C.7.6.3.1.2). */
function from422(bytes: Buffer, count: number): Uint8Array {
  const out = new Uint8Array(count * 3);
  for (let i = 0, at = 0; i + 1 < count && at + 3 < bytes.length; i += 2, at += 4) {
    const [first, second, cb, cr] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!];
    out.set([first, cb, cr, second, cb, cr], i * 3);
  }
  return out;
}

export function decodeNative(bytes: Buffer, pixels: PixelRecipe): Samples {
  const { rows: height, columns: width, samples: count } = pixels;
  const total = width * height * count;
  const shape = { width, height, count, planar: count > 1 && pixels.planar === 1, colour: 'as-declared' } as const;
  if (pixels.bitsAllocated === 1) {
    if (bytes.length * 8 < total) throw new Undecodable();
    return { ...shape, values: bits(bytes, total) };
  }
  if (pixels.photometric === 'YBR_FULL_422' && pixels.bitsAllocated === 8) return { ...shape, planar: false, values: from422(bytes, width * height) };
  const values = storedBits(valuesOf(bytes, pixels), pixels);
  if (values.length < total) throw new Undecodable();
  return { ...shape, values: values.subarray(0, total) };
}
