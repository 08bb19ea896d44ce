// A lumbar spine in sagittal MR: bodies, discs, cord and cauda equina in their sac, arches, muscles and fat.
import { noise } from '../../chance/noise';
import { gauss, random } from '../../chance/random';
import { type Canvas, canvas, type Plane, shade } from '../../imaging/canvas';
import { blur } from '../../imaging/kernel';
import { spineCurve } from './spine-curve';

export interface Herniation {
  readonly disc: 'L3' | 'L4' | 'L5';
  /** How far it bulges behind the bodies, mm, and to which side of the midline. */
  readonly depth: number;
  readonly side: 'R' | 'L';
}

export interface LumbarPlan {
  readonly seed: number;
  readonly herniation: Herniation | null;
}

export type SpineSequence = 'T1' | 'T2';

interface Signals {
  readonly marrow: number;
  readonly rim: number;
  readonly nucleus: number;
  readonly dryNucleus: number;
  readonly annulus: number;
  readonly fluid: number;
  readonly cord: number;
  readonly root: number;
  readonly fat: number;
  readonly muscle: number;
  readonly ligament: number;
  readonly organ: number;
}

const SIGNALS: Readonly<Record<SpineSequence, Signals>> = {
  T2: {
    marrow: 330,
    rim: 30,
    nucleus: 640,
    dryNucleus: 175,
    annulus: 80,
    fluid: 960,
    cord: 330,
    root: 420,
    fat: 690,
    muscle: 150,
    ligament: 45,
    organ: 300,
  },
  T1: {
    marrow: 520,
    rim: 35,
    nucleus: 300,
    dryNucleus: 290,
    annulus: 170,
    fluid: 150,
    cord: 340,
    root: 330,
    fat: 960,
    muscle: 270,
    ligament: 70,
    organ: 330,
  },
};

const inside = (d: number, soft = 1.1): number => Math.max(0, Math.min(1, 0.5 - d / soft));
const ramp = (low: number, high: number, v: number): number => {
  const t = Math.max(0, Math.min(1, (v - low) / (high - low)));
  return t * t * (3 - 2 * t);
};
const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
const BACK_WALL = 16;

/** Draws one sagittal plane; signal 0 to about 1000. Origin of z is about the middle of L3. */
export function drawLumbar(plane: Plane, plan: LumbarPlan, sequence: SpineSequence): Canvas {
  const sig = SIGNALS[sequence];
  const rnd = random(plan.seed, 'lumbar', sequence, plane.origin[0]);
  const texture = noise(plan.seed, 'marrow');
  const curve = spineCurve(0.9 + 0.25 * random(plan.seed, 'bend')());
  const { levels } = curve;
  const dry = new Set(plan.herniation ? [plan.herniation.disc] : []);
  if (random(plan.seed, 'wear')() < 0.5) dry.add('L5');
  const lead = plan.herniation ? (plan.herniation.side === 'R' ? -4 : 4) : 0;
  const on = canvas(plane, 0);

  const draw = (x: number, y: number, z: number): number => {
    const { s, u } = curve.locate(y, z);
    const aside = Math.abs(x);
    const back = y - 88 - 22 * ramp(-30, -130, z) + 10 * ramp(20, 160, z);
    if (back > 0) return 0;
    let index = levels.findIndex((l, i) => s < (levels[i + 1]?.from ?? Infinity));
    if (index < 0) index = levels.length - 1;
    const { name, from, to } = levels[index]!;
    const next = levels[index + 1]?.from ?? to + 6;
    const t = (s - from) / (to - from);
    const sacral = index >= 8;
    const thoracic = index < 3;
    const fineGrain = texture.at(x * 0.1 + 50, y * 0.5, z * 0.5);

    // Behind: fat under the skin, muscle beside the midline, ligaments between the spinous processes in it.
    const strand = Math.abs(texture.at(x * 0.03, y * 0.12 + 0.02 * z, z * 0.035));
    const muscle = mix(sig.muscle, sig.fat, ramp(0.09, 0.02, strand) * (0.35 + 0.5 * ramp(-40, -120, z))) * (1 + 0.1 * fineGrain);
    const between = mix(sig.ligament + 120, sig.fat, 0.4 + 0.16 * ramp(-0.5, 0.6, texture.at(x * 0.1, y * 0.11, z * 0.3)));
    let value = mix(between, muscle, ramp(2.5, 5.5, aside));
    value = mix(value, sig.fat * (1 + 0.06 * fineGrain), inside(-back - 16 - 16 * ramp(0, -110, z), 2));
    if (back > -1.6) value = sig.muscle;

    // In front: fat, great vessels (flowing blood is black), bowel.
    if (u < BACK_WALL) {
      const organ = sig.organ * (0.85 + 0.7 * texture.cloud(x * 0.02, y * 0.035, z * 0.035, 3));
      value = mix(sig.fat * 0.85, organ, ramp(-30, -44, u + 5 * texture.at(3, y * 0.03, z * 0.03)));
      const vessel = x > 0 ? -30 : -31;
      const width = x > 0 ? 9 : 10.5;
      const aorta = Math.hypot((u - vessel) / 1, (aside - 9) * 1.1) - width * ramp(-70, -20, z + 30 * ramp(8, 0, aside));
      value = mix(value, 25 + 25 * Math.abs(fineGrain), inside(aorta, 2) * (index < 7 ? 1 : 0));
    }

    // The canal: fat behind the sac, then fluid with cord and roots.
    const canal = Math.max(BACK_WALL - u, u - (33 - (thoracic ? 3 : 0)), aside - 11);
    const closing = ramp(levels[9]!.from, levels[10]!.from + 4, s);
    value = mix(value, sig.fat, inside(canal));
    const middle = 24.2 - (thoracic ? 1 : 0) + 1.4 * closing;
    const dorsal = 1.6 + 2.2 * ramp(0.72, 1, t) * ramp(1.5, 1.1, t) * (sacral ? 0 : 1);
    const sac = Math.hypot((u - middle + dorsal * 0.4) / (7.4 - dorsal * 0.45 - 4.5 * closing), aside / (9 - 4 * closing)) - 1;
    const sacEnds = s > levels[10]!.from ? 1 : 0;
    let sacValue = sig.fluid * (1 + 0.03 * texture.at(x * 0.05, y * 0.05, z * 0.04));
    const conus = levels[3]!.to - 8;
    const cordRadius = 4.4 * Math.min(1, Math.max(0, (conus - s) / 26)) ** 0.6;
    sacValue = mix(sacValue, sig.cord, inside(Math.hypot(u - middle + 0.3, x * 0.85) - cordRadius, 1.2) * (cordRadius > 0.3 ? 1 : 0));
    if (s > levels[3]!.from - 14) {
      // Roots hang at the back of the sac (the person lies on it), fanning out as they leave one by one.
      const hang = u - middle - 1.6 - 1.2 * ramp(conus, conus + 60, s) * Math.sin(s * 0.02);
      const threads = Math.abs(texture.at(x * 0.55 + 9, u * 0.75, s * 0.016 + 4));
      sacValue = mix(
        sacValue,
        sig.root,
        ramp(0.24, 0.1, threads) *
          ramp(4.8, 2.6, Math.abs(hang)) *
          ramp(7.5, 4.5, aside) *
          ramp(levels[9]!.from, levels[8]!.from - 20, s) *
          0.85,
      );
    }
    value = mix(value, sig.ligament, inside(sac * 6.5 - 0.6) * (1 - sacEnds) * 0.7);
    value = mix(value, sacValue, inside(sac * 6.5) * (1 - sacEnds));

    // Beside the canal: pedicles, and the holes between them with fat round a root.
    if (aside > 9 && aside < 27 && u > BACK_WALL - 3 && u < 50 && !sacral) {
      const side = ramp(9, 11.5, aside) * ramp(27, 24, aside);
      const hole = Math.hypot((u - 22.5) / 7, (s - mix(to, next, 0.3) + 4) / 10.5) - 1;
      const root = Math.hypot(u - 21, s - to + 4.5) - 2.9;
      const joint = Math.abs(u - 35 - 0.35 * (s - to)) - 0.9;
      let lateral = mix(sig.marrow, sig.muscle, ramp(44, 47, u));
      lateral = mix(lateral, sig.rim, inside(Math.abs(hole * 7 + 1.2) - 0.9) * 0.8);
      lateral = mix(lateral, sig.fat, inside(hole * 7 + 0.3));
      lateral = mix(lateral, sig.root * 0.8, inside(root));
      lateral = mix(lateral, sig.rim, inside(joint) * ramp(14, 8, Math.abs(s - to)));
      value = mix(value, lateral, side);
    }

    // Spinous processes with their dark rim, laminae in front of them.
    if (aside < 8 && !sacral && u > 31) {
      const tilt = thoracic ? 0.5 : 0.12;
      const c = (from + to) / 2 + (thoracic ? 14 : 11) + (u - 46) * tilt;
      const tall = thoracic ? 6 : 9.5 + 2 * ramp(40, 60, u);
      const spine = Math.max(Math.abs(s - c) - tall, 32.5 - u, u - (thoracic ? 54 : 62) + 0.02 * (s - c) ** 2, (aside - 3.4) * 1.4);
      value = mix(value, sig.rim, inside(spine - 0.8));
      value = mix(value, sig.marrow * (1 + 0.1 * fineGrain), inside(spine + 0.6));
    }

    // Bodies and discs.
    const taper = Math.sqrt(Math.max(0.01, 1 - (aside / (sacral ? 40 - 3 * (index - 8) : 27)) ** 2));
    const deep = (thoracic ? 15 + 0.6 * index : sacral ? 15 - 2.4 * (index - 8) : 17) * taper;
    const waist = 1.8 * (1 - (2 * Math.max(0, Math.min(1, t)) - 1) ** 2);
    const bulge = plan.herniation?.disc === name && t > 0.75 ? plan.herniation : null;
    const wall = BACK_WALL - (sacral ? 1.6 * (index - 8) : 0) - 4 * ramp(10, 24, aside);
    const centre = wall - deep + 0.5;
    const across = Math.abs(u - centre) - (deep - waist * 0.75);
    const cup = (sacral ? 0.3 : 1.7) * Math.max(0, 1 - ((u - centre) / 15) ** 2);
    const ends = Math.max(from + cup - s, s - (to - cup));
    const body = Math.max(across, ends);
    const discAcross = Math.abs(u - centre) - (deep + 0.4);
    const disc = Math.max(discAcross, -ends, s - next - (index < 12 ? 1.7 : 0));
    if (bulge) {
      const mid = (to + next) / 2 + 1.5;
      const reach = bulge.depth * Math.exp(-(((x - lead) / 8.5) ** 2));
      const out = Math.max(u - wall - reach * Math.sqrt(Math.max(0, 1 - ((s - mid) / 8.5) ** 2)), wall - 3 - u, Math.abs(s - mid) - 8.5);
      value = mix(value, sig.ligament, inside(out - 0.7));
      value = mix(value, sig.dryNucleus * 1.15, inside(out));
    }
    value = mix(value, sig.rim, inside(Math.min(body, disc) - 0.9));
    if (disc < 0.6) {
      const worn = dry.has(name as 'L3' | 'L4' | 'L5') || sacral;
      const half = Math.max(1, (next - to) / 2 + cup);
      const core =
        Math.hypot((u - centre - 1.5) / (deep * 0.72), (s - (to + next) / 2) / (half * 0.78)) -
        1 +
        0.1 * texture.at(x * 0.1, u * 0.2, s * 0.2);
      const gel = mix(worn ? sig.dryNucleus : sig.nucleus, sig.annulus, worn ? 0 : ramp(0.9, 0.2, Math.abs(s - (to + next) / 2)) * 0.35);
      value = mix(value, mix(sig.annulus, gel, ramp(0.12, -0.25, core)), inside(disc));
    }
    const spots = 0.9 + 0.22 * texture.cloud(x * 0.06, y * 0.09, z * 0.09, 3);
    const vein = u > centre && Math.abs(t - 0.52) < 0.05 && u > wall - 7 ? (sequence === 'T2' ? 1.5 : 0.75) : 1;
    value = mix(value, sig.marrow * spots * (aside < 5 ? vein : 1), inside(body + 0.2));
    return value;
  };

  shade(on, (x, y, z) => {
    const signal = draw(x, y, z);
    // The coil lies under the back; a saturation band darkens the belly.
    const gain = 1.12 - 0.0035 * (95 - y) - 0.0012 * Math.abs(z);
    const band = ramp(-74, -54, y);
    return signal * Math.max(0.2, gain) * (0.14 + 0.86 * band);
  });
  for (let i = 0; i < on.data.length; i++) on.data[i] = Math.abs(on.data[i]! + 30 * gauss(rnd));
  return blur(on, 0.55);
}
