/** The JPEG family of ISO 10918-1 and 14495-1. The codestream tells its process: what the transfer syntax says is sometimes another one. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PixelRecipe } from '../../recipe';
import { Undecodable, type Samples } from '../samples';
import { announcedSize } from './announced-size';
import { jpegHead, sayingRgb, type JpegHead } from './jpeg-head';
import { CODECS, decodeWasm } from './wasm-codec';

interface SlowJpeg {
  parse(bytes: Uint8Array): void;
  getData16(width: number, height: number): Uint16Array;
  colorTransform: boolean;
}

/** The package has this decoder for its own viewer and does not export it by name. */
const SLOW_JPEG = 'codecs/jpeg.js';
/** It shifts samples of 12 bits by 2,063 in place of 2,048, because it scales its rounding along with them. */
const SLOW_JPEG_EXCESS = 15;

async function decode12(bytes: Buffer, { width, height, components: count }: JpegHead): Promise<Samples> {
  const viewer = createRequire(import.meta.url).resolve('@cornerstonejs/dicom-image-loader');
  const { default: Decoder } = (await import(pathToFileURL(path.join(path.dirname(viewer), SLOW_JPEG)).href)) as { default: new () => SlowJpeg };
  const decoder = new Decoder();
  decoder.parse(bytes);
  decoder.colorTransform = false;
  const values = decoder.getData16(width, height).map((value) => Math.max(0, value - SLOW_JPEG_EXCESS));
  return { width, height, count, values, planar: false, colour: 'as-declared' };
}

async function decodeLossless(bytes: Buffer, { width, height, components: count, precision }: JpegHead): Promise<Samples> {
  const { Decoder } = await import('@cornerstonejs/jpeg-lossless-decoder-js');
  const wide = precision > 8;
  const decoded = new Decoder().decode(Uint8Array.from(bytes).buffer, 0, bytes.length, wide ? 2 : 1) as unknown as Uint8Array;
  const made = decoded.buffer.slice(decoded.byteOffset, decoded.byteOffset + decoded.byteLength);
  const values = wide ? new Uint16Array(made) : new Uint8Array(made);
  return { width, height, count, values, planar: false, colour: 'as-declared' };
}

/** The fast decoder hands out RGB whatever the coding. */
async function decode8(bytes: Buffer, pixels: PixelRecipe, head: JpegHead): Promise<Samples> {
  const untold = head.components === 3 && !head.coloursTold && pixels.photometric === 'RGB';
  const samples = await decodeWasm(CODECS.jpeg, untold ? sayingRgb(bytes) : bytes);
  return samples.count === 3 ? { ...samples, colour: 'rgb' } : samples;
}

function decodeProcess(bytes: Buffer, pixels: PixelRecipe, head: JpegHead): Promise<Samples> {
  if (head.process === 'jpeg-ls') return decodeWasm(CODECS.jpegLs, bytes);
  if (head.process === 'lossless') return decodeLossless(bytes, head);
  return head.precision > 8 ? decode12(bytes, head) : decode8(bytes, pixels, head);
}

export async function decodeJpeg(bytes: Buffer, pixels: PixelRecipe): Promise<Samples> {
  announcedSize(bytes);
  const head = jpegHead(bytes);
  if (!head) throw new Undecodable();
  try {
    return await decodeProcess(bytes, pixels, head);
  } catch {
    throw new Undecodable();
  }
}
