// What is inside the cranial cavity at one point: folded cortex over white matter, deep nuclei, fluid, cerebellum, and the lesion.
import { noise } from '../../chance/noise';
import { type Solid } from '../../imaging/solids';
import { type HeadPalette } from './palette';
import { floorHeight, type HeadShape, smooth } from './shape';
import {
  arteries,
  caudate,
  cisterns,
  lateralVentricle,
  midbrain,
  midlineVentricles,
  pallidum,
  pons,
  putamen,
  thalamus,
} from './ventricles';

const inBox = (s: Solid, x: number, y: number, z: number, by: number): boolean =>
  x > s.box[0] - by && x < s.box[3] + by && y > s.box[1] - by && y < s.box[4] + by && z > s.box[2] - by && z < s.box[5] + by;

/** Share of a solid in a point: 1 inside, 0 outside, mixed over `soft` mm. */
const share = (s: Solid, x: number, y: number, z: number, soft = 1.2): number =>
  inBox(s, x, y, z, soft) ? Math.max(0, Math.min(1, 0.5 - s.distance(x, y, z) / soft)) : 0;

const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/**
 * Measure of the tissue at a point of the cavity `inner` mm from its wall, in the palette's unit. Partial volume is mixed in over about
 * a millimetre.
 */
export function brain(shape: HeadShape, palette: HeadPalette): (x: number, y: number, z: number, inner: number) => number {
  const { lesion, atrophy } = shape;
  const fold = noise(shape.seed, 'fold');
  const grain = noise(shape.seed, 'grain');
  const [halfWidth, halfLength] = shape.half;
  const wide = 0.72 + 0.42 * atrophy;
  const ventricle = lateralVentricle(wide);
  const pressed = lateralVentricle(wide * 0.55);
  const middle = midlineVentricles(0.7 + 0.8 * atrophy);
  const vessels = arteries(lesion);
  const illSide = 'side' in lesion ? (lesion.side === 'R' ? -1 : 1) : 0;

  /** Thickness of the subdural collection over a point. */
  const crescent = (x: number, y: number, z: number): number => {
    if (lesion.kind !== 'subdural' || x * illSide <= 0) return 0;
    const around = Math.atan2(y + 6, Math.abs(x)) / 1.28;
    const height = (z - 18) / 58;
    const t = (1 - around * around) * (1 - height * height);
    return t <= 0 ? 0 : lesion.thickness * 1.04 * Math.min(1, t * 1.35) ** 0.7;
  };

  const clot = (x: number, y: number, z: number): number => palette.clot * (1 + 0.08 * grain.cloud(x * 0.09, y * 0.09, z * 0.09, 3));

  const cortexMix = (X: number, y: number, z: number, depth: number, squeeze: number): number => {
    if (depth > 31) return palette.white;
    const side = X < 0 ? -1 : 1;
    const px = X / halfWidth;
    const py = (y - 1) / halfLength;
    const pz = (z + 4) / 74;
    const length = Math.sqrt(px * px + py * py + pz * pz) || 1e-6;
    const warp = 0.3 * fold.at(px * 2.6 + 31, py * 2.6, pz * 2.6);
    const dx = px / length;
    const dy = py / length + warp;
    const dz = pz / length - warp;
    const from = side * 11.3;
    const large = Math.abs(fold.at(dx * 3.3 + from, dy * 3.3 + 4.1, dz * 3.3)) * 14.2;
    const small = Math.abs(fold.at(dx * 6.4 - from, dy * 6.4, dz * 6.4 + 8.7)) * 7.6;
    const width = (0.28 + 0.85 * atrophy) * squeeze;
    const deep = Math.max(0, depth - 20) * 0.9;
    const shallow = Math.max(0, depth - 9) * 0.7;
    const toSulcus = Math.min(large + deep, small + shallow + 0.25);
    const fluid = smooth(width + 0.75, width - 0.65, toSulcus) * (depth > 30 ? 0 : 1);
    const ribbon = Math.max(smooth(3.9, 2.5, depth), smooth(width + 3.4, width + 2.1, toSulcus));
    return mix(mix(palette.white, palette.grey, ribbon), palette.csf, fluid);
  };

  /** The cleft from the side, and the cistern over the insula with its own cortex. */
  const sylvian = (value: number, aside: number, y: number, z: number, depth: number, squeeze: number): number => {
    const line = -17 + 1.05 * (z + 14) + 5 * fold.at(aside * 0.06, 3, z * 0.06);
    const reach = smooth(-24, -18, z) * smooth(22, 14, z) * squeeze * (depth > 0 ? 1 : 0);
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
    const lamella = Math.abs(grain.at(x * 0.035 + 7, y * 0.3 + 0.05 * Math.abs(x), z * 0.3));
    const folia = smooth(0.09, 0.02, lamella) * (0.12 + 0.3 * atrophy);
    const core = smooth(15, 22, depth - 0.15 * Math.abs(x)) * (0.75 + 0.25 * grain.at(x * 0.12, y * 0.12, z * 0.12));
    const lobe = mix(mix(palette.grey, palette.white, core), palette.csf, Math.max(folia, cleft));
    const vallecula = smooth(3.2, 1.6, Math.abs(x)) * smooth(58, 64, y) * 0.8;
    return mix(mix(lobe, palette.csf, vallecula), mix(palette.white, palette.grey, 0.35), stem);
  };

  return (x0, y, z, inner) => {
    const thickness = crescent(x0, y, z);
    const blood = thickness > 0 ? smooth(0.5, -0.5, inner - thickness) : 0;
    if (blood > 0.99) return clot(x0, y, z);
    // Mass effect: the brain at x0 came from x. The midline gives way by `shift`, the far surface not at all.
    let x = x0;
    if (lesion.kind === 'subdural' || lesion.kind === 'haemorrhage') {
      const give = lesion.kind === 'subdural' ? lesion.shift : lesion.diameter * 0.09;
      const bulge = Math.exp(-((y + 4) ** 2) / 2600 - (z - 12) ** 2 / 2200);
      const near = Math.max(0, Math.min(1, 1 - Math.max(0, -x0 * illSide) / halfWidth));
      x = x0 + illSide * give * bulge * near;
    }
    const depth = inner - thickness - (0.7 + 1.5 * atrophy * (thickness > 0 ? 0.1 : 1));
    const aside = Math.abs(x);
    const ill = x * illSide > 0;
    const squeeze = lesion.kind === 'subdural' && ill ? 0.22 : lesion.kind === 'haemorrhage' && ill ? 0.6 : 1;
    const tentorium = -6 - 0.3 * aside - 0.12 * Math.max(0, y - 26);
    const behind = y - 0.45 * aside - 14;
    const under = smooth(1, -1, z - tentorium) * smooth(-1, 1, behind);
    const base = floorHeight(x, y);

    let value =
      depth < -1
        ? palette.csf
        : under > 0.99
          ? hindbrain(x, y, z, Math.min(depth, z - base))
          : cortexMix(x, y, z, Math.min(depth, (z - base) * 1.2), squeeze);
    if (under > 0 && under <= 0.99) value = mix(value, hindbrain(x, y, z, Math.min(depth, z - base)), under);
    value = mix(palette.csf, value, smooth(-0.6, 0.6, Math.min(depth, z - base - 0.8)));

    if (under < 1) {
      // Between the hemispheres, except where the commissures and the thalami join them.
      const joined = smooth(1.06, 0.94, ((y - 2) / 38) ** 2 + ((z - 6) / 24) ** 2);
      const bridged = joined * (z > -22 ? 1 : 0);
      const cleft = (1 - bridged) * smooth(1.1 + 1.1 * atrophy * squeeze, 0.4 + 1.1 * atrophy * squeeze, aside) * (1 - under);
      value = mix(value, palette.grey, (1 - bridged) * smooth(5, 3.6, aside) * 0.9 * (1 - under));
      value = mix(value, palette.csf, cleft * (z > -24 ? 1 : 0));
      if (aside > 30 && z > -24 && z < 22 && y > -50 && y < 32) value = sylvian(value, aside, y, z, depth, squeeze);
      for (const nucleus of [thalamus, caudate, putamen]) value = mix(value, palette.deepGrey, share(nucleus, aside, y, z, 1.8));
      value = mix(value, mix(palette.deepGrey, palette.white, 0.35), share(pallidum, aside, y, z, 1.8));
      value = mix(value, mix(palette.white, palette.grey, 0.3), share(midbrain, x, y, z, 1.6));
      value = mix(value, palette.csf, share(cisterns, x, y, z, 1.8) * (squeeze < 0.5 ? 0.75 : 1));
      value = mix(value, palette.csf, share(ill && squeeze < 0.5 ? pressed : ventricle, aside, y, z, 1.4));
    }
    value = mix(value, palette.csf, share(middle, x, y, z, 1.2));

    if (lesion.kind === 'mca' && ill) {
      const field =
        ((aside - 44) / 21) ** 2 + ((y - 2) / 38) ** 2 + ((z - 10) / 30) ** 2 + 0.35 * grain.cloud(x * 0.06, y * 0.06, z * 0.06, 2);
      value = mix(
        value,
        palette.infarct,
        0.7 * smooth(1.05, 0.75, field) * (depth > 0.5 ? 1 : 0) * (Math.abs(value - palette.csf) < 4 ? 0 : 1),
      );
    }
    if (lesion.kind === 'haemorrhage') {
      const r = lesion.diameter / 2;
      const d =
        Math.sqrt(((aside - 25) * 1.15) ** 2 + ((y + 2) * 0.85) ** 2 + (z - 5) ** 2) - r + 5 * grain.cloud(x * 0.07, y * 0.07, z * 0.07, 3);
      if (ill) value = mix(mix(value, palette.oedema, smooth(8, 4, d)), clot(x, y, z), smooth(0.8, -0.8, d));
    }
    if (lesion.kind === 'white-matter' && Math.abs(value - palette.white) < Math.abs(palette.grey - palette.white) * 0.45) {
      const spot = grain.at(x * 0.13 + 40, y * 0.13, z * 0.1) - 0.62 + 0.012 * lesion.spots - 0.006 * Math.max(0, aside - 26);
      value = mix(value, palette.oedema, smooth(0, 0.09, spot) * (aside > 9 && under === 0 ? 1 : 0));
    }
    value = mix(value, palette.artery, share(vessels.open, x, y, z, 0.9));
    if (vessels.blocked) value = mix(value, palette.thrombus, share(vessels.blocked, x, y, z, 0.9));
    const falx = smooth(1, 0.5, aside) * smooth(46, 50, Math.sqrt(0.72 * (y - 4) ** 2 + (z - 6) ** 2)) * (1 - under) * (z > -20 ? 1 : 0);
    value = mix(value, palette.dura, falx * 0.8);
    value += (palette.grey - palette.csf) * 0.03 * grain.at(x * 0.3, y * 0.3, z * 0.3);
    return blood > 0 ? mix(value, clot(x0, y, z), blood) : value;
  };
}
