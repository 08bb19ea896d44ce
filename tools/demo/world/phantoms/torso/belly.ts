// Organs below the diaphragm. Each is a solid; bowel is laid out loop by loop from the seed.
import { between, random } from '../../chance/random';
import { bothSides, ellipsoid, rod, type Solid, solid, tube, union } from '../../imaging/solids';
import { type Build, diaphragm, innerWall, ramp } from './build';

/** Liver: fills the right dome, thins out to a left lobe, with a smooth lower edge. */
export function liver(b: Build): Solid {
  return solid([-150, -110, -175, 78, 90, 10], (x, y, z) => {
    const wall = innerWall(b, x, y, z) + 3;
    const under = -136 + 0.5 * (x + 70) + 0.2 * (y + 10) + 14 * ramp(-30, 20, x);
    const tip = -158 + 0.3 * Math.abs(x + 95);
    const lowest = tip + (under + 18 - tip) * ramp(-86, -48, x);
    const hollow = 58 - Math.hypot((x - 58) * 1.1, y - 52, (z + 60) * 0.9);
    const edge = x - 66 * Math.sqrt(Math.max(0, 1 - ((y + 34) / 74) ** 2 - ((z + 22) / 62) ** 2)) - 2 + 0.3 * (y + 30);
    const porta = 40 - Math.hypot((x - 2) * 0.8, (y - 14) * 0.9, (z + 92) * 0.8);
    // Towards its lower tip the right lobe rounds off.
    const tail = Math.max(0, Math.min(1, (-88 - z) / 70));
    const round = tail === 0 ? -40 : (Math.hypot((x + 104) / (150 - 112 * tail ** 0.6), (y - 6) / (120 - 62 * tail)) - 1) * 40;
    const spineHollow = 34 - Math.hypot(x - 8, (y - 54) * 0.9);
    return Math.max(wall, (z - diaphragm(x, y) + 3) * 0.75, (lowest - z) * 0.7, hollow, edge, porta, round, spineHollow, y - 78);
  });
}

export const spleen: Solid = solid([48, -30, -110, 140, 105, 0], (x, y, z) => {
  const outer = Math.hypot((x - 84) / 36, (y - 42) / 46, (z + 52) / 50) - 1;
  const inner = 1 - Math.hypot((x - 58) / 32, (y - 22) / 34, (z + 58) / 52);
  return Math.max(outer * 36, inner * 30);
});

export const kidneys: readonly Solid[] = [-1, 1].map((side) => {
  const cz = side === 1 ? -106 : -118;
  return solid([side === 1 ? 22 : -92, 4, cz - 62, side === 1 ? 92 : -22, 90, cz + 62], (x, y, z) => {
    const lean = (z - cz) * 0.14;
    const u = x * side - 56 + lean;
    const v = y - 46 - lean;
    const body = (Math.hypot((u * 0.85 + v * 0.5) / 27, (v * 0.85 - u * 0.5) / 21, (z - cz) / 54) - 1) * 22;
    const notch = 15 - Math.hypot((u + 26) * 0.9, (v + 14) * 0.8, (z - cz) * 0.5);
    return Math.max(body, notch);
  });
});
export const renalSinus: readonly Solid[] = [-1, 1].map((side) =>
  ellipsoid([side * 47, 38, side === 1 ? -106 : -118], [13, 10, 26], side * 0.5),
);
export const adrenals: readonly Solid[] = bothSides(
  union([rod([38, 40, -66], [46, 54, -62], 2.4), rod([38, 40, -66], [34, 54, -64], 2.2)]),
);
export const psoas: readonly Solid[] = bothSides(
  union(
    tube([
      [30, 52, -90, 9],
      [36, 44, -140, 17],
      [46, 34, -200, 22],
      [60, 6, -262, 20],
      [68, -16, -300, 16],
    ]),
  ),
);
export const pancreas: Solid = union(
  tube([
    [-34, 0, -112, 14],
    [-20, -6, -100, 12],
    [6, -6, -88, 10.5],
    [38, 14, -74, 10.5],
    [64, 34, -60, 9],
  ]),
);
export const gallbladder: Solid = union([ellipsoid([-54, -44, -112], [15, 24, 20], 0.5)]);
export const stomach: Solid = union([
  ellipsoid([62, 6, -34], [34, 42, 32]),
  ellipsoid([56, -32, -68], [32, 30, 32]),
  ...tube([
    [46, -44, -88, 24],
    [14, -52, -104, 19],
    [-18, -38, -104, 14],
  ]),
]);
export const bladder: Solid = ellipsoid([0, -22, -292], [44, 38, 34]);
export const uterus: Solid = ellipsoid([2, 18, -272], [34, 26, 30]);
export const prostate: Solid = ellipsoid([0, -2, -322], [22, 17, 18]);

export interface Loop {
  readonly solid: Solid;
  readonly kind: 'small' | 'colon';
  /** Height (y) above which the loop holds gas: gas floats to the front of a person on their back. */
  readonly gasBefore: number;
}

export function bowel(b: Build): readonly Loop[] {
  const rnd = random(b.seed, 'bowel');
  const loops: Loop[] = [];
  const colon: readonly (readonly [number, number, number, number])[] = [
    [-92, 14, -238, 24],
    [-98, 18, -204, 24],
    [-98, 20, -168, 23],
    [-92, 8, -146, 22],
    [-62, -46, -150, 19],
    [-20, -62, -158, 18],
    [24, -62, -152, 18],
    [64, -44, -126, 18],
    [96, 8, -96, 17],
    [106, 34, -120, 16],
    [106, 30, -166, 16],
    [100, 22, -212, 16],
    [84, 6, -244, 15],
    [48, -6, -262, 16],
    [20, 10, -256, 16],
    [6, 44, -264, 16],
  ];
  colon.slice(1).forEach((to, i) => {
    const from = colon[i]!;
    const beads = 3;
    for (let k = 0; k < beads; k++) {
      const t = (k + 0.5) / beads;
      const r = from[3] * between(rnd, 0.82, 1.06);
      const at = [0, 1, 2].map((c) => from[c]! + (to[c]! - from[c]!) * t + between(rnd, -2, 2));
      loops.push({
        kind: 'colon',
        solid: ellipsoid([at[0]!, at[1]!, at[2]!], [r, r * 0.92, r * 1.05]),
        gasBefore: at[1]! + r * between(rnd, -0.9, 0.35),
      });
    }
  });
  for (let i = 0; i < 84; i++) {
    const x = between(rnd, -72, 78);
    const z = between(rnd, -262, -118);
    const y = between(rnd, -66, Math.abs(x) < 34 ? -2 : 24);
    if (innerWall(b, x, y, z) > -24) continue;
    const turn = between(rnd, 0, Math.PI);
    const long = between(rnd, 14, 30);
    loops.push({
      kind: 'small',
      solid: ellipsoid([x, y, z], [long, between(rnd, 10, 13), between(rnd, 10, 14)], turn),
      gasBefore: rnd() < 0.2 ? y - 3 : -999,
    });
  }
  return loops;
}
