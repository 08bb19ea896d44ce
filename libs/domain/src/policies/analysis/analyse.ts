import { canonicalJson } from '../canonical';
import type { FactValue } from '../fact-row';
import { notGatheredIn } from '../not-gathered';
import { hitPolicies, type Outcomes, type PolicyKind, type PolicyText, type Rule } from '../policy-text';
import { search, type Budget, type Found, type Wish } from './search';

export type FindingKind = 'never-fires' | 'shadowed' | 'overlap' | 'gap' | 'not-searched' | 'not-gathered';

export interface Finding {
  readonly kind: FindingKind;
  /** Id of the rule it is about; `default` for a gap. */
  readonly rule: string;
  /** The other rule of an overlap, the rules that shadow this one, or the facts that are not gathered. */
  readonly by: readonly string[];
  /** Facts of an exam that shows it. */
  readonly example: Readonly<Record<string, FactValue>> | null;
}

type AnyRule = Rule<Outcomes[PolicyKind]>;
const STEPS = 200_000;

/**
 * What is odd about a table of rules: rules that can never fire, rules that earlier ones leave nothing to, pairs that both fit one exam and answer
 * differently, exams only the default decides, and rules that ask for what is not gathered here. A quota rule shadows nothing, for who gets no place goes on.
 */
export function analyse(text: PolicyText, steps = STEPS): Finding[] {
  const rules = text.rules as readonly AnyRule[];
  const budget: Budget = { left: steps };
  const findings: Finding[] = [];
  const dead = new Set<string>();
  const note = (kind: FindingKind, rule: string, by: readonly string[], found: Found): void => {
    findings.push({ kind: found === 'open' ? 'not-searched' : kind, rule, by, example: found === 'open' ? null : found });
  };
  rules.forEach((rule, i) => {
    const alone = search([wish(rule, true)], budget);
    if (alone === null || alone === 'open') {
      note('never-fires', rule.id, [], alone);
      dead.add(rule.id);
      return;
    }
    if (hitPolicies[text.kind] !== 'first') return;
    const earlier = rules.slice(0, i).filter((r) => !r.quota && !dead.has(r.id));
    const reached = search([wish(rule, true), ...earlier.map((r) => wish(r, false))], budget);
    if (reached === null) dead.add(rule.id);
    if (reached === null || reached === 'open') note('shadowed', rule.id, reached === null ? shadowsOf(rule, earlier, budget) : [], reached);
  });
  for (const { id, when } of rules) {
    const facts = notGatheredIn(when);
    if (facts.length > 0) findings.push({ kind: 'not-gathered', rule: id, by: facts, example: null });
  }
  if (hitPolicies[text.kind] !== 'first') return findings;
  const live = rules.filter((r) => !dead.has(r.id));
  live.forEach((rule, i) => {
    for (const earlier of live.slice(0, i)) {
      if (canonicalJson(earlier.then) === canonicalJson(rule.then)) continue;
      const both = search([wish(rule, true), wish(earlier, true)], budget);
      if (both !== null) note('overlap', rule.id, [earlier.id], both);
    }
  });
  const gap = search(live.filter((r) => !r.quota).map((r) => wish(r, false)), budget);
  if (gap !== null) note('gap', 'default', [], gap);
  return findings;
}

const wish = ({ when, onUnknown }: AnyRule, fires: boolean): Wish => ({ when, onUnknown, fires });

/** The earlier rules that are enough to leave a rule nothing: one of them where one does. */
function shadowsOf(rule: AnyRule, earlier: readonly AnyRule[], budget: Budget): string[] {
  const one = earlier.find((r) => search([wish(rule, true), wish(r, false)], budget) === null);
  return one ? [one.id] : earlier.map((r) => r.id);
}

/** Findings a text may not be proposed with. The others are shown and decided by people. */
export const forbids = (finding: Finding): boolean => finding.kind === 'never-fires' || finding.kind === 'shadowed';
