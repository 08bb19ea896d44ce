import { instanceMachine, type InstanceMove } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';

type Reader = Pick<Act, 'query'> | Pick<Acts, 'read'>;

export interface RowChange {
  readonly sopUid: string;
  readonly status?: number | null;
  readonly comment?: string | null;
  readonly proof?: string | null;
  /** Of a refusal: whether the same instance may be tried again as it is. */
  readonly retry?: string | null;
}

/**
 * Moves ledger rows of one transfer, many at once, by the table of the instance machine: rows in a state the move may not leave stay as they are
 * (a signal older than the state changes nothing). With an epoch, nothing moves once a later attempt has begun (INV-12). Returns how many moved.
 */
export async function moveRows(db: Reader, transferId: string, move: InstanceMove, rows: readonly RowChange[], epoch: number | null = null): Promise<number> {
  if (rows.length === 0) return 0;
  const from = instanceMachine.table.moves[move].from;
  const to = instanceMachine.table.moves[move].to;
  const sql = `
    update transfer_row r set state = $3, state_since = clock_timestamp(), version = r.version + 1, attempt = r.attempt + $5,
      status = coalesce(x.status, r.status), comment = coalesce(x.comment, r.comment), proof = coalesce(x.proof, r.proof), retry = x.retry
    from jsonb_to_recordset($2::jsonb) as x(sop text, status int, comment text, proof text, retry text)
    where r.transfer_id = $1 and r.sop_uid = x.sop and r.state = any($4) and ($6::bigint is null or exists (select 1 from transfer t where t.id = $1 and t.epoch = $6)) returning r.sop_uid`;
  const parameters = [
    transferId, JSON.stringify(rows.map((r) => ({ sop: r.sopUid, status: r.status ?? null, comment: r.comment ?? null, proof: r.proof ?? null, retry: r.retry ?? null }))), to, from, move === 'begin' ? 1 : 0, epoch,
  ];
  const moved = 'query' in db ? await db.query<{ sop_uid: string }>(sql, parameters) : await db.read<{ sop_uid: string }>(sql, parameters);
  return moved.length;
}

/** Rows of a transfer in given states. */
export const rowsIn = (act: Act, id: string, ...states: string[]): Promise<RowChange[]> =>
  act.query<{ sopUid: string }>(`select sop_uid as "sopUid" from transfer_row where transfer_id = $1 and state = any($2)`, [id, states]);
