// Thirty days of a house with rotas, absences and gaps, over a change of the clock: whose is each of its tasks, at every instant at which that can change?
import { decide, dutyBook, ownerOf, shiftsOf, usualWeek, version1, wallClock, type Rota } from '@causeway/domain';
import { isBusiness, onTurn, type Turns } from './oracle';

const HOUR = 3_600_000;
const DAYS = 30;
const LINES = ['neurology', 'trauma', 'chest', 'general'];
const KINDS = ['inbound', 'overread', 'registration', 'request-out', 'request-in', 'transfer', 'match'] as const;

export interface Simulated {
  readonly zone: string;
  readonly tasks: number;
  readonly instants: number;
  readonly without: number;
  /** Instants at which the calendar and the second reckoning named different people. */
  readonly differing: number;
  readonly compared: number;
  readonly by: Readonly<Record<'owner' | 'pool' | 'escalation', number>>;
  readonly gapHours: number;
  readonly shifts: number;
  /** Length in hours of the turn over the change of the clock. */
  readonly oddTurns: readonly number[];
}

/** `from`: a date some two weeks before the clock changes. */
export function simulate(zone: string, from: string, tasks: number, random: () => number): Simulated {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const begin = wallClock(from, '00:00', zone);
  const within = { from: begin, to: begin + DAYS * 24 * HOUR };
  const turns = new Map<string, Turns>();
  const rota = (pool: string, serviceLine: string | null, cover: Rota['cover'], people: readonly string[], every: 'day' | 'week', at: string, absences: number): Rota => {
    const id = `${pool} ${serviceLine ?? 'all'}`;
    const t: Turns = { people, every, n: 1, from, at };
    turns.set(id, t);
    const overrides = Array.from({ length: absences }, (_, i) => {
      const start = begin + Math.floor(random() * DAYS * 24) * HOUR;
      return { id: `${id} ${i}`, person: random() < 0.5 ? null : pick(['cover1', 'cover2']), from: start, to: start + (1 + Math.floor(random() * 30)) * HOUR };
    });
    return { id, pool, serviceLine, workKinds: [], zone, cover, week: usualWeek, rotations: [{ id: 'turns', ...t, to: null }], overrides };
  };
  const rotas = [
    ...LINES.slice(0, 3).map((line, i) => rota('radiologist-on-call', line, 'off', [`r${i}a`, `r${i}b`, `r${i}c`], i === 1 ? 'day' : 'week', '07:00', 8)),
    rota('transfer-nurse', null, 'off', ['n1', 'n2', 'n3'], 'day', '19:00', 10), rota('pacs-on-call', null, 'always', ['p1', 'p2'], 'week', '08:30', 10), rota('section-lead', 'neurology', 'business', ['s1'], 'week', '07:00', 4),
  ];
  const staff = (role: string, line: string | null): readonly string[] => (role === 'section-lead' ? [`lead of ${line ?? 'all'}`] : role === 'subspecialty-pool' ? ['day1', 'day2'] : role === 'clinic-liaison' && line === 'chest' ? [] : [`somebody of ${role}`]);
  const book = dutyBook(rotas, within);
  const schedules = rotas.map((r) => ({ rota: r, shifts: shiftsOf(r, within) }));
  const edges = [...new Set([...schedules.flatMap((s) => s.shifts.flatMap((x) => [x.from, x.to])), ...businessEdges(zone, within)])].sort((a, b) => a - b);

  let [instants, without, differing, compared] = [0, 0, 0, 0];
  const by = { owner: 0, pool: 0, escalation: 0 };
  for (let i = 0; i < tasks; i++) {
    const workKind = pick(KINDS);
    const serviceLine = workKind === 'request-in' ? null : pick(LINES);
    const opened = begin + random() * (DAYS - 1) * 24 * HOUR;
    const closed = Math.min(within.to - 1, opened + random() * 48 * HOUR);
    const claimed = random() < 0.6 ? opened + random() * (closed - opened) : Infinity;
    const released = claimed + random() * 6 * HOUR;
    const urgency = random() < 0.3 ? 'high' : 'medium';
    const at = [opened, ...(claimed < closed ? [claimed] : []), ...(released < closed ? [released] : []), ...between(edges, opened, closed).flatMap((e) => [e - 1, e, e + 1])].filter((t) => t >= opened && t < closed);
    for (const t of at) {
      instants++;
      const off = !isBusiness(t, zone);
      const { outcome } = decide<'responsibility'>(version1.responsibility, { 'work.kind': workKind, 'case.urgency': urgency, 'duty.hours': off ? 'off' : 'business' }, from, () => null);
      const owner = ownerOf({ workKind, serviceLine, holder: t >= claimed && t < released ? 'holder' : null, pool: outcome.pool, escalate: outcome.escalate, at: t }, book, staff);
      if (!owner || owner.people.length === 0) { without++; continue; }
      by[owner.by]++;
      if (owner.by === 'owner') continue;
      const expected = reckoned(rotas, turns, owner.role ?? '', serviceLine, t, zone);
      if (expected === undefined) continue;
      compared++;
      if (expected === null ? owner.gap === null && !owner.people.every((p) => staff(owner.role ?? '', serviceLine).includes(p)) : !owner.people.includes(expected)) differing++;
    }
  }
  const change = rotas[1];
  const lengths = change ? shiftsOf({ ...change, cover: 'always', overrides: [] }, within).map((s) => (s.to - s.from) / HOUR) : [];
  return {
    zone, tasks, instants, without, differing, compared, by, shifts: schedules.reduce((n, s) => n + s.shifts.length, 0), oddTurns: [...new Set(lengths.slice(1, -1))].filter((h) => h !== 24),
    gapHours: Math.round(schedules.flatMap((s) => s.shifts).filter((s) => s.person === null).reduce((n, s) => n + (s.to - s.from) / HOUR, 0)),
  };
}

/** Who should be on for a role by the second reckoning: undefined where no rota plans the hour, null in a gap. */
function reckoned(rotas: readonly Rota[], turns: ReadonlyMap<string, Turns>, role: string, line: string | null, at: number, zone: string): string | null | undefined {
  const fits = rotas.filter((r) => r.pool === role && (r.serviceLine === null || r.serviceLine === line) && (r.cover === 'always' || (r.cover === 'business') === isBusiness(at, zone)));
  const one = fits.find((r) => r.serviceLine === line) ?? fits[0];
  if (!one || line === null) return undefined;
  const over = one.overrides.findLast((o) => o.from <= at && at < o.to);
  const turn = turns.get(one.id);
  return over ? over.person : turn ? onTurn(turn, at, zone) : null;
}

/** Every quarter of an hour at which business time begins or ends, found by looking at the clock. */
function businessEdges(zone: string, within: { readonly from: number; readonly to: number }): number[] {
  const found: number[] = [];
  for (let t = within.from, was = isBusiness(t, zone); t < within.to; t += HOUR / 4) {
    const is = isBusiness(t, zone);
    if (is !== was) found.push(t);
    was = is;
  }
  return found;
}

function between(sorted: readonly number[], from: number, to: number): number[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const out: number[] = [];
  for (let i = low; i < sorted.length && (sorted[i] ?? 0) <= to; i++) out.push(sorted[i] ?? 0);
  return out;
}
