import { TransportFailure, type InstalledTransports, type InstanceResult, type Line } from '@causeway/transport-kit';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { signal } from '../platform/acts/move';
import type { JobRun } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import type { Localiser } from './localiser';
import { outgoing } from './outgoing';
import { moveRows, type RowChange } from './rows';

export interface TransferColumns {
  id: string; version: number; exam_id: string; state: string; destination: string; endpoint_id: string; attempt: number; epoch: string; kind: string; settings: unknown; made_at: Date;
}
export const TRANSFER_SQL = 'select t.*, e.kind, e.settings from transfer t join endpoint e on e.id = t.endpoint_id';

const MAX_ATTEMPTS = 12;
/** Pause before the next attempt in seconds: doubles from 5 s to 10 min, with jitter so that partners that come back are not stormed. */
export const pauseAfter = (attempt: number): number => Math.min(600, 5 * 2 ** Math.max(0, attempt - 1)) * (0.75 + Math.random() / 2);
const FLUSH_MS = 500;

/** One attempt to move what is still to be moved: each instance's standing is written as it becomes known. */
export class TransferRun {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly localiser: Localiser, private readonly log: Logger) {}

  async attempt(id: string, job: JobRun): Promise<void> {
    const transfer = await this.start(id);
    if (!transfer) return;
    let failure: TransportFailure | null = null;
    let line: Line | null = null;
    let turnedDownForNow: RowChange[] = [];
    const ledger = new LedgerWriter(this.acts, id, Number(transfer.epoch));
    try {
      const { ready: instances, refused, note } = await outgoing(this.acts, this.localiser, id, ['pending']);
      ledger.beforeSent = note;
      await moveRows(this.acts, id, 'begin', refused);
      await moveRows(this.acts, id, 'refuse', refused.map((r) => ({ sopUid: r.sopUid, comment: r.reason })));
      if (instances.length > 0) {
        line = await this.transports.open(transfer.kind, transfer.settings, { endpoint: transfer.endpoint_id, log: (event, facts) => this.log.info({ event, ...facts }) });
        if (!line.send) throw new TransportFailure('unsupported', 'never', `The transport ${transfer.kind} does not send images.`);
        const receipt = await line.send({ instances }, job.signal, (p) => (p.type === 'begun' ? ledger.begun(p.sopInstanceUid) : ledger.answered(p.result)));
        for (const result of receipt.results) ledger.answered(result);
        failure = receipt.failure;
        turnedDownForNow = receipt.results.filter((r) => r.standing === 'rejected' && r.retry === 'later').map((r) => ({ sopUid: r.sopInstanceUid }));
      }
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      failure = error;
    } finally {
      await ledger.close();
      await line?.close();
    }
    // out of resources and the like: nobody has to look at it, the next attempt takes it along
    await moveRows(this.acts, id, 'requeue', turnedDownForNow);
    await this.finish(id, failure);
  }

  private start(id: string): Promise<TransferColumns | null> {
    return this.acts.run(system('transfers'), async (act) => {
      const [t] = await act.query<TransferColumns>(`${TRANSFER_SQL} where t.id = $1 for update of t`, [id]);
      if (!t) return null;
      // a crash left it running: its lease is over with the job's, so this attempt takes it up again
      if (t.state === 'running') {
        await signal(act, { machine: 'transfer', id, move: 'yield', set: { cause: 'worker-gone' }, data: { examId: t.exam_id } });
        await moveRows(act, id, 'lose-answer', await rowsIn(act, id, 'sending'));
      } else if (t.state !== 'waiting') return null;
      const moved = await signal(act, { machine: 'transfer', id, move: 'start', set: { epoch: Number(t.epoch) + 1, attempt: t.attempt + 1, cause: null, cause_detail: null }, details: { attempt: t.attempt + 1 }, data: { examId: t.exam_id } });
      return moved ? { ...t, epoch: String(Number(t.epoch) + 1), attempt: t.attempt + 1 } : null;
    });
  }

  /** Nothing pending any more: ask the far side for proof. Else wait and go on, or give up for good. */
  private finish(id: string, failure: TransportFailure | null): Promise<void> {
    return this.acts.run(system('transfers'), async (act) => {
      const [t] = await act.query<TransferColumns>(`${TRANSFER_SQL} where t.id = $1 for update of t`, [id]);
      if (!t || t.state !== 'running') return;
      const [left] = await act.query<{ pending: number; asked: number }>(
        `select count(*) filter (where state in ('pending', 'sending'))::int as pending, count(*) filter (where state in ('sent', 'unknown'))::int as asked from transfer_row where transfer_id = $1`, [id]);
      const data = { examId: t.exam_id };
      if ((left?.pending ?? 0) === 0) {
        await signal(act, { machine: 'transfer', id, move: 'verify', details: { asked: left?.asked }, data });
        act.wish({ kind: 'transfer.verify', key: `transfer.verify ${id}`, data: { id } });
        return;
      }
      const cause = { cause: failure?.code ?? 'unfinished', cause_detail: failure?.message ?? null };
      if (failure?.retry === 'never' || t.attempt >= MAX_ATTEMPTS) {
        await signal(act, { machine: 'transfer', id, move: 'fail', set: cause, reason: cause.cause, data });
        return;
      }
      const seconds = pauseAfter(t.attempt);
      await signal(act, { machine: 'transfer', id, move: 'yield', set: { ...cause, next_due_at: new Date(act.now.getTime() + seconds * 1000) }, reason: cause.cause, data });
      act.wish({ kind: 'transfer.run', key: `transfer.run ${id}`, data: { id }, inSeconds: seconds, restart: true });
    });
  }
}

export const rowsIn = (act: Act, id: string, ...states: string[]): Promise<RowChange[]> =>
  act.query<{ sopUid: string }>(`select sop_uid as "sopUid" from transfer_row where transfer_id = $1 and state = any($2)`, [id, states]);

/** Writes standings in batches while the transport goes on, under the attempt's epoch. */
class LedgerWriter {
  private begunNow: RowChange[] = [];
  private results = new Map<string, InstanceResult>();
  private readonly done = new Set<string>();
  private turn: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;
  /** Called before instances are written down as sent. */
  beforeSent: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly acts: Acts, private readonly id: string, private readonly epoch: number) {
    this.timer = setInterval(() => this.flush(), FLUSH_MS);
  }

  begun(sopUid: string): void {
    this.begunNow.push({ sopUid });
  }

  answered(result: InstanceResult): void {
    if (this.done.has(result.sopInstanceUid)) return;
    this.done.add(result.sopInstanceUid);
    this.results.set(result.sopInstanceUid, result);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.flush();
    await this.turn;
  }

  private flush(): void {
    const begun = this.begunNow.splice(0);
    const results = [...this.results.values()];
    this.results = new Map();
    this.turn = this.turn.then(() => this.write(begun, results));
  }

  private async write(begun: readonly RowChange[], results: readonly InstanceResult[]): Promise<void> {
    if (begun.length + results.length === 0) return;
    const change = (r: InstanceResult): RowChange => ({ sopUid: r.sopInstanceUid, status: statusNumber(r.status), comment: r.detail.slice(0, 500) });
    const of = (standing: InstanceResult['standing']): RowChange[] => results.filter((r) => r.standing === standing).map(change);
    // whatever has a standing was begun, also when the two notes came together
    await moveRows(this.acts, this.id, 'begin', [...begun, ...results.filter((r) => r.standing !== 'pending').map((r) => ({ sopUid: r.sopInstanceUid }))]);
    await this.beforeSent();
    await moveRows(this.acts, this.id, 'confirm', of('sent'));
    await moveRows(this.acts, this.id, 'refuse', of('rejected'));
    await moveRows(this.acts, this.id, 'lose-answer', of('unknown'));
    await this.acts.read('update transfer set lease_until = clock_timestamp() + interval \'60 seconds\' where id = $1 and epoch = $2', [this.id, this.epoch]);
  }
}

const statusNumber = (status: string | null): number | null => (status && /^[0-9a-f]{4}H$/i.test(status) ? Number.parseInt(status, 16) : status && /^\d+$/.test(status) ? Number(status) : null);
