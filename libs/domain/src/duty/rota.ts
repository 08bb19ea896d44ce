import { businessIn, dayAfter, dayOf, daysBetween, wallClock, withoutThem, type DaySpan, type Interval } from './hours';

/** Which hours of its service line a rota answers for. */
export type Cover = 'always' | 'business' | 'off';

/** People who take turns: one after the other, each for `n` days or weeks, handed over at the same time of the wall clock. */
export interface Rotation {
  readonly id: string;
  readonly people: readonly string[];
  readonly every: 'day' | 'week';
  readonly n: number;
  /** Date of the first hand-over. */
  readonly from: string;
  /** Last date a turn may begin; null: without end. */
  readonly to: string | null;
  /** Hand-over, `HH:mm`. */
  readonly at: string;
}

/** Somebody else for some hours; nobody when whoever has them is away and no one covers yet. */
export interface DutyOverride extends Interval {
  readonly id: string;
  readonly person: string | null;
}

/** Who fills one duty role, for one service line (null: all) and some kinds of task (empty: all). Later rotations and overrides lie over earlier ones. */
export interface Rota {
  readonly id: string;
  /** Duty role of the responsibility policy, such as `radiologist-on-call`. */
  readonly pool: string;
  readonly serviceLine: string | null;
  readonly workKinds: readonly string[];
  /** IANA name: the clock hand-overs go by. */
  readonly zone: string;
  readonly cover: Cover;
  readonly week: readonly DaySpan[];
  readonly rotations: readonly Rotation[];
  readonly overrides: readonly DutyOverride[];
}

export type Layer = 'rotation' | 'override' | 'gap';

/** A stretch of the final schedule. `source` names the rotation or the override; an unfilled stretch has no person. */
export interface Shift extends Interval {
  readonly person: string | null;
  readonly layer: Layer;
  readonly source: string | null;
}

const DAYS = { day: 1, week: 7 } as const;

/** The turns of a rotation that touch `within`. Hand-overs are wall-clock times, so a turn over a change of the clock is longer or shorter than the others. */
export function turnsOf(rotation: Rotation, zone: string, within: Interval): Interval[] {
  return piecesOf(rotation, zone, within).map(({ from, to }) => ({ from, to }));
}

function piecesOf(rotation: Rotation, zone: string, within: Interval): Shift[] {
  const length = DAYS[rotation.every] * rotation.n;
  const begins = (k: number): number => wallClock(dayAfter(rotation.from, k * length), rotation.at, zone);
  const found: Shift[] = [];
  for (let k = Math.max(0, Math.floor(daysBetween(rotation.from, dayOf(within.from, zone)) / length) - 1); begins(k) < within.to; k++) {
    if (rotation.to !== null && dayAfter(rotation.from, k * length) > rotation.to) break;
    const person = rotation.people[k % rotation.people.length];
    if (person === undefined) break;
    if (begins(k + 1) > within.from) found.push({ from: begins(k), to: begins(k + 1), person, layer: 'rotation', source: rotation.id });
  }
  return found;
}

/** The hours the rota answers for. */
export function coveredBy(rota: Pick<Rota, 'cover' | 'week' | 'zone'>, within: Interval): Interval[] {
  if (rota.cover === 'always') return [within];
  const business = businessIn(rota.week, rota.zone, within);
  return rota.cover === 'business' ? business : withoutThem(within, business);
}

/** The final schedule: every instant the rota answers for, in order, each in exactly one shift. */
export function shiftsOf(rota: Rota, within: Interval): Shift[] {
  const layers: Shift[] = [
    ...rota.rotations.flatMap((r) => piecesOf(r, rota.zone, within)),
    ...rota.overrides.filter((o) => o.from < within.to && o.to > within.from).map((o): Shift => ({ ...o, layer: o.person === null ? 'gap' : 'override', source: o.id })),
  ];
  return coveredBy(rota, within).flatMap((covered) => painted(covered, layers));
}

function painted(covered: Interval, layers: readonly Shift[]): Shift[] {
  const cuts = [...new Set([covered.from, covered.to, ...layers.flatMap((l) => [l.from, l.to])])].filter((c) => c >= covered.from && c <= covered.to).sort((a, b) => a - b);
  const out: Shift[] = [];
  let under: Shift | undefined;
  for (const [i, from] of cuts.slice(0, -1).entries()) {
    const to = cuts[i + 1] ?? from;
    const top = layers.findLast((l) => l.from <= from && l.to > from);
    const last = out.at(-1);
    // one turn or override is one shift as far as nothing lies over it; two turns are two, though the same person has both
    if (last && top === under) out[out.length - 1] = { ...last, to };
    else out.push({ from, to, person: top?.person ?? null, layer: top?.layer ?? 'gap', source: top?.source ?? null });
    under = top;
  }
  return out;
}

/** Stretches of the coming days nobody fills. */
export const gapsOf = (rota: Rota, from: number, days = 14): Shift[] => shiftsOf(rota, { from, to: from + days * 86_400_000 }).filter((s) => s.person === null);
