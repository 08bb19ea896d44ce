// An ultrasound still: echoes on a fan, with speckle that widens with depth, shadows behind stones and brightness behind fluid.
import { noise } from '../../chance/noise';
import { between, random } from '../../chance/random';
import { type Canvas, canvas } from '../../imaging/canvas';
import { write } from '../../imaging/glyphs';

export interface ScanPlan {
  readonly seed: number;
  readonly subject: 'gallbladder' | 'pelvis';
  /** Gallstone, or an ovarian cyst. */
  readonly finding: boolean;
  /** Text the machine wrote into the picture, beside the scale. */
  readonly captions: readonly string[];
}

const ramp = (low: number, high: number, v: number): number => {
  const t = Math.max(0, Math.min(1, (v - low) / (high - low)));
  return t * t * (3 - 2 * t);
};

/** Echo strength (0 to 1) and how much it swallows or lets through, at x mm aside and d mm deep. */
interface Echo {
  readonly strength: number;
  readonly fluid: number;
}

/** 8-bit picture, `columns` wide, 4 to 3. */
export function ultrasoundStill(plan: ScanPlan, columns: number): Canvas {
  const rows = Math.round(columns * 0.75);
  const on = canvas({ name: 'coronal', columns, rows, pixel: 210 / columns, origin: [0, 0, 0] }, 0);
  const field = noise(plan.seed, 'echo');
  const rnd = random(plan.seed, 'echo');
  const depthMm = 140;
  const wide = between(rnd, 0.85, 1.15);
  const deep = between(rnd, 0.88, 1.14);
  const shift = between(rnd, -9, 9);
  const probe = 55;
  const look = plan.subject === 'gallbladder' ? belly : pelvis;
  const speckleAt = (r: number, a: number): number => {
    const one = field.at(r * 1.25, a * 62, 1) + 0.7 * field.at(r * 2.3, a * 110, 4);
    const two = field.at(r * 1.25, a * 62, 9) + 0.7 * field.at(r * 2.3, a * 110, 12);
    return Math.sqrt(one * one + two * two) * 1.5;
  };
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const x = (i - columns / 2) * on.pixel;
      const y = (j - rows * 0.06) * on.pixel + probe;
      const r = Math.hypot(x, y) - probe;
      const a = Math.atan2(x, y);
      if (r < 0 || r > depthMm || Math.abs(a) > 0.62) continue;
      const { strength, fluid } = look((x - shift) / wide, r < 16 ? r : 16 + (r - 16) / deep, field, plan.finding);
      const gain = 0.95 + 0.28 * field.cloud(a * 3, r * 0.01, 20, 2);
      const haze = 0.03 * ramp(60, 0, r);
      const value =
        (strength * speckleAt(r, a) * gain * (1 - 0.0025 * r) + haze) * ramp(depthMm, depthMm - 2, r) + 0.012 * rnd() * (1 - fluid * 0.5);
      on.data[j * columns + i] = Math.max(0, Math.min(255, 255 * Math.min(1, value) ** 0.62));
    }
  }
  const size = Math.max(7, Math.round(rows / 44));
  for (let cm = 0; cm <= 14; cm++)
    write(on, cm % 5 === 0 ? '-' : '.', columns - size * 3, Math.round(rows * 0.06 + (cm * 10) / on.pixel - size / 2), size, 190);
  plan.captions.forEach((text, i) => write(on, text, size, size + i * Math.round(size * 1.6), size, 225));
  return on;
}

type Look = (x: number, r: number, field: ReturnType<typeof noise>, finding: boolean) => Echo;

const wall = (r: number, x: number, field: ReturnType<typeof noise>): number => {
  const layer = Math.abs(field.at(x * 0.012, r * 0.2, 30));
  return 0.42 + 0.5 * ramp(0.14, 0.02, layer);
};

const belly: Look = (x, r, field, finding) => {
  if (r < 14) return { strength: wall(r, x, field), fluid: 0 };
  const dx = x - 8;
  const dy = r - 62;
  const turn = 0.5;
  const u = dx * Math.cos(turn) + dy * Math.sin(turn);
  const v = dy * Math.cos(turn) - dx * Math.sin(turn);
  const bile = Math.hypot(u / 36, v / (14 + 0.12 * u)) - 1;
  const stone = Math.hypot((x - 18) / 7, (r - 70) / 6) - 1;
  const behindBile = ramp(0.75, 0, Math.abs(u) / 44) * ramp(4, 14, v) * ramp(80, 20, v);
  const shadow = finding && r > 70 && Math.abs(x - 18 * (r / 70)) < 6.5 ? ramp(70, 74, r) : 0;
  const lobe = r < 96 + 14 * Math.sin(x * 0.03) ? 0.36 : 0.5 + 0.3 * field.cloud(x * 0.05, r * 0.05, 32, 3);
  const portal = Math.hypot((x + 34 - 0.5 * (r - 50)) / 3.4, 1) - 1;
  let strength = lobe * (1 + 0.5 * behindBile) + 0.06 * field.cloud(x * 0.08, r * 0.08, 34, 2);
  const tube = Math.abs(x + 44 - 0.75 * (r - 40)) - 2.6;
  if (r > 34 && r < 84) strength = tube < 0 ? 0.03 : tube < 1.6 ? 0.75 : strength;
  strength += portal < -2 ? 0.2 : 0;
  const capsule = Math.abs(r - 96 - 14 * Math.sin(x * 0.03));
  strength += 0.5 * ramp(1.6, 0.2, capsule);
  if (bile < 0.1) strength = bile < 0 ? 0.012 : 0.85;
  if (finding && stone < 0) strength = r < 69 ? 1.6 : 0.5;
  return { strength: strength * (1 - 0.93 * shadow), fluid: bile < 0 ? 1 : 0 };
};

const pelvis: Look = (x, r, field, finding) => {
  if (r < 12) return { strength: wall(r, x, field), fluid: 0 };
  const urine = Math.hypot((x + 4) / 46, (r - 36) / 20) - 1 + 0.05 * field.at(x * 0.04, r * 0.04, 40);
  const u = (x + 6) * 0.94 + (r - 84) * 0.3;
  const v = (r - 84) * 0.94 - (x + 6) * 0.3;
  const womb = Math.hypot(u / 42, v / (21 - 0.14 * u)) - 1;
  const stripe = Math.abs(v + 1.2 * Math.sin(u * 0.06)) - 2.4 * ramp(36, 8, Math.abs(u));
  const cyst = Math.hypot(x - 52, r - 86) - 17;
  const behind = ramp(26, 4, Math.abs(x + 4) - 20) * ramp(54, 60, r) * ramp(110, 60, r);
  let strength = 0.5 + 0.34 * field.cloud(x * 0.04, r * 0.05, 42, 3);
  strength *= 1 + 0.45 * behind;
  if (womb < 0.05) strength = womb > 0 ? 0.7 : 0.3 + 0.08 * field.cloud(x * 0.06, r * 0.06, 44, 2) + 0.12 * behind;
  if (womb < 0 && stripe < 0) strength = 0.82;
  if (finding && cyst < 1.6) strength = cyst < 0 ? 0.014 : 0.8;
  else if (finding && r > 100 && Math.abs(x - 52 * (r / 86)) < 15) strength *= 1.5;
  if (urine < 0.06) strength = urine < 0 ? 0.012 : 0.8;
  const gas = ramp(0.3, 0.5, field.cloud(x * 0.03, r * 0.02, 46, 3)) * ramp(104, 116, r);
  return { strength: strength + 0.8 * gas, fluid: urine < 0 ? 1 : 0 };
};
