import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical';
import { faultsOfText } from './check-text';
import type { Condition } from './condition';
import { decide } from './decide';
import { evaluate } from './evaluate';
import type { Facts } from './fact-row';
import type { PolicyKind, PolicyText } from './policy-text';
import { version1 } from './version-1';

interface SpecExample { title: string; kind: string; template: string | null; facts: Facts & { quotaUsed?: number }; expect: { decidedBy?: string | string[]; outcome?: Record<string, unknown> } }
interface SpecKind { id: string; versions: { rules: unknown; default: unknown }[]; templates: { id: string; rules: PolicyText['rules']; default: PolicyText['default'] }[] }
const spec = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../../../docs/domain/facts.json'), 'utf8')) as { kinds: SpecKind[]; examples: SpecExample[]; exampleDay: string };
const isOurs = (kind: string): kind is PolicyKind => kind in version1;

describe('version 1 of each policy', () => {
  for (const [kind, text] of Object.entries(version1)) {
    it(`${kind} equals its specification and has no fault`, () => {
      const want = spec.kinds.find((k) => k.id === kind)?.versions[0];
      expect({ rules: text.rules, default: text.default }).toEqual({ rules: want?.rules, default: want?.default });
      expect(faultsOfText(text as PolicyText)).toEqual([]);
    });
  }
});

describe('the worked examples of the specification', () => {
  for (const example of spec.examples.filter((x) => isOurs(x.kind))) {
    it(`${example.kind}: ${example.title}`, () => {
      const kind = example.kind as PolicyKind;
      const template = spec.kinds.find((k) => k.id === kind)?.templates.find((t) => t.id === example.template);
      const text = (template ? { kind, scope: 'all', catalogue: 1, rules: template.rules, default: template.default } : version1[kind]) as PolicyText;
      const got = decide(text, example.facts, spec.exampleDay, () => example.facts.quotaUsed ?? 0);
      if (example.expect.decidedBy) expect(got.decidedBy).toEqual([example.expect.decidedBy].flat());
      expect(got.outcome).toMatchObject(example.expect.outcome ?? {});
    });
  }
});

describe('three values', () => {
  it('an unknown fact makes a comparison unknown, and not keeps it unknown', () => {
    const age: Condition = { fact: 'patient.birthDate', op: 'youngerThan', value: 18, unit: 'years' };
    expect(evaluate(age, { 'patient.birthDate': null }, '2026-11-24')).toBeNull();
    expect(evaluate({ not: age }, { 'patient.birthDate': null }, '2026-11-24')).toBeNull();
    expect(evaluate({ fact: 'patient.birthDate', op: 'unknown' }, {}, '2026-11-24')).toBe(true);
  });
  it('29 February turns eighteen on 28 February', () => {
    const minor: Condition = { fact: 'patient.birthDate', op: 'youngerThan', value: 18, unit: 'years' };
    expect(evaluate(minor, { 'patient.birthDate': '2008-02-29' }, '2026-02-27')).toBe(true);
    expect(evaluate(minor, { 'patient.birthDate': '2008-02-29' }, '2026-02-28')).toBe(false);
  });
  it('all and any follow the order false, unknown, true for every mixture', () => {
    const leaf: Record<string, Condition> = { t: { fact: 'a', op: 'known' }, f: { fact: 'a', op: 'unknown' }, u: { fact: 'none', op: 'eq', value: true } };
    fc.assert(fc.property(fc.array(fc.constantFrom('t', 'f', 'u'), { minLength: 1, maxLength: 8 }), (letters) => {
      const members = letters.map((l) => leaf[l] as Condition);
      expect(evaluate({ all: members }, { a: true }, '2026-11-24')).toBe(letters.includes('f') ? false : letters.includes('u') ? null : true);
      expect(evaluate({ any: members }, { a: true }, '2026-11-24')).toBe(letters.includes('t') ? true : letters.includes('u') ? null : false);
    }));
  });
});

describe('a text that may not become a version', () => {
  const with1 = (when: Condition): PolicyText<'triage'> => ({ ...version1.triage, rules: [{ id: 'x', when, then: version1.triage.default.then, because: 'x' }] });
  it.each<[string, Condition, RegExp]>([
    ['names an unknown fact', { fact: 'exam.modalty', op: 'known' }, /not a fact of the catalogue/],
    ['uses an operator that does not fit', { fact: 'exam.modalities', op: 'eq', value: 'CT' }, /does not fit/],
    ['names a value that does not exist', { fact: 'case.urgency', op: 'eq', value: 'urgent' }, /has no value/],
    ['has an empty group', { all: [] }, /1 to 50/],
    ['uses a fact of another kind', { fact: 'match.score', op: 'gt', value: 1 }, /not a fact of triage/],
  ])('%s', (_, when, problem) => {
    expect(faultsOfText(with1(when) as PolicyText)[0]?.problem).toMatch(problem);
  });
});

it('a full quota passes the subject to the next rule, an unknown key never fires', () => {
  const facts: Facts = { 'request.pickedRank': 3, 'request.purpose': 'treatment', 'exam.contentKind': 'radiology', 'patient.encounterClass': 'none', 'case.useCase': null };
  expect(decide(version1.overread, facts, '2026-11-24', () => 1).decidedBy).toEqual(['two-per-patient']);
  expect(decide(version1.overread, facts, '2026-11-24', () => 2)).toMatchObject({ decidedBy: ['default'] });
  expect(decide(version1.overread, facts, '2026-11-24', () => null).considered).toContainEqual({ rule: 'two-per-patient', answer: 'quota-full' });
});

it('canonical JSON is the same for the same content in any key order', () => {
  fc.assert(fc.property(fc.jsonValue(), (v) => {
    const shuffled = JSON.parse(JSON.stringify(v), (_, x: unknown) => (x && typeof x === 'object' && !Array.isArray(x) ? Object.fromEntries(Object.entries(x).reverse()) : x)) as unknown;
    expect(canonicalJson(shuffled)).toBe(canonicalJson(JSON.parse(JSON.stringify(v))));
  }));
});
