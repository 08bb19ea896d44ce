// Bones of the trunk: spine, ribs with cartilage, breastbone, collar bones, shoulder blades and pelvis.
import { bothSides, ellipsoid, mirrored, type Point, rod, type Solid, solid, tube, union } from '../../imaging/solids';
import { type Build, cageCentre, cageDepth, cageWidth } from './build';

/** Centre of the spinal bodies: the thoracic curve backwards, the lumbar one forwards. */
export const spineDepth = (z: number): number =>
  62 + 10 * Math.exp(-(((z - 120) / 90) ** 2)) - 16 * Math.exp(-(((z + 150) / 70) ** 2)) - 26 * Math.max(0, (z - 165) / 90);

/** Level of the vertebra at a height, counted in vertebrae from the top of T1, with the place inside it from 0 (top) to 1. */
export function level(z: number): { readonly index: number; readonly inside: number; readonly height: number } {
  let top = 205;
  for (let index = 0; index < 17; index++) {
    const height = 19 + index * 1.05;
    if (z > top - height || index === 16) return { index, inside: (top - z) / height, height };
    top -= height;
  }
  throw new Error('Unreachable: the last level takes everything below it.');
}

const bodyRadius = (index: number): number => 13.5 + 0.62 * index;

export interface SpineParts {
  readonly body: Solid;
  readonly disc: Solid;
  readonly arch: Solid;
  readonly canal: Solid;
}

export function spine(): SpineParts {
  const reach = [-34, 30, -290, 34, 125, 208] as const;
  const bodyDistance = (x: number, y: number, z: number): number => {
    const { index, inside } = level(z);
    const r = bodyRadius(index) * (1 - 0.1 * (1 - (2 * inside - 1) ** 2));
    const u = x / (r * 1.2);
    const v = (y - spineDepth(z)) / r;
    const q = Math.sqrt(u * u + v * v + (v > 0 ? 0.5 * v * v * v * v : 0));
    return (q - 1) * r;
  };
  const endplate = (z: number): number => {
    const { inside, height } = level(z);
    return Math.min(inside, 1 - inside) * height;
  };
  const gap = (z: number): number => 2 + level(z).index * 0.13;
  const canalDistance = (x: number, y: number, z: number): number => {
    const { index } = level(z);
    const u = x / 10.5;
    const v = (y - spineDepth(z) - bodyRadius(index) - 6.5) / 8;
    return (Math.sqrt(u * u + v * v) - 1) * 8.5;
  };
  const archDistance = (x: number, y: number, z: number): number => {
    const { index, inside } = level(z);
    const back = y - spineDepth(z) - bodyRadius(index) - 6.5;
    const aside = Math.abs(x);
    const lamina = Math.max(Math.abs(canalDistance(x, y, z) - 3) - 2.6, -back - 2);
    const spread = index < 12 ? 28 : 34;
    const transverse = Math.max(
      Math.sqrt(((back - 2 - 0.22 * aside * (index < 12 ? 1 : -0.1)) / 1) ** 2 + ((inside - 0.34) * 24) ** 2) - 4.6,
      aside - spread,
      8 - aside,
    );
    const pedicle = Math.max(Math.sqrt((aside - 12) ** 2 + ((inside - 0.3) * 22) ** 2) - 4.6, back - 1, -back - 14);
    const spinous = Math.max(
      Math.sqrt(x * x + ((inside - 0.62) * (index < 12 ? 15 : 22)) ** 2) - 3.4,
      back - (index < 12 ? 36 : 34),
      6 - back,
    );
    const facet = Math.sqrt((aside - 15) ** 2 + (back - 5) ** 2 + ((inside - 0.95) * 12) ** 2) - 4.6;
    return Math.max(
      Math.min(lamina + (inside > 0.25 && inside < 0.85 ? 0 : 2.2), transverse, pedicle, spinous, facet),
      -canalDistance(x, y, z),
    );
  };
  return {
    body: solid(reach, (x, y, z) => Math.max(bodyDistance(x, y, z), gap(z) - endplate(z))),
    disc: solid(reach, (x, y, z) => bodyDistance(x, y, z)),
    arch: solid(reach, archDistance),
    canal: solid(reach, canalDistance),
  };
}

export interface Rib {
  readonly outer: readonly Solid[];
  readonly inner: readonly Solid[];
  readonly cartilage: readonly Solid[];
}

/** A rib as points: from the spine round the side, down and forward; the last stretch is cartilage. */
function ribPoints(b: Build, n: number, side: 1 | -1): readonly Point[] {
  const start = 196 - (n - 1) * 21.6;
  const drop = n < 3 ? 30 + 14 * n : n < 9 ? 78 : 84 - 9 * (n - 8);
  const end = n > 10 ? 1.5 + (12 - n) * 0.35 : n < 8 ? 2.62 : 2.62 - 0.16 * (n - 7);
  return Array.from({ length: 23 }, (_, i) => {
    const t = i / 22;
    const angle = 0.2 + t * (end - 0.2);
    const z =
      start + 8 * Math.sin(t * 3) * (1 - t) - drop * Math.sin((t * Math.PI) / 2) ** 1.15 + (n > 6 && t > 0.82 ? (t - 0.82) * 130 : 0);
    const w = cageWidth(b, z) + 5.5;
    const d = cageDepth(b, z) + 5.5;
    return [side * w * Math.sin(angle) ** 0.92, cageCentre(z) + d * Math.cos(angle) * (angle < 1 ? 1.02 : 1), z] as const;
  });
}

export function ribs(b: Build): readonly Rib[] {
  return Array.from({ length: 24 }, (_, i) => {
    const n = (i >> 1) + 1;
    const points = ribPoints(b, n, i % 2 === 0 ? -1 : 1);
    const bony = points.slice(0, n > 10 ? 23 : 19);
    const chain = (list: readonly Point[], r: number): readonly Solid[] =>
      tube(list.map(([x, y, z], k) => [x, y, z, r * (0.85 + 0.3 * Math.sin((k / 18) * 3))] as const));
    return {
      outer: chain(bony, n === 1 ? 4.4 : 4.8),
      inner: chain(bony, n === 1 ? 2.5 : 3.1),
      cartilage: n > 10 ? [] : chain(points.slice(18), 5),
    };
  });
}

export function breastbone(b: Build): readonly Solid[] {
  const front = (z: number): number => cageCentre(z) - cageDepth(b, z) - 5;
  const plate = solid([-28, front(60) - 40, 34, 28, front(60) + 40, 172], (x, y, z) => {
    const manubrium = z > 126;
    const half = manubrium ? 17 + 9 * ((z - 126) / 44) : 11 + 6 * Math.sin((z - 40) / 28);
    const edge = Math.max(Math.abs(x) - half + 5, 0);
    const across = Math.sqrt(edge * edge + (y - front(z)) ** 2) - 6;
    return Math.max(across, 38 - z, z - 168, manubrium ? -99 : z - 123);
  });
  return [plate];
}

export function collarBones(b: Build): readonly Solid[] {
  const front = cageCentre(165) - cageDepth(b, 165);
  return bothSides(
    union(
      tube([
        [14, front - 2, 166, 7],
        [50, front - 8, 176, 5.2],
        [90, front + 14, 190, 5],
        [132, front + 46, 196, 6.5],
      ]),
    ),
  );
}

export function shoulderBlades(b: Build): readonly Solid[] {
  const w = b.cage[0];
  const blade = solid([w * 0.42, 20, 78, w + 50, 120, 205], (x, y, z) => {
    const t = (z - 80) / 110;
    const inner = w * (0.62 - 0.1 * t);
    const outer = w * (0.66 + 0.44 * t);
    const along = (x - inner) / Math.max(1, outer - inner);
    const sheet =
      Math.abs(y - (cageCentre(z) + cageDepth(b, z) * 0.93 + 17 - 40 * (0.25 + along) ** 2 * 0.55)) -
      2.3 -
      2.2 * Math.max(0, Math.abs(along - 0.5) * 2 - 0.7) * 3;
    return Math.max(sheet, inner - x, x - outer, 80 - z, z - 196);
  });
  const ridge = rod([w * 0.58, 86, 168], [w + 22, 54, 196], 5);
  return [blade, mirrored(blade), ...bothSides(ridge), ...bothSides(ellipsoid([w + 34, 22, 186], [22, 22, 24]))];
}

export const pelvis: readonly Solid[] = (() => {
  const wing = solid([30, -60, -300, 135, 85, -165], (x, y, z) => {
    const t = (-170 - z) / 110;
    const mid = 46 - 118 * ((x - 52) / 82) ** 1.35;
    const sheet = Math.abs(y - (x < 52 ? 46 : mid) - 6 * t) - 4.5 - 3 * t;
    const top = -172 - 0.014 * (x - 92) ** 2;
    return Math.max(sheet * 0.75, z - top, 38 + 10 * t - x, x - (128 - 26 * t));
  });
  const socket = ellipsoid([88, 2, -278], [30, 30, 30]);
  return [wing, mirrored(wing), ...bothSides(socket)];
})();

/** Sacrum: broad below the last disc, narrowing and curving back. */
export const sacrum: Solid = solid([-60, 20, -300, 60, 120, -222], (x, y, z) => {
  const t = (-222 - z) / 78;
  const depth = 62 + 42 * t - 20 * t * t;
  return Math.max(Math.sqrt((x / (54 - 22 * t)) ** 2 + ((y - depth) / 17) ** 2) - 1, -t) * 15;
});
