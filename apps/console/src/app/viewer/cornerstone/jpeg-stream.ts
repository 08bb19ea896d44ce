// What a JPEG stream says of itself. Files exist whose transfer syntax names another process than their stream, and a decoder that believes
// the file draws noise without an error.

const SYNTAX = { baseline: '1.2.840.10008.1.2.4.50', extended: '1.2.840.10008.1.2.4.51', losslessAny: '1.2.840.10008.1.2.4.57', lossless: '1.2.840.10008.1.2.4.70' };
const JPEG = new Set<string>(Object.values(SYNTAX));
const SOI = 0xd8;
const APP0 = 0xe0;
const APP14 = 0xee;
const SOS = 0xda;
/** Start of frame by process (ITU-T T.81 table B.1): baseline, extended sequential, lossless; all with Huffman coding. */
const FRAMES: Readonly<Record<number, string>> = { 0xc0: SYNTAX.baseline, 0xc1: SYNTAX.extended, 0xc3: SYNTAX.lossless };

/** Markers up to the first scan, in order. Empty when the bytes are no JPEG stream. */
function markersOf(bytes: Uint8Array): number[] {
  const markers: number[] = [];
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return markers;
  for (let at = 2; at + 3 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    markers.push(marker);
    if (marker === SOS) break;
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return markers;
}

/** The syntax to decode by: the file's, unless it is one of the four JPEG processes and the stream is another of them. */
export function jpegSyntax(declared: string, bytes: Uint8Array): string {
  if (!JPEG.has(declared)) return declared;
  const frame = markersOf(bytes).find((marker) => marker in FRAMES);
  const actual = frame === undefined ? declared : (FRAMES[frame] ?? declared);
  return actual === SYNTAX.lossless && declared === SYNTAX.losslessAny ? declared : actual;
}

/** Adobe marker that says: components are what they are, no colour transform. */
const PLAIN_COLOUR = [0xff, APP14, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 0x65, 0, 0, 0, 0, 0];

/**
 * A baseline stream whose object says RGB, as the browser must see it: without a marker the browser takes three components for YCbCr and
 * turns grey into magenta. Streams that say something themselves stay as they are.
 */
export function asRgbStream(bytes: Uint8Array): Uint8Array {
  const markers = markersOf(bytes);
  if (markers.length === 0 || markers.includes(APP0) || markers.includes(APP14)) return bytes;
  const marked = new Uint8Array(bytes.length + PLAIN_COLOUR.length);
  marked.set(bytes.subarray(0, 2));
  marked.set(PLAIN_COLOUR, 2);
  marked.set(bytes.subarray(2), 2 + PLAIN_COLOUR.length);
  return marked;
}
