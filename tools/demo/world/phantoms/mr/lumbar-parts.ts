// The tissues around and in the lumbar spine, each as a signal laid over what is beneath it.
import { type Noise } from '../../chance/noise';
import { type Level } from './spine-curve';

export interface Signals {
  readonly marrow: number;
  readonly rim: number;
  readonly nucleus: number;
  readonly dryNucleus: number;
  readonly annulus: number;
  readonly fluid: number;
  readonly cord: number;
  readonly root: number;
  readonly fat: number;
  readonly muscle: number;
  readonly ligament: number;
  readonly organ: number;
}

export interface Herniation {
  readonly disc: 'L3' | 'L4' | 'L5';
  /** How far it bulges behind the bodies, mm, and to which side of the midline. */
  readonly depth: number;
  readonly side: 'R' | 'L';
}

/** A point in patient space with its place along (`s`) and across (`u`, positive to the back) the spine, and the level it is at. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly aside: number;
  readonly s: number;
  readonly u: number;
  readonly index: number;
  readonly level: Level;
  /** Where the next level begins. */
  readonly next: number;
  /** Fine grain of all tissue, about -1 to 1. */
  readonly grain: number;
}

export interface Spine {
  readonly levels: readonly Level[];
  readonly sig: Signals;
  readonly texture: Noise;
  readonly herniation: Herniation | null;
  /** Discs that have lost their water. */
  readonly dry: ReadonlySet<string>;
  readonly bright: 'T1' | 'T2';
}

export const inside = (d: number, soft = 1.1): number => Math.max(0, Math.min(1, 0.5 - d / soft));
export const ramp = (low: number, high: number, v: number): number => {
  const t = Math.max(0, Math.min(1, (v - low) / (high - low)));
  return t * t * (3 - 2 * t);
};
export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** Where the bodies end and the canal begins. */
export const BACK_WALL = 16;

const thoracic = (p: Place): boolean => p.index < 3;
const sacral = (p: Place): boolean => p.index >= 8;

/** Fat under the skin, muscle beside the midline, ligaments between the spinous processes in it. `back` is the distance to the skin. */
export function behind({ sig, texture }: Spine, { x, y, z, aside, grain }: Place, back: number): number {
  if (back > -1.6) return sig.muscle;
  const strand = Math.abs(texture.at(x * 0.03, y * 0.12 + 0.02 * z, z * 0.035));
  const muscle = mix(sig.muscle, sig.fat, ramp(0.09, 0.02, strand) * (0.35 + 0.5 * ramp(-40, -120, z))) * (1 + 0.1 * grain);
  const between = mix(sig.ligament + 120, sig.fat, 0.4 + 0.16 * ramp(-0.5, 0.6, texture.at(x * 0.1, y * 0.11, z * 0.3)));
  const deep = mix(between, muscle, ramp(2.5, 5.5, aside));
  return mix(deep, sig.fat * (1 + 0.06 * grain), inside(-back - 16 - 16 * ramp(0, -110, z), 2));
}

/** Fat, the great vessels (flowing blood is black) and bowel. */
export function before({ sig, texture }: Spine, { x, y, z, u, aside, index, grain }: Place): number {
  const organ = u > -24 ? 0 : sig.organ * (0.85 + 0.7 * texture.cloud(x * 0.02, y * 0.035, z * 0.035, 3));
  const value = mix(sig.fat * 0.85, organ, ramp(-30, -44, u + 5 * texture.at(3, y * 0.03, z * 0.03)));
  const width = x > 0 ? 9 : 10.5;
  const vessel = Math.sqrt((u + 30.5) ** 2 + ((aside - 9) * 1.1) ** 2) - width * ramp(-70, -20, z + 30 * ramp(8, 0, aside));
  return index < 7 ? mix(value, 25 + 25 * Math.abs(grain), inside(vessel, 2)) : value;
}

/** The canal: fat behind the sac, then fluid with the cord, and below it the roots. */
export function canal({ levels, sig, texture }: Spine, p: Place, under: number): number {
  const { x, y, z, u, s, aside, level } = p;
  const outside = Math.max(BACK_WALL - u, u - (33 - (thoracic(p) ? 3 : 0)), aside - 11);
  if (outside > 2) return under;
  const value = mix(under, sig.fat, inside(outside));
  if (s > levels[10]!.from) return value;
  const t = (s - level.from) / (level.to - level.from);
  const closing = ramp(levels[9]!.from, levels[10]!.from + 4, s);
  const middle = 24.2 - (thoracic(p) ? 1 : 0) + 1.4 * closing;
  const dorsal = 1.6 + 2.2 * ramp(0.72, 1, t) * ramp(1.5, 1.1, t) * (sacral(p) ? 0 : 1);
  const sac =
    6.5 * (Math.sqrt(((u - middle + dorsal * 0.4) / (7.4 - dorsal * 0.45 - 4.5 * closing)) ** 2 + (aside / (9 - 4 * closing)) ** 2) - 1);
  let fluid = sig.fluid * (1 + 0.03 * texture.at(x * 0.05, y * 0.05, z * 0.04));
  const conus = levels[3]!.to - 8;
  const cord = 4.4 * Math.min(1, Math.max(0, (conus - s) / 26)) ** 0.6;
  if (cord > 0.3) fluid = mix(fluid, sig.cord, inside(Math.sqrt((u - middle + 0.3) ** 2 + (x * 0.85) ** 2) - cord, 1.2));
  if (s > levels[3]!.from - 14) {
    // Roots hang at the back of the sac (the person lies on it), fanning out as they leave one by one.
    const hang = u - middle - 1.6 - 1.2 * ramp(conus, conus + 60, s) * Math.sin(s * 0.02);
    const threads = Math.abs(texture.at(x * 0.55 + 9, u * 0.75, s * 0.016 + 4));
    const there = ramp(4.8, 2.6, Math.abs(hang)) * ramp(7.5, 4.5, aside) * ramp(levels[9]!.from, levels[8]!.from - 20, s);
    fluid = mix(fluid, sig.root, ramp(0.24, 0.1, threads) * there * 0.85);
  }
  return mix(mix(value, sig.ligament, inside(sac - 0.6) * 0.7), fluid, inside(sac));
}

/** Beside the canal: pedicles, and the holes between them with fat round a root; joints behind. */
export function beside({ sig }: Spine, p: Place, under: number): number {
  const { aside, u, s, level, next } = p;
  if (aside <= 9 || aside >= 27 || u <= BACK_WALL - 3 || u >= 50 || sacral(p)) return under;
  const side = ramp(9, 11.5, aside) * ramp(27, 24, aside);
  const hole = 7 * (Math.sqrt(((u - 22.5) / 7) ** 2 + ((s - mix(level.to, next, 0.3) + 4) / 10.5) ** 2) - 1);
  const root = Math.sqrt((u - 21) ** 2 + (s - level.to + 4.5) ** 2) - 2.9;
  const joint = Math.abs(u - 35 - 0.35 * (s - level.to)) - 0.9;
  let value = mix(sig.marrow, sig.muscle, ramp(44, 47, u));
  value = mix(value, sig.rim, inside(Math.abs(hole + 1.2) - 0.9) * 0.8);
  value = mix(value, sig.fat, inside(hole + 0.3));
  value = mix(value, sig.root * 0.8, inside(root));
  value = mix(value, sig.rim, inside(joint) * ramp(14, 8, Math.abs(s - level.to)));
  return mix(under, value, side);
}

/** Spinous processes with their dark rim. */
export function spinous({ sig }: Spine, p: Place, under: number): number {
  const { aside, u, s, level, grain } = p;
  if (aside >= 8 || u <= 31 || sacral(p)) return under;
  const high = thoracic(p);
  const centre = (level.from + level.to) / 2 + (high ? 14 : 11) + (u - 46) * (high ? 0.5 : 0.12);
  const tall = high ? 6 : 9.5 + 2 * ramp(40, 60, u);
  const d = Math.max(Math.abs(s - centre) - tall, 32.5 - u, u - (high ? 54 : 62) + 0.02 * (s - centre) ** 2, (aside - 3.4) * 1.4);
  return mix(mix(under, sig.rim, inside(d - 0.8)), sig.marrow * (1 + 0.1 * grain), inside(d + 0.6));
}

/** Bodies and discs, with a herniated one bulging into the canal. */
export function column(spine: Spine, p: Place, under: number): number {
  const { sig, texture, bright } = spine;
  const { x, y, z, aside, u, s, index, level, next } = p;
  const { from, to } = level;
  const t = (s - from) / (to - from);
  const low = sacral(p) ? index - 8 : -1;
  const taper = Math.sqrt(Math.max(0.01, 1 - (aside / (low >= 0 ? 40 - 3 * low : 27)) ** 2));
  const deep = (thoracic(p) ? 15 + 0.6 * index : low >= 0 ? 15 - 2.4 * low : 17) * taper;
  const waist = 1.8 * (1 - (2 * Math.max(0, Math.min(1, t)) - 1) ** 2);
  const wall = BACK_WALL - 1.6 * Math.max(0, low) - 4 * ramp(10, 24, aside);
  const centre = wall - deep + 0.5;
  const cup = (low >= 0 ? 0.3 : 1.7) * Math.max(0, 1 - ((u - centre) / 15) ** 2);
  const ends = Math.max(from + cup - s, s - (to - cup));
  const body = Math.max(Math.abs(u - centre) - (deep - waist * 0.75), ends);
  const disc = Math.max(Math.abs(u - centre) - (deep + 0.4), -ends, s - next - (index < 12 ? 1.7 : 0));
  let value = herniated(spine, p, under, wall, t);
  value = mix(value, sig.rim, inside(Math.min(body, disc) - 0.9));
  if (disc < 0.6) value = mix(value, discSignal(spine, p, centre, deep, cup), inside(disc));
  if (body > 0.8) return value;
  const spots = 0.9 + 0.22 * texture.cloud(x * 0.06, y * 0.09, z * 0.09, 3);
  const vein = aside < 5 && u > wall - 7 && u > centre && Math.abs(t - 0.52) < 0.05 ? (bright === 'T2' ? 1.5 : 0.75) : 1;
  return mix(value, sig.marrow * spots * vein, inside(body + 0.2));
}

function discSignal({ sig, texture, dry }: Spine, p: Place, centre: number, deep: number, cup: number): number {
  const { x, u, s, level, next } = p;
  const middle = (level.to + next) / 2;
  const worn = dry.has(level.name) || sacral(p);
  const half = Math.max(1, (next - level.to) / 2 + cup);
  const core =
    Math.sqrt(((u - centre - 1.5) / (deep * 0.72)) ** 2 + ((s - middle) / (half * 0.78)) ** 2) -
    1 +
    0.1 * texture.at(x * 0.1, u * 0.2, s * 0.2);
  const gel = worn ? sig.dryNucleus : mix(sig.nucleus, sig.annulus, ramp(0.9, 0.2, Math.abs(s - middle)) * 0.35);
  return mix(sig.annulus, gel, ramp(0.12, -0.25, core));
}

function herniated({ sig, herniation }: Spine, { x, s, u, level, next }: Place, under: number, wall: number, t: number): number {
  if (!herniation || herniation.disc !== level.name || t <= 0.75) return under;
  const middle = (level.to + next) / 2 + 1.5;
  const reach = herniation.depth * Math.exp(-(((x - (herniation.side === 'R' ? -4 : 4)) / 8.5) ** 2));
  const out = Math.max(u - wall - reach * Math.sqrt(Math.max(0, 1 - ((s - middle) / 8.5) ** 2)), wall - 3 - u, Math.abs(s - middle) - 8.5);
  return mix(mix(under, sig.ligament, inside(out - 0.7)), sig.dryNucleus * 1.15, inside(out));
}
