import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditions, factRows, policyTexts } from '../../../testing/policy-arbitraries';
import { decide } from '../decide';
import { evaluate } from '../evaluate';
import type { PolicyText, Rule } from '../policy-text';
import { version1 } from '../version-1';
import { policyTemplates } from '../templates';
import { analyse, forbids } from './analyse';
import { search } from './search';

const RUNS = 300;
type ReadRule = Rule<{ read: 'none' | 'formal' }>;
const table = (...rules: ReadRule[]): PolicyText<'overread'> => ({ kind: 'overread', scope: 'all', catalogue: 1, default: { then: { read: 'none' }, because: 'x' }, rules });
const rule = (id: string, when: ReadRule['when'], read: 'none' | 'formal' = 'formal', more: Partial<ReadRule> = {}): ReadRule => ({ id, when, then: { read }, because: id, ...more });

describe('the analysis of a table', () => {
  it('names the rule that shadows another, and the rule that can never fire', () => {
    const found = analyse(table(
      rule('ct', { fact: 'exam.modalities', op: 'hasAny', value: ['CT'] }),
      rule('ct-of-neuro', { all: [{ fact: 'exam.modalities', op: 'hasAll', value: ['CT', 'SR'] }, { fact: 'exam.subspecialty', op: 'eq', value: 'neuro' }] }),
      rule('impossible', { all: [{ fact: 'exam.instances', op: 'lt', value: 5 }, { fact: 'exam.instances', op: 'gt', value: 9 }] }),
    ));
    expect(found.filter((f) => f.kind !== 'gap')).toEqual([
      { kind: 'shadowed', rule: 'ct-of-neuro', by: ['ct'], example: null },
      { kind: 'never-fires', rule: 'impossible', by: [], example: null },
    ]);
  });

  it('finds what no rule fits and what two rules answer differently, each with an example', () => {
    const found = analyse(table(rule('ed', { fact: 'patient.encounterClass', op: 'eq', value: 'emergency' }), rule('photo', { fact: 'exam.contentKind', op: 'eq', value: 'photograph' }, 'none')));
    expect(found.find((f) => f.kind === 'overlap')).toMatchObject({ rule: 'photo', by: ['ed'], example: { 'patient.encounterClass': 'emergency', 'exam.contentKind': 'photograph' } });
    expect(found.find((f) => f.kind === 'gap')).toBeDefined();
    expect(analyse(table(rule('known', { fact: 'exam.quality', op: 'known' }), rule('unknown', { fact: 'exam.quality', op: 'unknown' })))).toEqual([]);
  });

  it('lets a quota shadow nothing, for who gets no place goes on', () => {
    const quota = { per: 'patient', max: 2, window: 'ever', orderBy: 'request.pickedRank' } as const;
    const picked = { fact: 'request.pickedRank', op: 'known' } as const;
    expect(analyse(table(rule('two', picked, 'formal', { quota }), rule('rest', picked, 'none'))).map((f) => f.kind)).not.toContain('shadowed');
    expect(analyse(table(rule('all', picked, 'formal'), rule('rest', picked, 'none'))).map((f) => f.kind)).toContain('shadowed');
  });

  it('warns of a rule that asks for what is not gathered here, and forbids it not', () => {
    const found = analyse(table(rule('generalist', { all: [{ fact: 'source.readerKind', op: 'eq', value: 'generalist' }, { not: { fact: 'exam.subspecialty', op: 'eq', value: 'general' } }] }), rule('ct', { fact: 'exam.modalities', op: 'hasAny', value: ['CT'] })));
    expect(found.filter((f) => f.kind === 'not-gathered')).toEqual([{ kind: 'not-gathered', rule: 'generalist', by: ['source.readerKind'], example: null }]);
    expect(found.filter(forbids)).toEqual([]);
  });

  it('gives up with a word instead of running for ever', () => {
    expect(analyse(version1.overread, 3).every((f) => f.kind === 'not-searched')).toBe(true);
  });

  it('finds nothing forbidden in version 1 and the templates', () => {
    const texts = Object.values(version1) as PolicyText[];
    const templates = Object.entries(policyTemplates).flatMap(([kind, list]) => list.map((t) => ({ kind, scope: 'all', catalogue: 1, rules: t.rules, default: t.default }) as PolicyText));
    for (const text of [...texts, ...templates]) expect(analyse(text).filter((f) => ['never-fires', 'shadowed', 'not-searched'].includes(f.kind)), JSON.stringify(text.rules.map((r) => r.id))).toEqual([]);
  });

  it('never calls a rule dead that decides some exam', () => {
    fc.assert(fc.property(policyTexts, fc.array(factRows(), { minLength: 5, maxLength: 5 }), (text, rows) => {
      const dead = new Set(analyse(text, 20_000).filter((f) => ['never-fires', 'shadowed'].includes(f.kind)).map((f) => f.rule));
      const plain = { ...text, rules: text.rules.map(({ quota: _, ...r }) => r) };
      for (const facts of rows) for (const by of decide(plain, facts, '2026-06-15').decidedBy) if (!text.rules.some((r) => r.quota)) expect(dead.has(by)).toBe(false);
    }), { numRuns: RUNS });
  });

  it('shows an exam for which the condition really answers so', () => {
    fc.assert(fc.property(conditions(['exam.modalities', 'exam.instances', 'case.urgency', 'exam.studyDate', 'exam.description']), fc.boolean(), (when, fires) => {
      const found = search([{ when, fires }], { left: 20_000 });
      if (found === null || found === 'open' || JSON.stringify(when).includes('"at"')) return;
      expect(evaluate(when, found, '2026-06-15') === true).toBe(fires);
    }), { numRuns: RUNS });
  });
});
