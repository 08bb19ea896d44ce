/** The size a codestream says its image has, read before a decoder reserves memory for it. */
import { MOST_PIXELS } from '../../recipe';
import { TooLarge, Undecodable } from '../samples';
import { jpegHead } from './jpeg-head';

export interface AnnouncedSize {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

const JPEG_2000 = Buffer.from([0xff, 0x4f, 0xff, 0x51]);
/** A codestream may stand inside the boxes of a JP2 file. */
const BOXES = 4096;
const MOST_COMPONENTS = 4;

/** JPEG 2000 and HTJ2K: the SIZ marker (ISO 15444-1 A.5.1). */
function jpeg2000Size(bytes: Buffer): AnnouncedSize | null {
  const start = bytes.subarray(0, BOXES).indexOf(JPEG_2000);
  if (start < 0 || bytes.length < start + 42) return null;
  const at = (offset: number): number => bytes.readUInt32BE(start + offset);
  return { width: at(8) - at(16), height: at(12) - at(20), components: bytes.readUInt16BE(start + 40) };
}

/** Throws `Undecodable` when the codestream does not say, `TooLarge` when it says too much. */
export function announcedSize(bytes: Buffer): AnnouncedSize {
  const size = jpegHead(bytes) ?? jpeg2000Size(bytes);
  if (!size || size.width < 1 || size.height < 1) throw new Undecodable();
  if (size.width * size.height > MOST_PIXELS || size.components > MOST_COMPONENTS) throw new TooLarge();
  return size;
}
