// A photograph made from a surface: height, colour and wetness at each point, lit from the upper left with a soft flash.

export type Colour = readonly [number, number, number];

export interface Surface {
  /** Height towards the camera, in the same unit as x and y. */
  readonly height: number;
  /** Linear colour, 0 to 1. */
  readonly colour: Colour;
  /** 0 dull, 1 wet. */
  readonly wet: number;
}

export interface Photo {
  readonly columns: number;
  readonly rows: number;
  /** RGB, 8 bit, pixel by pixel. */
  readonly rgb: Uint8Array;
}

export const blend = (a: Colour, b: Colour, t: number): Colour => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
export const scaled = (a: Colour, k: number): Colour => [a[0] * k, a[1] * k, a[2] * k];

const LIGHT = normal(-0.42, -0.55, 0.72);
const HALF = normal(-0.21, -0.275, 0.86);

function normal(x: number, y: number, z: number): Colour {
  const n = Math.hypot(x, y, z);
  return [x / n, y / n, z / n];
}

/** Renders `width` mm across; `grain(i)` gives sensor noise for a pixel. */
export function photograph(
  columns: number,
  rows: number,
  width: number,
  at: (x: number, y: number) => Surface,
  grain: () => number,
): Photo {
  const rgb = new Uint8Array(columns * rows * 3);
  const pixel = width / columns;
  let above: readonly Surface[] = Array.from({ length: columns + 1 }, (_, i) => at(i * pixel, -pixel));
  for (let j = 0; j < rows; j++) {
    const line: Surface[] = [at(-pixel, j * pixel)];
    for (let i = 0; i < columns; i++) {
      const here = at(i * pixel, j * pixel);
      const left = line[i]!;
      const up = above[i]!;
      line.push(here);
      const dx = (here.height - left.height) / pixel;
      const dy = (here.height - up.height) / pixel;
      const n = 1 / Math.sqrt(1 + dx * dx + dy * dy);
      const diffuse = Math.max(0, (-dx * LIGHT[0] - dy * LIGHT[1] + LIGHT[2]) * n);
      const shine = Math.max(0, (-dx * HALF[0] - dy * HALF[1] + HALF[2]) * n);
      const gleam = here.wet * (0.5 * shine ** 60 + 0.06 * shine ** 8) + 0.025 * shine ** 14;
      const u = i / columns - 0.5;
      const v = j / rows - 0.5;
      const fall = (1 - 0.55 * (u * u + v * v)) * (0.24 + 0.8 * diffuse);
      const noise = grain() * 0.008;
      for (let c = 0; c < 3; c++) {
        const linear = Math.max(0, here.colour[c]! * fall + gleam + noise);
        const tone = linear / (linear * 0.28 + 0.86);
        rgb[(j * columns + i) * 3 + c] = Math.min(255, 255 * Math.min(1, tone) ** (1 / 2.15));
      }
    }
    above = line.slice(1).concat(line[line.length - 1]!);
  }
  return { columns, rows, rgb };
}
