// What an illness does to the brain: blood between brain and bone, tissue pushed aside, areas changed.
import { type Noise } from '../../chance/noise';
import { mix } from './mixing';
import { type HeadPalette } from './palette';
import { type HeadShape, smooth } from './shape';

export interface Harm {
  /** Side that is ill: -1 the patient's right, 1 left, 0 none. */
  readonly side: -1 | 0 | 1;
  /** Thickness (mm) of the subdural collection over a point. */
  crescent(x: number, y: number, z: number): number;
  clot(x: number, y: number, z: number): number;
  /** Where the tissue now at x was before it was pushed: the midline gives way, the far surface does not. */
  cameFrom(x: number, y: number, z: number): number;
  /** How far sulci stay open at a place of the undisplaced brain. */
  squeeze(x: number): number;
  /** Lays lesions of the tissue over a value; `above` is false in the hindbrain. */
  lay(value: number, x: number, y: number, z: number, depth: number, above: boolean): number;
}

export function harmOf(shape: HeadShape, palette: HeadPalette, grain: Noise): Harm {
  const { lesion } = shape;
  const side = !('side' in lesion) ? 0 : lesion.side === 'R' ? -1 : 1;
  const give = lesion.kind === 'subdural' ? lesion.shift : lesion.kind === 'haemorrhage' ? lesion.diameter * 0.09 : 0;
  const closed = lesion.kind === 'subdural' ? 0.22 : lesion.kind === 'haemorrhage' ? 0.6 : 1;
  const clot = (x: number, y: number, z: number): number => palette.clot * (1 + 0.08 * grain.cloud(x * 0.09, y * 0.09, z * 0.09, 3));

  const crescent = (x: number, y: number, z: number): number => {
    if (lesion.kind !== 'subdural' || x * side <= 0) return 0;
    const around = Math.atan2(y + 6, Math.abs(x)) / 1.28;
    const height = (z - 18) / 58;
    const t = (1 - around * around) * (1 - height * height);
    return t <= 0 ? 0 : lesion.thickness * 1.04 * Math.min(1, t * 1.35) ** 0.7;
  };

  const cameFrom = (x: number, y: number, z: number): number => {
    if (give === 0) return x;
    const bulge = Math.exp(-((y + 4) ** 2) / 2600 - (z - 12) ** 2 / 2200);
    const near = Math.max(0, Math.min(1, 1 - Math.max(0, -x * side) / shape.half[0]));
    return x + side * give * bulge * near;
  };

  const lay = (value: number, x: number, y: number, z: number, depth: number, above: boolean): number => {
    const aside = Math.abs(x);
    const ill = x * side > 0;
    if (lesion.kind === 'mca' && ill && depth > 0.5 && Math.abs(value - palette.csf) >= 4) {
      const rough = 0.35 * grain.cloud(x * 0.06, y * 0.06, z * 0.06, 2);
      const field = ((aside - 44) / 21) ** 2 + ((y - 2) / 38) ** 2 + ((z - 10) / 30) ** 2 + rough;
      return mix(value, palette.infarct, 0.7 * smooth(1.05, 0.75, field));
    }
    if (lesion.kind === 'haemorrhage' && ill) {
      const far = Math.sqrt(((aside - 25) * 1.15) ** 2 + ((y + 2) * 0.85) ** 2 + (z - 5) ** 2) - lesion.diameter / 2;
      if (far > 14) return value;
      const d = far + 5 * grain.cloud(x * 0.07, y * 0.07, z * 0.07, 3);
      return mix(mix(value, palette.oedema, smooth(8, 4, d)), clot(x, y, z), smooth(0.8, -0.8, d));
    }
    if (
      lesion.kind === 'white-matter' &&
      above &&
      aside > 9 &&
      Math.abs(value - palette.white) < Math.abs(palette.grey - palette.white) * 0.45
    ) {
      const spot = grain.at(x * 0.13 + 40, y * 0.13, z * 0.1) - 0.62 + 0.012 * lesion.spots - 0.006 * Math.max(0, aside - 26);
      return mix(value, palette.oedema, smooth(0, 0.09, spot));
    }
    return value;
  };

  return { side, crescent, clot, cameFrom, squeeze: (x) => (x * side > 0 ? closed : 1), lay };
}
