import { conditionSql, evaluate, factColumns, factsAsRow } from '@causeway/domain';
import { conditions, keyedRows } from '@causeway/domain/testing';
import fc from 'fast-check';
import type pg from 'pg';

export interface Agreement { readonly pairs: number; readonly differing: number; readonly yes: number; readonly no: number; readonly unknown: number }
/** Facts each condition is read on. */
const ROWS = 50;

/** Generated conditions on generated facts, read by the TypeScript interpreter and by PostgreSQL. */
export async function readersAgree(client: pg.Client, pairs: number, seed: number): Promise<Agreement> {
  // a zone with a summer time, on purpose: nothing may depend on it
  await client.query(`set time zone 'America/New_York'`);
  await client.query(`create temporary table proof_rows (no int, today date, ${factColumns.map((c) => `${c.column} ${c.sql}`).join(', ')})`);
  const sum = { pairs: 0, differing: 0, yes: 0, no: 0, unknown: 0 };
  for (let set = 0; sum.pairs < pairs; set++) {
    const rows = fc.sample(keyedRows(undefined), { numRuns: ROWS, seed: seed * 1000 + set });
    await client.query('truncate proof_rows');
    for (const [no, row] of rows.entries()) {
      const { columns, values } = factsAsRow(row.facts);
      const bound = [no, row.today, ...values];
      await client.query(`insert into proof_rows (${['no', 'today', ...columns].join(', ')}) values (${bound.map((_, i) => `$${i + 1}`).join(', ')})`, bound);
    }
    for (const condition of fc.sample(conditions(), { numRuns: 20, seed: seed * 7000 + set })) {
      const values: unknown[] = [];
      const sql = conditionSql(condition, (value) => `$${values.push(value)}`);
      const { rows: answers } = await client.query<{ truth: boolean | null }>(`select ${sql} as truth from proof_rows f order by no`, values);
      rows.forEach((row, i) => {
        const truth = evaluate(condition, row.facts, row.today);
        sum.pairs++;
        sum[truth === null ? 'unknown' : truth ? 'yes' : 'no']++;
        if (answers[i]?.truth !== truth) sum.differing++;
      });
    }
  }
  return sum;
}
