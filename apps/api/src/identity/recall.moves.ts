import type { AbilityName } from '@causeway/access';
import { guardedOf, lockInbound } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { askTarget, endClocks, lockRecall, moveRecall, type RecallColumns } from './recall';

/** What people do with the targets of a recall. */
export class RecallMoves {
  constructor(private readonly acts: Acts) {}

  ask(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'inbound.recall', (act, row) => askTarget(act, row, version));
  }

  /** A person vouches for it, and says how they know. */
  confirm(caller: Caller, id: string, version: number, proof: string): Promise<void> {
    return this.with(caller, id, 'inbound.recall', async (act, row) => {
      await moveRecall(act, row, { move: 'confirm', version, set: { proof, cause: null }, reason: proof, details: { by: caller.id } });
      endClocks(act, id);
    });
  }

  /** Writes a copy off. The first person's word is kept; the second one's, another person's, makes the move. */
  waive(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'recall.waive', async (act, row) => {
      const waivedBy = [...row.waived_by, caller.id];
      if (waivedBy.length >= 2) {
        await moveRecall(act, row, { move: 'waive', version, set: { waived_by: waivedBy, cause: reason }, reason, details: { people: waivedBy } });
        endClocks(act, id);
        return;
      }
      const rows = await act.query(`update recall set waived_by = $3, cause = $4, version = version + 1 where id = $1 and version = $2 and state in ('asked', 'failed') returning id`, [id, version, waivedBy, reason]);
      if (rows.length === 0) throw changedMeanwhile();
      act.audit({ action: 'recall.waive-asked', object: { kind: 'recall', id }, from: row.state, to: row.state, reason });
      act.emit({ event: 'recall.waive-asked', kind: 'recall', id, data: { examId: row.exam_id, version: version + 1 } });
    });
  }

  private async with<T>(caller: Caller, id: string, ability: AbilityName, work: (act: Act, row: RecallColumns) => Promise<T>): Promise<T> {
    const [known] = await this.acts.read<{ exam_id: string }>('select exam_id from recall where id = $1', [id]);
    if (!known) throw notFound('recall');
    return this.acts.run(caller.actor, async (act) => {
      const inbound = await lockInbound(act, known.exam_id);
      const row = await lockRecall(act, id);
      if (!inbound || !row) throw notFound('recall');
      caller.require(ability, { ...guardedOf(inbound), earlierActors: row.waived_by });
      return work(act, row);
    });
  }
}
