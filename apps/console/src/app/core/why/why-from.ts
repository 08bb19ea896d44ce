import type { WhyModel, WhyRule } from '@causeway/console-ui';
import type { DecisionView } from '@causeway/contracts';
import type { RuleAnswer } from '@causeway/domain';
import { factWords, kindWords, questions, reasonWords, spoken, valueText } from './decision-words';

const answers: Readonly<Record<RuleAnswer, WhyRule['answer']>> = {
  true: 'fits', 'unknown-fires': 'fits', false: 'does-not-fit', null: 'unknown', 'quota-full': 'quota-full',
};

/** A stored decision in words. Nothing is worked out again: what is shown is what was stored. */
export function whyFrom(decision: DecisionView): WhyModel {
  const { policy, decidedBy } = decision;
  const name = `${kindWords[decision.kind]} version ${policy.version}`;
  const reasons = decision.because.map(reasonWords).join('; ');
  const byDefault = decidedBy.includes('default');
  return {
    title: questions[decision.kind],
    sentence: byDefault
      ? [{ text: 'No rule of ' }, { text: name, strong: true }, { text: ` fits: ${reasons}.` }]
      : [{ text: 'Because ' }, { text: `${decidedBy.length > 1 ? 'rules' : 'rule'} ${decidedBy.map(spoken).join(', ')} of ${name}`, strong: true }, { text: `${decidedBy.length > 1 ? ' fit' : ' fits'}: ${reasons}.` }],
    facts: decision.facts.map((fact) => ({
      words: factWords(fact.name), value: valueText(fact.value, fact.unit), answer: fact.value === null ? 'unknown' : 'used',
    })),
    storedAt: decision.at,
    considered: decision.considered.map((row) => ({ name: spoken(row.rule), words: '', answer: answers[row.answer] })),
    notReached: decision.notReached.map(spoken),
    policy: policy.scope === 'all' ? `${name}, all service lines` : `${name}, ${policy.scope}`,
    inForceSince: policy.inForceSince,
    decidedBy: 'the console',
    decisionId: decision.id,
    sha256: policy.sha256,
  };
}
