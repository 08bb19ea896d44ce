// Shapes in patient space as signed distances (mm, negative inside) with a box around them, and painting them on a canvas.
import { type Canvas } from './canvas';

export type Point = readonly [number, number, number];
/** Lowest and highest x, y, z. */
export type Box = readonly [number, number, number, number, number, number];
export type Distance = (x: number, y: number, z: number) => number;

export interface Solid {
  readonly box: Box;
  readonly distance: Distance;
  /** Length (mm) of the ray through it from front to back at (x, z), where that is known in closed form. */
  readonly chord?: (x: number, z: number) => number;
  /** What it was joined from. */
  readonly parts?: readonly Solid[];
}

export const solid = (box: Box, distance: Distance): Solid => ({ box, distance });

/** Turned about the vertical (yaw) by radians, from x to y. */
export function ellipsoid(centre: Point, radii: Point, yaw = 0): Solid {
  const [cx, cy, cz] = centre;
  const [rx, ry, rz] = radii;
  const cos = Math.cos(yaw);
  const sin = Math.sin(yaw);
  const reach = yaw === 0 ? [rx, ry] : [Math.hypot(rx * cos, ry * sin), Math.hypot(rx * sin, ry * cos)];
  const small = Math.min(rx, ry, rz);
  const distance = (x: number, y: number, z: number): number => {
    const dx = x - cx;
    const dy = y - cy;
    const u = (dx * cos + dy * sin) / rx;
    const v = (dy * cos - dx * sin) / ry;
    const w = (z - cz) / rz;
    const q = Math.sqrt(u * u + v * v + w * w);
    if (q < 1e-6) return -small;
    // First-order distance: the level value over the length of its gradient.
    const gu = u / rx;
    const gv = v / ry;
    const gw = w / rz;
    return ((q - 1) * q) / Math.sqrt(gu * gu + gv * gv + gw * gw);
  };
  const chord = (x: number, z: number): number => {
    const inside = 1 - ((x - cx) / reach[0]!) ** 2 - ((z - cz) / rz) ** 2;
    return inside <= 0 ? 0 : 2 * reach[1]! * Math.sqrt(inside);
  };
  return { chord, box: [cx - reach[0]!, cy - reach[1]!, cz - rz, cx + reach[0]!, cy + reach[1]!, cz + rz], distance };
}

/** A rod from a to b with round ends, thickness running from ra to rb. */
export function rod(a: Point, b: Point, ra: number, rb = ra): Solid {
  const [ax, ay, az] = a;
  const ex = b[0] - ax;
  const ey = b[1] - ay;
  const ez = b[2] - az;
  const length = ex * ex + ey * ey + ez * ez || 1e-9;
  const distance = (x: number, y: number, z: number): number => {
    const dx = x - ax;
    const dy = y - ay;
    const dz = z - az;
    const t = Math.max(0, Math.min(1, (dx * ex + dy * ey + dz * ez) / length));
    const px = dx - ex * t;
    const py = dy - ey * t;
    const pz = dz - ez * t;
    return Math.sqrt(px * px + py * py + pz * pz) - (ra + (rb - ra) * t);
  };
  const flat = ex * ex + ez * ez;
  const slant = Math.min(1.9, Math.sqrt(length / Math.max(flat, 0.06 * length)));
  const chord = (x: number, z: number): number => {
    const dx = x - ax;
    const dz = z - az;
    const t = flat < 1e-9 ? 0 : Math.max(0, Math.min(1, (dx * ex + dz * ez) / flat));
    const near = ra + (rb - ra) * t;
    const inside = near * near - (dx - ex * t) ** 2 - (dz - ez * t) ** 2;
    return inside <= 0 ? 0 : 2 * Math.sqrt(inside) * slant;
  };
  const r = Math.max(ra, rb);
  return {
    chord,
    box: [
      Math.min(ax, b[0]) - r,
      Math.min(ay, b[1]) - r,
      Math.min(az, b[2]) - r,
      Math.max(ax, b[0]) + r,
      Math.max(ay, b[1]) + r,
      Math.max(az, b[2]) + r,
    ],
    distance,
  };
}

/** Rods joined end to end; each point carries its radius as a fourth number. */
export function tube(points: readonly (readonly [number, number, number, number])[]): readonly Solid[] {
  return points.slice(1).map((end, i) => {
    const start = points[i]!;
    return rod([start[0], start[1], start[2]], [end[0], end[1], end[2]], start[3], end[3]);
  });
}

/** Distances of joined solids beyond this many mm are all given as this: nobody paints that far out, and most parts can be skipped. */
const FAR = 5;

/** Several solids as one: joined where they meet, so that painting leaves no seam. */
export function union(parts: readonly Solid[]): Solid {
  const box = parts.reduce<number[]>(
    (all, { box: b }) => all.map((v, i) => (i < 3 ? Math.min(v, b[i]!) : Math.max(v, b[i]!))),
    [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity],
  );
  const boxes = Float64Array.from(parts.flatMap((part) => part.box));
  const distances = parts.map((part) => part.distance);
  const distance = (x: number, y: number, z: number): number => {
    let least = FAR;
    for (let i = 0, at = 0; i < distances.length; i++, at += 6) {
      if (boxes[at]! - x > least || x - boxes[at + 3]! > least) continue;
      if (boxes[at + 1]! - y > least || y - boxes[at + 4]! > least) continue;
      if (boxes[at + 2]! - z > least || z - boxes[at + 5]! > least) continue;
      const d = distances[i]!(x, y, z);
      if (d < least) least = d;
    }
    return least;
  };
  return { box: box as unknown as Box, distance, parts };
}

export const mirrored = (of: Solid): Solid => ({
  box: [-of.box[3], of.box[1], of.box[2], -of.box[0], of.box[4], of.box[5]],
  distance: (x, y, z) => of.distance(-x, y, z),
  ...(of.chord ? { chord: (x: number, z: number) => of.chord!(-x, z) } : {}),
  ...(of.parts ? { parts: of.parts.map(mirrored) } : {}),
});

/** A solid and its mirror image on the other side of the midline. */
export const bothSides = (of: Solid): readonly Solid[] => [of, mirrored(of)];

export type Paint = number | ((x: number, y: number, z: number, depth: number, under: number) => number);

/**
 * Lays a solid over what is there. Edges are mixed over `soft` mm (default one pixel), which is what partial volume looks like;
 * `depth` given to a paint function is positive inside. Returns at once when the plane misses the solid.
 */
export function paint(on: Canvas, what: Solid, value: Paint, soft = on.pixel): void {
  const { pixel, origin, columns, rows, name, data } = on;
  const { box, distance } = what;
  const across = name === 'sagittal' ? 1 : 0;
  const through = name === 'axial' ? 2 : name === 'coronal' ? 1 : 0;
  if (origin[through]! < box[through]! - soft || origin[through]! > box[through + 3]! + soft) return;
  const i0 = Math.max(0, Math.floor((box[across]! - soft - origin[across]!) / pixel));
  const i1 = Math.min(columns - 1, Math.ceil((box[across + 3]! + soft - origin[across]!) / pixel));
  const top = name === 'axial' ? (box[1] - soft - origin[1]) / pixel : (origin[2] - box[5] - soft) / pixel;
  const bottom = name === 'axial' ? (box[4] + soft - origin[1]) / pixel : (origin[2] - box[2] + soft) / pixel;
  const j0 = Math.max(0, Math.floor(top));
  const j1 = Math.min(rows - 1, Math.ceil(bottom));
  let [x, y, z] = origin as [number, number, number];
  for (let j = j0; j <= j1; j++) {
    if (name === 'axial') y = origin[1] + j * pixel;
    else z = origin[2] - j * pixel;
    for (let i = i0; i <= i1; i++) {
      if (across === 1) y = origin[1] + i * pixel;
      else x = origin[0] + i * pixel;
      const d = distance(x, y, z);
      if (d >= soft * 0.5) continue;
      const index = j * columns + i;
      const under = data[index]!;
      const over = typeof value === 'number' ? value : value(x, y, z, -d, under);
      data[index] = d <= -soft * 0.5 ? over : under + (over - under) * (0.5 - d / soft);
    }
  }
}
