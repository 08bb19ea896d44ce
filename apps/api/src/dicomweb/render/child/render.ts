/** One frame to one picture. */
import sharp from 'sharp';
import { MOST_PIXELS, type OutputRecipe, type RenderOrder } from '../recipe';
import { colourImage, paletteImage } from './colour';
import { decodeFrame } from './decode/decode';
import { greyImage } from './grey';
import { TooLarge, Undecodable, type Samples } from './samples';

sharp.concurrency(1);
sharp.cache(false);

function shown(samples: Samples, order: RenderOrder): { readonly bytes: Uint8Array; readonly channels: 1 | 3 } {
  const { pixels, view } = order;
  if (pixels.photometric === 'PALETTE COLOR' && samples.count === 1) {
    if (!view.palette) throw new Undecodable();
    return { bytes: paletteImage(samples, view.palette), channels: 3 };
  }
  if (samples.count > 1) return { bytes: colourImage(samples, pixels), channels: 3 };
  return { bytes: greyImage(samples, pixels, view), channels: 1 };
}

async function encoded(bytes: Uint8Array, width: number, height: number, channels: 1 | 3, output: OutputRecipe): Promise<Buffer> {
  let image = sharp(bytes, { raw: { width, height, channels }, limitInputPixels: MOST_PIXELS });
  const { region, fit } = output;
  if (region) {
    if (region.left + region.width > width || region.top + region.height > height) throw new Undecodable();
    image = image.extract(region);
  }
  if (fit) image = image.resize({ ...fit, fit: 'inside' });
  if (channels === 1) image = image.toColourspace('b-w');
  if (output.format === 'png') return image.png().toBuffer();
  if (output.format === 'gif') return image.gif().toBuffer();
  return image.jpeg({ quality: output.quality, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** Throws `Undecodable`, `Unsupported` or `TooLarge`. */
export async function render(order: RenderOrder, frame: Buffer): Promise<Buffer> {
  const { rows, columns } = order.pixels;
  if (rows * columns > MOST_PIXELS) throw new TooLarge();
  const samples = await decodeFrame(frame, order.pixels);
  if (samples.width * samples.height > MOST_PIXELS) throw new TooLarge();
  const { bytes, channels } = shown(samples, order);
  return encoded(bytes, samples.width, samples.height, channels, order.output);
}
