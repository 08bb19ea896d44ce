// A trunk in axial CT: tissue by tissue, painted from the skin inwards.
import { noise } from '../../chance/noise';
import { type Canvas, canvas, type Plane, shade } from '../../imaging/canvas';
import { paint, type Paint, type Solid } from '../../imaging/solids';
import {
  adrenals,
  bladder,
  bowel,
  gallbladder,
  kidneys,
  liver,
  type Loop,
  pancreas,
  prostate,
  psoas,
  renalSinus,
  spleen,
  stomach,
  uterus,
} from './belly';
import { type Build, innerWall, ramp, skin } from './build';
import { paintLesions } from './lesions';
import { airways, lungs, lungVessels } from './lungs';
import {
  aorta,
  chambers,
  gullet,
  gulletAir,
  mediastinalFat,
  myocardium,
  pericardium,
  pulmonaryArteries,
  thyroid,
  veins,
} from './mediastinum';
import { breastbone, collarBones, pelvis, ribs, sacrum, shoulderBlades, spine } from './skeleton';

const AIR = -1000;
const FAT = -102;
const MUSCLE = 52;

/** Everything of one person that does not depend on the slice: built once, drawn many times. */
export interface Trunk {
  readonly build: Build;
  draw(plane: Plane): Canvas;
}

export function trunk(build: Build): Trunk {
  const texture = noise(build.seed, 'tissue');
  const parts = {
    spine: spine(),
    ribs: ribs(build),
    breastbone: breastbone(build),
    collarBones: collarBones(build),
    shoulderBlades: shoulderBlades(build),
    lungs: lungs(build),
    airways: airways(),
    liver: liver(build),
    loops: bowel(build),
    vessels: [...lungVessels(build, -1), ...lungVessels(build, 1)],
  };
  const blood = build.contrast
    ? { arterial: 285, venous: 165, heart: 175, muscle: 105, portal: 150 }
    : { arterial: 42, venous: 41, heart: 41, muscle: 46, portal: 41 };
  const mottled =
    (base: number, by: number, size: number): Paint =>
    (x, y, z) =>
      base + by * texture.cloud(x * size, y * size, z * size, 2);
  const each = (on: Canvas, solids: readonly Solid[], value: Paint): void => solids.forEach((s) => paint(on, s, value));
  const bone =
    (marrow: number, cortex: number, shell: number): Paint =>
    (x, y, z, depth) => {
      const t = ramp(shell, shell + 1.2, depth);
      return cortex + (marrow * (0.9 + 0.35 * texture.at(x * 0.42, y * 0.42, z * 0.42)) - cortex) * t;
    };

  /** Skin, fat, the muscle coat, and inside it fat (belly) or soft tissue (chest). */
  const coat = (on: Canvas): void => {
    const soft = on.pixel;
    shade(on, (x, y, z) => {
      const outside = skin(build, x, y, z);
      if (outside > soft) return AIR;
      const inner = innerWall(build, x, y, z);
      const ripple = texture.at(x * 0.05, y * 0.05, z * 0.03);
      const aside = Math.abs(x);
      const erector = 24 * ramp(30, 60, y) * ramp(78, 40, aside) * ramp(6, 14, aside);
      const pectoral = 13 * ramp(20, 90, z) * ramp(-20, -60, y) * ramp(112, 40, aside) * ramp(6, 16, aside);
      const shoulder = 44 * ramp(90, 190, z) * ramp(20, 90, aside);
      const gluteal = 40 * ramp(-180, -240, z) * ramp(-40, 30, y) * ramp(20, 60, aside);
      const thick = 10 + gluteal + erector + pectoral + shoulder + 2.5 * ripple;
      const strand = ramp(0.93, 0.985, 1 - Math.abs(texture.at(x * 0.03 + 5, y * 0.045, z * 0.03)));
      let value = FAT + 10 * texture.at(x * 0.13, y * 0.13, z * 0.1) + 34 * strand;
      if (outside > -2) value = 15;
      const layer = Math.abs(Math.abs(inner - (shoulder > 12 ? 14 + shoulder * 0.4 : 6.5) - 5 * ripple) - (pectoral > 3 ? 5 : 0));
      const cleft = Math.abs(texture.at(x * 0.022, y * 0.03 + 7, z * 0.02));
      const seam = Math.max(ramp(1.5, 0.6, layer) * 0.7, ramp(0.022, 0.008, cleft));
      const muscle = MUSCLE + (FAT - MUSCLE) * seam * 0.75 + 6 * texture.at(x * 0.3, y * 0.3, z * 0.1);
      value += (muscle - value) * ramp(soft, -soft, inner - thick) * (outside < -4 ? 1 : 0);
      if (inner < -1.5) value = FAT + 14 * texture.at(x * 0.09, y * 0.09, z * 0.09);
      return outside > -soft ? AIR + (value - AIR) * (0.5 - outside / (2 * soft)) : value;
    });
  };

  const chest = (on: Canvas): void => {
    const air: Paint = (x, y, z) => -872 + 55 * ramp(-70, 80, y) + 26 * texture.cloud(x * 0.07, y * 0.07, z * 0.07, 2);
    const centre = mottled(-78, 26, 0.08) as (x: number, y: number, z: number, depth: number, under: number) => number;
    paint(on, mediastinalFat, (x, y, z, depth, under) => (innerWall(build, x, y, z) > -1 ? under : centre(x, y, z, depth, under)));
    each(on, parts.lungs, air);
    // Small vessels between slices are averaged: thin ones are fainter than blood.
    const inLung: Paint = (_x, _y, _z, _d, under) => (under < -300 ? (blood.portal > 100 ? 120 : 40) : under);
    for (const vessel of parts.vessels) paint(on, vessel, inLung, on.pixel * 1.3);
    paint(on, pericardium, (_x, _y, _z, depth) => (depth < 1.6 ? 25 : -70));
    paint(on, myocardium, blood.muscle);
    each(on, Object.values(chambers), blood.heart);
    paint(on, pulmonaryArteries, blood.heart + 15);
    paint(on, veins, blood.venous);
    paint(on, aorta, (_x, _y, _z, depth) => (depth < 1 ? 55 : blood.arterial * 0.8));
    paint(on, gullet, 38);
    paint(on, gulletAir, -800);
    paint(on, parts.airways.wall, 10);
    paint(on, parts.airways.lumen, -990);
    paint(on, thyroid, build.contrast ? 170 : 105);
  };

  const loop =
    ({ solid, kind, gasBefore }: Loop): Paint =>
    (x, y, z, depth) => {
      if (depth < 1.6) return build.contrast ? 85 : 45;
      if (y < gasBefore) return -970;
      return kind === 'colon'
        ? -20 + 150 * texture.cloud(x * 0.16, y * 0.16, z * 0.16, 2)
        : 24 + 16 * texture.at(x * 0.2, y * 0.2, z * 0.2) + (solid.box[0] > 0 ? 4 : 0);
    };

  const belly = (on: Canvas): void => {
    for (const each of parts.loops) paint(on, each.solid, loop(each));
    each(on, psoas, mottled(54, 8, 0.12));
    paint(on, stomach, (x, y, z, depth) =>
      depth < 3.4 ? (build.contrast ? 80 : 42) : y < -52 + 0.1 * x ? -960 : 32 + 40 * texture.cloud(x * 0.09, y * 0.09, z * 0.09, 2),
    );
    paint(on, pancreas, (x, y, z) => (texture.at(x * 0.24, y * 0.24, z * 0.24) > 0.22 ? -20 : build.contrast ? 95 : 40));
    const liverBlood: Paint = (x, y, z) => {
      const branch = Math.abs(texture.at(x * 0.028 + 3, y * 0.028, z * 0.034)) + Math.abs(texture.at(x * 0.032, y * 0.03 + 9, z * 0.03));
      return (
        (build.contrast ? 112 : 58) + 4 * texture.at(x * 0.2, y * 0.2, z * 0.2) + (build.contrast ? 52 : -12) * ramp(0.085, 0.05, branch)
      );
    };
    paint(on, parts.liver, liverBlood);
    paint(on, gallbladder, (_x, _y, _z, depth) => (depth < 1.4 ? 50 : 8));
    paint(on, spleen, mottled(build.contrast ? 125 : 50, 5, 0.15));
    each(on, adrenals, build.contrast ? 75 : 30);
    each(on, kidneys, (x, y, z, depth) => {
      if (!build.contrast) return 33;
      const pyramid = ramp(7, 9.5, depth + 2.4 * texture.at(x * 0.1, y * 0.1, z * 0.1));
      return 205 - 70 * pyramid;
    });
    each(on, renalSinus, mottled(-85, 60, 0.2));
    paint(on, veins, blood.venous);
    paint(on, aorta, (_x, _y, _z, depth) => (depth < 1 ? 60 : blood.arterial * 0.8));
    if (build.sex === 'F') paint(on, uterus, build.contrast ? 105 : 50);
    else paint(on, prostate, 48);
    paint(on, bladder, (_x, _y, _z, depth) => (depth < 2.4 ? 42 : 7));
  };

  const bones = (on: Canvas): void => {
    paint(on, parts.spine.disc, mottled(82, 12, 0.3));
    paint(on, parts.spine.body, bone(205, 640, 0.8));
    paint(on, parts.spine.arch, bone(340, 820, 1.2));
    paint(on, parts.spine.canal, (_x, _y, _z, depth) => (depth > 3 ? 36 : depth > 1.4 ? 14 : -30));
    for (const rib of parts.ribs) {
      each(on, rib.outer, 900);
      each(on, rib.inner, 240);
      each(on, rib.cartilage, 95);
    }
    each(on, [...parts.breastbone, ...parts.collarBones], bone(170, 640, 1));
    each(on, parts.shoulderBlades, bone(260, 820, 1.3));
    each(on, pelvis, bone(230, 850, 1.6));
    paint(on, sacrum, bone(190, 560, 1.2));
  };

  return {
    build,
    draw: (plane) => {
      const on = canvas(plane, AIR);
      coat(on);
      const z = plane.origin[2];
      if (z < 20) belly(on);
      if (z > -110) chest(on);
      if (z < 12 && z > -110) {
        paint(on, parts.liver, mottled(build.contrast ? 112 : 58, 5, 0.2));
        paint(on, spleen, mottled(build.contrast ? 125 : 50, 5, 0.15));
      }
      bones(on);
      paintLesions(on, build, texture);
      table(on);
      return on;
    },
  };
}

/** The couch under the patient: two shells of carbon that meet at the sides, foam between them. */
function table(on: Canvas): void {
  shade(on, (x, y, _z, value) => {
    if (value > -980 || Math.abs(x) > 196) return value;
    const curve = (x / 196) ** 2;
    const upper = 138 - 12 * curve;
    const lower = 166 - 40 * curve * curve;
    if (Math.min(Math.abs(y - upper), Math.abs(y - lower)) < 1.2) return -320;
    return y > upper && y < lower ? -955 : value;
  });
}
