import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';

const OPEN = `('queued', 'sent', 'seen', 'escalated', 'failed')`;

/** The thing needs nobody any more: what still waits for an answer about it is taken back. */
export async function settle(act: Act, subjectId: string, cause: string): Promise<void> {
  await withdraw(act, await act.query<{ id: string }>(`select id from notice where subject_id = $1 and ack and state in ${OPEN} for update`, [subjectId]), cause);
}

/** Somebody answered for all who were asked in turn. */
export async function settleChain(act: Act, root: string, but: string): Promise<void> {
  await withdraw(act, await act.query<{ id: string }>(`select id from notice where (id = $1 or data->>'root' = $1::text) and id <> $2 and state in ${OPEN} for update`, [root, but]), 'answered-by-another');
}

async function withdraw(act: Act, rows: readonly { readonly id: string }[], cause: string): Promise<void> {
  for (const row of rows) {
    await signal(act, { machine: 'notice', id: row.id, move: 'withdraw', reason: cause });
    act.unwish(`notice.ack ${row.id}`);
    await dropDeliveries(act, row.id);
  }
}

/** What has not left yet need not leave any more. */
export async function dropDeliveries(act: Act, noticeId: string): Promise<void> {
  const rows = await act.query<{ id: string }>(`update notice_delivery set state = 'dropped', done_at = clock_timestamp() where notice_id = $1 and state in ('waiting', 'failed') returning id`, [noticeId]);
  for (const row of rows) act.unwish(`notice.deliver ${row.id}`);
  act.unwish(`notice.heal ${noticeId}`);
}
