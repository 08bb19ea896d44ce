// Lungs: the air-filled spaces, the branching vessels in them, and the airways.
import { between, random, type Random } from '../../chance/random';
import { type Point, rod, type Solid, solid, tube, union } from '../../imaging/solids';
import { type Build, cageWidth, diaphragm, innerWall, ramp } from './build';

/** Distance to one lung: inside the rib cage, above the diaphragm, beside the mediastinum. Side -1 is the right one. */
export function lungDistance(b: Build, side: 1 | -1): (x: number, y: number, z: number) => number {
  return (x, y, z) => {
    const aside = x * side;
    const wall = innerWall(b, x, y, z) + 2.5;
    if (wall > 6) return wall;
    const heart = ramp(105, 60, z) * ramp(28, 0, y);
    const medial =
      16 +
      9 * ramp(120, 60, z) +
      10 * ramp(30, -40, z) +
      (side === 1 ? 26 : 8) * heart * ramp(-85, -30, y) -
      12 * ramp(12, 46, y) * ramp(60, 20, y) -
      7 * ramp(150, 205, z) -
      13 * ramp(-48, -80, y) * ramp(74, 108, z);
    return Math.max(
      wall,
      (diaphragm(x, y) - z) * 0.8,
      (medial - aside) * 0.9,
      (z - 203 + 0.011 * ((aside - 40) ** 2 + (y - 14) ** 2)) * (z > 130 ? 0.6 : 1),
    );
  };
}

export function lungs(b: Build): readonly [Solid, Solid] {
  const [w, d] = b.cage;
  return [solid([-w, -d, -150, 0, d + 20, 208], lungDistance(b, -1)), solid([0, -d, -150, w, d + 20, 208], lungDistance(b, 1))];
}

interface Twig {
  readonly from: Point;
  readonly direction: Point;
  readonly radius: number;
  readonly depth: number;
}

const unit = (x: number, y: number, z: number): Point => {
  const n = Math.hypot(x, y, z) || 1;
  return [x / n, y / n, z / n];
};

/** A vessel tree from a stem: two branches at each fork and often a third, slight one, thinner and shorter, until they are hair-thin or leave the lung. */
function grow(stem: Twig, inside: (x: number, y: number, z: number) => number, rnd: Random, into: Solid[], thinnest: number): void {
  const open: Twig[] = [stem];
  while (open.length > 0 && into.length < 520) {
    const twig = open.shift()!;
    const length = between(rnd, 9, 13) + twig.radius * 3.6;
    const [dx, dy, dz] = twig.direction;
    const to: Point = [twig.from[0] + dx * length, twig.from[1] + dy * length, twig.from[2] + dz * length];
    const room = inside(to[0], to[1], to[2]);
    if (twig.depth > 1 && room > -4) continue;
    const thin = twig.radius * between(rnd, 0.86, 0.94);
    into.push(rod(twig.from, to, twig.radius, thin));
    if (thin < thinnest) continue;
    const spread = between(rnd, 0.35, 0.75);
    const roll = between(rnd, 0, Math.PI * 2);
    const side = unit(-dy + 0.01, dx, 0.2 * dz);
    const up: Point = [dy * side[2] - dz * side[1], dz * side[0] - dx * side[2], dx * side[1] - dy * side[0]];
    for (const fork of [1, -1, 0]) {
      if (fork === 0 && rnd() < 0.25) continue;
      const share = fork === 1 ? between(rnd, 0.82, 0.95) : fork === -1 ? between(rnd, 0.5, 0.78) : between(rnd, 0.3, 0.5);
      const angle = fork === 1 ? spread * 0.55 : fork === -1 ? -spread * 1.1 : between(rnd, -1.1, 1.1);
      const c = Math.cos(roll) * Math.sin(angle);
      const s = Math.sin(roll) * Math.sin(angle);
      const k = Math.cos(angle);
      open.push({
        from: to,
        direction: unit(dx * k + side[0] * c + up[0] * s, dy * k + side[1] * c + up[1] * s, dz * k + side[2] * c + up[2] * s),
        radius: thin * share,
        depth: twig.depth + 1,
      });
    }
  }
}

/** Where the large vessels enter: height and depth of the hila. */
export const hilum = (side: 1 | -1): Point => [side * 34, 12, side === 1 ? 104 : 94];

export function lungVessels(b: Build, side: 1 | -1): readonly Solid[] {
  const rnd = random(b.seed, 'vessels', side);
  const inside = lungDistance(b, side);
  const [hx, hy, hz] = hilum(side);
  const into: Solid[] = [];
  const w = cageWidth(b, 60);
  // One stem to each segment: direction as it is taught (apical, anterior, lateral, superior and basal segments).
  const stems: readonly (readonly [number, number, number, number])[] = [
    [0.32, 0.05, 1, 4.1],
    [0.55, -0.75, 0.4, 3.9],
    [0.75, 0.55, 0.55, 3.7],
    [0.9, -0.55, -0.25, 3.8],
    [0.6, 0.85, 0.1, 3.6],
    [0.55, -0.3, -1, 4.3],
    [0.85, 0.15, -0.8, 4.2],
    [0.35, 0.6, -1, 4.7],
    [0.2, 0.3, -1, 4.1],
    [0.9, 0.1, 0.2, 3.3],
    [0.6, -0.6, -0.8, 3.4],
    [0.5, 0.7, -0.5, 3.6],
    [0.7, -0.9, -0.5, 3.4],
    [0.3, -0.6, -1, 3.6],
  ];
  for (const [sx, sy, sz, r] of stems) {
    const tree: Solid[] = [];
    const direction = unit(side * sx + between(rnd, -0.1, 0.1), sy + between(rnd, -0.12, 0.12), sz + between(rnd, -0.1, 0.1));
    const reach = w / 130;
    grow({ from: [hx * reach, hy, hz], direction, radius: r, depth: 0 }, inside, rnd, tree, 0.42);
    into.push(...tree);
  }
  return into;
}

export interface Airways {
  readonly lumen: Solid;
  readonly wall: Solid;
}

export function airways(): Airways {
  const path = (more: number): Solid =>
    union([
      ...tube([
        [1, 2, 245, 9 + more],
        [2, 10, 200, 9 + more],
        [0, 22, 150, 8.6 + more],
        [0, 25, 128, 8.8 + more],
      ]),
      ...tube([
        [0, 25, 128, 8 + more],
        [-18, 22, 112, 7.2 + more],
        [-34, 20, 99, 6 + more],
        [-46, 22, 80, 4 + more],
        [-58, 34, 55, 2.4 + more],
      ]),
      ...tube([
        [0, 25, 128, 7.4 + more],
        [24, 25, 114, 6.2 + more],
        [42, 26, 102, 5.2 + more],
        [54, 32, 78, 3.2 + more],
        [62, 42, 52, 2 + more],
      ]),
      ...tube([
        [-30, 20, 104, 4.6 + more],
        [-44, 14, 122, 3.4 + more],
        [-54, 8, 146, 2 + more],
      ]),
      ...tube([
        [40, 26, 104, 4.2 + more],
        [52, 12, 122, 3 + more],
        [58, -4, 136, 1.8 + more],
      ]),
    ]);
  return { lumen: path(0), wall: path(1.6) };
}
