// What is inside the cranial cavity at one point: cortex, deep nuclei, fluid, hindbrain and vessels, with the lesion.
import { noise } from '../../chance/noise';
import { cortexOf } from './cortex';
import { harmOf } from './harm';
import { mix, share } from './mixing';
import { type HeadPalette } from './palette';
import { floorHeight, type HeadShape, HIGHEST_FLOOR, smooth } from './shape';
import { arteries, caudate, cisterns, lateralVentricle, midbrain, midlineVentricles, pallidum, putamen, thalamus } from './ventricles';

/**
 * Measure of the tissue at a point of the cavity `inner` mm from its wall, in the palette's unit. Partial volume is mixed in over about
 * a millimetre.
 */
export function brain(shape: HeadShape, palette: HeadPalette): (x: number, y: number, z: number, inner: number) => number {
  const { atrophy } = shape;
  const grain = noise(shape.seed, 'grain');
  const cortex = cortexOf(shape, palette, noise(shape.seed, 'fold'), grain);
  const harm = harmOf(shape, palette, grain);
  const wide = 0.72 + 0.42 * atrophy;
  const ventricle = lateralVentricle(wide);
  const pressed = lateralVentricle(wide * 0.55);
  const middle = midlineVentricles(0.7 + 0.8 * atrophy);
  const vessels = arteries(shape.lesion);
  const pale = mix(palette.deepGrey, palette.white, 0.35);
  const stem = mix(palette.white, palette.grey, 0.3);

  /** The cleft between the hemispheres, except where commissures and thalami join them; `above` is 1 over the tentorium. */
  const midline = (value: number, aside: number, y: number, z: number, squeeze: number, above: number): number => {
    if (aside > 5) return value;
    const open = z > -22 ? 1 - smooth(1.06, 0.94, ((y - 2) / 38) ** 2 + ((z - 6) / 24) ** 2) : 1;
    const lined = mix(value, palette.grey, open * smooth(5, 3.6, aside) * 0.9 * above);
    const fluid = open * smooth(1.1 + 1.1 * atrophy * squeeze, 0.4 + 1.1 * atrophy * squeeze, aside) * above;
    return z > -24 ? mix(lined, palette.csf, fluid) : lined;
  };

  const falx = (aside: number, y: number, z: number): number =>
    aside > 1 || z < -20 ? 0 : smooth(1, 0.5, aside) * smooth(46, 50, Math.sqrt(0.72 * (y - 4) ** 2 + (z - 6) ** 2)) * 0.8;

  const deep = (value: number, x: number, aside: number, y: number, z: number, squeeze: number): number => {
    let out = value;
    for (const nucleus of [thalamus, caudate, putamen]) out = mix(out, palette.deepGrey, share(nucleus, aside, y, z, 1.8));
    out = mix(out, pale, share(pallidum, aside, y, z, 1.8));
    out = mix(out, stem, share(midbrain, x, y, z, 1.6));
    out = mix(out, palette.csf, share(cisterns, x, y, z, 1.8) * (squeeze < 0.5 ? 0.75 : 1));
    return mix(out, palette.csf, share(squeeze < 0.5 ? pressed : ventricle, aside, y, z, 1.4));
  };

  return (x0, y, z, inner) => {
    const thickness = harm.crescent(x0, y, z);
    const blood = thickness > 0 ? smooth(0.5, -0.5, inner - thickness) : 0;
    if (blood > 0.99) return harm.clot(x0, y, z);
    const x = harm.cameFrom(x0, y, z);
    const aside = Math.abs(x);
    const squeeze = harm.squeeze(x);
    const depth = inner - thickness - (0.7 + 1.5 * atrophy * (thickness > 0 ? 0.1 : 1));
    const tentorium = -6 - 0.3 * aside - 0.12 * Math.max(0, y - 26);
    const under = smooth(1, -1, z - tentorium) * smooth(-1, 1, y - 0.45 * aside - 14);
    const overFloor = z > HIGHEST_FLOOR + 40 ? 55 : z - floorHeight(x, y);

    let value = palette.csf;
    if (depth >= -1 && under < 1) value = cortex.forebrain(x, y, z, Math.min(depth, overFloor * 1.2), squeeze);
    if (depth >= -1 && under > 0) value = mix(value, cortex.hindbrain(x, y, z, Math.min(depth, overFloor)), under);
    value = mix(palette.csf, value, smooth(-0.6, 0.6, Math.min(depth, overFloor - 0.8)));
    if (under < 1) {
      value = midline(value, aside, y, z, squeeze, 1 - under);
      value = cortex.sylvian(value, aside, y, z, depth, squeeze);
      value = deep(value, x, aside, y, z, squeeze);
    }
    value = mix(value, palette.csf, share(middle, x, y, z, 1.2));
    value = harm.lay(value, x, y, z, depth, under === 0);
    value = mix(value, palette.artery, share(vessels.open, x, y, z, 0.9));
    if (vessels.blocked) value = mix(value, palette.thrombus, share(vessels.blocked, x, y, z, 0.9));
    value = mix(value, palette.dura, falx(aside, y, z) * (1 - under));
    value += (palette.grey - palette.csf) * 0.03 * grain.at(x * 0.3, y * 0.3, z * 0.3);
    return blood > 0 ? mix(value, harm.clot(x0, y, z), blood) : value;
  };
}
