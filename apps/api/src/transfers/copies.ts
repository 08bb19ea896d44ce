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
/** Headers read at the same time while copies are planned. */
const AT_ONCE = 8;

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
    const ready: OutgoingInstance[] = [];
    const refused: { sopUid: string; reason: string }[] = [];
    for (let i = 0; i < rows.length; i += AT_ONCE) {
      const made = await Promise.all(rows.slice(i, i + AT_ONCE).map((row) => this.copy(row, request, written)));
      for (const one of made) {
        if ('reason' in one) refused.push(one);
        else ready.push(one);
      }
    }
    return { ready, refused, note };
  }

  private async copy(row: TransferRow, request: LocaliseRequest, written: WrittenCopies): Promise<OutgoingInstance | { sopUid: string; reason: string }> {
    const planned = await planLocalise(this.headFirst(row), request, { transferSyntaxUid: row.syntax });
    if (planned.kind === 'refused') return { sopUid: row.sop_uid, reason: `not-localised: ${planned.reason}` };
    const { plan } = planned;
    let lease: BufferLease | null = null;
    return {
      sopClassUid: row.sop_class, sopInstanceUid: row.sop_uid, studyInstanceUid: row.study_uid, transferSyntaxUid: row.syntax,
      dataSetBytes: localisedLength(plan, Number(row.bytes)) ?? (await this.measure(row, plan)),
      dataSet: () => {
        lease = this.objects.buffers.lease();
        return this.written(row, plan, written, lease);
      },
      received: () => lease?.end(),
      fileHead: () => fileHead(row),
    };
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

  /** Only deflating tells how long a deflated copy is. */
  private async measure(row: TransferRow, plan: LocalisePlan): Promise<number> {
    let bytes = 0;
    for await (const piece of applyLocalise(this.stored(row), plan)) bytes += piece.length;
    return bytes;
  }

  private async *written(row: TransferRow, plan: LocalisePlan, written: WrittenCopies, lease: BufferLease): AsyncGenerator<Uint8Array> {
    const digest = createHash('sha256');
    for await (const piece of applyLocalise(this.stored(row, lease), plan)) {
      digest.update(piece);
      yield piece;
    }
    written.add({ instance: row.instance_id, sha256: digest.digest('hex'), changes: plan.differences.map((d) => d.keyword) });
  }

  /** A plan needs little more than the header: reading all of each image for it would read everything twice. */
  private async *headFirst(row: TransferRow): AsyncGenerator<Buffer> {
    const end = row.data_at + HEAD_BYTES;
    yield* this.objects.read(row.location, { start: row.data_at, end });
    yield* this.objects.read(row.location, { start: end });
  }

  private stored(row: TransferRow, lease?: BufferLease): AsyncIterable<Buffer> {
    return this.objects.read(row.location, { start: row.data_at }, lease);
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
