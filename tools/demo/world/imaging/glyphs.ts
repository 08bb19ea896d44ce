// Letters in pixels: lead markers on radiographs, and text a modality burns into a picture.
import { type Canvas } from './canvas';

const ROWS: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 14],
  H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14],
  J: [7, 2, 2, 2, 2, 18, 12],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  Q: [14, 17, 17, 17, 21, 18, 13],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  W: [17, 17, 17, 21, 21, 27, 17],
  X: [17, 17, 10, 4, 10, 17, 17],
  Y: [17, 17, 10, 4, 4, 4, 4],
  Z: [31, 1, 2, 4, 8, 16, 31],
  0: [14, 17, 19, 21, 25, 17, 14],
  1: [4, 12, 4, 4, 4, 4, 14],
  2: [14, 17, 1, 6, 8, 16, 31],
  3: [30, 1, 1, 14, 1, 1, 30],
  4: [2, 6, 10, 18, 31, 2, 2],
  5: [31, 16, 30, 1, 1, 17, 14],
  6: [6, 8, 16, 30, 17, 17, 14],
  7: [31, 1, 2, 4, 8, 8, 8],
  8: [14, 17, 17, 14, 17, 17, 14],
  9: [14, 17, 17, 15, 1, 2, 12],
  '.': [0, 0, 0, 0, 0, 12, 12],
  ',': [0, 0, 0, 0, 12, 4, 8],
  '-': [0, 0, 0, 31, 0, 0, 0],
  ':': [0, 12, 12, 0, 12, 12, 0],
  '/': [1, 2, 2, 4, 8, 8, 16],
  '^': [4, 10, 17, 0, 0, 0, 0],
  '@': [14, 17, 23, 21, 23, 16, 14],
  '%': [24, 25, 2, 4, 8, 19, 3],
  '(': [2, 4, 8, 8, 8, 4, 2],
  ')': [8, 4, 2, 2, 2, 4, 8],
};

/** Share (0 to 1) of ink at a place of a text, in units of the letter height; letters are 5 by 7 cells with one cell between. */
export function inkAt(text: string, u: number, v: number): number {
  const cell = 1 / 7;
  const column = Math.floor(u / cell);
  const letter = ROWS[text[Math.floor(column / 6)] ?? ' '];
  const row = Math.floor(v / cell);
  const bit = column % 6;
  if (!letter || column < 0 || bit > 4 || row < 0 || row > 6) return 0;
  return (letter[row]! >> (4 - bit)) & 1;
}

/** Writes a line of capitals at (column, row) of its upper left corner, `height` pixels high, mixing towards `value`. */
export function write(on: Canvas, text: string, column: number, row: number, height: number, value: number, strength = 1): void {
  const capitals = text.toUpperCase();
  const width = Math.ceil((capitals.length * 6 * height) / 7);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const x = column + i;
      const y = row + j;
      if (x < 0 || y < 0 || x >= on.columns || y >= on.rows) continue;
      const ink = inkAt(capitals, (i + 0.5) / height, (j + 0.5) / height) * strength;
      if (ink > 0) on.data[y * on.columns + x] = on.data[y * on.columns + x]! * (1 - ink) + value * ink;
    }
  }
}

const STROKES: Readonly<Record<'R' | 'L', readonly (readonly [number, number, number, number])[]>> = {
  R: [
    [0, 0, 0, 1],
    [0, 0, 0.34, 0],
    [0.34, 0, 0.5, 0.09],
    [0.5, 0.09, 0.55, 0.25],
    [0.55, 0.25, 0.5, 0.42],
    [0.5, 0.42, 0.34, 0.51],
    [0.34, 0.51, 0, 0.51],
    [0.28, 0.51, 0.58, 1],
  ],
  L: [
    [0, 0, 0, 1],
    [0, 1, 0.52, 1],
  ],
};

/** Lays a lead letter on a film: smooth strokes, `height` pixels high, raising what is there to at least `value`. */
export function lead(on: Canvas, letter: 'R' | 'L', column: number, row: number, height: number, value: number): void {
  const half = 0.085;
  for (let j = Math.floor(-0.2 * height); j < 1.2 * height; j++) {
    for (let i = Math.floor(-0.2 * height); i < 0.9 * height; i++) {
      const x = column + i;
      const y = row + j;
      if (x < 0 || y < 0 || x >= on.columns || y >= on.rows) continue;
      const near = Math.min(...STROKES[letter].map((stroke) => toStroke(stroke, i / height, j / height)));
      const share = Math.max(0, Math.min(1, (half - near) * height * 0.7 + 0.5));
      const index = y * on.columns + x;
      if (share > 0) on.data[index] = on.data[index]! + Math.max(0, value - on.data[index]!) * share;
    }
  }
}

function toStroke([ax, ay, bx, by]: readonly [number, number, number, number], u: number, v: number): number {
  const ex = bx - ax;
  const ey = by - ay;
  const t = Math.max(0, Math.min(1, ((u - ax) * ex + (v - ay) * ey) / (ex * ex + ey * ey)));
  return Math.sqrt((u - ax - ex * t) ** 2 + (v - ay - ey * t) ** 2);
}
