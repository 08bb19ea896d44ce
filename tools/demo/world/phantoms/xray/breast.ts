// Screening mammography: two views of a breast, drawn for the left side and turned over for the right.
import { noise } from '../../chance/noise';
import { between, gauss, random } from '../../chance/random';
import { type Canvas } from '../../imaging/canvas';
import { blur } from '../../imaging/kernel';
import { lead, write } from '../../imaging/glyphs';
import { film } from '../../imaging/projection';

export interface BreastPlan {
  readonly seed: number;
  readonly side: 'R' | 'L';
  readonly view: 'CC' | 'MLO';
  readonly finding: 'none' | 'mass' | 'calcifications';
  /** 0 fatty to 1 extremely dense. */
  readonly density: number;
}

const ramp = (low: number, high: number, v: number): number => {
  const t = Math.max(0, Math.min(1, (v - low) / (high - low)));
  return t * t * (3 - 2 * t);
};

/** 12-bit picture, `columns` wide, 180 by 240 mm, chest wall at the edge (left edge for the left breast). */
export function breastFilm(plan: BreastPlan, columns: number): Canvas {
  const rnd = random(plan.seed, 'breast');
  const pixel = 180 / columns;
  const on = film(columns, Math.round(240 / pixel), pixel, [90, 0]);
  const field = noise(plan.seed, plan.side, plan.view);
  const depth = between(rnd, 88, 112);
  const half = between(rnd, 74, 92);
  const mlo = plan.view === 'MLO';
  const nipple = mlo ? 14 : 2;
  const spot = { x: depth * 0.52, y: mlo ? -18 : 16 };
  const grains = Array.from({ length: 17 }, () => ({
    x: spot.x + 9 * gauss(rnd) * 0.5,
    y: spot.y + 8 * gauss(rnd) * 0.5,
    r: between(rnd, 0.14, 0.42),
  }));

  for (let j = 0; j < on.rows; j++) {
    const y = j * pixel - 120;
    for (let i = 0; i < columns; i++) {
      const x = (plan.side === 'L' ? i : columns - 1 - i) * pixel;
      const v = y - nipple;
      const shape = 1 - (x / depth) ** 2 - Math.abs(v / (v < 0 && mlo ? half * 1.45 : half)) ** 2.2;
      const edge = shape * depth * 0.46 + 1.1 * field.at(x * 0.03, y * 0.03, 2);
      const teat = 5 - Math.hypot((x - depth - 2) * 0.8, v);
      const inside = Math.max(edge, teat);
      if (inside < 0) continue;
      const thick = ramp(0, 19, inside) * 0.9 + 0.1 * ramp(0, 2, inside);
      const toNipple = Math.atan2(v, depth + 4 - x);
      const reach = Math.hypot(depth - x, v);
      const streak = 1 - Math.abs(field.at(toNipple * 7, reach * 0.025, 3)) * 2.2;
      const cloud = field.cloud(x * 0.028, y * 0.028, 5, 5);
      const envelope = ramp(1.15, 0.25, Math.hypot((x - depth * 0.55) / (depth * 0.5), (v + (mlo ? 8 : 0)) / (half * 0.62)));
      const gland =
        envelope * Math.max(0, 0.3 + 0.8 * plan.density + 1.15 * cloud + 0.28 * streak - 0.35) +
        0.1 * Math.max(0, streak) ** 3 * ramp(4, 12, inside);
      let value = 760 * thick + 1650 * thick * Math.min(1.15, gland) + 150 * thick * field.cloud(x * 0.11, y * 0.11, 7, 3);
      if (inside < 1.6) value += 420 * ramp(0, 0.8, inside);
      if (mlo)
        value += 1150 * ramp(-1.5, 3, -(y + 118) * 0.46 + 62 - x) * (0.9 + 0.14 * field.cloud((x + y) * 0.05, (x - y) * 0.012, 9, 3));
      const vessel = Math.abs(field.at(x * 0.012 + 7, y * 0.014, 11));
      value += 210 * thick * ramp(0.028, 0.006, vessel);
      if (plan.finding === 'mass') {
        const d = Math.hypot(x - spot.x, y - spot.y);
        const arm = Math.max(0, field.at(Math.atan2(y - spot.y, x - spot.x) * 4.2, 4, 13)) ** 1.3;
        value += 1250 * ramp(8.5, 5.5, d + 1.5 * field.at(x * 0.2, y * 0.2, 15)) + 800 * arm * ramp(21, 7, d);
      }
      if (plan.finding === 'calcifications')
        for (const g of grains) value += 1900 * ramp(g.r + pixel, g.r * 0.4, Math.hypot(x - g.x, y - g.y));
      on.data[j * columns + i] = value;
    }
  }
  blur(on, 0.5);
  const grain = random(plan.seed, plan.side, plan.view, 'grain');
  for (let i = 0; i < on.data.length; i++)
    on.data[i] = Math.max(0, Math.min(4095, on.data[i]! + (on.data[i]! > 40 ? 34 : 6) * gauss(grain)));
  const size = Math.round(on.rows * 0.032);
  const column = Math.round(columns * (plan.side === 'L' ? 0.76 : 0.08));
  lead(on, plan.side, column, Math.round(on.rows * 0.06), size, 3800);
  write(on, plan.view, column + size, Math.round(on.rows * 0.06), size, 3800);
  return on;
}
