import { opinionStage, type CaseState, type Disposition, type OpinionStage } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import type { OpinionColumns } from './opinion.row';

/** How far it is, read from its case as it is now. */
export async function stageOf(db: Pick<Act, 'query'> | Pick<Acts, 'read'>, row: Pick<OpinionColumns, 'state' | 'case_id'>): Promise<OpinionStage> {
  const sql = `select c.state, c.disposition, exists (select 1 from case_exam e where e.case_id = c.id)
    or exists (select 1 from upload_link l where l.case_id = c.id and l.state in ('submitted', 'closed')) as brought from exchange_case c where c.id = $1`;
  const rows = row.case_id === null ? [] : 'query' in db ? await db.query<Read>(sql, [row.case_id]) : await db.read<Read>(sql, [row.case_id]);
  return opinionStage({ state: row.state, case: rows[0] ?? null, brought: rows[0]?.brought ?? false });
}

interface Read { state: CaseState; disposition: Disposition | null; brought: boolean }
