import { createHash } from 'node:crypto';
import { applyLocalise, localisedLength, planLocalise, writeFileHead, type LocalisePlan, type LocaliseRequest } from '@causeway/dicom';
import type { OutgoingInstance } from '@causeway/transport-kit';
import type { Acts } from '../platform/acts/acts';
import { IMPLEMENTATION } from '../platform/implementation';
import type { Objects } from '../platform/objects/objects';
import { localIdentity } from './local-identity';
import type { Copies, Localiser } from './localiser';
import type { TransferRow } from './outgoing';

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
    if (!request) return { ready: [], refused: rows.map((row) => ({ sopUid: row.sop_uid, reason: 'not-identified' })) };
    const ready: OutgoingInstance[] = [];
    const refused: { sopUid: string; reason: string }[] = [];
    for (let i = 0; i < rows.length; i += AT_ONCE) {
      const made = await Promise.all(rows.slice(i, i + AT_ONCE).map((row) => this.copy(transferId, row, request)));
      for (const one of made) {
        if ('reason' in one) refused.push(one);
        else ready.push(one);
      }
    }
    return { ready, refused };
  }

  private async copy(transferId: string, row: TransferRow, request: LocaliseRequest): Promise<OutgoingInstance | { sopUid: string; reason: string }> {
    const planned = await planLocalise(this.stored(row), request, { transferSyntaxUid: row.syntax });
    if (planned.kind === 'refused') return { sopUid: row.sop_uid, reason: `not-localised: ${planned.reason}` };
    const { plan } = planned;
    return {
      sopClassUid: row.sop_class, sopInstanceUid: row.sop_uid, studyInstanceUid: row.study_uid, transferSyntaxUid: row.syntax,
      dataSetBytes: localisedLength(plan, Number(row.bytes)) ?? (await this.measure(row, plan)),
      dataSet: () => this.written(transferId, row, plan),
      fileHead: () => writeFileHead({
        sopClassUid: row.sop_class, sopInstanceUid: row.sop_uid, transferSyntaxUid: row.syntax,
        implementationClassUid: IMPLEMENTATION.classUid, implementationVersionName: IMPLEMENTATION.versionName,
      }),
    };
  }

  /** Only deflating tells how long a deflated copy is. */
  private async measure(row: TransferRow, plan: LocalisePlan): Promise<number> {
    let bytes = 0;
    for await (const piece of applyLocalise(this.stored(row), plan)) bytes += piece.length;
    return bytes;
  }

  private async *written(transferId: string, row: TransferRow, plan: LocalisePlan): AsyncGenerator<Uint8Array> {
    const digest = createHash('sha256');
    for await (const piece of applyLocalise(this.stored(row), plan)) {
      digest.update(piece);
      yield piece;
    }
    await this.acts.read(
      `insert into rendition (instance_id, transfer_id, sha256, changes) values ($1, $2, $3, $4)
       on conflict (instance_id, transfer_id) do update set sha256 = excluded.sha256, changes = excluded.changes, at = clock_timestamp()`,
      [row.instance_id, transferId, digest.digest(), JSON.stringify(plan.differences.map((d) => d.keyword))]);
  }

  private stored(row: TransferRow): AsyncIterable<Buffer> {
    return this.objects.read(row.location, { start: row.data_at });
  }
}
