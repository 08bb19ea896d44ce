/** RLE Lossless (PS3.5 annex G) for generated images: byte planes, each in PackBits. */

function packBits(bytes: Buffer): Buffer {
  const out: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    let run = 1;
    while (run < 128 && at + run < bytes.length && bytes[at + run] === bytes[at]) run++;
    if (run > 1) {
      out.push(257 - run, bytes[at]!);
      at += run;
      continue;
    }
    const start = at;
    while (at < bytes.length && at - start < 128 && (at + 1 >= bytes.length || bytes[at] !== bytes[at + 1])) at++;
    out.push(at - start - 1, ...bytes.subarray(start, at));
  }
  if (out.length % 2 === 1) out.push(0);
  return Buffer.from(out);
}

/** One frame of 16-bit little endian gray pixels, or of interleaved 8-bit samples. */
export function rleFrame(pixels: Buffer, planes: number, littleEndianWords = false): Buffer {
  const segments = Array.from({ length: planes }, (_, plane) => {
    const from = littleEndianWords ? planes - 1 - plane : plane;
    return packBits(Buffer.from(pixels.filter((_byte, i) => i % planes === from)));
  });
  const head = Buffer.alloc(64);
  head.writeUInt32LE(planes, 0);
  let offset = 64;
  segments.forEach((segment, i) => {
    head.writeUInt32LE(offset, 4 + 4 * i);
    offset += segment.length;
  });
  return Buffer.concat([head, ...segments]);
}
