/** One frame of any transfer syntax we can show, as samples. */
import zlib from 'node:zlib';
import type { PixelRecipe } from '../../recipe';
import { Undecodable, Unsupported, type SampleArray, type Samples } from '../samples';
import { announcedSize } from './announced-size';
import { decodeJpeg } from './jpeg';
import { decodeNative } from './native';
import { unpackRle } from './rle';
import { CODECS, decodeWasm } from './wasm-codec';

const BASE = '1.2.840.10008.1.2';
const RLE = `${BASE}.5`;
const DEFLATED_FRAME = `${BASE}.8.1`;
const NATIVE = new Set([BASE, `${BASE}.1`, `${BASE}.1.98`, `${BASE}.1.99`, `${BASE}.2`]);
const JPEG = new Set(['50', '51', '57', '70', '80', '81']);
const JPEG_2000 = new Set(['90', '91', '92', '93']);
const HTJ2K = new Set(['201', '202', '203']);
const JPEG_XL = new Set(['110', '111', '112']);

function inflated(bytes: Buffer, pixels: PixelRecipe): Buffer {
  try {
    const most = Math.ceil((pixels.rows * pixels.columns * pixels.samples * pixels.bitsAllocated) / 8) + 1024;
    return zlib.inflateRawSync(bytes, { maxOutputLength: most });
  } catch {
    throw new Undecodable();
  }
}

/** Codings that know no signs carry signed values as their bits (PS3.5 8.2): taken for what they are here. */
function withSigns(samples: Samples, { signed, bitsStored }: PixelRecipe): Samples {
  const { values } = samples;
  if (!signed || bitsStored < 1 || bitsStored > 16 || !(values instanceof Uint8Array || values instanceof Uint16Array)) return samples;
  const up = 32 - bitsStored;
  const out: SampleArray = new Int16Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = (values[i]! << up) >> up;
  return { ...samples, values: out };
}

function unpacked(bytes: Buffer, pixels: PixelRecipe): Samples {
  const photometric = pixels.photometric === 'YBR_FULL_422' ? 'YBR_FULL' : pixels.photometric;
  return decodeNative(unpackRle(bytes, pixels), { ...pixels, planar: 0, bigEndian: false, photometric });
}

async function decodeCoded(bytes: Buffer, pixels: PixelRecipe, coding: string): Promise<Samples> {
  if (JPEG.has(coding)) return decodeJpeg(bytes, pixels);
  if (JPEG_XL.has(coding)) return decodeWasm(CODECS.jpegXl, bytes);
  if (!JPEG_2000.has(coding) && !HTJ2K.has(coding)) throw new Unsupported();
  announcedSize(bytes);
  return decodeWasm(JPEG_2000.has(coding) ? CODECS.jpeg2000 : CODECS.htj2k, bytes);
}

/** Throws `Undecodable`, `Unsupported` or `TooLarge`. */
export async function decodeFrame(bytes: Buffer, pixels: PixelRecipe): Promise<Samples> {
  const uid = pixels.transferSyntaxUid;
  if (NATIVE.has(uid)) return decodeNative(bytes, pixels);
  if (uid === RLE) return unpacked(bytes, pixels);
  if (uid === DEFLATED_FRAME) return decodeNative(inflated(bytes, pixels), pixels);
  const coding = uid.startsWith(`${BASE}.4.`) ? uid.slice(BASE.length + 3) : '';
  return withSigns(await decodeCoded(bytes, pixels, coding), pixels);
}
