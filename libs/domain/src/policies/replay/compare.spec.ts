import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyedRows, policyTexts, segmentsOf } from '../../../testing/policy-arbitraries';
import { canonicalJson } from '../canonical';
import { dayNumber } from '../calendar';
import { decide } from '../decide';
import type { PolicyText } from '../policy-text';
import { version1 } from '../version-1';
import { compare } from './compare';
import { costDefaults } from './cost-defaults';
import { effortOf } from './effort';
import { outcomesOf } from './outcomes';
import { within } from './span';

const plain = (text: PolicyText): PolicyText => ({ ...text, rules: text.rules.map(({ quota: _, ...rule }) => rule) });

it('counts what changes as deciding each row twice does, of the rows that count', () => {
  fc.assert(fc.property(policyTexts, policyTexts, fc.array(keyedRows(), { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (a, b, all, size) => {
    const [base, draft] = [plain({ ...a, default: { then: { read: 'none' }, because: 'x' } }), plain({ ...b, default: { then: { read: 'qa' }, because: 'x' } })];
    const segments = segmentsOf(all, size);
    const counted = { from: dayNumber('2026-01-01') };
    const got = compare(within(outcomesOf(base, segments), segments, counted), within(outcomesOf(draft, segments), segments, counted), segments);
    const own = all.filter((row) => row.today >= '2026-01-01');
    const pairs = own.map((row) => [decide(base, row.facts, row.today).outcome, decide(draft, row.facts, row.today).outcome].map(canonicalJson));
    expect(got.rows).toBe(own.length);
    expect(got.changed).toBe(pairs.filter(([x, y]) => x !== y).length);
    expect(new Map(got.changes.map((c) => [`${canonicalJson(c.from)} ${canonicalJson(c.to)}`, c.count]))).toEqual(
      pairs.filter(([x, y]) => x !== y).reduce((m, [x, y]) => m.set(`${x ?? ''} ${y ?? ''}`, (m.get(`${x ?? ''} ${y ?? ''}`) ?? 0) + 1), new Map<string, number>()));
    expect(got.months.reduce((sum, m) => sum + m.rows, 0)).toBe(own.length);
    expect(Object.values(got.rules.draft).reduce((x, y) => x + y, 0)).toBe(own.length);
  }), { numRuns: 200 });
});

it('collects all rules of a notification text that fire, as deciding does', () => {
  const events = ['inbound.released', 'overread.signed', 'overread.retracted', 'endpoint.failed', 'other'];
  const names = ['notice.event', 'case.urgency', 'notice.grade', 'notice.slaPermille'];
  fc.assert(fc.property(fc.array(fc.tuple(keyedRows(names), fc.constantFrom(...events)), { minLength: 1, maxLength: 20 }), (parts) => {
    const all = parts.map(([row, event]) => ({ ...row, facts: { ...row.facts, 'notice.event': event } }));
    const got = outcomesOf(version1.notification as PolicyText, segmentsOf(all, 7));
    all.forEach((row, i) => expect(got.names[got.of[i] as number]).toBe(canonicalJson(decide(version1.notification, row.facts, row.today).outcome)));
  }), { numRuns: 100 });
});

it('reckons reads, minutes, wRVU and money of each subspecialty by the dearest modality', () => {
  const text: PolicyText<'overread'> = {
    kind: 'overread', scope: 'all', catalogue: 1, default: { then: { read: 'none' }, because: 'x' },
    rules: [
      { id: 'ct', when: { fact: 'exam.modalities', op: 'hasAny', value: ['CT'] }, then: { read: 'formal' }, because: 'x' },
      { id: 'mr', when: { fact: 'exam.modalities', op: 'hasAny', value: ['MR'] }, then: { read: 'formal', pick: 'clinician' }, because: 'x' },
    ],
  };
  const keys = { patient: null, 'source.facility': null, requester: null, case: null };
  const row = (modalities: string[], subspecialty: string | null) => ({ today: '2026-02-28', keys, facts: { 'exam.modalities': modalities, 'exam.subspecialty': subspecialty } });
  const segments = segmentsOf([row(['CT', 'SR'], 'neuro'), row(['CT'], 'neuro'), row(['MR'], 'body'), row(['US'], 'body'), row(['OT', 'CT'], null)], 2);
  const got = effortOf(outcomesOf(text, segments), segments, { ...costDefaults, pickedPermille: 500, centsPerRvu: 1000 });
  expect(got.subspecialties.get('neuro')).toEqual({ reads: 2, minutes: 24, rvuHundredths: 364, cents: 3640 });
  expect(got.subspecialties.get('body')).toEqual({ reads: 1, minutes: 10, rvuHundredths: 74, cents: 740 });
  expect(got.total).toEqual({ reads: 4, minutes: 46, rvuHundredths: 620, cents: 6200 });
});
