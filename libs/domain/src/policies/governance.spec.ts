import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultOfBallot, type BallotMember, type CastVote } from './ballot-count';
import { faultsOfDraft } from './check-shape';
import { policyTemplates } from './templates';
import { version1 } from './version-1';

interface SpecKind { id: string; templates: { id: string; title: string; rules: unknown; default: unknown }[] }
const spec = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../../../docs/domain/facts.json'), 'utf8')) as { kinds: SpecKind[] };

it('templates equal the specification, and each may be proposed as it is', () => {
  for (const kind of spec.kinds) {
    const own = policyTemplates[kind.id as keyof typeof policyTemplates];
    expect(own).toEqual(kind.templates);
    for (const { rules, default: otherwise } of own) expect(faultsOfDraft({ kind: kind.id, scope: 'all', catalogue: 1, rules, default: otherwise })).toEqual([]);
  }
});

describe('what somebody wrote', () => {
  const good = version1.triage;
  const first = good.rules[0];
  it.each<[string, unknown, string, RegExp]>([
    ['is no text', 'hello', '', /object/],
    ['has no default', { ...good, default: undefined }, '/default', /default outcome/],
    ['has rules that are no list', { ...good, rules: {} }, '/rules', /list/],
    ['has a field that means nothing', { ...good, always: true }, '/always', /means nothing/],
    ['has a condition that is a number', { ...good, rules: [{ ...first, when: 7 }] }, '/rules/0/when', /names a fact/],
    ['mixes groups', { ...good, rules: [{ ...first, when: { all: [], any: [] } }] }, '/rules/0/when', /one of them/],
    ['names a fact that does not exist', { ...good, rules: [{ ...first, when: { fact: 'exam.modalty', op: 'known' } }] }, '/rules/0/when', /not a fact of the catalogue/],
    ['compares a number with a word', { ...good, rules: [{ ...first, when: { fact: 'exam.instances', op: 'gt', value: 'many' } }] }, '/rules/0/when', /whole number/],
    ['names a day that does not exist', { ...good, rules: [{ ...first, when: { fact: 'exam.studyDate', op: 'before', value: '2026-13-01' } }] }, '/rules/0/when', /day such as/],
    ['answers with a value that does not exist', { ...good, rules: [{ ...first, then: { ...first?.then, late: 'never' } }] }, '/rules/0/then/late', /one of reopen/],
    ['leaves an answer out', { ...good, default: { then: { check: 'none' }, because: 'x' } }, '/default/then/appropriateness', /Say what/],
    ['counts a quota by what it cannot', { ...good, rules: [{ ...first, quota: { per: 'moon', max: 1, window: 'ever', orderBy: 'exam.instances' } }] }, '/rules/0/quota/per', /counts per/],
  ])('%s: it is told at its place', (_, text, at, problem) => {
    const [fault] = faultsOfDraft(text);
    expect(fault?.at).toBe(at);
    expect(fault?.problem).toMatch(problem);
  });

  it('never breaks the checker, whatever it is', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => { expect(faultsOfDraft(value).length).toBeGreaterThan(0); }));
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom('when', 'then', 'quota', 'because', 'id'), (value, key) => {
      expect(Array.isArray(faultsOfDraft({ ...good, rules: [{ ...first, [key]: value }] }))).toBe(true);
    }));
  });
});

describe('a ballot', () => {
  const members: BallotMember[] = [['a', 'clinical'], ['b', 'clinical'], ['c', 'it'], ['d', 'business']].map(([personId = '', constituency = '']) => ({ personId, constituency, weight: 1 }));
  const rules = { quorumPermille: 500, authorIds: ['a'] };
  const votes = (...all: string[]): CastVote[] => all.map((v) => { const [personId = '', choice] = v.split(' '); return { personId, choice: choice as 'for' }; });
  const result = (recused: string[], ...all: string[]) => resultOfBallot(members, new Set(recused), votes(...all), rules);

  it('passes with a majority, a quorum and every constituency heard', () => {
    expect(result([], 'a for', 'c for', 'd against')).toEqual({ result: 'passed' });
  });
  it('fails on a tie', () => {
    expect(result([], 'a for', 'b for', 'c against', 'd against')).toEqual({ result: 'failed', reason: 'no-majority' });
  });
  it('is void without a quorum, and when a constituency was not heard', () => {
    expect(result([], 'a for')).toEqual({ result: 'voided', reason: 'no-quorum' });
    expect(result([], 'a for', 'b for', 'c for')).toEqual({ result: 'voided', reason: 'constituency-not-heard' });
  });
  it('fails when only the author is for it, also when others who were for it stepped back', () => {
    expect(result([], 'a for', 'b abstain', 'c abstain', 'd abstain')).toEqual({ result: 'failed', reason: 'author-only' });
    expect(result(['b'], 'a for', 'b for', 'c abstain', 'd abstain')).toEqual({ result: 'failed', reason: 'author-only' });
  });
  it('counts the last vote of each and asks nothing of a constituency whose members stepped back', () => {
    expect(result(['d'], 'a for', 'b against', 'b for', 'c for')).toEqual({ result: 'passed' });
  });
  it('weighs votes as the charter says', () => {
    const heavy = members.map((m) => (m.personId === 'd' ? { ...m, weight: 3 } : m));
    expect(resultOfBallot(heavy, new Set(), votes('a for', 'c for', 'd against'), rules)).toEqual({ result: 'failed', reason: 'no-majority' });
  });
});
