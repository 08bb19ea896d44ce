// The build of one head: its size, age and disease, and the smooth surfaces (skin, skull, skull base) all else hangs on.
import { between, random } from '../../chance/random';

export type HeadLesion =
  | { readonly kind: 'none' }
  | { readonly kind: 'subdural'; readonly side: 'R' | 'L'; readonly thickness: number; readonly shift: number }
  | { readonly kind: 'mca'; readonly side: 'R' | 'L' }
  | { readonly kind: 'haemorrhage'; readonly side: 'R' | 'L'; readonly diameter: number }
  | { readonly kind: 'white-matter'; readonly spots: number };

export interface HeadShape {
  readonly seed: number;
  /** Half width, half length and height of the cranial cavity above the base, mm. */
  readonly half: readonly [number, number, number];
  /** 0 young, 1 elderly: wider sulci and ventricles. */
  readonly atrophy: number;
  /** Turn about the vertical and tilt of the head in the holder, radians. */
  readonly turn: number;
  readonly lesion: HeadLesion;
}

export function headShape(seed: number, age: number, lesion: HeadLesion): HeadShape {
  const rnd = random(seed, 'head');
  return {
    seed,
    half: [between(rnd, 63, 67), between(rnd, 80, 86), between(rnd, 74, 80)],
    atrophy: Math.max(0.1, Math.min(1.1, (age - 20) / 60 + between(rnd, -0.12, 0.12))),
    turn: between(rnd, -0.05, 0.05),
    lesion,
  };
}

const square = (v: number): number => v * v;
export const smooth = (low: number, high: number, v: number): number => {
  const t = Math.max(0, Math.min(1, (v - low) / (high - low)));
  return t * t * (3 - 2 * t);
};

/**
 * Distance (mm, negative inside) to the wall of the cranial cavity: egg-shaped, widest behind the middle, a dome above, slowly
 * narrowing below. What lies around it (skull, scalp) is at larger distances.
 */
export function cavityWall(shape: HeadShape, x: number, y: number, z: number): number {
  const [a, b, c] = shape.half;
  const behind = (y - 10) / 42;
  const wide = a * (1 + (0.08 * behind) / Math.sqrt(1 + behind * behind));
  const u = square(x / wide);
  const v = square((y - 1) / b);
  const q = u + v - 0.24 * Math.min(1, u * v);
  if (z > 0) {
    const s = Math.sqrt(q + square(z / c));
    return s < 1e-6 ? -a : (s - 1) * (Math.sqrt(x * x + y * y + z * z) / s);
  }
  const narrow = 1 - 0.13 * square(z / 70);
  const s = Math.sqrt(q) / narrow;
  return s < 1e-6 ? -a : (s - 1) * (Math.sqrt(x * x + y * y) / s);
}

/** No part of the skull base is higher than this. */
export const HIGHEST_FLOOR = -15;

/** Height of the inner skull base below which there is no brain: the orbital roofs in front, two bowls at the sides, one behind. */
export function floorHeight(x: number, y: number): number {
  const aside = Math.abs(x);
  const roof = -27 + 8 * Math.exp(-square((aside - 33) / 15)) - 6 * smooth(14, 8, aside);
  const plateau = roof + (-35 - roof) * smooth(-34, -26, y);
  const side = 1 - square((aside - 41) / 27) - square((y + 7) / 25);
  const hind = 1 - square(x / 60) - square((y - 47) / 46);
  return plateau - (side > 0 ? 24 * side ** 0.6 : 0) - (hind > 0 ? 42 * hind ** 0.45 : 0);
}
