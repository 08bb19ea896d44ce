/** What the markers of a JPEG or JPEG-LS codestream say before the first scan (ISO 10918-1 B.2, ISO 14495-1 C.2). */
export interface JpegHead {
  readonly process: 'lossy' | 'lossless' | 'jpeg-ls';
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** A JFIF or Adobe marker settles whether three components are RGB. */
  readonly coloursTold: boolean;
}

const START_OF_FRAME = new Map<number, JpegHead['process']>([
  ...[0xc0, 0xc1, 0xc2, 0xc5, 0xc6, 0xc9, 0xca, 0xcd, 0xce].map((marker) => [marker, 'lossy'] as const),
  ...[0xc3, 0xc7, 0xcb, 0xcf].map((marker) => [marker, 'lossless'] as const),
  [0xf7, 'jpeg-ls'],
]);
const JFIF = 0xe0;
const ADOBE = 0xee;
const START_OF_SCAN = 0xda;
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Null when this is no such codestream, or one without a frame header. */
export function jpegHead(bytes: Buffer): JpegHead | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  let coloursTold = false;
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff || marker === START_OF_SCAN) return null;
    if (marker === 0xff || standsAlone(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === JFIF || marker === ADOBE) coloursTold = true;
    const process = START_OF_FRAME.get(marker);
    if (process) return { process, precision: bytes[at + 4]!, height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7), components: bytes[at + 9]!, coloursTold };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

const ADOBE_RGB = Buffer.from([0xff, ADOBE, 0, 14, ...Buffer.from('Adobe', 'latin1'), 0, 100, 0, 0, 0, 0, 0]);

/** The codestream with a marker that says its components are RGB, for one that says nothing and is decoded by somebody who would guess. */
export const sayingRgb = (bytes: Buffer): Buffer => Buffer.concat([bytes.subarray(0, 2), ADOBE_RGB, bytes.subarray(2)]);
