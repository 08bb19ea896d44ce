// A wrist and forearm radiograph, palm down or from the side, with or without a fracture of the distal radius.
import { noise, type Noise } from '../../chance/noise';
import { between, random } from '../../chance/random';
import { type Canvas } from '../../imaging/canvas';
import { film } from '../../imaging/projection';
import { develop } from './develop';
import { type Bone, flesh, fleshFromSide, handBones, lateralBones, radiusBone, ulnaBone } from './hand-bones';

export interface WristPlan {
  readonly seed: number;
  readonly side: 'R' | 'L';
  /** Fracture of the distal radius; `tilt` in degrees towards the back of the hand. */
  readonly fracture: { readonly tilt: number } | null;
  /** Open growth plates, smaller carpals. */
  readonly child: boolean;
}

const SOFT = 0.0155;
const BONY = 0.05;

/** Millimetres of solid bone on the ray: a dense rim with a lattice inside. */
function through(bone: Bone, x: number, y: number, lattice: Noise): number {
  const [x0, y0, x1, y1] = bone.box;
  if (x < x0 || y < y0 || x > x1 || y > y1) return 0;
  const depth = -bone.outline(x, y);
  if (depth <= -0.4) return 0;
  const outer = dome(depth + 0.2, bone.half);
  const inner = dome(depth - bone.rim, bone.half - bone.rim * 0.8);
  const grain = 0.86 + 0.3 * Math.abs(lattice.at(x * 0.8, y * 0.5, 1)) + 0.16 * lattice.at(x * 1.7, y * 1.2, 4);
  return 2 * (outer - inner) * 1.25 + 2 * inner * bone.lattice * grain;
}

/** Half the ray through a rounded edge `half` thick, `depth` inside it. */
const dome = (depth: number, half: number): number => (depth <= 0 ? 0 : depth >= half ? half : Math.sqrt(2 * half * depth - depth * depth));

/** 12-bit picture, `columns` wide, 120 by 190 mm. `lateral` is the second view, from the thumb side. */
export function wristFilm(plan: WristPlan, columns: number, lateral: boolean): Canvas {
  const rnd = random(plan.seed, 'wrist');
  const pixel = 120 / columns;
  const on = film(columns, Math.round(190 / pixel), pixel, [0, 0]);
  const lattice = noise(plan.seed, 'lattice');
  const size = plan.child ? 0.76 : between(rnd, 0.92, 1);
  const turn = between(rnd, -0.04, 0.04);
  const mirror = plan.side === 'R' ? -1 : 1;
  const [radius, ulna] = [radiusBone(plan.child), ulnaBone(plan.child)];
  const moving = lateral ? [] : [...handBones(plan.child), radius];
  const breakAt = plan.child ? 24 : 19;
  const tilt = ((plan.fracture?.tilt ?? 0) * Math.PI) / 180;

  for (let j = 0; j < on.rows; j++) {
    for (let i = 0; i < columns; i++) {
      const fx = (on.origin[0] + i * pixel) / size;
      const fy = (j * pixel - 106) / size;
      const x = mirror * (fx * Math.cos(turn) - fy * Math.sin(turn));
      const y = fx * Math.sin(turn) + fy * Math.cos(turn);
      // The far fragment is tipped about a rough break line, and the hand goes with it.
      const rough = 1.5 * lattice.at(x * 0.35, 5, 2) + 0.7 * lattice.at(x * 1.1, 7, 2);
      const line = y - breakAt - rough + 0.14 * x;
      const far = plan.fracture !== null && line < 0;
      const tip = far ? tilt * Math.min(26, breakAt - y) * (lateral ? 0.8 : 0.4) + (lateral ? 1.4 : 1) : 0;
      const bx = x - tip * (lateral ? 1 : -1);
      const by = far ? y - 1.4 : y;
      const swell = plan.fracture ? tilt * 16 * Math.max(0, Math.min(1, (breakAt + 20 - y) / 60)) : 0;
      const skin = -(lateral ? fleshFromSide(x - swell, y) : flesh(x + swell * 0.4, y));
      if (skin < 0) continue;
      const soft = dome(skin, lateral ? 30 : 21) * 2 * SOFT * (1 + 0.05 * lattice.cloud(x * 0.05, y * 0.03, 9, 2));
      let bony = 0;
      if (lateral) for (const b of lateralBones) bony += through(b, bx, by, lattice) * 0.6;
      else {
        for (const b of moving) bony = Math.max(bony, through(b, bx, by, lattice));
        bony = Math.max(bony, through(ulna, x, y, lattice));
      }
      if (plan.child) bony *= growthPlate(lateral ? bx + 6 : bx, by);
      if (plan.fracture && (lateral || x > -6))
        bony *= Math.abs(line) < 0.9 ? 0.6 + 0.4 * Math.abs(line) : line > 0 && line < 2.4 ? 1.2 : 1;
      on.data[j * columns + i] = soft + bony * BONY;
    }
  }
  const marker = { letter: plan.side, at: [plan.side === 'R' ? 0.07 : 0.84, 0.84], height: 0.045 } as const;
  return develop(on, { black: 0.08, white: 1.55, noise: 0.006, marker }, rnd);
}

/** The growth plates of a child: clear lines across the ends of radius and ulna. */
function growthPlate(x: number, y: number): number {
  const line = x > -6 ? 12.2 + 0.02 * (x - 5) ** 2 : 13.4;
  return Math.abs(y - line) < 1 ? 0.3 : 1;
}
