import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditions, keyedRows, policyTexts, retentionLayers, segmentsOf, type KeyedRow } from '../../../testing/policy-arbitraries';
import { dayNumber } from '../calendar';
import type { Condition } from '../condition';
import { decide, decideStrictest } from '../decide';
import { evaluate } from '../evaluate';
import type { PolicyText, Quota } from '../policy-text';
import { packNumbers } from './column';
import { LEFT_OUT, replay } from './replay';
import { TODAY } from './segment';
import { tally } from './tally';
import { truthsOf } from './truths';
import { FOREVER, replayUntil } from './until';

const RUNS = 300;

/** What happens when rows are decided one after another, with each quota's places given away in its declared order: the plain reading of the rule. */
function oneByOne(text: PolicyText<'overread'>, all: readonly KeyedRow[]): number[] {
  const decided = all.map(() => -1);
  text.rules.forEach((rule, place) => {
    const fires = all.map((row, i) => {
      const truth = evaluate(rule.when, row.facts, row.today);
      return decided[i] === -1 && (truth === true || (truth === null && rule.onUnknown === 'fire'));
    });
    const { quota } = rule;
    const order = all.map((_, i) => i).filter((i) => fires[i]);
    if (quota) order.sort((a, b) => rank(all[a] as KeyedRow, quota) - rank(all[b] as KeyedRow, quota) || a - b);
    const used = new Map<string, number>();
    for (const i of order) {
      const row = all[i] as KeyedRow;
      if (quota) {
        if (row.keys[quota.per] === null) continue;
        const window = { ever: '', calendarYear: row.today.slice(0, 4), day: row.today, case: String(row.keys.case) }[quota.window];
        const bucket = `${String(row.keys[quota.per])} ${window}`;
        if ((used.get(bucket) ?? 0) >= quota.max) continue;
        used.set(bucket, (used.get(bucket) ?? 0) + 1);
      }
      decided[i] = place;
    }
  });
  return decided;
}

function rank(row: KeyedRow, quota: Quota): number {
  const value = row.facts[quota.orderBy] ?? null;
  return value === null ? Number.MAX_SAFE_INTEGER : typeof value === 'number' ? value : dayNumber(String(value));
}

describe('a replay over columns', () => {
  it('reads every condition as the reference does, row by row, with the today of each row', () => {
    fc.assert(fc.property(conditions(), fc.array(keyedRows(undefined), { minLength: 1, maxLength: 20 }), (condition, all) => {
      const [segment] = segmentsOf(all, all.length);
      if (!segment) return;
      const out = new Uint8Array(all.length);
      truthsOf(condition, segment)(0, out);
      expect([...out]).toEqual(all.map((row) => ({ true: 2, false: 0, null: 1 })[String(evaluate(condition, row.facts, row.today)) as 'true']));
    }), { numRuns: RUNS });
  });

  it('decides every row as deciding one by one does, quotas included, however the rows are cut into segments', () => {
    fc.assert(fc.property(policyTexts, fc.array(keyedRows(), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 40 }), (text, all, size) => {
      expect([...replay(text, segmentsOf(all, size))]).toEqual(oneByOne(text, all));
    }), { numRuns: RUNS });
  });

  it('decides the same with more rules than fit one mask, and with rules that have more ways to come true than are written out', () => {
    const wide = fc.array(conditions(), { minLength: 2, maxLength: 4 }).map((members): Condition => ({ all: [{ any: members }, { any: [...members].reverse() }, { not: { all: members } }] }));
    const many = fc.array(policyTexts, { minLength: 12, maxLength: 16 }).map((texts): PolicyText<'overread'> => {
      const [first = { kind: 'overread', scope: 'all', catalogue: 1, rules: [], default: { then: { read: 'none' }, because: 'x' } }] = texts;
      return { ...first, rules: texts.flatMap((text) => text.rules) };
    });
    fc.assert(fc.property(many, wide, fc.boolean(), fc.array(keyedRows(), { minLength: 1, maxLength: 20 }), (text, when, fire, all) => {
      const rule = { id: 'wide', when, then: { read: 'qa' as const }, because: 'x', ...(fire ? { onUnknown: 'fire' as const } : {}) };
      const whole = { ...text, rules: [rule, ...text.rules] };
      expect([...replay(whole, segmentsOf(all, 7))]).toEqual(oneByOne(whole, all));
    }), { numRuns: 100 });
  });

  it('decides a second text over columns that are still in memory as over new ones, also beside other columns', () => {
    fc.assert(fc.property(policyTexts, policyTexts, fc.array(keyedRows(), { minLength: 2, maxLength: 30 }), (first, second, all) => {
      const segments = segmentsOf(all, 7);
      replay(first, segments);
      expect([...replay(second, segments)]).toEqual(oneByOne(second, all));
    }), { numRuns: RUNS });
    const text: PolicyText<'overread'> = {
      kind: 'overread', scope: 'all', catalogue: 1, default: { then: { read: 'none' }, because: 'x' },
      rules: [{ id: 'recent', when: { fact: 'exam.studyDate', op: 'withinLast', value: 6, unit: 'months' }, then: { read: 'qa' }, because: 'x' }],
    };
    const studied = packNumbers([dayNumber('2026-01-01')]);
    const on = (today: string): number => replay(text, [{ rows: 1, columns: new Map([['exam.studyDate', studied], [TODAY, packNumbers([dayNumber(today)])]]) }])[0] ?? NaN;
    expect([on('2026-02-01'), on('2026-09-01'), on('2026-02-01')]).toEqual([0, -1, 0]);
  });

  it('agrees with decide where no quota is in the way', () => {
    fc.assert(fc.property(policyTexts, keyedRows(), (text, row) => {
      const plain = { ...text, rules: text.rules.map(({ quota: _, ...rule }) => rule) };
      const by = decide(plain, row.facts, row.today).decidedBy[0];
      expect(replay(plain, segmentsOf([row], 1))[0]).toBe(plain.rules.findIndex((rule) => rule.id === by));
    }), { numRuns: RUNS });
  });

  it('finds the last day of keeping that deciding finds', () => {
    const names = ['exam.receivedAt', 'exam.studyDate', 'patient.birthDate', 'patient.lastVisit', 'exam.modalities', 'exam.usedInDecision', 'source.retrievable'];
    fc.assert(fc.property(retentionLayers, fc.array(keyedRows(names), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 12 }), (layers, all, size) => {
      const wanted = all.map((row) => decideStrictest(layers, row.facts, row.today).outcome.until);
      expect([...replayUntil(layers, segmentsOf(all, size))]).toEqual(wanted.map((day) => (day === 'forever' ? FOREVER : dayNumber(String(day)))));
    }), { numRuns: RUNS });
  });

  it('leaves out rows that were decided again, and stops when told to', () => {
    const text: PolicyText<'overread'> = { kind: 'overread', scope: 'all', catalogue: 1, rules: [], default: { then: { read: 'none' }, because: 'x' } };
    expect([...replay(text, [{ rows: 3, columns: new Map(), superseded: Uint8Array.of(0, 1, 0) }])]).toEqual([-1, LEFT_OUT, -1]);
    const one: PolicyText<'overread'> = { ...text, rules: [{ id: 'a', when: { fact: 'exam.quality', op: 'known' }, then: { read: 'qa' }, because: 'x' }] };
    expect(() => replay(one, [{ rows: 1, columns: new Map() }], () => true)).toThrow();
  });
});

it('counts by month and fact what the rows say', () => {
  fc.assert(fc.property(policyTexts, fc.array(keyedRows(), { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (text, all, size) => {
    const segments = segmentsOf(all, size);
    const decided = replay(text, segments);
    const wanted = new Map<string, number>();
    all.forEach((row, i) => {
      const key = `${row.today.slice(0, 7)} ${String(row.facts['exam.subspecialty'] ?? '')} ${String(decided[i])}`;
      wanted.set(key, (wanted.get(key) ?? 0) + 1);
    });
    const got = tally(segments, decided, text.rules.length, ['month', { column: 'exam.subspecialty' }]);
    expect(new Map(got.map((t) => [`${t.groups.join(' ')} ${String(t.rule)}`, t.count]))).toEqual(wanted);
  }), { numRuns: 100 });
});
