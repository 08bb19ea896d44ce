// Mixing tissues at their borders.
import { type Solid } from '../../imaging/solids';

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** Share of a solid in a point: 1 inside, 0 outside, mixed over `soft` mm. */
export function share(s: Solid, x: number, y: number, z: number, soft = 1.2): number {
  const { box } = s;
  if (x < box[0] - soft || x > box[3] + soft || y < box[1] - soft || y > box[4] + soft || z < box[2] - soft || z > box[5] + soft) return 0;
  return Math.max(0, Math.min(1, 0.5 - s.distance(x, y, z) / soft));
}
