/** A picture of a camera or a screen: JPEG or PNG, decoded whole and turned as its camera says. */
import sharp from 'sharp';
import { MOST_PIXELS, type PixelSize } from '../recipe';
import { TooLarge, Undecodable, Unsupported } from './samples';

/** Eight bits of each sample: one of grey pictures, else red, green and blue. What is transparent is white. Throws `Undecodable`, `Unsupported` or `TooLarge`. */
export async function decodedPhotograph(bytes: Buffer): Promise<{ readonly size: PixelSize; readonly pixels: Buffer }> {
  const open = (): sharp.Sharp => sharp(bytes, { limitInputPixels: false, failOn: 'error' });
  const about = await open().metadata().catch(() => { throw new Undecodable(); });
  if (about.format !== 'jpeg' && about.format !== 'png') throw new Unsupported();
  if ((about.width ?? 0) * (about.height ?? 0) > MOST_PIXELS) throw new TooLarge();
  const upright = open().rotate().flatten({ background: '#ffffff' });
  const shown = about.space === 'b-w' || about.space === 'grey16' ? upright.toColourspace('b-w') : upright.toColourspace('srgb');
  const { data, info } = await shown.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { size: { width: info.width, height: info.height, samples: info.channels }, pixels: data };
}
