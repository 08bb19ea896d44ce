import type { ExtendRetention, MarkRetention } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { guardedOf, lockInbound } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { move } from '../platform/acts/move';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { evaluate, FOREVER, lockVerdict, type VerdictColumns } from './verdict';

/** What a person may do about keeping: longer, never shorter. */
export class VerdictMoves {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** A floor below which no later evaluation goes. */
  extend(caller: Caller, examId: string, body: z.output<typeof ExtendRetention>): Promise<void> {
    return this.with(caller, examId, async (act, row) => {
      if (row.until === FOREVER) throw new Refusal(422, 'kept-forever', 'This exam is kept for ever already.', { errors: [{ pointer: '/until', detail: 'There is nothing longer.' }] });
      const today = dayIn(act.now, this.settings.SITE_ZONE);
      if (body.until < today || (row.until !== null && body.until <= row.until)) {
        throw new Refusal(422, 'not-longer', `Keeping may only be made longer: choose a day after ${row.until ?? today}.`, { errors: [{ pointer: '/until', detail: `Choose a day after ${row.until !== null && row.until > today ? row.until : today}.` }] });
      }
      await move(act, {
        machine: 'verdict', id: examId, move: 'extend', version: body.version, set: { until: body.until, floor: body.until, floor_reason: body.reason, floor_by: caller.id, because: 'extended-by-person', cite: null }, reason: body.reason,
        details: { until: body.until }, data: { examId },
      });
    });
  }

  /** From now on it is treated like an exam of our own. */
  adopt(caller: Caller, examId: string, version: number, reason: string): Promise<void> {
    return this.with(caller, examId, async (act) => {
      await move(act, { machine: 'verdict', id: examId, move: 'adopt-as-local', version, set: { adopted: true, adopted_reason: reason }, reason, data: { examId } });
      await evaluate(act, examId, this.settings);
    });
  }

  /** A clinician's word that the exam was used, or that images were made from it, where no record of ours tells. */
  mark(caller: Caller, examId: string, body: z.output<typeof MarkRetention>): Promise<void> {
    return this.with(caller, examId, async (act, row) => {
      if (row.version !== body.version) throw changedMeanwhile();
      if (row.marks.includes(body.mark)) throw new Refusal(409, `already-${body.mark}`, 'This is written down already.');
      await act.query('update verdict set marks = array_append(marks, $2), version = version + 1 where id = $1', [examId, body.mark]);
      act.audit({ action: 'verdict.marked', object: { kind: 'verdict', id: examId }, reason: body.reason, details: { mark: body.mark } });
      act.emit({ event: 'verdict.marked', kind: 'verdict', id: examId, data: { examId } });
      await evaluate(act, examId, this.settings);
    });
  }

  private with(caller: Caller, examId: string, work: (act: Act, row: VerdictColumns) => Promise<void>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const exam = await lockInbound(act, examId);
      if (!exam) throw notFound('exam');
      caller.require('retention.extend', guardedOf(exam));
      const row = await lockVerdict(act, examId);
      if (!row) throw new Refusal(409, 'no-verdict-yet', 'This exam is still on its way: how long it is kept is decided when it has come to rest.');
      await work(act, row);
    });
  }
}
