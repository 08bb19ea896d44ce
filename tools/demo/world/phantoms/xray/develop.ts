// From attenuation to the picture a CR reader puts out: 12 bits, bone white, with the processing all of them apply.
import { type Random, gauss } from '../../chance/random';
import { type Canvas } from '../../imaging/canvas';
import { lead } from '../../imaging/glyphs';
import { blur, sharpen } from '../../imaging/kernel';

export interface Exposure {
  /** Attenuation shown black and white. */
  readonly black: number;
  readonly white: number;
  readonly noise: number;
  /** Letter of lead, and its place as shares of width and height. */
  readonly marker?: { readonly letter: 'R' | 'L'; readonly at: readonly [number, number]; readonly height: number };
}

/** Develops in place: values 0 to 4095. The lead marker is laid on before noise, as it lies on the cassette. */
export function develop(on: Canvas, exposure: Exposure, rnd: Random): Canvas {
  const { black, white, noise, marker } = exposure;
  const { data } = on;
  if (marker) {
    const height = Math.round(marker.height * on.rows);
    lead(on, marker.letter, Math.round(marker.at[0] * on.columns), Math.round(marker.at[1] * on.rows), height, white * 1.1);
  }
  blur(on, on.columns / 1600);
  // Local contrast: what is large and flat is pressed together, so that lung and belly both show detail.
  const broad = blur(shrink(on, 8), 5);
  for (let j = 0; j < on.rows; j++) {
    for (let i = 0; i < on.columns; i++) {
      const index = j * on.columns + i;
      const around = stretch(broad, i / 8, j / 8);
      const inside = Math.max(0, Math.min(1, data[index]! / black));
      data[index] = data[index]! - 0.3 * (around - (black + white) / 2) * inside;
    }
  }
  for (let i = 0; i < data.length; i++) data[i] = data[i]! + noise * Math.exp(0.18 * data[i]!) * gauss(rnd);
  sharpen(on, 0.7, on.columns / 420);
  for (let i = 0; i < data.length; i++) {
    const t = Math.max(0, Math.min(1, (data[i]! - black) / (white - black)));
    data[i] = 4095 * (0.55 * t + 0.45 * t * t * (3 - 2 * t));
  }
  return on;
}

function shrink(of: Canvas, by: number): Canvas {
  const columns = Math.ceil(of.columns / by);
  const rows = Math.ceil(of.rows / by);
  const data = new Float32Array(columns * rows);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++)
      data[j * columns + i] = of.data[Math.min(of.rows - 1, j * by) * of.columns + Math.min(of.columns - 1, i * by)]!;
  }
  return { ...of, columns, rows, data, pixel: of.pixel * by };
}

function stretch(from: Canvas, u: number, v: number): number {
  const i = Math.min(from.columns - 2, Math.floor(u));
  const j = Math.min(from.rows - 2, Math.floor(v));
  const a = Math.min(1, u - i);
  const b = Math.min(1, v - j);
  const at = j * from.columns + i;
  return (
    (from.data[at]! * (1 - a) + from.data[at + 1]! * a) * (1 - b) +
    (from.data[at + from.columns]! * (1 - a) + from.data[at + from.columns + 1]! * a) * b
  );
}
