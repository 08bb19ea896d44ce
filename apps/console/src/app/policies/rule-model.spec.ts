import { faultsOfDraft, version1, type PolicyText } from '@causeway/domain';
import { describe, expect, it } from 'vitest';
import { findingLines } from './finding-words';
import { type AnyRule, cellsOf, changesOf, factChoices, firstTest, flatTests, fromTests, newRule, operatorsOf, sentenceOf, withOperator } from './rule-model';
import { outcomeLine } from './rule-words';

const text = version1.overread as PolicyText;
const rules = text.rules as readonly AnyRule[];

describe('a rule in the editor', () => {
  it('begins without a fault for every kind, and every fact by every operator of its type is a test that may be saved once it has a value', () => {
    for (const kind of Object.values(version1) as PolicyText[]) {
      expect(faultsOfDraft({ ...kind, rules: [...kind.rules, newRule(kind)] })).toEqual([]);
      for (const { name, row } of factChoices(kind.kind)) {
        for (const op of operatorsOf(row.type)) {
          const test = withOperator(firstTest(name), op);
          const full = Array.isArray(test.value) && test.value.length === 0 ? { ...test, value: ['X'] } : test.value === '' ? { ...test, value: 'X' } : test;
          expect(faultsOfDraft({ ...kind, rules: [{ ...newRule(kind), when: full }] }), `${name} ${op}`).toEqual([]);
        }
      }
    }
  });

  it('shows tests that hang together by one word as cells, and nested ones as a sentence', () => {
    const stat = rules[1] as AnyRule;
    expect(cellsOf(stat.when)).toEqual([{ fact: 'Request wants read', value: 'yes' }, { fact: 'Case urgency', value: 'high' }]);
    const flat = flatTests(stat.when);
    expect(flat && fromTests(flat.joint, flat.tests)).toEqual(stat.when);
    expect(flatTests({ all: [{ not: { fact: 'exam.quality', op: 'known' } }] })).toBeNull();
    expect(cellsOf({ not: { fact: 'exam.quality', op: 'known' } })).toEqual([{ fact: '', value: 'not (exam quality is known)' }]);
  });

  it('is a sentence with its quota and what doubt means', () => {
    const two = rules[4] as AnyRule;
    expect(sentenceOf(two, outcomeLine(two.then))).toBe('When request picked rank is known, at most 2 for each patient in a calendar year: read formal, pick clinician, due 2d.');
    expect(sentenceOf({ ...two, quota: undefined, onUnknown: 'fire' } as unknown as AnyRule, 'x')).toContain('or when that is not known');
  });
});

describe('what a draft changes', () => {
  it('is told rule by rule: new, changed, moved, gone', () => {
    const draft = { ...text, rules: [{ ...rules[0], because: 'other' }, rules[3], rules[2], newRule(text)] } as PolicyText;
    const { byRule, gone, otherwise } = changesOf(draft, text);
    expect([...byRule]).toEqual([['not-readable', 'changed'], ['ed', 'moved'], ['emergency-transfer', 'moved'], [newRule(text).id, 'new']]);
    expect(gone.map((r) => r.id)).toEqual(['asked-stat', 'two-per-patient', 'second-opinion']);
    expect(otherwise).toBe(false);
  });
});

it('findings are told by the numbers of their rules, with an example, and what is in order is said too', () => {
  const lines = findingLines(text, [{ kind: 'overlap', rule: 'ed', by: ['asked-stat'], example: { 'case.urgency': 'high', 'exam.quality': null } }]);
  expect(lines.map((l) => [l.hue, l.words])).toEqual([['good', 'No gaps'], ['good', 'No shadowed rule'], ['attn', 'Rule 2 and rule 4 overlap: the earlier one decides']]);
  expect(lines.at(-1)?.example).toBe('Case urgency: high, Exam quality: not known');
});
