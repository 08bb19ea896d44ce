import { setTimeout } from 'node:timers/promises';
import { backoffSeconds, lineLimits, saysLineIsAway } from '@causeway/domain';
import { TransportFailure, type InstalledTransports, type Line } from '@causeway/transport-kit';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { signal } from '../platform/acts/move';
import { Later, type JobRun } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import { workerSession } from '../platform/process-mark';
import { withArchive } from './archive-line';
import { beginAttempt, heldByAnother } from './begin-attempt';
import { LedgerWriter } from './ledger';
import { hasPlace, noteFailure, noteSuccess, realSeconds, spend, wishDue, wishServe, type LinePace } from './lines';
import type { Localiser } from './localiser';
import { outgoing } from './outgoing';
import { moveRows, rowsIn, type RowChange } from './rows';
import { settleUnknown } from './settle-unknown';

export interface TransferColumns {
  id: string; version: number; exam_id: string; send_id: string | null; state: string; purpose: string; destination: string; endpoint_id: string; attempt: number; fruitless: number; heals: number; epoch: string; kind: string; settings: unknown; proof: 'list' | 'receipt';
  copies: 'local' | 'as-received'; worker: string | null; priority: number; made_at: Date;
}
export const TRANSFER_SQL = 'select t.*, e.kind, e.settings, e.proof from transfer t join endpoint e on e.id = t.endpoint_id';
export const dataOf = (t: Pick<TransferColumns, 'exam_id' | 'send_id'>): Record<string, unknown> => ({ examId: t.exam_id, ...(t.send_id ? { sendId: t.send_id } : {}) });

/** Instances handed to the transport in one call; all at once where what they are put on is one thing. */
const PARCEL = 500;
const DISC = 1_000_000;
/** Pause after an attempt, or an association, that moved something and was cut off. */
const AFTER_PROGRESS_SECONDS = 2;
/** Associations an attempt opens anew after cuts; a line that is cut oftener lets the others go first. */
const REOPENINGS = 20;
/** A running transfer of another worker is looked at again after so many seconds. */
const LOOK_AGAIN_SECONDS = 3;

/** One attempt to move what is still to be moved: each instance's standing is written as it becomes known. */
export class TransferRun {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly localiser: Localiser, private readonly pace: LinePace, private readonly log: Logger) {}

  async attempt(id: string, job: JobRun): Promise<void> {
    const transfer = await this.start(id, job);
    if (!transfer) return;
    const stopped = new AbortController();
    const ledger = new LedgerWriter(this.acts, { id, epoch: Number(transfer.epoch), examId: transfer.exam_id }, () => stopped.abort());
    const halt = AbortSignal.any([job.signal, stopped.signal]);
    let failure: TransportFailure | null = null;
    try {
      failure = await withArchive(this.transports, this.log, { id: transfer.endpoint_id, kind: transfer.kind, settings: transfer.settings }, (line) => this.move(transfer, line, ledger, halt));
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      failure = error;
    } finally {
      await ledger.close();
    }
    await moveRows(this.acts, id, 'requeue', ledger.turnedDownForNow, Number(transfer.epoch));
    await this.finish(id, Number(transfer.epoch), ledger.answeredCount > 0, job.signal.aborted ? new TransportFailure('cancelled', 'later', 'This worker was stopped.') : failure);
  }

  private async move(transfer: TransferColumns, line: Line, ledger: LedgerWriter, halt: AbortSignal): Promise<TransportFailure | null> {
    const { id } = transfer;
    const epoch = Number(transfer.epoch);
    ledger.answeredCount += await settleUnknown(this.acts, transfer, line, halt);
    let cuts = 0;
    for (;;) {
      const before = ledger.answeredCount;
      const { ready, refused, note } = await outgoing(this.acts, this.localiser, transfer, transfer.kind === 'media' ? DISC : PARCEL);
      ledger.beforeSent = note;
      await moveRows(this.acts, id, 'begin', refused, epoch);
      await moveRows(this.acts, id, 'refuse', refused.map((r) => ({ sopUid: r.sopUid, comment: r.reason, retry: 'never' })), epoch);
      if (ready.length === 0) return null;
      if (!line.send) throw new TransportFailure('unsupported', 'never', `The transport ${transfer.kind} does not send images.`);
      const receipt = await line.send({ instances: ledger.guarded(ready) }, halt, (p) => { if (p.type === 'answered') ledger.answered(p.result); });
      for (const result of receipt.results) ledger.answered(result);
      await ledger.settled();
      if (receipt.failure) {
        if (receipt.failure.code !== 'connection-lost' || halt.aborted || ++cuts > REOPENINGS) return receipt.failure;
        await setTimeout(realSeconds(AFTER_PROGRESS_SECONDS, this.pace) * 1000, undefined, { signal: halt }).catch(() => undefined);
        ledger.answeredCount += await this.asked(transfer, line, halt);
        if (ledger.answeredCount === before) return receipt.failure;
        continue;
      }
      if (halt.aborted) return new TransportFailure('cancelled', 'later', 'It was paused, called off or taken over.');
      // whatever the transport left without an answer and without a failure waits for the next attempt
      if (receipt.results.every((r) => r.standing === 'pending')) return new TransportFailure('protocol', 'later', 'The line took nothing and gave no reason.');
    }
  }

  /** After a cut: what may have left without an answer is asked about over a new association. Returns how many are there. */
  private async asked(transfer: TransferColumns, line: Line, halt: AbortSignal): Promise<number> {
    const sending = await this.acts.read<RowChange>(`select sop_uid as "sopUid" from transfer_row where transfer_id = $1 and state = 'sending'`, [transfer.id]);
    await moveRows(this.acts, transfer.id, 'lose-answer', sending, Number(transfer.epoch));
    return settleUnknown(this.acts, transfer, line, halt);
  }

  private start(id: string, job: JobRun): Promise<TransferColumns | null> {
    return this.acts.run(system('transfers'), async (act) => {
      const [t] = await act.query<TransferColumns & { held: boolean }>(
        `select t.*, e.kind, e.settings, e.proof,
           ${heldByAnother('$2', '$3')} as held
         from transfer t join endpoint e on e.id = t.endpoint_id where t.id = $1 for update of t`, [id, workerSession(''), job.id]);
      if (!t) return null;
      if (t.state === 'running') {
        if (t.held) throw new Later(LOOK_AGAIN_SECONDS, 'lease-held');
        // its worker is gone: what may have left is asked about before anything is sent again
        await signal(act, { machine: 'transfer', id, move: 'yield', set: { cause: 'worker-gone' }, data: dataOf(t) });
        await moveRows(act, id, 'lose-answer', await rowsIn(act, id, 'sending'));
      } else if (t.state !== 'waiting') return null;
      if (!(await hasPlace(act, t.endpoint_id, id, this.pace))) {
        // a transfer taken from a dead worker may find its place taken: the line starts it when one is free
        wishServe(act, t.endpoint_id);
        return null;
      }
      return beginAttempt(act, t, job, dataOf(t));
    });
  }

  /** Nothing pending any more: ask the far side for proof. Else wait and go on, or give up for good. */
  private finish(id: string, epoch: number, moved: boolean, failure: TransportFailure | null): Promise<void> {
    return this.acts.run(system('transfers'), async (act) => {
      const [t] = await act.query<TransferColumns>(`${TRANSFER_SQL} where t.id = $1 for update of t`, [id]);
      if (!t || Number(t.epoch) !== epoch) return;
      await moveRows(act, id, 'lose-answer', await rowsIn(act, id, 'sending'));
      // a partner that answered for some of them is there, whatever ended the association
      if (failure && !moved && saysLineIsAway(failure.code)) await noteFailure(act, t.endpoint_id, failure, this.pace);
      else if (moved) await noteSuccess(act, t.endpoint_id, this.pace);
      wishServe(act, t.endpoint_id);
      if (t.state === 'running') await this.next(act, t, moved, failure);
    });
  }

  private async next(act: Act, t: TransferColumns, moved: boolean, failure: TransportFailure | null): Promise<void> {
    const data = dataOf(t);
    const [left] = await act.query<{ pending: number; asked: number; unknown: number }>(
      `select count(*) filter (where state = 'pending')::int as pending, count(*) filter (where state in ('sent', 'unknown'))::int as asked, count(*) filter (where state = 'unknown')::int as unknown from transfer_row where transfer_id = $1`, [t.id]);
    // after a failure, what has no answer may never have left: the next attempt asks first, and sends what is not there
    if ((left?.pending ?? 0) === 0 && (failure === null || (left?.unknown ?? 0) === 0)) {
      await signal(act, { machine: 'transfer', id: t.id, move: 'verify', set: { rate: null, fruitless: 0 }, details: { asked: left?.asked }, data });
      act.wish({ kind: 'transfer.verify', key: `transfer.verify ${t.id}`, data: { id: t.id } });
      return;
    }
    const cause = { cause: failure?.code ?? 'unfinished', cause_detail: failure?.detail ?? null, rate: null };
    const stopped = failure?.code === 'cancelled';
    const fruitless = moved || stopped ? 0 : t.fruitless + 1;
    if (failure?.retry === 'never' || fruitless >= lineLimits.attempts) {
      await signal(act, { machine: 'transfer', id: t.id, move: 'fail', set: { ...cause, fruitless }, reason: cause.cause, data });
      return;
    }
    // an attempt that moved something costs nothing of the partner's budget: it is getting there
    const wait = stopped ? 0 : realSeconds(moved ? AFTER_PROGRESS_SECONDS : Math.max(backoffSeconds(fruitless, Math.random()), await spend(act, t.endpoint_id, this.pace)), this.pace);
    await signal(act, { machine: 'transfer', id: t.id, move: 'yield', set: { ...cause, fruitless, next_due_at: new Date(act.now.getTime() + wait * 1000) }, reason: cause.cause, data });
    wishDue(act, t, wait);
  }
}
