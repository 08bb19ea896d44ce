// Photographs of a burn on a forearm and of a leg ulcer, on a drape with a paper ruler. Every picture is drawn; no person is shown.
import { noise, type Noise } from '../../chance/noise';
import { between, gauss, pick, random } from '../../chance/random';
import { inkAt } from '../../imaging/glyphs';
import { blend, type Colour, type Photo, photograph, scaled, type Surface } from './light';

export interface PhotoPlan {
  readonly seed: number;
  readonly subject: 'burn' | 'ulcer';
  /** How the camera is held: overview shows the limb, close-up the wound. */
  readonly shot: 'overview' | 'close-up' | 'scale' | 'other-side';
}

const SKINS: readonly Colour[] = [
  [0.66, 0.4, 0.29],
  [0.56, 0.32, 0.21],
  [0.42, 0.23, 0.14],
  [0.72, 0.47, 0.36],
  [0.27, 0.145, 0.09],
];
const ramp = (low: number, high: number, v: number): number => {
  const t = Math.max(0, Math.min(1, (v - low) / (high - low)));
  return t * t * (3 - 2 * t);
};

interface Blister {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly stretch: number;
}

/** Shots of one person share seed, skin and wound; only the frame differs. */
export function woundPhoto(plan: PhotoPlan, columns: number): Photo {
  const rows = Math.round((columns * 3) / 4);
  const rnd = random(plan.seed, 'photo');
  const field = noise(plan.seed, 'photo');
  const skin = pick(rnd, SKINS);
  const grain = random(plan.seed, 'grain', plan.shot);
  const width = plan.shot === 'overview' ? 260 : plan.shot === 'other-side' ? 240 : 150;
  const height = (width * rows) / columns;
  const limb = plan.subject === 'burn' ? between(rnd, 42, 47) : between(rnd, 56, 64);
  const blisters: Blister[] = Array.from({ length: 9 }, () => ({
    x: between(rnd, -34, 34),
    y: between(rnd, -20, 20),
    r: between(rnd, 2.6, 7.5),
    stretch: between(rnd, 0.75, 1.35),
  }));
  const lean = between(rnd, -0.1, 0.1);

  const at = (px: number, py: number): Surface => {
    const x = px - width * 0.5 + 3;
    const y = py - height * 0.47;
    const ruler = plan.shot === 'overview' ? null : paper(x, y - height * 0.335, field);
    if (ruler) return ruler;
    const across = y - lean * x + 3 * field.at(x * 0.006, 1, 3);
    const edge = limb * (1 + (plan.subject === 'burn' ? -0.0011 : 0.0007) * x) + 1.5 * field.at(x * 0.02, across * 0.02, 2);
    if (Math.abs(across) > edge) return drape(x, y, edge, across, field);
    const round = Math.sqrt(Math.max(0, 1 - (across / edge) ** 2)) * edge * 0.72;
    const lit = limbSkin(x, y, skin, field);
    const surface =
      plan.shot === 'other-side' ? lit : plan.subject === 'burn' ? burn(x, y, lit, skin, field, blisters) : ulcer(x, y, lit, skin, field);
    const shade = 0.55 + 0.45 * ramp(1, 0.8, Math.abs(across) / edge);
    return { ...surface, height: surface.height + round, colour: scaled(surface.colour, shade) };
  };
  return photograph(columns, rows, width, at, () => gauss(grain));
}

function limbSkin(x: number, y: number, skin: Colour, field: Noise): Surface {
  const flush = field.cloud(x * 0.022, y * 0.022, 1, 4);
  const lines = Math.abs(field.at(x * 0.75 + 0.4 * y, y * 0.75, 5)) + Math.abs(field.at(x * 0.7, y * 0.7 - 0.4 * x, 8));
  const pore = field.at(x * 2.2, y * 2.2, 2);
  const freckle = ramp(0.56, 0.68, field.at(x * 0.17, y * 0.17, 11)) * 0.35;
  const vein = ramp(0.035, 0.01, Math.abs(field.at(x * 0.011 + 4, y * 0.02, 7))) * 0.16;
  const hair =
    ramp(0.022, 0.008, Math.abs(field.at(x * 0.06 + y * 0.01, y * 0.55 + 0.12 * x, 14))) *
    ramp(0.1, 0.5, field.at(x * 0.08, y * 0.3, 17)) *
    0.55;
  let colour = blend(skin, [skin[0] * 1.06, skin[1] * 0.84, skin[2] * 0.8], 0.5 + 0.6 * flush);
  colour = blend(colour, scaled(skin, 0.55), freckle);
  colour = blend(colour, [skin[0] * 0.75, skin[1] * 0.85, skin[2] * 1.05], vein);
  colour = blend(colour, [0.07, 0.045, 0.03], hair);
  return { height: 0.09 * Math.min(0.5, lines) + 0.02 * pore + 0.5 * flush, colour, wet: 0.05 };
}

function burn(x: number, y: number, under: Surface, skin: Colour, field: Noise, blisters: readonly Blister[]): Surface {
  const warp = 9 * field.cloud(x * 0.028, y * 0.028, 21, 4);
  const d = (Math.hypot((x + 2) / 46, y / 26) - 1) * 30 + warp;
  if (d > 26) return under;
  const red = ramp(24, 4, d + 6 * field.cloud(x * 0.05, y * 0.05, 31, 3));
  const deep = ramp(-9, -15, d + 6 * field.cloud(x * 0.06, y * 0.06, 25, 4));
  const char = ramp(-22, -26, d + 9 * field.cloud(x * 0.09, y * 0.09, 27, 4));
  const raw = ramp(1.6, -0.6, d + 1.4 * field.at(x * 0.4, y * 0.4, 28));
  const dots = field.at(x * 1.3, y * 1.3, 29);
  const pale: Colour = [0.6, 0.45, 0.29];
  const wetRed: Colour = [0.5, 0.075 + 0.02 * dots, 0.07 + 0.015 * dots];
  let colour = blend(under.colour, [Math.min(0.75, skin[0] * 1.12), skin[1] * 0.52, skin[2] * 0.48], red * 0.85);
  let floor = blend(wetRed, [0.66, 0.2, 0.17], 0.45 + 0.9 * field.cloud(x * 0.1, y * 0.1, 33, 3));
  floor = blend(floor, blend(pale, [0.56, 0.24, 0.15], 0.5 + 0.9 * field.cloud(x * 0.13, y * 0.13, 35, 3)), deep);
  floor = blend(floor, [0.09, 0.055, 0.04], char * 0.85);
  floor = blend(floor, [0.35, 0.05, 0.06], ramp(0.3, 0.55, field.at(x * 0.35, y * 0.35, 37)) * 0.45 * (1 - char));
  colour = blend(colour, floor, raw);
  let height =
    under.height * (1 - 0.8 * raw) -
    0.55 * raw +
    raw * (0.22 * field.cloud(x * 0.4, y * 0.4, 39, 3) + 0.3 * char * field.cloud(x * 0.8, y * 0.8, 41, 3));
  let wet = under.wet + raw * (0.75 - 0.55 * deep - 0.15 * char);
  // Loose skin curls up along the edge, pale and dull.
  const curl = ramp(0.9, 0, Math.abs(d - 1.1 + 1.4 * field.at(x * 0.4, y * 0.4, 28))) * ramp(-0.15, 0.25, field.at(x * 0.07, y * 0.07, 43));
  colour = blend(colour, [0.78, 0.66, 0.52], curl * 0.75);
  height += 0.6 * curl;
  for (const b of blisters) {
    const q = Math.hypot((x - b.x) / b.stretch, (y - b.y) * b.stretch) + 1.1 * field.at(x * 0.3 + b.r, y * 0.3, 45);
    if (q > b.r + 0.6 || d > 4) continue;
    const dome = Math.sqrt(Math.max(0, 1 - (q / b.r) ** 2));
    const film = ramp(b.r + 0.4, b.r - 0.4, q);
    colour = blend(colour, [0.66, 0.34, 0.17], 0.55 * film);
    colour = blend(colour, [0.5, 0.17, 0.12], 0.6 * ramp(1.1, 0.1, Math.abs(q - b.r)));
    colour = blend(colour, [0.74, 0.5, 0.3], 0.3 * dome * dome);
    height = height * (1 - 0.8 * film) + dome ** 0.8 * b.r * 0.24;
    wet = Math.max(wet, 0.95 * ramp(b.r + 0.2, b.r - 0.5, q));
  }
  return { height, colour, wet };
}

function ulcer(x: number, y: number, under: Surface, skin: Colour, field: Noise): Surface {
  const d = (Math.hypot((x + 1) / 33, (y - 1) / 24) - 1) * 27 + 7 * field.cloud(x * 0.035, y * 0.035, 51, 4);
  if (d > 34) return under;
  const stain = ramp(34, 3, d + 9 * field.cloud(x * 0.04, y * 0.04, 53, 3));
  const rim = ramp(4.2, 1, Math.abs(d - 1.6));
  const bed = ramp(0.5, -0.7, d);
  const bumps = field.cloud(x * 0.42, y * 0.42, 55, 3);
  const slough = ramp(0.02, 0.3, field.cloud(x * 0.06, y * 0.06, 57, 4) + 0.12 * bumps);
  let colour = blend(under.colour, [skin[0] * 0.62, skin[1] * 0.5, skin[2] * 0.48], stain * 0.75);
  colour = blend(colour, [Math.min(0.8, skin[0] * 1.2), skin[1] * 0.95, skin[2] * 0.92], rim * 0.6);
  let floor: Colour = blend([0.4, 0.03, 0.035], [0.6, 0.1, 0.085], 0.5 + bumps);
  floor = blend(floor, blend([0.62, 0.46, 0.17], [0.46, 0.35, 0.17], 0.5 + bumps), slough * 0.9);
  floor = blend(floor, [0.12, 0.08, 0.05], ramp(0.34, 0.5, field.cloud(x * 0.07, y * 0.07, 59, 3)) * 0.8);
  colour = blend(colour, floor, bed);
  const flake = ramp(0.45, 0.62, field.at(x * 0.5, y * 0.5, 61)) * stain * (1 - bed);
  colour = blend(colour, [0.72, 0.62, 0.52], flake * 0.22);
  const height = under.height * (1 - 0.7 * bed) + 0.7 * rim - bed * (1.5 - 0.55 * bumps - 0.5 * slough) + 0.12 * flake;
  return { height, colour, wet: under.wet + bed * (0.8 - 0.35 * slough) };
}

function drape(x: number, y: number, edge: number, across: number, field: Noise): Surface {
  const fold = field.cloud(x * 0.011, y * 0.011, 71, 3) * 26 + 5 * Math.abs(field.at(x * 0.02, y * 0.016, 73));
  const weave = 0.02 * (Math.sin(x * 3.1) + Math.sin(y * 3.1));
  const shadow = ramp(0, 22, Math.abs(across) - edge + (across > 0 ? -4 : 4));
  return { height: fold + weave, colour: scaled([0.06, 0.27, 0.33], 0.45 + 0.6 * shadow), wet: 0 };
}

/** A paper ruler in centimetres; null where it is not. */
function paper(x: number, y: number, field: Noise): Surface | null {
  const long = 62;
  if (y < 0 || y > 13 || x < -long || x > long) return null;
  const mm = x + long - 4;
  const toTick = Math.abs(mm - Math.round(mm));
  const n = Math.round(mm);
  const length = n % 10 === 0 ? 5 : n % 5 === 0 ? 3.6 : 2.4;
  let ink = toTick < 0.13 && y < length && mm > -0.4 && mm < 115.4 ? 1 : 0;
  const cm = Math.round(mm / 10);
  if (cm > 0 && cm < 12) ink = Math.max(ink, inkAt(String(cm), (mm - cm * 10 + 1.2) / 3, (y - 6.2) / 3));
  if (y > 9.8 && y < 12) ink = Math.max(ink, inkAt('CM', (mm - 2) / 2.2, (y - 9.8) / 2.2));
  const white = 0.82 + 0.02 * field.at(x * 2, y * 2, 75);
  const lift = Math.min(1.2, Math.min(y, 13 - y, x + long, long - x));
  return { height: 60 + lift * 0.12, colour: blend([white, white, white * 0.97], [0.05, 0.05, 0.06], ink), wet: 0 };
}
