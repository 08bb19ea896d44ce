/** Colour images to eight bits of red, green and blue, samples of a pixel together (PS3.3 C.7.6.3.1.2, C.7.6.3.1.5). */
import type { LookupTable, PixelRecipe } from '../recipe';
import { tableOf } from './grey';
import { Undecodable, type Samples } from './samples';

export function paletteImage(samples: Samples, palette: readonly [LookupTable, LookupTable, LookupTable]): Uint8Array {
  const tables = palette.map((one) => {
    const { first, most, entries } = tableOf(one);
    return { first, bytes: Uint8ClampedArray.from(entries, (entry) => (entry / most) * 255) };
  });
  const { values } = samples;
  const out = new Uint8Array(values.length * 3);
  for (let i = 0; i < values.length; i++) {
    for (let c = 0; c < 3; c++) {
      const { first, bytes } = tables[c]!;
      out[3 * i + c] = bytes[Math.min(bytes.length - 1, Math.max(0, values[i]! - first))] ?? 0;
    }
  }
  return out;
}

/** Eight bits of each sample, samples of a pixel together. */
function interleaved(samples: Samples, bitsStored: number): Uint8ClampedArray {
  const { values, width, height, planar } = samples;
  const pixels = width * height;
  const scale = 255 / (2 ** bitsStored - 1);
  const out = new Uint8ClampedArray(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) out[3 * i + c] = values[planar ? c * pixels + i : samples.count * i + c]! * scale;
  }
  return out;
}

/** Full range (YBR_FULL) or video range (YBR_PARTIAL), in place. */
function toRgb(bytes: Uint8ClampedArray, partial: boolean): void {
  const [scale, dark] = partial ? [255 / 219, 16] : [1, 0];
  const chroma = partial ? 255 / 224 : 1;
  for (let i = 0; i < bytes.length; i += 3) {
    const y = (bytes[i]! - dark) * scale;
    const cb = (bytes[i + 1]! - 128) * chroma;
    const cr = (bytes[i + 2]! - 128) * chroma;
    bytes[i] = y + 1.402 * cr;
    bytes[i + 1] = y - 0.344136 * cb - 0.714136 * cr;
    bytes[i + 2] = y + 1.772 * cb;
  }
}

/** JPEG 2000 undoes its own colour transformations; these are what the others leave to the reader. */
const LUMA = /^YBR_(FULL|FULL_422|PARTIAL_420|PARTIAL_422)$/;

export function colourImage(samples: Samples, pixels: PixelRecipe): Uint8Array {
  if (samples.count < 3) throw new Undecodable();
  const bytes = interleaved(samples, samples.values.BYTES_PER_ELEMENT === 1 ? 8 : pixels.bitsStored);
  if (samples.colour === 'as-declared' && LUMA.test(pixels.photometric)) toRgb(bytes, pixels.photometric.includes('PARTIAL'));
  return new Uint8Array(bytes.buffer);
}
