import { evaluate } from './evaluate';
import type { Facts } from './fact-row';
import { keepsLonger, untilOf, type Until } from './keep';
import { hitPolicies, type Outcomes, type PolicyKind, type PolicyText, type Rule, type Telling } from './policy-text';

export type RuleAnswer = 'true' | 'false' | 'null' | 'unknown-fires' | 'quota-full';

export interface Considered {
  readonly rule: string;
  readonly answer: RuleAnswer;
}

/** What a version made of a snapshot of facts. `considered` holds the rules looked at, in order; later rules were not reached. */
export interface Decision<K extends PolicyKind = PolicyKind> {
  readonly kind: K;
  readonly outcome: Outcomes[K];
  /** Ids of the rules that decided, or `default`. One for first-match kinds. */
  readonly decidedBy: readonly string[];
  readonly because: readonly string[];
  readonly considered: readonly Considered[];
}

/**
 * Decides by first match, for retention by the rule that keeps longest, or for notification by collecting every rule that fires.
 * `quotaUsed` tells how many places of a rule's quota are already taken for this subject's key; null means the key is unknown and the rule stays silent.
 */
export function decide<K extends PolicyKind>(
  text: PolicyText<K>, facts: Facts, today: string, quotaUsed: (rule: Rule<Outcomes[K]>) => number | null = () => 0,
): Decision<K> {
  if (text.kind === 'retention') return decideStrictest([text as PolicyText<'retention'>], facts, today) as Decision<K>;
  const considered: Considered[] = [];
  const hits: Rule<Outcomes[K]>[] = [];
  const collects = hitPolicies[text.kind] === 'collect';
  for (const rule of text.rules) {
    const answer = answerOf(rule, facts, today, quotaUsed);
    considered.push({ rule: rule.id, answer });
    if (answer !== 'true' && answer !== 'unknown-fires') continue;
    hits.push(rule);
    if (!collects) break;
  }
  const first = hits[0];
  if (!first) return { kind: text.kind, outcome: text.default.then, decidedBy: ['default'], because: [text.default.because], considered };
  return {
    kind: text.kind,
    outcome: collects ? (joinTellings(hits as Rule<Outcomes['notification']>[]) as Outcomes[K]) : first.then,
    decidedBy: hits.map((r) => r.id),
    because: hits.map((r) => r.because),
    considered,
  };
}

/**
 * The strictest of all layers: scopes, the law table and every default are looked at, and the latest `until` holds. So one layer more never shortens.
 * Among rules that keep equally long the first one is named.
 */
export function decideStrictest(layers: readonly PolicyText<'retention'>[], facts: Facts, today: string): Decision<'retention'> {
  const considered: Considered[] = [];
  let best: { readonly until: Until; readonly rule: Pick<Rule<Outcomes['retention']>, 'id' | 'then' | 'because'> } | null = null;
  const look = (rule: Pick<Rule<Outcomes['retention']>, 'id' | 'then' | 'because'>): void => {
    const until = untilOf(rule.then.keep, facts);
    if (!best || keepsLonger(until, best.until)) best = { until, rule };
  };
  for (const layer of layers) {
    for (const rule of layer.rules) {
      const answer = answerOf(rule, facts, today, () => 0);
      considered.push({ rule: rule.id, answer });
      if (answer === 'true' || answer === 'unknown-fires') look(rule);
    }
    look({ ...layer.default, id: 'default' });
  }
  if (!best) throw new Error('Retention needs at least one text.');
  const { until, rule } = best as { until: Until; rule: Rule<Outcomes['retention']> };
  return { kind: 'retention', outcome: { ...rule.then, ...until }, decidedBy: [rule.id], because: [rule.because], considered };
}

function answerOf<O>(rule: Rule<O>, facts: Facts, today: string, quotaUsed: (rule: Rule<O>) => number | null): RuleAnswer {
  const truth = evaluate(rule.when, facts, today);
  const fires = truth === true || (truth === null && rule.onUnknown === 'fire');
  if (fires && rule.quota) {
    const used = quotaUsed(rule);
    if (used === null || used >= rule.quota.max) return 'quota-full';
  }
  if (truth === null) return rule.onUnknown === 'fire' ? 'unknown-fires' : 'null';
  return truth ? 'true' : 'false';
}

/** Same person and channel once, keeping the stricter `ack` and `urgent`. */
export function joinTellings(rules: readonly Rule<Outcomes['notification']>[]): Outcomes['notification'] {
  const joined = new Map<string, Telling>();
  for (const telling of rules.flatMap((r) => r.then.tell)) {
    const key = `${telling.who} ${telling.channel}`;
    const before = joined.get(key);
    joined.set(key, before ? { ...before, ack: !!(before.ack || telling.ack), urgent: !!(before.urgent || telling.urgent) } : telling);
  }
  return { tell: [...joined.values()] };
}
