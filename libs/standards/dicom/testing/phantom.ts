/** Pixel data that looks like something: a body outline with organs that change from slice to slice, so that a viewer has a picture. */

const HIGHEST = 4095;

/** 16-bit little endian pixels of one axial slice; `slice` from 0 to 1 runs through the body. */
export function phantomSlice(rows: number, columns: number, slice: number, seed = 1): Buffer {
  const pixels = new Uint16Array(rows * columns);
  const scale = 0.55 + 0.4 * Math.sin(Math.PI * (0.15 + 0.7 * slice));
  const organs = [
    { x: -0.3, y: 0.05, r: 0.22 * scale, value: 200 },
    { x: 0.3, y: 0.05, r: 0.22 * scale, value: 200 },
    { x: 0, y: 0.45, r: 0.12, value: 2600 },
    { x: 0.1 * Math.cos(6 * slice), y: -0.1, r: 0.14 * (1 - slice / 2), value: 1700 },
  ];
  for (let row = 0; row < rows; row++) {
    const y = (2 * row) / rows - 1;
    for (let column = 0; column < columns; column++) {
      const x = (2 * column) / columns - 1;
      if ((x / 0.85) ** 2 + (y / 0.65) ** 2 > scale) continue;
      const organ = organs.find((one) => (x - one.x) ** 2 + (y - one.y) ** 2 < one.r ** 2);
      const noise = (Math.imul(row * columns + column + seed, 0x9e3779b1) >>> 26) - 32;
      pixels[row * columns + column] = Math.min(HIGHEST, Math.max(0, (organ?.value ?? 1050) + noise));
    }
  }
  return Buffer.from(pixels.buffer);
}

const slices = new Map<string, Buffer>();

/** The same, made once per size for sixteen slices: fast enough to author thousands of objects. */
export function cachedSlice(rows: number, columns: number, slice: number): Buffer {
  const step = Math.floor(slice * 16) % 16;
  const key = `${rows}x${columns}/${step}`;
  let pixels = slices.get(key);
  if (!pixels) {
    pixels = phantomSlice(rows, columns, step / 16);
    slices.set(key, pixels);
  }
  return pixels;
}
