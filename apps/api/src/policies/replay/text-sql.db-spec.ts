import { evaluate, factColumns, factsAsRow, conditionSql, replay, textSql, type Condition } from '@causeway/domain';
import { conditions, keyedRows, policyTexts, segmentsOf, type KeyedRow } from '@causeway/domain/testing';
import { freshDatabase, type SpecDatabase } from '@causeway/tools/testing';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SETS = 12;
const ROWS = 400;

let database: SpecDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await freshDatabase(() => Promise.resolve());
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  // a zone with a summer time, on purpose: nothing may depend on it
  await client.query(`set time zone 'America/New_York'`);
  await client.query(`create temporary table rows (no int, today date, patient_no int, facility_no int, requester_no int, case_no int, ${factColumns.map((c) => `${c.column} ${c.sql}`).join(', ')})`);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function store(all: readonly KeyedRow[]): Promise<void> {
  await client.query('truncate rows');
  for (const [no, row] of all.entries()) {
    const { columns, values } = factsAsRow(row.facts);
    const names = ['no', 'today', 'patient_no', 'facility_no', 'requester_no', 'case_no', ...columns];
    const bound = [no, row.today, row.keys.patient, row.keys['source.facility'], row.keys.requester, row.keys.case, ...values];
    await client.query(`insert into rows (${names.join(', ')}) values (${bound.map((_, i) => `$${i + 1}`).join(', ')})`, bound);
  }
}

const sample = <T>(arbitrary: fc.Arbitrary<T>, n: number, seed: number): T[] => fc.sample(arbitrary, { numRuns: n, seed });

async function askSql(condition: Condition): Promise<(boolean | null)[]> {
  const values: unknown[] = [];
  const sql = conditionSql(condition, (value) => `$${values.push(value)}`);
  const { rows } = await client.query<{ truth: boolean | null }>(`select ${sql} as truth from rows f order by no`, values);
  return rows.map((r) => r.truth);
}

describe('conditions as SQL', () => {
  it('give the three values that the tree gives, for every row', async () => {
    const seen = { true: 0, false: 0, null: 0 };
    for (let set = 0; set < SETS; set++) {
      const all = sample(keyedRows(Object.keys(factsByName)), ROWS / 10, 100 + set);
      await store(all);
      for (const condition of sample(conditions(), 30, 200 + set)) {
        const wanted = all.map((row) => evaluate(condition, row.facts, row.today));
        for (const truth of wanted) seen[String(truth) as 'true']++;
        expect(await askSql(condition), JSON.stringify(condition)).toEqual(wanted);
      }
    }
    // a generator that met only one value would prove nothing
    expect(Math.min(seen.true, seen.false, seen.null)).toBeGreaterThan(1000);
  });

  it('never let what a person wrote become a statement', async () => {
    await store(sample(keyedRows(), 5, 1));
    expect(await askSql({ fact: 'exam.description', op: 'contains', value: `'); drop table rows; --` })).toHaveLength(5);
    expect(() => conditionSql({ fact: 'x; drop table rows', op: 'known' }, () => '$1')).toThrow(/not a fact/);
  });
});

describe('texts as SQL', () => {
  it('decide every row as the replay over columns does, quotas included', async () => {
    for (let set = 0; set < SETS; set++) {
      const all = sample(keyedRows(), ROWS / 5, 300 + set);
      await store(all);
      for (const text of sample(policyTexts, 12, 400 + set)) {
        const values: unknown[] = [];
        const sql = textSql(text, 'rows', (value) => `$${values.push(value)}`);
        const { rows } = await client.query<{ rule: number }>(`select rule from (${sql}) d order by no`, values);
        expect(rows.map((r) => r.rule), JSON.stringify(text)).toEqual([...replay(text, segmentsOf(all, 17))]);
      }
    }
  });
});

const factsByName = Object.fromEntries(factColumns.map((c) => [c.fact, true]));
