import { createHash } from 'node:crypto';
import { applyLocalise, localisedLength, planLocalise, type LocalisePlan, type LocaliseRequest } from '@causeway/dicom';
import type { OutgoingInstance } from '@causeway/transport-kit';
import type { Acts } from '../platform/acts/acts';
import type { BufferLease } from '../platform/objects/reading-buffers';
import type { Objects } from '../platform/objects/objects';
import { localIdentity } from './local-identity';
import type { Copies, Localiser } from './localiser';
import { fileHead, type TransferRow } from './outgoing';

/** Enough for the header of nearly every image. */
const HEAD_BYTES = 32 * 1024;

/**
 * Localised copies made on the way: planned by reading the header of the stored object, written piece by piece while they are sent. Nothing is
 * stored but the digest of what went out and which elements differ.
 */
export class LocalCopies implements Localiser {
  constructor(private readonly acts: Acts, private readonly objects: Objects, private readonly system: string) {}

  async copies(transferId: string, rows: readonly TransferRow[]): Promise<Copies> {
    const [transfer] = await this.acts.read<{ exam_id: string; made_at: Date }>('select exam_id, made_at from transfer where id = $1', [transferId]);
    const request = transfer ? await localIdentity(this.acts, transfer.exam_id, transfer.made_at, this.system) : null;
    const written = new WrittenCopies(this.acts, transferId);
    const note = (): Promise<void> => written.note();
    if (!request) return { ready: [], refused: rows.map((row) => ({ sopUid: row.sop_uid, reason: 'not-identified' })), note };
    return { ready: rows.map((row) => new LocalCopy(row, request, written, this.objects)), refused: [], note };
  }

  asReceived(row: TransferRow): OutgoingInstance {
    let lease: BufferLease | null = null;
    return {
      sopClassUid: row.sop_class, sopInstanceUid: row.sop_uid, studyInstanceUid: row.study_uid, transferSyntaxUid: row.syntax, dataSetBytes: Number(row.bytes),
      dataSet: () => {
        lease = this.objects.buffers.lease();
        return this.stored(row, lease);
      },
      received: () => lease?.end(),
      fileHead: () => fileHead(row),
    };
  }

  private stored(row: TransferRow, lease: BufferLease): AsyncIterable<Buffer> {
    return this.objects.read(row.location, { start: row.data_at }, lease);
  }
}

/** One copy: its plan is made when its turn is near, while the partner still works on the one before. */
class LocalCopy implements OutgoingInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly transferSyntaxUid: string;
  private plan: LocalisePlan | null = null;
  private bytes = 0;
  private lease: BufferLease | null = null;

  constructor(private readonly row: TransferRow, private readonly request: LocaliseRequest, private readonly done: WrittenCopies, private readonly objects: Objects) {
    this.sopClassUid = row.sop_class;
    this.sopInstanceUid = row.sop_uid;
    this.studyInstanceUid = row.study_uid;
    this.transferSyntaxUid = row.syntax;
  }

  async prepare(): Promise<string | null> {
    if (this.plan) return null;
    const planned = await planLocalise(this.headFirst(), this.request, { transferSyntaxUid: this.row.syntax });
    if (planned.kind === 'refused') return `not-localised: ${planned.reason}`;
    this.bytes = localisedLength(planned.plan, Number(this.row.bytes)) ?? (await this.measure(planned.plan));
    this.plan = planned.plan;
    return null;
  }

  get dataSetBytes(): number {
    return this.bytes;
  }

  dataSet(): AsyncIterable<Uint8Array> {
    if (!this.plan) throw new Error('A copy is read that was not prepared.');
    this.lease = this.objects.buffers.lease();
    return this.written(this.plan, this.lease);
  }

  received(): void {
    this.lease?.end();
  }

  fileHead(): Uint8Array {
    return fileHead(this.row);
  }

  private async *written(plan: LocalisePlan, lease: BufferLease): AsyncGenerator<Uint8Array> {
    const digest = createHash('sha256');
    for await (const piece of applyLocalise(this.objects.read(this.row.location, { start: this.row.data_at }, lease), plan)) {
      digest.update(piece);
      yield piece;
    }
    this.done.add({ instance: this.row.instance_id, sha256: digest.digest('hex'), changes: plan.differences.map((d) => d.keyword) });
  }

  /** Only deflating tells how long a deflated copy is. */
  private async measure(plan: LocalisePlan): Promise<number> {
    let bytes = 0;
    for await (const piece of applyLocalise(this.objects.read(this.row.location, { start: this.row.data_at }), plan)) bytes += piece.length;
    return bytes;
  }

  /** A plan needs little more than the header: reading all of each image for it would read everything twice. */
  private async *headFirst(): AsyncGenerator<Buffer> {
    const end = this.row.data_at + HEAD_BYTES;
    yield* this.objects.read(this.row.location, { start: this.row.data_at, end });
    yield* this.objects.read(this.row.location, { start: end });
  }
}

interface WrittenCopy {
  readonly instance: string;
  readonly sha256: string;
  readonly changes: readonly string[];
}

/**
 * Digests of copies that went out, written many at a time: one commit for each image would cost more than sending it. A crash loses those of the
 * last moment; such images are `unknown` then, and the copy, made again from the same bytes and the same request, has the same digest.
 */
class WrittenCopies {
  private waiting: WrittenCopy[] = [];

  constructor(private readonly acts: Acts, private readonly transferId: string) {}

  add(copy: WrittenCopy): void {
    this.waiting.push(copy);
  }

  /** What could not be written stays for the next time. */
  async note(): Promise<void> {
    const taken = [...new Map(this.waiting.map((copy) => [copy.instance, copy])).values()];
    if (taken.length === 0) return;
    this.waiting = [];
    try {
      await this.acts.read(
        `insert into rendition (instance_id, transfer_id, sha256, changes)
         select x.instance, $1, decode(x.sha256, 'hex'), x.changes from jsonb_to_recordset($2::jsonb) as x(instance bigint, sha256 text, changes jsonb)
         on conflict (instance_id, transfer_id) do update set sha256 = excluded.sha256, changes = excluded.changes, at = clock_timestamp()`, [this.transferId, JSON.stringify(taken)]);
    } catch (error) {
      this.waiting.unshift(...taken);
      throw error;
    }
  }
}
