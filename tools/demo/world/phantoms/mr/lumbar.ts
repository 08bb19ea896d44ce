// A lumbar spine in sagittal MR: bodies, discs, cord and cauda equina in their sac, arches, muscles and fat.
import { noise } from '../../chance/noise';
import { gauss, random } from '../../chance/random';
import { type Canvas, canvas, type Plane, shade } from '../../imaging/canvas';
import { blur } from '../../imaging/kernel';
import {
  BACK_WALL,
  before,
  behind,
  beside,
  canal,
  column,
  type Herniation,
  type Place,
  ramp,
  type Signals,
  type Spine,
  spinous,
} from './lumbar-parts';
import { spineCurve } from './spine-curve';

export type SpineSequence = 'T1' | 'T2';

export interface LumbarPlan {
  readonly seed: number;
  readonly herniation: Herniation | null;
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

/** Draws one sagittal plane; signal 0 to about 1000. Origin of z is about the middle of L3. */
export function drawLumbar(plane: Plane, plan: LumbarPlan, sequence: SpineSequence): Canvas {
  const rnd = random(plan.seed, 'lumbar', sequence, plane.origin[0]);
  const texture = noise(plan.seed, 'marrow');
  const curve = spineCurve(0.9 + 0.25 * random(plan.seed, 'bend')());
  const { levels } = curve;
  const dry = new Set<string>(plan.herniation ? [plan.herniation.disc] : []);
  if (random(plan.seed, 'wear')() < 0.5) dry.add('L5');
  const spine: Spine = { levels, sig: SIGNALS[sequence], texture, herniation: plan.herniation, dry, bright: sequence };
  const starts = levels.map((l) => l.from);
  const on = canvas(plane, 0);

  const signal = (x: number, y: number, z: number): number => {
    const back = y - 88 - 22 * ramp(-30, -130, z) + 10 * ramp(20, 160, z);
    if (back > 0) return 0;
    const { s, u } = curve.locate(y, z);
    let index = levels.length - 1;
    while (index > 0 && s < starts[index]!) index--;
    const level = levels[index]!;
    const place: Place = {
      x,
      y,
      z,
      aside: Math.abs(x),
      s,
      u,
      index,
      level,
      next: starts[index + 1] ?? level.to + 6,
      grain: texture.at(x * 0.1 + 50, y * 0.5, z * 0.5),
    };
    let value = u < BACK_WALL ? before(spine, place) : behind(spine, place, back);
    value = canal(spine, place, value);
    value = beside(spine, place, value);
    value = spinous(spine, place, value);
    return u < BACK_WALL + 14 && u > -34 ? column(spine, place, value) : value;
  };

  shade(on, (x, y, z) => {
    // The coil lies under the back; a saturation band darkens the belly.
    const gain = 1.12 - 0.0035 * (95 - y) - 0.0012 * Math.abs(z);
    const band = ramp(-74, -54, y);
    return signal(x, y, z) * Math.max(0.2, gain) * (0.14 + 0.86 * band);
  });
  for (let i = 0; i < on.data.length; i++) on.data[i] = Math.abs(on.data[i]! + 30 * gauss(rnd));
  return blur(on, 0.55);
}
