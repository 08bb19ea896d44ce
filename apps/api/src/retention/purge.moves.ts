import type { Acts } from '../platform/acts/acts';
import { move } from '../platform/acts/move';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { lockPurge } from './purge';

/** What a person may do about a purge: tell a store that refused to try again. */
export class PurgeMoves {
  constructor(private readonly acts: Acts) {}

  retry(caller: Caller, id: string, version: number): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPurge(act, id);
      const [exam] = row ? await act.query<{ facility_ids: string[] }>('select facility_ids from tombstone where purge_id = $1', [id]) : [];
      if (!row || !exam) throw notFound('purge');
      caller.require('transfer.retry', { facilityIds: exam.facility_ids });
      await move(act, { machine: 'purge', id, move: 'retry', version, set: { attempts: row.attempts + 1 }, data: { examId: row.exam_id } });
      act.unwish(`purge.retry ${id}`);
      act.wish({ kind: 'purge.remove', key: `purge.remove ${id}`, data: { id } });
    });
  }
}
