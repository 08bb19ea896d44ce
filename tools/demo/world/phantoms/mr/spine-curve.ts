// The lumbar spine as one bent axis with levels marked on it, so that every point has a place along (s) and across (u) the spine.

export interface Level {
  readonly name: string;
  /** Places along the axis where the vertebra begins and ends; the disc follows up to the next one's start. */
  readonly from: number;
  readonly to: number;
}

const NAMES = ['T10', 'T11', 'T12', 'L1', 'L2', 'L3', 'L4', 'L5', 'S1', 'S2', 'S3', 'S4', 'S5'];
const HEIGHTS = [22, 23.5, 25, 26.5, 27.5, 28, 28, 28, 27, 23, 19, 16, 14];
const DISCS = [4.6, 5.4, 6.4, 8, 9.4, 10.4, 11, 10, 2.4, 1.8, 1.4, 1.2, 6];
/** Lean of each level, radians; positive goes back as it goes down. */
const LEAN = [-0.12, -0.15, -0.16, -0.14, -0.09, 0, 0.12, 0.3, 0.6, 0.78, 0.72, 0.44, 0.1];

export interface SpineCurve {
  readonly levels: readonly Level[];
  /** Place along (mm from the top) and across (mm, positive to the back) of a point in the midline plane. */
  locate(y: number, z: number): { s: number; u: number };
}

export function spineCurve(bend: number): SpineCurve {
  const levels: Level[] = [];
  let at = 0;
  NAMES.forEach((name, i) => {
    levels.push({ name, from: at, to: at + HEIGHTS[i]! });
    at += HEIGHTS[i]! + DISCS[i]!;
  });
  const steps = Math.ceil(at) + 1;
  const ys = new Float64Array(steps);
  const zs = new Float64Array(steps);
  const lean = new Float64Array(steps);
  const middle = levels.map((l) => (l.from + l.to) / 2);
  for (let i = 0; i < steps; i++) {
    const k = Math.max(0, Math.min(NAMES.length - 2, middle.findIndex((m) => m > i) - 1));
    const t = Math.max(0, Math.min(1, (i - middle[k]!) / (middle[k + 1]! - middle[k]!)));
    lean[i] = (i > middle[NAMES.length - 1]! ? LEAN[NAMES.length - 1]! : LEAN[k]! + (LEAN[k + 1]! - LEAN[k]!) * t) * bend;
    ys[i] = i === 0 ? 8 : ys[i - 1]! + Math.sin(lean[i]!);
    zs[i] = i === 0 ? 172 : zs[i - 1]! - Math.cos(lean[i]!);
  }
  return {
    levels,
    locate: (y, z) => {
      let s = Math.max(0, Math.min(steps - 1, 172 - z));
      for (let round = 0; round < 5; round++) {
        const i = Math.round(s);
        const along = (y - ys[i]!) * Math.sin(lean[i]!) - (z - zs[i]!) * Math.cos(lean[i]!);
        s = Math.max(0, Math.min(steps - 1, i + along * 0.85));
      }
      const i = Math.round(s);
      const sin = Math.sin(lean[i]!);
      const cos = Math.cos(lean[i]!);
      const rest = (y - ys[i]!) * sin - (z - zs[i]!) * cos;
      return { s: i + rest, u: (y - ys[i]!) * cos + (z - zs[i]!) * sin };
    },
  };
}
