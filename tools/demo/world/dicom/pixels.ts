// Pixel data for the writer: native words and bytes, RLE (PS3.5 G) and baseline JPEG.
import sharp from 'sharp';

/** 16-bit samples in the byte order of the file. */
export function words(from: Float32Array, slope = 1, intercept = 0, low = -32768, high = 32767): Int16Array {
  const out = new Int16Array(from.length);
  for (let i = 0; i < from.length; i++) out[i] = Math.max(low, Math.min(high, Math.round((from[i]! - intercept) / slope)));
  return out;
}

export function bytes(from: Float32Array): Uint8Array {
  const out = new Uint8Array(from.length);
  for (let i = 0; i < from.length; i++) out[i] = Math.max(0, Math.min(255, Math.round(from[i]!)));
  return out;
}

export const asBuffer = (from: Int16Array | Uint16Array | Uint8Array): Buffer => Buffer.from(from.buffer, from.byteOffset, from.byteLength);

/** One row of one byte plane, packed: runs of equal bytes and stretches of different ones. */
function pack(row: Uint8Array, out: number[]): void {
  let i = 0;
  while (i < row.length) {
    let run = 1;
    while (run < 128 && i + run < row.length && row[i + run] === row[i]) run++;
    if (run > 2) {
      out.push(257 - run, row[i]!);
      i += run;
      continue;
    }
    const start = i;
    while (i < row.length && i - start < 128 && !(i + 2 < row.length && row[i] === row[i + 1] && row[i] === row[i + 2])) i++;
    out.push(i - start - 1);
    for (let k = start; k < i; k++) out.push(row[k]!);
  }
}

/** One frame as RLE: a segment for the high bytes and one for the low bytes (or one alone for 8 bits). */
export function rle(frame: Int16Array | Uint16Array | Uint8Array, columns: number): Buffer {
  const planes = frame instanceof Uint8Array ? [0] : [8, 0];
  const segments = planes.map((shift) => {
    const out: number[] = [];
    const row = new Uint8Array(columns);
    for (let at = 0; at < frame.length; at += columns) {
      for (let i = 0; i < columns; i++) row[i] = (frame[at + i]! >> shift) & 0xff;
      pack(row, out);
    }
    if (out.length % 2 === 1) out.push(0);
    return Buffer.from(out);
  });
  const header = Buffer.alloc(64);
  header.writeUInt32LE(segments.length, 0);
  let at = 64;
  segments.forEach((segment, i) => {
    header.writeUInt32LE(at, 4 + i * 4);
    at += segment.length;
  });
  return Buffer.concat([header, ...segments]);
}

/** One frame as baseline JPEG: grey from one channel, colour as YBR 4:2:0. */
export async function jpeg(frame: Uint8Array, columns: number, rows: number, channels: 1 | 3, quality = 90): Promise<Buffer> {
  const picture = sharp(frame, { raw: { width: columns, height: rows, channels } });
  const coloured = channels === 1 ? picture.toColourspace('b-w') : picture;
  return coloured
    .jpeg({ quality, progressive: false, chromaSubsampling: channels === 1 ? '4:4:4' : '4:2:0', optimiseCoding: true })
    .toBuffer();
}
