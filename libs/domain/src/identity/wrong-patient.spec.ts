import { expect, it } from 'vitest';
import { MatchWorld, type Coming, type ComingKind, type Townsman } from '../../testing/match-world';
import { decide } from '../policies/decide';
import { matchVersion1 } from '../policies/version-1/match';
import { datesNear } from './compare-dates';
import { comparePeople, scoreOf } from './compare-people';
import { lookalikesOf } from './lookalikes';
import { clearBest, matchFacts, ranked, type MatchCandidate } from './match-facts';

/** How often each kind comes, in permille. One wrong disc and one mixed disc in a thousand is what Mayo Clinic counted. */
const SHARES: Readonly<Record<ComingKind, number>> = {
  ordinary: 758, typo: 25, 'maiden-name': 8, exchanged: 4, 'no-number': 15, 'earlier-pair': 60, 'birth-date-error': 8, twin: 12, 'twin-with-siblings-number': 10, 'jr-sr': 15, 'son-on-fathers-record': 6, namesake: 12, 'namesake-with-others-number': 6, 'recycled-number': 12,
  stranger: 30, 'stranger-of-same-name': 15, 'wrong-disc': 2, 'mixed-disc': 2,
};
/** Kinds that say enough for the system to match alone; all others need, or should reach, a person. */
const ORDINARY: ReadonlySet<ComingKind> = new Set(['ordinary', 'earlier-pair']);
const TRUSTED = new Set(['LAKEVIEW', 'STMARY', 'HARBOR', 'VALLEY']);

/** Candidates as the search of the product finds them: by number, by birth date and its errors, by telephone and address. */
class Town {
  private readonly by = new Map<string, Townsman[]>();

  constructor(world: MatchWorld) {
    for (const t of world.town) for (const key of keysOf(t.person)) this.by.set(key, [...(this.by.get(key) ?? []), t]);
  }

  near(person: Townsman['person'], dates: readonly string[]): Townsman[] {
    const keys = [...keysOf({ ...person, birthDate: null }), ...dates.map((d) => `born ${d}`)];
    return [...new Set(keys.flatMap((key) => this.by.get(key) ?? []))];
  }
}

const keysOf = (p: Townsman['person']): string[] => [
  ...p.identifiers.map((i) => `${i.value}@${i.issuer}`), ...p.recordNumbers.map((n) => `mrn ${n}`), ...(p.birthDate ? [`born ${p.birthDate}`] : []), ...p.phones.map((x) => `phone ${x.slice(-7)}`), ...p.addresses,
];

function candidatesFor(town: Town, coming: Coming): MatchCandidate[] {
  const { sent } = coming;
  const weighed = town.near(sent, datesNear(sent.birthDate ?? '')).map((t) => {
    const rows = comparePeople(sent, t.person);
    return { ...t, patientId: t.id, rows, ...scoreOf(rows) };
  });
  return ranked(weighed).slice(0, 10).map((w) => {
    const others = town.near(w.person, [w.person.birthDate ?? '']).filter((o) => o.id !== w.id).map((o) => ({ person: o.person, rows: comparePeople(sent, o.person) }));
    const agrees = w.rows.find((r) => r.element === 'identifier')?.answer === 'agrees';
    const ours = w.rows.find((r) => r.element === 'mrn')?.answer === 'agrees';
    return {
      patientId: w.id, rows: w.rows, score: w.score, weight: w.weight, context: coming.context.get(w.id) ?? [], trustedIssuer: ours ? true : agrees ? sent.identifiers.some((i) => TRUSTED.has(i.issuer)) : null,
      lookalike: lookalikesOf(sent, w, [...others, ...weighed.filter((o) => o.id !== w.id)]),
    };
  });
}

/** Whom the system attaches the exam to by itself; null: a person looks. */
function attached(town: Town, coming: Coming): string | null {
  const candidates = candidatesFor(town, coming);
  const facts = { ...matchFacts(candidates), 'exam.isOwn': 'no', 'exam.findings': coming.people > 1 ? ['other-person'] : [], 'parcel.patients': coming.people };
  const { outcome } = decide(matchVersion1, facts, '2026-11-24');
  return outcome.act === 'accept' ? (clearBest(ranked(candidates))?.patientId ?? null) : null;
}

/** CAUSEWAY_MATCH_PAIRS=20000 runs the long form. */
const PAIRS = Number(process.env['CAUSEWAY_MATCH_PAIRS'] ?? 2000);

it(`attaches none of ${PAIRS} exams to a wrong patient, and the ordinary ones to the right one without a person`, () => {
  const world = new MatchWorld(20_261_124, Math.max(600, PAIRS / 4));
  const town = new Town(world);
  const wrong: string[] = [];
  const tally: Record<string, { n: number; right: number }> = {};
  for (const [kind, permille] of Object.entries(SHARES) as [ComingKind, number][]) {
    for (let i = 0; i < Math.max(4, Math.round((PAIRS * permille) / 1000)); i++) {
      const coming = world.coming(kind);
      const to = attached(town, coming);
      const row = (tally[kind] ??= { n: 0, right: 0 });
      row.n++;
      if (to !== null && to === coming.truth) row.right++;
      else if (to !== null) wrong.push(`${kind} ${i}`);
    }
  }
  expect(wrong).toEqual([]);
  const sum = (kinds: (kind: string) => boolean): { n: number; right: number } =>
    Object.entries(tally).filter(([kind]) => kinds(kind)).reduce((all, [, row]) => ({ n: all.n + row.n, right: all.right + row.right }), { n: 0, right: 0 });
  const ordinary = sum((kind) => ORDINARY.has(kind as ComingKind));
  if (process.env['CAUSEWAY_MATCH_PAIRS']) process.stdout.write(`${JSON.stringify({ ordinary, all: sum(() => true), tally })}\n`);
  expect(ordinary.right / ordinary.n).toBeGreaterThanOrEqual(0.9);
  expect(tally['mixed-disc']?.right).toBe(0);
});
