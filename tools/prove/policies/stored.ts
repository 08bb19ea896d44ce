import { canonicalJson, decide, type PolicyText } from '@causeway/domain';
import { keyedRows, policyTexts } from '@causeway/domain/testing';
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import type pg from 'pg';
import { workspaceRoot } from '../../product/workspace';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const TEXTS = 40;

/** Stores decisions of generated texts over generated facts as the product writes them: versions, facts, quotas, answers. */
export async function storeDecisions(client: pg.Client, count: number, seed: number): Promise<void> {
  const texts = fc.sample(policyTexts, { numRuns: Math.min(TEXTS, count), seed });
  const rows = fc.sample(fc.tuple(keyedRows(), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 })), { numRuns: count, seed });
  const ids = texts.map(() => randomUUID());
  for (const [i, text] of texts.entries()) {
    const json = canonicalJson(text);
    await client.query(`insert into policy_version (id, kind, scope, number, text, sha256, state) values ($1, 'overread', $2, 1, $3::jsonb, $4, 'superseded')`, [ids[i], `proof-${i}`, json, sha256(json)]);
  }
  for (const [i, [row, used]] of rows.entries()) {
    const at = i % texts.length;
    const text = texts[at] as PolicyText;
    const quota = Object.fromEntries(text.rules.flatMap((rule, k) => ((used[k] ?? 0) < 3 ? [[rule.id, used[k] ?? 0]] : [])));
    const made = decide(text, row.facts, row.today, (rule) => quota[rule.id] ?? null);
    const facts = canonicalJson(row.facts);
    await client.query(
      `insert into decision (id, kind, subject_kind, subject_id, policy_version_id, today, facts, facts_sha256, quota, outcome, decided_by, because, considered) values ($1, 'overread', 'exam', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [randomUUID(), randomUUID(), ids[at], row.today, facts, sha256(facts), JSON.stringify(quota), JSON.stringify(made.outcome), made.decidedBy, made.because, JSON.stringify(made.considered)]);
  }
}

/** What the product's own command says of every decision that is stored. */
export function verified(env: Readonly<Record<string, string>>): Promise<{ readonly decisions: number; readonly versions: number; readonly differing: number; readonly first: readonly string[] }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [path.join(workspaceRoot(), 'dist/apps/api/cli.js'), 'decisions', 'verify'], { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      const line = stdout.trim().split('\n').at(-1) ?? '';
      if (!line.startsWith('{')) return reject(new Error(stderr || error?.message));
      return resolve(JSON.parse(line) as never);
    });
  });
}
