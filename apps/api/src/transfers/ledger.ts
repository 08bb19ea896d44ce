import { smoothedRate } from '@causeway/domain';
import type { InstanceResult, OutgoingInstance } from '@causeway/transport-kit';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { moveRows, type RowChange } from './rows';

/** Progress is written, and told on the stream, twice a second at most. */
const FLUSH_MS = 500;
/** Rows marked at once as being sent, before the first byte of any of them leaves: what a crash leaves unmarked was certainly not sent. */
const AHEAD = 64;

/**
 * Writes the standing of each instance while a transport goes on, under the attempt's epoch. An instance is `sending` in the database before its
 * first byte leaves, so that after a crash everything that may be at the far side is asked about before it is sent again (INV-19).
 */
export class LedgerWriter {
  private readonly results = new Map<string, InstanceResult>();
  private readonly done = new Set<string>();
  private readonly begun = new Set<string>();
  private order: readonly string[] = [];
  private instances = new Map<string, OutgoingInstance>();
  private bytes = 0;
  private rate: number | null = null;
  private flushedAt = Date.now();
  private turn: Promise<void> = Promise.resolve();
  private place = new Map<string, number>();
  /** Rows whose marking is under way or done. */
  private readonly marked = new Map<string, Promise<void>>();
  private marking: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;
  /** Instances that have an answer that stays, or were found at the far side. */
  answeredCount = 0;
  /** Out of resources and the like: nobody has to look at it, the next attempt takes them along. */
  readonly turnedDownForNow: RowChange[] = [];
  /** Called before instances are written down as sent. */
  beforeSent: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly acts: Acts, private readonly transfer: { readonly id: string; readonly epoch: number; readonly examId: string }, private readonly overtaken: () => void) {
    this.timer = setInterval(() => this.flush(), FLUSH_MS);
  }

  /** The parcel as it may be handed over: each instance waits, before its first byte, until it stands in the ledger as being sent. */
  guarded(instances: readonly OutgoingInstance[]): OutgoingInstance[] {
    this.order = instances.map((i) => i.sopInstanceUid);
    // one that is handed over again, after a cut, is marked and answered for again
    for (const uid of this.order) for (const known of [this.done, this.begun, this.marked]) known.delete(uid);
    this.instances = new Map(instances.map((i) => [i.sopInstanceUid, i]));
    this.place = new Map(this.order.map((uid, i) => [uid, i]));
    return instances.map((instance) => new Guarded(instance, (uid) => this.ready(uid)));
  }

  answered(result: InstanceResult): void {
    if (this.done.has(result.sopInstanceUid) || result.standing === 'pending') return;
    this.done.add(result.sopInstanceUid);
    this.results.set(result.sopInstanceUid, result);
    if (result.standing === 'sent' || (result.standing === 'rejected' && result.retry !== 'later')) this.answeredCount++;
    if (result.standing === 'rejected' && result.retry === 'later') this.turnedDownForNow.push({ sopUid: result.sopInstanceUid });
    if (result.standing === 'sent') this.bytes += this.instances.get(result.sopInstanceUid)?.dataSetBytes ?? 0;
  }

  /** Everything answered so far stands in the ledger. */
  async settled(): Promise<void> {
    await this.marking;
    this.flush();
    await this.turn;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.settled();
  }

  /** Resolves once the row is marked. The next rows are marked before their turn comes, so that sending does not wait for the database. */
  private ready(uid: string): Promise<void> {
    const at = this.place.get(uid) ?? 0;
    const next = this.order[at + AHEAD / 2];
    if (!this.marked.has(uid)) this.mark(at);
    if (next !== undefined && !this.marked.has(next)) this.mark(at + AHEAD / 2);
    return this.marked.get(uid) ?? Promise.resolve();
  }

  private mark(from: number): void {
    const next = this.order.slice(from, from + AHEAD).filter((uid) => !this.marked.has(uid));
    const marking = this.marking.then(async () => {
      await moveRows(this.acts, this.transfer.id, 'begin', next.map((sopUid) => ({ sopUid })), this.transfer.epoch);
      for (const uid of next) this.begun.add(uid);
    });
    for (const uid of next) this.marked.set(uid, marking);
    marking.catch(() => { for (const uid of next) this.marked.delete(uid); });
    this.marking = marking.catch(() => undefined);
  }

  private flush(): void {
    const results = [...this.results.values()];
    this.results.clear();
    this.turn = this.turn.then(() => this.write(results)).catch(() => this.overtaken());
  }

  private async write(results: readonly InstanceResult[]): Promise<void> {
    const { id, epoch, examId } = this.transfer;
    const change = (r: InstanceResult): RowChange => ({ sopUid: r.sopInstanceUid, status: statusNumber(r.status), comment: r.detail.slice(0, 500), retry: r.retry });
    const of = (standing: InstanceResult['standing']): RowChange[] => results.filter((r) => r.standing === standing).map(change);
    // what was turned down without being read was never begun
    const unread = results.filter((r) => !this.begun.has(r.sopInstanceUid)).map((r) => ({ sopUid: r.sopInstanceUid }));
    await moveRows(this.acts, id, 'begin', unread, epoch);
    await this.beforeSent();
    await moveRows(this.acts, id, 'confirm', of('sent'), epoch);
    await moveRows(this.acts, id, 'refuse', of('rejected'), epoch);
    await moveRows(this.acts, id, 'lose-answer', of('unknown'), epoch);
    const seconds = (Date.now() - this.flushedAt) / 1000;
    const bytes = this.bytes;
    this.rate = smoothedRate(this.rate, bytes, seconds);
    this.bytes = 0;
    this.flushedAt = Date.now();
    const rate = this.rate;
    await this.acts.run(system('transfers'), async (act) => {
      const mine = await act.query(
        `update transfer set lease_until = clock_timestamp() + interval '60 seconds', bytes_done = bytes_done + $3, rate = $4, progress_at = clock_timestamp() where id = $1 and epoch = $2 and state = 'running' returning id`,
        [id, epoch, bytes, rate]);
      if (mine.length === 0) return this.overtaken();
      if (results.length > 0) act.emit({ event: 'transfer.progressed', kind: 'transfer', id, data: { examId } });
    });
  }
}

const statusNumber = (status: string | null): number | null => (status && /^[0-9a-f]{4}H$/i.test(status) ? Number.parseInt(status, 16) : status && /^\d+$/.test(status) ? Number(status) : null);

/** An instance that waits, before its first byte, until it stands in the ledger as being sent. */
class Guarded implements OutgoingInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly transferSyntaxUid: string;

  constructor(private readonly inner: OutgoingInstance, private readonly ready: (uid: string) => Promise<void>) {
    this.sopClassUid = inner.sopClassUid;
    this.sopInstanceUid = inner.sopInstanceUid;
    this.studyInstanceUid = inner.studyInstanceUid;
    this.transferSyntaxUid = inner.transferSyntaxUid;
  }

  get dataSetBytes(): number {
    return this.inner.dataSetBytes;
  }

  prepare(signal: AbortSignal): Promise<string | null> {
    return this.inner.prepare?.(signal) ?? Promise.resolve(null);
  }

  async *dataSet(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    await this.ready(this.sopInstanceUid);
    yield* this.inner.dataSet(signal);
  }

  received(): void {
    this.inner.received?.();
  }

  fileHead(): Uint8Array | Promise<Uint8Array> {
    return this.inner.fileHead();
  }
}
