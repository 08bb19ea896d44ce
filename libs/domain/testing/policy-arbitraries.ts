import fc from 'fast-check';
import { catalogue1 } from '../src/policies/catalogue-1';
import { dayNumber } from '../src/policies/calendar';
import type { Condition, Test, Unit } from '../src/policies/condition';
import type { FactRow, FactValue, Facts } from '../src/policies/fact-row';
import type { Keep } from '../src/policies/keep';
import type { PolicyText, Quota, Rule } from '../src/policies/policy-text';
import { packColumn, packNumbers } from '../src/policies/replay/column';
import { quotaColumn, TODAY, type Segment } from '../src/policies/replay/segment';

// Random conditions, facts and texts. Values come from small pools that the facts share, so that every answer is met often, and hold what readers trip over:
// ends of months, 29 February, marks and case, empty sets, both ends of ranges.

const rows = catalogue1 as Readonly<Record<string, FactRow>>;
const NAMES = Object.keys(rows);
const UNITS: readonly Unit[] = ['days', 'months', 'years'];
const DAYS = ['2008-02-29', '2008-03-01', '2024-02-29', '2025-12-31', '2026-01-31', '2026-02-28', '2026-08-31', '2026-11-24', '2026-11-25', '1999-12-31'];
const TODAYS = ['2026-02-28', '2026-03-01', '2026-11-24', '2024-02-29', '2026-12-31'];
const TEXTS = ['CT head without contrast', 'MÜNCHEN  Schädel', 'munchen', 'Straße', 'ﬁlm', 'İstanbul', '頭部CT', 'a', '', 'CT'];
const CODES = ['A', 'B', 'b', 'CT', 'MR', 'U9'];

const pool = (row: FactRow): readonly string[] => row.values?.slice(0, 5) ?? CODES;

function valueOf(row: FactRow): fc.Arbitrary<FactValue> {
  switch (row.type) {
    case 'bool': return fc.boolean();
    case 'int': return fc.integer({ min: 0, max: 6 });
    case 'code': case 'id': return fc.constantFrom(...pool(row));
    case 'codes': return fc.subarray([...pool(row)], { maxLength: 3 });
    case 'text': return fc.constantFrom(...TEXTS);
    case 'date': return fc.constantFrom(...DAYS);
    case 'instant': return fc.tuple(fc.constantFrom(...DAYS), fc.constantFrom('T00:00:00+02:00', 'T23:59:59.999+02:00')).map(([day, time]) => day + time);
  }
}

/** Facts where about a fifth is unknown. */
export const factRows = (names: readonly string[] = NAMES): fc.Arbitrary<Facts> =>
  fc.record(Object.fromEntries(names.map((name) => [name, fc.option(valueOf(rows[name] as FactRow), { freq: 4 })])));

function testOf(name: string): fc.Arbitrary<Test> {
  const row = rows[name] as FactRow;
  const op = (...ops: Test['op'][]): fc.Arbitrary<Test['op']> => fc.constantFrom(...ops);
  const list = fc.subarray([...pool(row)], { minLength: 1 });
  const span = (ops: Test['op'][]): fc.Arbitrary<Test> => fc.record({ fact: fc.constant(name), op: op(...ops), value: fc.integer({ min: 0, max: 30 }), unit: fc.constantFrom(...UNITS) });
  const fixed = fc.record({ fact: fc.constant(name), op: op('before', 'after'), value: fc.constantFrom(...DAYS) });
  const there = fc.record({ fact: fc.constant(name), op: op('known', 'unknown') });
  const own: Record<FactRow['type'], fc.Arbitrary<Test>> = {
    bool: fc.record({ fact: fc.constant(name), op: op('eq'), value: fc.boolean() }),
    int: fc.oneof(
      fc.record({ fact: fc.constant(name), op: op('eq', 'lt', 'lte', 'gt', 'gte'), value: fc.integer({ min: -1, max: 7 }) }),
      fc.record({ fact: fc.constant(name), op: op('between'), value: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 2, max: 6 })) }),
    ),
    code: fc.oneof(fc.record({ fact: fc.constant(name), op: op('eq'), value: fc.constantFrom(...pool(row)) }), fc.record({ fact: fc.constant(name), op: op('in'), value: list })),
    id: fc.record({ fact: fc.constant(name), op: op('in'), value: list }),
    codes: fc.oneof(fc.record({ fact: fc.constant(name), op: op('hasAny', 'hasAll', 'hasNone'), value: list }), fc.record({ fact: fc.constant(name), op: op('isEmpty') })),
    text: fc.record({ fact: fc.constant(name), op: op('contains', 'startsWith'), value: fc.constantFrom(...TEXTS.filter((t) => t !== '')) }),
    date: fc.oneof(fixed, span(['olderThan', 'withinLast', 'youngerThan']), span(['youngerThan']).map((test) => ({ ...test, at: 'exam.studyDate' }))),
    instant: fc.oneof(fixed, span(['olderThan', 'withinLast'])),
  };
  return fc.oneof({ weight: 7, arbitrary: own[row.type] }, { weight: 1, arbitrary: there });
}

/** Conditions over these facts, nested up to four deep. */
export const conditions = (names: readonly string[] = NAMES): fc.Arbitrary<Condition> => {
  const test = fc.constantFrom(...names).chain(testOf);
  return fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 3, arbitrary: test },
      { weight: 1, arbitrary: fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 4 }) }) },
      { weight: 1, arbitrary: fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 4 }) }) },
      { weight: 1, arbitrary: fc.record({ not: tie('node') }) },
    ),
  })).node;
};

const OVERREAD = NAMES.filter((name) => rows[name]?.usedBy.includes('overread'));
const RETENTION = NAMES.filter((name) => rows[name]?.usedBy.includes('retention'));
const quotas: fc.Arbitrary<Quota> = fc.record({
  per: fc.constantFrom<Quota['per'][]>('patient', 'source.facility', 'requester'), max: fc.integer({ min: 1, max: 3 }), window: fc.constantFrom<Quota['window'][]>('ever', 'calendarYear', 'case', 'day'),
  orderBy: fc.constantFrom<Quota['orderBy'][]>('request.pickedRank', 'exam.studyDate', 'exam.receivedAt'),
});

/** Over-read texts of up to six rules, some with quotas, some that fire on doubt. */
export const policyTexts: fc.Arbitrary<PolicyText<'overread'>> = fc
  .array(fc.tuple(conditions(OVERREAD), fc.boolean(), fc.option(quotas, { freq: 1 })), { minLength: 1, maxLength: 6 })
  .map((parts) => ({
    kind: 'overread', scope: 'all', catalogue: 1, default: { then: { read: 'none' }, because: 'no-read-asked' },
    rules: parts.map(([when, fire, quota], i): Rule<{ read: 'formal' }> => ({ id: `r${i}`, when, then: { read: 'formal' }, because: `b${i}`, ...(fire ? { onUnknown: 'fire' } : {}), ...(quota ? { quota } : {}) })),
  }));

const keeps: fc.Arbitrary<Keep> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Keep>('forever') },
  { weight: 9, arbitrary: fc.record({ from: fc.constantFrom('exam.receivedAt', 'exam.studyDate', 'patient.birthDate', 'patient.lastVisit'), n: fc.integer({ min: 0, max: 40 }), unit: fc.constantFrom(...UNITS) }) as fc.Arbitrary<Keep> },
);

/** One to three layers of retention rules. */
export const retentionLayers: fc.Arbitrary<PolicyText<'retention'>[]> = fc.array(
  fc.tuple(keeps, fc.array(fc.tuple(conditions(RETENTION), keeps, fc.boolean()), { maxLength: 5 })).map(([floor, parts]): PolicyText<'retention'> => ({
    kind: 'retention', scope: 'all', catalogue: 1, default: { then: { keep: floor }, because: 'house-floor' },
    rules: parts.map(([when, keep, fire], i) => ({ id: `r${i}`, when, then: { keep }, because: `b${i}`, ...(fire ? { onUnknown: 'fire' as const } : {}) })),
  })), { minLength: 1, maxLength: 3 });

export interface KeyedRow {
  readonly facts: Facts;
  readonly today: string;
  readonly keys: Readonly<Record<'patient' | 'source.facility' | 'requester' | 'case', number | null>>;
}

const key = fc.option(fc.integer({ min: 1, max: 3 }), { freq: 5 });

/** Facts with the day they were decided on and the numbers quotas count by. */
export const keyedRows = (names: readonly string[] = OVERREAD): fc.Arbitrary<KeyedRow> =>
  fc.record({ facts: factRows(names), today: fc.constantFrom(...TODAYS), keys: fc.record({ patient: key, 'source.facility': key, requester: key, case: key }) });

/** The same rows as replays read them, cut into segments of this size. */
export function segmentsOf(all: readonly KeyedRow[], size: number): Segment[] {
  const segments: Segment[] = [];
  for (let from = 0; from < all.length; from += size) {
    const part = all.slice(from, from + size);
    const names = [...new Set(part.flatMap((row) => Object.keys(row.facts)))];
    segments.push({
      rows: part.length,
      columns: new Map([
        ...names.map((name) => [name, packColumn((rows[name] as FactRow).type, part.map((row) => row.facts[name] ?? null))] as const),
        [TODAY, packNumbers(part.map((row) => dayNumber(row.today)))] as const,
        ...(['patient', 'source.facility', 'requester', 'case'] as const).map((per) => [quotaColumn(per), packNumbers(part.map((row) => row.keys[per]))] as const),
      ]),
    });
  }
  return segments;
}

