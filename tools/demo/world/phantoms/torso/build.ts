// The build of one trunk and the smooth surfaces (skin, rib cage, diaphragm) its organs hang on. Origin: midline, mid depth, right dome.
import { between, random } from '../../chance/random';

export type Side = 'R' | 'L';
export type TorsoLesion =
  | { readonly kind: 'none' }
  | { readonly kind: 'nodule'; readonly side: Side; readonly zone: 'upper' | 'middle' | 'lower'; readonly diameter: number }
  | { readonly kind: 'pneumothorax'; readonly side: Side; readonly depth: number }
  | { readonly kind: 'effusion'; readonly side: Side; readonly depth: number }
  | { readonly kind: 'pneumonia'; readonly side: Side; readonly zone: 'upper' | 'middle' | 'lower' }
  | { readonly kind: 'liver-lesion'; readonly diameter: number }
  | { readonly kind: 'renal-mass'; readonly side: Side; readonly diameter: number }
  | { readonly kind: 'ureter-stone'; readonly side: Side; readonly diameter: number }
  | { readonly kind: 'splenic-laceration'; readonly depth: number };

export interface Build {
  readonly seed: number;
  readonly sex: 'F' | 'M';
  /** Half width and half depth of the rib cage at its widest, mm. */
  readonly cage: readonly [number, number];
  /** Fat under the skin at the side, mm. */
  readonly fat: number;
  /** Intravenous contrast in the blood. */
  readonly contrast: boolean;
  readonly lesions: readonly TorsoLesion[];
}

export function torsoBuild(seed: number, sex: 'F' | 'M', contrast: boolean, lesions: readonly TorsoLesion[]): Build {
  const rnd = random(seed, 'torso');
  const large = sex === 'M' ? 1.05 : 0.95;
  return { seed, sex, cage: [between(rnd, 126, 138) * large, between(rnd, 94, 104) * large], fat: between(rnd, 11, 24), contrast, lesions };
}

export const has = <K extends TorsoLesion['kind']>(build: Build, kind: K): Extract<TorsoLesion, { kind: K }> | undefined =>
  build.lesions.find((l): l is Extract<TorsoLesion, { kind: K }> => l.kind === kind);

const square = (v: number): number => v * v;
export const ramp = (low: number, high: number, v: number): number => {
  const t = Math.max(0, Math.min(1, (v - low) / (high - low)));
  return t * t * (3 - 2 * t);
};

/** Half width of the cage by height: narrow at the thoracic inlet, widest above the domes, slightly narrower at the waist. */
export const cageWidth = (b: Build, z: number): number =>
  b.cage[0] * (z > 40 ? Math.sqrt(Math.max(0.02, 1 - square((z - 40) / 192))) : 1 - 0.08 * ramp(0, -130, z));
export const cageDepth = (b: Build, z: number): number =>
  b.cage[1] * (z > 20 ? Math.sqrt(Math.max(0.1, 1 - square((z - 20) / 235))) : 1 - 0.06 * ramp(0, -130, z));
/** The cage leans forward as it goes up. */
export const cageCentre = (z: number): number => 2 + 0.06 * Math.max(0, z - 40);

/** Distance to the inner wall of chest and belly: an ellipse with flat flanks and a hollow for the spine behind. */
export function innerWall(b: Build, x: number, y: number, z: number): number {
  const w = cageWidth(b, z);
  const d = cageDepth(b, z);
  const u = x / w;
  const v = (y - cageCentre(z)) / d;
  const q = Math.sqrt(u * u + v * v - 0.28 * Math.min(1, u * u * v * v));
  const r = Math.sqrt(x * x + y * y);
  return q < 1e-3 ? -d : (q - 1) * (r / q);
}

/** Distance to the skin. Shoulders widen it above; fat gathers at flanks and belly. */
export function skin(b: Build, x: number, y: number, z: number): number {
  const shoulder = ramp(110, 215, z);
  const belly = ramp(10, -110, z);
  const w = b.cage[0] * (1 - 0.06 * belly * ramp(-60, -120, z)) + 19 + b.fat + 34 * shoulder + 10 * ramp(-150, -230, z);
  const d = b.cage[1] + 13 + b.fat * (0.75 + 0.35 * belly) - 14 * shoulder;
  // Above the shoulders the outline falls off to the neck.
  const neck = z > 198 ? 1 - (1 - Math.min(1, (z - 198) / 46)) ** 1.9 : 0;
  const u = x / (w + (60 - w) * neck);
  const v = (y - 3 - (y > 0 ? 0 : -2 * belly)) / (d + (64 - d) * neck);
  const q = Math.sqrt(u * u + v * v - 0.34 * Math.min(1, u * u * v * v));
  const r = Math.sqrt(x * x + y * y);
  return q < 1e-3 ? -d : (q - 1) * (r / q);
}

/** Height of the diaphragm over a point: a dome on each side, the right one higher, falling steeply towards the back. */
export function diaphragm(x: number, y: number): number {
  const right = x < 0 ? 0 : -14;
  const cx = x < 0 ? -62 : 66;
  const fall = square((x - cx) / 92) * 62 + square((y + 22) / (y > -22 ? 84 : 110)) * 58;
  return right + 4 - fall * (0.45 + 0.55 * Math.min(1, fall / 50));
}
