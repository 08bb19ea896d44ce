// A radiograph: how much of each thing the ray from front to back meets, added up on a film.
import { type Canvas, canvas, coronal } from './canvas';
import { type Distance, type Solid } from './solids';

/** A film seen from the front: columns along x, rows from head to feet; holds attenuation (no unit, 0 is open air). */
export const film = (columns: number, rows: number, pixel: number, centre: readonly [number, number]): Canvas =>
  canvas(coronal(columns, rows, pixel, 0, centre), 0);

/** Adds solids whose ray length is known, `perMm` for each mm. Joined rods are added one by one and taken together by the larger. */
export function add(on: Canvas, what: Solid, perMm: number): void {
  const leaves = leavesOf(what);
  const together = leaves.length > 1;
  const [i0, i1, j0, j1] = window(on, what);
  for (let j = j0; j <= j1; j++) {
    const z = on.origin[2] - j * on.pixel;
    for (let i = i0; i <= i1; i++) {
      const x = on.origin[0] + i * on.pixel;
      let most = 0;
      for (const leaf of leaves) {
        if (together && (x < leaf.box[0] || x > leaf.box[3] || z < leaf.box[2] || z > leaf.box[5])) continue;
        const c = leaf.chord!(x, z);
        if (c > most) most = c;
      }
      if (most > 0) on.data[j * on.columns + i] = on.data[j * on.columns + i]! + most * perMm;
    }
  }
}

const leavesOf = (what: Solid): readonly Solid[] => (what.parts ? what.parts.flatMap(leavesOf) : what.chord ? [what] : []);

function window(on: Canvas, what: Solid): readonly [number, number, number, number] {
  const { pixel, origin, columns, rows } = on;
  return [
    Math.max(0, Math.floor((what.box[0] - origin[0]) / pixel)),
    Math.min(columns - 1, Math.ceil((what.box[3] - origin[0]) / pixel)),
    Math.max(0, Math.floor((origin[2] - what.box[5]) / pixel)),
    Math.min(rows - 1, Math.ceil((origin[2] - what.box[2]) / pixel)),
  ];
}

/**
 * Adds what has no closed form by stepping along the ray: `measure` gives attenuation per mm at a point. Done on a grid of `grain` mm
 * and stretched smoothly over the film.
 */
export function march(on: Canvas, from: number, to: number, step: number, grain: number, measure: Distance): void {
  const columns = Math.ceil((on.columns * on.pixel) / grain) + 2;
  const rows = Math.ceil((on.rows * on.pixel) / grain) + 2;
  const coarse = new Float32Array(columns * rows);
  for (let j = 0; j < rows; j++) {
    const z = on.origin[2] - j * grain;
    for (let i = 0; i < columns; i++) {
      const x = on.origin[0] + i * grain;
      let sum = 0;
      for (let y = from; y <= to; y += step) sum += measure(x, y, z);
      coarse[j * columns + i] = sum * step;
    }
  }
  const k = on.pixel / grain;
  for (let j = 0; j < on.rows; j++) {
    const v = j * k;
    const jj = Math.floor(v);
    const b = v - jj;
    for (let i = 0; i < on.columns; i++) {
      const u = i * k;
      const ii = Math.floor(u);
      const a = u - ii;
      const at = jj * columns + ii;
      const top = coarse[at]! * (1 - a) + coarse[at + 1]! * a;
      const bottom = coarse[at + columns]! * (1 - a) + coarse[at + columns + 1]! * a;
      const index = j * on.columns + i;
      on.data[index] = on.data[index]! + top * (1 - b) + bottom * b;
    }
  }
}
