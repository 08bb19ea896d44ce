import type { Facts, FactValue } from '../policies/fact-row';
import type { Lookalike } from './lookalikes';
import type { ElementComparison, MatchElement } from './person';
import { acceptMargin, scoreLines } from './weights';

export type MatchContext = 'open-request' | 'appointment' | 'earlier-pair' | 'case' | 'link';

/** A local patient weighed against an exam. */
export interface MatchCandidate {
  readonly patientId: string;
  readonly rows: readonly ElementComparison[];
  readonly score: number;
  readonly weight: number;
  /** The number that agrees was given out by an issuer on our list; null when none agrees. */
  readonly trustedIssuer: boolean | null;
  readonly context: readonly MatchContext[];
  readonly lookalike: readonly Lookalike[];
}

/** Candidates at or over the review line, best first; equal scores in the order of their ids, so that a repeat gives the same. */
export function ranked<C extends Pick<MatchCandidate, 'score' | 'weight' | 'patientId'>>(candidates: readonly C[]): C[] {
  return candidates
    .filter((c) => c.score >= scoreLines.review)
    .sort((a, b) => b.score - a.score || b.weight - a.weight || (a.patientId < b.patientId ? -1 : 1));
}

/** The facts `match.*` about one of the candidates: the best, or the one a person chose. */
export function matchFacts(candidates: readonly MatchCandidate[], chosen: MatchCandidate | null = ranked(candidates)[0] ?? null): Facts {
  const shown = ranked(candidates);
  const count = chosen && !shown.some((c) => c.patientId === chosen.patientId) ? shown.length + 1 : shown.length;
  const rival = shown.find((c) => c.patientId !== chosen?.patientId)?.score ?? 0;
  const facts: Record<string, FactValue> = {
    'match.candidates': count,
    'match.score': chosen?.score ?? null,
    'match.margin': chosen ? Math.max(0, chosen.score - rival) : null,
    'match.equal': chosen ? elementsThat(chosen.rows, 'agrees') : null,
    'match.close': chosen ? elementsThat(chosen.rows, 'close') : null,
    'match.differs': chosen ? elementsThat(chosen.rows, 'differs') : null,
    'match.trustedIssuer': chosen?.trustedIssuer ?? null,
    'match.context': [...(chosen?.context ?? [])].sort(),
    'match.lookalike': [...(chosen?.lookalike ?? [])].sort(),
  };
  return facts;
}

/** Elements by answer in the words of the facts: our own record number is an identifier there. */
function elementsThat(rows: readonly ElementComparison[], answer: ElementComparison['answer']): string[] {
  return [...new Set(rows.filter((r) => r.answer === answer).map((r) => (r.element === 'mrn' ? 'identifier' : r.element)))].sort();
}

/**
 * The candidate the system may accept when a policy says so: far enough ahead of the next, nobody's double, and nothing known speaks against them.
 * Null: whatever the policy says, a person looks.
 */
export function clearBest<C extends MatchCandidate>(candidates: readonly C[]): C | null {
  const [best, rival] = ranked(candidates);
  if (!best || best.lookalike.length > 0 || best.rows.some((r) => r.answer === 'differs')) return null;
  return best.score - (rival?.score ?? 0) >= acceptMargin ? best : null;
}

/** What a decision that sends the exam to people asks for when its text leaves it open. */
export const strictestNeed = { people: 2, mustEqual: ['family', 'given', 'birth-date', 'sex'] } as const;

/** Elements a policy wants equal that are not: what stands between a person and accepting. A record number that agrees is an equal identifier. */
export function blockedBy(rows: readonly ElementComparison[], mustEqual: readonly string[]): MatchElement[] {
  const agrees = (element: MatchElement): boolean => rows.some((r) => r.element === element && r.answer === 'agrees');
  return (mustEqual as readonly MatchElement[]).filter((element) => !agrees(element) && !(element === 'identifier' && agrees('mrn')));
}

/** Whether two sets of comparisons say the same: evidence shown to a person still holds. */
export const sameEvidence = (a: readonly ElementComparison[], b: readonly ElementComparison[]): boolean =>
  a.length === b.length && a.every((row) => b.some((other) => other.element === row.element && other.answer === row.answer));
