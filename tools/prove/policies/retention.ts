import { decideStrictest, keepsLonger, type PolicyText, type Until } from '@causeway/domain';
import { keyedRows, retentionLayers } from '@causeway/domain/testing';
import fc from 'fast-check';

const NAMES = ['exam.receivedAt', 'exam.studyDate', 'patient.birthDate', 'patient.lastVisit', 'exam.modalities', 'exam.usedInDecision', 'exam.derivedSeries', 'source.retrievable', 'exam.lastViewedAt', 'exam.trustClass'];
const UNTIL = (o: { until?: string; basisUnknown?: boolean }): Until => ({ until: o.until ?? '', basisUnknown: o.basisUnknown ?? false });

/** Adds to random layers a hold (kept for ever), a longer default, another rule or a whole layer, or makes a date unknown; counts what became shorter. */
export function neverShorter(cases: number, seed: number): { readonly cases: number; readonly shorter: number; readonly longer: number } {
  const sum = { cases: 0, shorter: 0, longer: 0 };
  const parts = fc.sample(fc.tuple(retentionLayers, retentionLayers, keyedRows(NAMES), fc.constantFrom('hold', 'layer', 'rule', 'birth-date' as const)), { numRuns: cases, seed });
  for (const [layers, [more], row, what] of parts) {
    const before = decideStrictest(layers, row.facts, row.today).outcome;
    const [first, ...rest] = layers as [PolicyText<'retention'>, ...PolicyText<'retention'>[]];
    const hold: PolicyText<'retention'> = { ...first, rules: [], default: { then: { keep: 'forever' }, because: 'legal-hold' } };
    const after = what === 'birth-date'
      ? { facts: { ...row.facts, 'patient.birthDate': null }, layers: layers.map(doubtful) }
      : { facts: row.facts, layers: what === 'hold' ? [...layers, hold] : what === 'layer' ? [...layers, ...(more ? [more] : [])] : [{ ...first, rules: [...first.rules, ...(more?.rules ?? [])] }, ...rest] };
    const [was, now] = [what === 'birth-date' ? decideStrictest(layers.map(doubtful), row.facts, row.today).outcome : before, decideStrictest(after.layers, after.facts, row.today).outcome].map(UNTIL) as [Until, Until];
    sum.cases++;
    if (keepsLonger(was, now)) sum.shorter++;
    if (keepsLonger(now, was)) sum.longer++;
  }
  return sum;
}

/** As rules that protect are written: they ask something positive of a birth date, and doubt lets them fire. */
const doubtful = (layer: PolicyText<'retention'>): PolicyText<'retention'> => ({
  ...layer, rules: layer.rules.map((rule) => ({ ...rule, when: { fact: 'patient.birthDate', op: 'youngerThan', value: 18, unit: 'years' }, onUnknown: 'fire' })),
});
