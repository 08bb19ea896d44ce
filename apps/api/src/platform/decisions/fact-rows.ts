import { canonicalJson, factsAsRow, type Facts, type Quota } from '@causeway/domain';
import type { Act } from '../acts/act';

export interface FactRow {
  readonly decisionId: string;
  readonly kind: string;
  readonly examId: string | null;
  /** Calendar day the decision was made on, in the site's zone. */
  readonly today: string;
  /** Id of the deciding rule, or `default`. */
  readonly rule: string;
  readonly outcome: unknown;
  readonly facts: Facts;
  /** What quotas count by, for this subject; null where it is not known. */
  readonly key: (per: KeyKind) => string | null;
}

export type KeyKind = Quota['per'] | 'case';

const KEYS: readonly { readonly per: KeyKind; readonly column: string }[] = [
  { per: 'patient', column: 'patient_no' }, { per: 'source.facility', column: 'facility_no' }, { per: 'requester', column: 'requester_no' }, { per: 'case', column: 'case_no' },
];

/** Writes the facts of a decision in columns, in the transaction of the decision. The row of the decision it replaces counts no more. */
export async function storeFactRow(act: Act, row: FactRow): Promise<void> {
  const { columns, values } = factsAsRow(row.facts);
  const fixed = [row.decisionId, row.kind, row.examId, row.today, row.rule, canonicalJson(row.outcome)];
  const numbers = await Promise.all(KEYS.map(({ per }) => numberOf(act, per, row.key(per))));
  const names = ['decision_id', 'kind', 'exam_id', 'today', 'rule', 'outcome', ...KEYS.map((k) => k.column), ...columns, 'supersedes'];
  const bound = [...fixed, ...numbers, ...values];
  await act.query(
    `insert into policy_facts (${names.join(', ')}) values (${bound.map((_, i) => `$${i + 1}`).join(', ')},
       (select p.no from decision d join policy_facts p on p.decision_id = d.supersedes where d.id = $1))`, bound);
}

async function numberOf(act: Act, per: KeyKind, key: string | null): Promise<number | null> {
  if (key === null) return null;
  await act.query('insert into policy_key (per, key) values ($1, $2) on conflict do nothing', [per, key]);
  const [row] = await act.query<{ no: number }>('select no from policy_key where per = $1 and key = $2', [per, key]);
  return row?.no ?? null;
}
