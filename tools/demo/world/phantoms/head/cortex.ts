// The surface of the brain: cortex folded over white matter, the fissure at the side, and the hindbrain with its leaves.
import { type Noise } from '../../chance/noise';
import { mix, share } from './mixing';
import { type HeadPalette } from './palette';
import { type HeadShape, smooth } from './shape';
import { midbrain, pons } from './ventricles';

export interface Cortex {
  /** Cortex, white matter and sulci; `depth` is mm under the surface, `squeeze` below 1 closes the sulci. */
  forebrain(x: number, y: number, z: number, depth: number, squeeze: number): number;
  /** Lays the lateral fissure and the insula over a value; `aside` is the distance from the midline. */
  sylvian(value: number, aside: number, y: number, z: number, depth: number, squeeze: number): number;
  hindbrain(x: number, y: number, z: number, depth: number): number;
}

export function cortexOf(shape: HeadShape, palette: HeadPalette, fold: Noise, grain: Noise): Cortex {
  const { atrophy } = shape;
  const [halfWidth, halfLength] = shape.half;

  const forebrain = (x: number, y: number, z: number, depth: number, squeeze: number): number => {
    if (depth > 31) return palette.white;
    const px = x / halfWidth;
    const py = (y - 1) / halfLength;
    const pz = (z + 4) / 74;
    const length = Math.sqrt(px * px + py * py + pz * pz) || 1e-6;
    // Sulci are sheets that run inwards: zero lines of a noise that depends on direction alone, bent a little with depth.
    const warp = 0.3 * fold.at(px * 2.6 + 31, py * 2.6, pz * 2.6);
    const dx = px / length;
    const dy = py / length + warp;
    const dz = pz / length - warp;
    const from = x < 0 ? -11.3 : 11.3;
    const large = Math.abs(fold.at(dx * 3.3 + from, dy * 3.3 + 4.1, dz * 3.3)) * 14.2 + Math.max(0, depth - 20) * 0.9;
    const small = Math.abs(fold.at(dx * 6.4 - from, dy * 6.4, dz * 6.4 + 8.7)) * 7.6 + Math.max(0, depth - 9) * 0.7;
    const width = (0.28 + 0.85 * atrophy) * squeeze;
    const toSulcus = Math.min(large, small + 0.25);
    const fluid = depth > 30 ? 0 : smooth(width + 0.75, width - 0.65, toSulcus);
    const ribbon = Math.max(smooth(3.9, 2.5, depth), smooth(width + 3.4, width + 2.1, toSulcus));
    return mix(mix(palette.white, palette.grey, ribbon), palette.csf, fluid);
  };

  const sylvian = (value: number, aside: number, y: number, z: number, depth: number, squeeze: number): number => {
    if (depth <= 0 || aside < 30 || z < -24 || z > 22 || y < -50 || y > 32) return value;
    const line = -17 + 1.05 * (z + 14) + 5 * fold.at(aside * 0.06, 3, z * 0.06);
    const reach = smooth(-24, -18, z) * smooth(22, 14, z) * squeeze;
    const along = smooth(-27, -21, y) * smooth(19, 12, y);
    const opening = smooth(2.2 + 1.2 * atrophy, 0.6 + 0.8 * atrophy, Math.abs(y - line) * 0.9) * smooth(36, 40, aside);
    const wave = 2 * fold.at(3, y * 0.12, z * 0.12);
    const insula = smooth(1.9 + 0.8 * atrophy, 0.8 + 0.6 * atrophy, Math.abs(aside - 38.5 - wave)) * along;
    const cortex = mix(value, palette.grey, smooth(4.2, 2.8, Math.abs(aside - 36.4)) * along * reach);
    return mix(cortex, palette.csf, Math.max(opening, insula) * reach);
  };

  const hindbrain = (x: number, y: number, z: number, depth: number): number => {
    const stem = Math.max(share(pons, x, y, z, 1.6), share(midbrain, x, y, z, 1.6));
    const cleft = smooth(0.9, 0.2, depth - 1.2);
    const leaf = Math.abs(grain.at(x * 0.035 + 7, y * 0.3 + 0.05 * Math.abs(x), z * 0.3));
    const folia = smooth(0.09, 0.02, leaf) * (0.12 + 0.3 * atrophy);
    const core = smooth(15, 22, depth - 0.15 * Math.abs(x)) * (0.75 + 0.25 * grain.at(x * 0.12, y * 0.12, z * 0.12));
    const lobe = mix(mix(palette.grey, palette.white, core), palette.csf, Math.max(folia, cleft));
    const vallecula = smooth(3.2, 1.6, Math.abs(x)) * smooth(58, 64, y) * 0.8;
    return mix(mix(lobe, palette.csf, vallecula), mix(palette.white, palette.grey, 0.35), stem);
  };

  return { forebrain, sylvian, hindbrain };
}
