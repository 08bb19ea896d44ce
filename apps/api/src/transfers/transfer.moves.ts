import type { Acts } from '../platform/acts/acts';
import { move } from '../platform/acts/move';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { guardedOf, lockInbound } from '../inbound/inbound.row';
import { moveRows } from './rows';
import { rowsIn } from './run';

/** What people do with a movement: try again what is missing, or call it off. */
export class TransferMoves {
  constructor(private readonly acts: Acts) {}

  async retry(caller: Caller, id: string): Promise<void> {
    await this.acts.run(caller.actor, async (act) => {
      const [t] = await act.query<{ exam_id: string }>('select exam_id from transfer where id = $1 for update', [id]);
      const row = t ? await lockInbound(act, t.exam_id) : null;
      if (!t || !row) throw notFound('transfer');
      caller.require('transfer.retry', guardedOf(row));
      await move(act, { machine: 'transfer', id, move: 'retry', set: { next_due_at: act.now }, data: { examId: t.exam_id } });
      await moveRows(act, id, 'requeue', await rowsIn(act, id, 'missing', 'rejected'));
      act.wish({ kind: 'transfer.run', key: `transfer.run ${id}`, data: { id } });
    });
  }

  async cancel(caller: Caller, id: string, reason: string): Promise<void> {
    await this.acts.run(caller.actor, async (act) => {
      const [t] = await act.query<{ exam_id: string }>('select exam_id from transfer where id = $1 for update', [id]);
      const row = t ? await lockInbound(act, t.exam_id) : null;
      if (!t || !row) throw notFound('transfer');
      caller.require('transfer.cancel', { ...guardedOf(row), owners: [] });
      await move(act, { machine: 'transfer', id, move: 'cancel', reason, data: { examId: t.exam_id } });
      act.unwish(`transfer.run ${id}`);
    });
  }
}
