/** The segments of a JPEG file (ITU-T T.81 annex B): what may be put into a DICOM object as it is, and what a camera wrote beside the image. */

export interface JpegParts {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** Sequential, eight bits, Huffman: JPEG Baseline (Process 1). */
  readonly baseline: boolean;
  /** Components are luminance and chrominance, as JFIF and all cameras have them. */
  readonly ycc: boolean;
  /** 1 when it is upright (Exif 3.0 4.6.5.1.6). */
  readonly orientation: number;
  /** The same image without what the camera wrote beside it: place, time, device, preview, and whatever follows its end. Not one byte of the image is changed. */
  readonly bare: Buffer;
}

const SOI = 0xd8, EOI = 0xd9, SOS = 0xda, APP0 = 0xe0, APP1 = 0xe1, APP2 = 0xe2, APP14 = 0xee, COM = 0xfe;
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isApplication = (marker: number): boolean => marker >= APP0 && marker <= 0xef;

/** Null when it is no whole JPEG. */
export function jpegParts(file: Buffer): JpegParts | null {
  if (file.length < 4 || file[0] !== 0xff || file[1] !== SOI) return null;
  const kept: Buffer[] = [file.subarray(0, 2)];
  let frame: Pick<JpegParts, 'rows' | 'columns' | 'components' | 'baseline'> & { readonly ids: string } | null = null;
  let adobe: number | null = null;
  let orientation = 1;
  for (let at = 2; at + 4 <= file.length;) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === EOI) break;
    const end = at + 2 + file.readUInt16BE(at + 2);
    if (end > file.length || end < at + 4) return null;
    const body = file.subarray(at + 4, end);
    if (isFrame(marker)) {
      if (body.length < 6 || frame) return null;
      frame = {
        rows: body.readUInt16BE(1), columns: body.readUInt16BE(3), components: body[5]!, baseline: marker === 0xc0 && body[0] === 8,
        ids: Buffer.from(body.subarray(6).filter((_, i) => i % 3 === 0)).toString('latin1'),
      };
    }
    if (marker === APP14 && body.toString('latin1', 0, 5) === 'Adobe' && body.length >= 12) adobe = body[11]!;
    if (marker === APP1) orientation = orientationIn(body) ?? orientation;
    if (marker !== SOS) {
      if (isOfImage(marker, body)) kept.push(file.subarray(at, end));
      at = end;
      continue;
    }
    const next = endOfScan(file, end);
    if (next === null) return null;
    kept.push(file.subarray(at, next));
    at = next;
    if (file[at + 1] === EOI) break;
  }
  if (!frame || frame.rows === 0 || frame.columns === 0 || kept.length < 3) return null;
  const { ids, ...found } = frame;
  return { ...found, ycc: found.components === 3 && adobe !== 0 && ids !== 'RGB', orientation, bare: Buffer.concat([...kept, Buffer.from([0xff, EOI])]) };
}

/** Tables and frames, the colour space (JFIF, Adobe) and its profile. */
function isOfImage(marker: number, body: Buffer): boolean {
  if (marker === COM) return false;
  if (!isApplication(marker)) return true;
  if (marker === APP0) return body.toString('latin1', 0, 5) === 'JFIF\0';
  if (marker === APP2) return body.toString('latin1', 0, 12) === 'ICC_PROFILE\0';
  return marker === APP14;
}

/** Where the next marker after the entropy-coded data stands (B.1.1.5); null when the file ends first. */
function endOfScan(file: Buffer, from: number): number | null {
  for (let at = file.indexOf(0xff, from); at >= 0 && at + 1 < file.length; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1]!;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return null;
}

/** Tag 0x0112 of the first directory of an Exif segment. */
function orientationIn(body: Buffer): number | null {
  if (body.toString('latin1', 0, 6) !== 'Exif\0\0') return null;
  const tiff = body.subarray(6);
  if (tiff.length < 8) return null;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number): number => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number): number => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const first = u32(4);
  for (let i = 0, n = u16(first); i < n && i < 200; i++) {
    const at = first + 2 + 12 * i;
    if (u16(at) === 0x0112) return u16(at + 8) >= 1 && u16(at + 8) <= 8 ? u16(at + 8) : null;
  }
  return null;
}
