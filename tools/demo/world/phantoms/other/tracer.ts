// Where a tracer goes: PET from skull to thigh with its projections, and the heart muscle in perfusion scans.
import { noise } from '../../chance/noise';
import { between, gauss, random } from '../../chance/random';
import { type Canvas, canvas } from '../../imaging/canvas';
import { blur } from '../../imaging/kernel';

/** A soft spot of uptake: centre and radii in mm (trunk coordinates, z to the head), peak in SUV. */
interface Uptake {
  readonly at: readonly [number, number, number];
  readonly radii: readonly [number, number, number];
  readonly peak: number;
  /** Part of the radius that is flat before it falls off. */
  readonly flat?: number;
}

export interface PetPlan {
  readonly seed: number;
  /** Hot spots of disease, SUV peak. */
  readonly lesions: readonly { readonly at: readonly [number, number, number]; readonly diameter: number; readonly suv: number }[];
}

const ORGANS: readonly Uptake[] = [
  { at: [0, 0, 330], radii: [68, 82, 62], peak: 9, flat: 0.6 },
  { at: [-28, -30, 262], radii: [10, 12, 14], peak: 2.6 },
  { at: [28, -30, 262], radii: [10, 12, 14], peak: 2.6 },
  { at: [30, -24, 44], radii: [40, 30, 34], peak: 3.4 },
  { at: [-60, -6, -50], radii: [82, 70, 66], peak: 2.3, flat: 0.7 },
  { at: [84, 42, -52], radii: [34, 42, 46], peak: 1.8, flat: 0.6 },
  { at: [-56, 46, -118], radii: [24, 20, 50], peak: 6 },
  { at: [56, 46, -106], radii: [24, 20, 50], peak: 6.4 },
  { at: [0, -18, -292], radii: [36, 32, 28], peak: 16, flat: 0.5 },
  { at: [0, 0, -80], radii: [130, 92, 330], peak: 0.75, flat: 0.85 },
  { at: [8, -4, 92], radii: [40, 44, 60], peak: 1.6, flat: 0.5 },
  { at: [-30, -44, -190], radii: [60, 30, 44], peak: 1.5 },
  { at: [70, -20, -170], radii: [22, 24, 70], peak: 1.7 },
  { at: [0, 66, 60], radii: [17, 17, 200], peak: 1.5, flat: 0.7 },
  { at: [0, 52, -190], radii: [20, 20, 110], peak: 1.5, flat: 0.7 },
  { at: [-88, 10, -330], radii: [46, 52, 120], peak: 0.7, flat: 0.8 },
  { at: [88, 10, -330], radii: [46, 52, 120], peak: 0.7, flat: 0.8 },
  { at: [0, 14, 250], radii: [58, 60, 60], peak: 0.8, flat: 0.7 },
  { at: [-15, -40, 225], radii: [8, 9, 14], peak: 1.8 },
  { at: [15, -40, 225], radii: [8, 9, 14], peak: 1.8 },
];

const spots = (plan: PetPlan): readonly Uptake[] => [
  ...ORGANS,
  ...plan.lesions.map((l) => ({ at: l.at, radii: [l.diameter / 2 + 4, l.diameter / 2 + 4, l.diameter / 2 + 4] as const, peak: l.suv })),
];

const fall = (q: number, flat: number): number => (q <= flat ? 1 : q >= 1.45 ? 0 : Math.exp(-(((q - flat) / (1.08 - flat)) ** 2) * 1.5));

/** One axial plane in SUV, square, 500 mm across. */
export function petSlice(plan: PetPlan, matrix: number, z: number): Canvas {
  const pixel = 500 / matrix;
  const on = canvas({ name: 'axial', columns: matrix, rows: matrix, pixel, origin: [-250 + pixel / 2, -250 + pixel / 2, z] }, 0);
  const field = noise(plan.seed, 'pet');
  const rnd = random(plan.seed, 'pet', z);
  const lungs = [-74, 74].map((x) => ({ x, y: 8 }));
  for (let j = 0; j < matrix; j++) {
    const y = on.origin[1] + j * pixel;
    for (let i = 0; i < matrix; i++) {
      const x = on.origin[0] + i * pixel;
      let suv = 0;
      for (const s of spots(plan)) {
        const w = (z - s.at[2]) / s.radii[2];
        if (w * w > 2.2) continue;
        const v = s.peak * fall(Math.sqrt(w * w + ((x - s.at[0]) / s.radii[0]) ** 2 + ((y - s.at[1]) / s.radii[1]) ** 2), s.flat ?? 0.3);
        if (v > suv) suv = v;
      }
      if (z > -20 && z < 200 && suv < 1.3)
        suv *= Math.min(...lungs.map((l) => 0.45 + 0.55 * Math.min(1, Math.max(0, Math.hypot((x - l.x) / 56, (y - l.y) / 70) - 0.75) * 4)));
      on.data[j * matrix + i] = suv * (1 + 0.16 * field.cloud(x * 0.04, y * 0.04, z * 0.04, 2));
    }
  }
  for (let i = 0; i < on.data.length; i++)
    on.data[i] = Math.max(0, on.data[i]! + (0.03 + 0.05 * Math.sqrt(on.data[i]!)) * gauss(rnd) * 1.6);
  return blur(on, 0.8);
}

/** The brightest point along each ray, seen from `turn` radians to the patient's left of the front; SUV, 400 by 900 mm. */
export function petProjection(plan: PetPlan, columns: number, turn: number): Canvas {
  const pixel = 400 / columns;
  const rows = Math.round(900 / pixel);
  const on = canvas({ name: 'coronal', columns, rows, pixel, origin: [0, 0, 0] }, 0);
  const rnd = random(plan.seed, 'projection', Math.round(turn * 100));
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  for (const s of spots(plan)) {
    const across = s.at[0] * cos + s.at[1] * sin;
    const wide = Math.hypot(s.radii[0] * cos, s.radii[1] * sin);
    for (let j = 0; j < rows; j++) {
      const w = (410 - j * pixel - s.at[2]) / s.radii[2];
      if (w * w > 2.2) continue;
      for (let i = 0; i < columns; i++) {
        const u = ((i - columns / 2) * pixel - across) / wide;
        if (u * u > 2.2) continue;
        const v = s.peak * fall(Math.sqrt(u * u + w * w), s.flat ?? 0.3);
        const index = j * columns + i;
        if (v > on.data[index]!) on.data[index] = v;
      }
    }
  }
  for (let i = 0; i < on.data.length; i++) on.data[i] = Math.max(0, on.data[i]! * (1 + 0.06 * gauss(rnd)) + 0.05 * rnd());
  return blur(on, 0.9);
}

export interface PerfusionPlan {
  readonly seed: number;
  readonly defect: 'none' | 'inferior' | 'anterior';
}

/** Short-axis slices of the left ventricle, apex first; counts 0 to about 1000. The defect shows under stress and fills at rest. */
export function perfusionSlices(plan: PerfusionPlan, state: 'stress' | 'rest', matrix: number, slices: number): readonly Canvas[] {
  const rnd = random(plan.seed, 'perfusion', state);
  const tilt = between(random(plan.seed, 'tilt'), -0.3, 0.3);
  const centre = matrix / 2;
  return Array.from({ length: slices }, (_, k) => {
    const on = canvas({ name: 'axial', columns: matrix, rows: matrix, pixel: 6.4, origin: [0, 0, k * 6.4] }, 0);
    const t = k / (slices - 1);
    const ring = (3 + 5.2 * Math.min(1, t * 1.9) ** 0.6) * (matrix / 64);
    for (let j = 0; j < matrix; j++) {
      for (let i = 0; i < matrix; i++) {
        const x = i - centre;
        const y = j - centre;
        const r = Math.hypot(x, y);
        const a = Math.atan2(y, x) + tilt;
        const toward = plan.defect === 'inferior' ? Math.PI / 2 : -Math.PI / 2;
        const off = Math.abs(Math.atan2(Math.sin(a - toward), Math.cos(a - toward)));
        const loss =
          plan.defect === 'none'
            ? 0
            : (state === 'stress' ? 0.85 : 0.18) * Math.exp(-((off / 0.85) ** 2)) * Math.exp(-(((t - 0.5) / 0.38) ** 2));
        const septum = 1 - 0.16 * Math.exp(-(((Math.abs(a) - Math.PI) / 0.8) ** 2));
        const wall = Math.exp(-(((r - ring) / (2.1 * (matrix / 64))) ** 2));
        const right = 0.3 * Math.exp(-(((x + ring * 1.9) / 5) ** 2) - (y / 9) ** 2);
        const count =
          880 * wall * septum * (1 - loss) * (t > 0.96 ? 0.5 : 1) +
          90 * right +
          40 * Math.exp(-((r / (matrix * 0.5)) ** 2)) +
          (j > centre + 17 ? 160 * Math.exp(-(((x + 8) / 14) ** 2) - ((y - 25) / 6) ** 2) : 0);
        on.data[j * matrix + i] = Math.max(0, count + Math.sqrt(Math.max(4, count)) * 2.2 * gauss(rnd));
      }
    }
    return blur(on, 0.9);
  });
}
