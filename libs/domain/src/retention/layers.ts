import { decideStrictest, type Considered, type Decision } from '../policies/decide';
import type { Facts } from '../policies/fact-row';
import { keepsLonger, type Until } from '../policies/keep';
import type { PolicyText } from '../policies/policy-text';

export interface LayeredDecision extends Decision<'retention'> {
  readonly until: Until;
  /** Which of the layers decided: its place in the list. */
  readonly layer: number;
  /** Citation of the deciding rule, where it has one. */
  readonly cite: string | null;
}

/**
 * The strictest of several retention texts, and which of them it was. `considered` names a rule of a later layer by `scope/rule`, and leaves out those that
 * do not hold: the law has a hundred of them. Adding a layer never shortens.
 */
export function decideLayers(layers: readonly PolicyText<'retention'>[], facts: Facts, today: string): LayeredDecision {
  let best: { readonly decision: Decision<'retention'>; readonly until: Until; readonly layer: number } | null = null;
  const considered: Considered[] = [];
  layers.forEach((text, layer) => {
    const decision = decideStrictest([text], facts, today);
    const until: Until = { until: decision.outcome.until ?? 'forever', basisUnknown: decision.outcome.basisUnknown ?? false };
    considered.push(...decision.considered.filter((c) => c.answer !== 'false').map((c) => ({ ...c, rule: `${text.scope}/${c.rule}` })));
    if (!best || keepsLonger(until, best.until)) best = { decision, until, layer };
  });
  if (!best) throw new Error('Retention needs at least one text.');
  const { decision, until, layer } = best as { decision: Decision<'retention'>; until: Until; layer: number };
  const rule = layers[layer]?.rules.find((r) => r.id === decision.decidedBy[0]);
  return { ...decision, considered, until, layer, cite: rule?.cite ?? null };
}
