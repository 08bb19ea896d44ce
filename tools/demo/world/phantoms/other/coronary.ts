// A coronary angiogram: contrast runs down the left coronary tree while the heart beats. Frames of one run.
import { noise } from '../../chance/noise';
import { between, gauss, random } from '../../chance/random';
import { type Canvas, canvas } from '../../imaging/canvas';
import { blur } from '../../imaging/kernel';

export interface CoronaryPlan {
  readonly seed: number;
  /** Narrowing of the anterior descending artery, percent of its width; 0 is none. */
  readonly stenosis: number;
}

interface Piece {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** Way from the catheter tip: contrast gets here later. */
  readonly way: number;
}

interface Course {
  readonly start: readonly [number, number];
  readonly heading: number;
  readonly bend: number;
  readonly length: number;
  readonly radius: number;
  readonly way: number;
}

/** A vessel as beads: heading drifts, width tapers, side branches leave at given shares of the way. */
function course(
  { start, heading, bend, length, radius, way }: Course,
  wiggle: ReturnType<typeof noise>,
  narrowAt: number,
  narrow: number,
): Piece[] {
  const pieces: Piece[] = [];
  let [x, y] = start;
  let angle = heading;
  for (let s = 0; s < length; s += 0.6) {
    const t = s / length;
    angle += (bend / length) * 0.6 + 0.02 * wiggle.at(s * 0.045 + start[0], start[1], 2);
    x += Math.cos(angle) * 0.6;
    y += Math.sin(angle) * 0.6;
    const pinch = narrow > 0 ? 1 - narrow * Math.exp(-(((t - narrowAt) / 0.035) ** 2)) : 1;
    pieces.push({ x, y, r: radius * (1 - 0.62 * t) * pinch, way: way + s });
  }
  return pieces;
}

function tree(plan: CoronaryPlan): readonly Piece[] {
  const rnd = random(plan.seed, 'coronary');
  const wiggle = noise(plan.seed, 'wiggle');
  const main = course({ start: [-26, -38], heading: 0.25, bend: 0.35, length: 12, radius: 2.3, way: 0 }, wiggle, 0, 0);
  const fork = main[main.length - 1]!;
  const descending = course(
    { start: [fork.x, fork.y], heading: 0.55, bend: 1.25, length: 112, radius: 1.9, way: 12 },
    wiggle,
    0.22,
    plan.stenosis / 100,
  );
  const circumflex = course({ start: [fork.x, fork.y], heading: 1.5, bend: 0.75, length: 82, radius: 1.75, way: 12 }, wiggle, 0, 0);
  const all = [...main, ...descending, ...circumflex];
  const branch = (of: readonly Piece[], at: number, turn: number, length: number, bend: number): void => {
    const p = of[Math.floor(at * of.length)]!;
    const q = of[Math.floor(at * of.length) + 3]!;
    const heading = Math.atan2(q.y - p.y, q.x - p.x) + turn;
    const twig = course({ start: [p.x, p.y], heading, bend, length, radius: p.r * 0.74, way: p.way }, wiggle, 0, 0);
    all.push(...twig);
    if (length > 26) {
      const mid = twig[Math.floor(twig.length * 0.55)]!;
      all.push(
        ...course(
          {
            start: [mid.x, mid.y],
            heading: heading + bend * 0.5 + between(rnd, 0.3, 0.6),
            bend: between(rnd, -0.5, 0.5),
            length: length * 0.4,
            radius: mid.r * 0.7,
            way: mid.way,
          },
          wiggle,
          0,
          0,
        ),
      );
    }
  };
  for (const at of [0.16, 0.34, 0.52, 0.68]) branch(descending, at, between(rnd, -0.95, -0.6), 42 - 22 * at, between(rnd, 0.5, 1));
  for (const at of [0.26, 0.36, 0.45, 0.55, 0.63, 0.72])
    branch(descending, at, between(rnd, 0.7, 1.1), 17 - 8 * at, between(rnd, -0.3, 0.3));
  for (const at of [0.22, 0.45, 0.66]) branch(circumflex, at, between(rnd, -0.9, -0.5), 46 - 24 * at, between(rnd, 0.4, 0.9));
  return all;
}

/** 8-bit frames, square, 140 mm across; contrast dark. */
export function coronaryRun(plan: CoronaryPlan, matrix: number, frames: number): readonly Canvas[] {
  const field = noise(plan.seed, 'fluoro');
  const pieces = tree(plan);
  const pixel = 140 / matrix;
  const plane = { name: 'coronal', columns: matrix, rows: matrix, pixel, origin: [0, 0, 0] } as const;
  const still = canvas(plane, 0);
  for (let j = 0; j < matrix; j++) {
    for (let i = 0; i < matrix; i++) {
      const x = i * pixel - 70;
      const y = j * pixel - 70;
      const spine = Math.exp(-(((x - 44) / 17) ** 2)) * (26 + 10 * Math.sin(y * 0.19));
      const dome = 34 / (1 + Math.exp(-(y - 50 + 0.012 * (x + 10) ** 2) / 1.8));
      const heart = 16 / (1 + Math.exp((Math.hypot((x + 2) / 50, (y + 2) / 52) - 1) * 16));
      still.data[j * matrix + i] =
        178 - spine - dome - heart + 22 * field.cloud(x * 0.02, y * 0.02, 3, 4) - 7 * Math.max(0, Math.sin((y - 0.35 * x) * 0.22)) ** 6;
    }
  }
  const grain = random(plan.seed, 'grain');
  return Array.from({ length: frames }, (_, f) => {
    const time = frames === 1 ? 1 : f / (frames - 1);
    const beat = Math.sin((f / 9) * Math.PI * 2) * 0.5 + 0.5;
    const thickness = canvas(plane, 0);
    for (const p of pieces) {
      const filled =
        Math.max(0, Math.min(1, (time * 220 - p.way) / 22)) * (1 - 0.5 * Math.max(0, (time - 0.8) / 0.2) * (p.way < 30 ? 1 : 0.2));
      if (filled > 0)
        bead(
          thickness,
          (p.x * (1 - 0.05 * beat) + 70) / pixel,
          (p.y * (1 - 0.06 * beat) + 2.6 * beat + 70) / pixel,
          p.r / pixel,
          filled * pixel,
        );
    }
    for (let s = 0; s < 52; s += 0.5)
      bead(thickness, (-26 - 8 * Math.sin(s * 0.06) + 70) / pixel, (-38 - s + 4 * Math.exp(-s / 6) + 70) / pixel, 1 / pixel, 0.55 * pixel);
    blur(thickness, 0.7);
    const frame = canvas(plane, 0);
    for (let i = 0; i < frame.data.length; i++) {
      const lit = still.data[i]! * Math.exp(-0.33 * thickness.data[i]!) + 5.5 * gauss(grain);
      frame.data[i] = Math.max(0, Math.min(255, lit));
    }
    return frame;
  });
}

/** Adds a round of contrast; where beads overlap the thicker counts. */
function bead(on: Canvas, cx: number, cy: number, r: number, strength: number): void {
  for (let j = Math.max(0, Math.floor(cy - r)); j <= Math.min(on.rows - 1, Math.ceil(cy + r)); j++) {
    for (let i = Math.max(0, Math.floor(cx - r)); i <= Math.min(on.columns - 1, Math.ceil(cx + r)); i++) {
      const inside = r * r - (i - cx) ** 2 - (j - cy) ** 2;
      if (inside <= 0) continue;
      const index = j * on.columns + i;
      on.data[index] = Math.max(on.data[index]!, 2 * Math.sqrt(inside) * strength);
    }
  }
}
