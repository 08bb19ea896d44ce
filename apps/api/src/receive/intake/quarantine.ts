import { newId } from '../../platform/ids';
import { locationText, type Location } from '../../platform/objects/location';
import type { Acts } from '../../platform/acts/acts';
import type { Source } from '../ledger/stored-object';
import type { AsideReason } from './answer';

export interface AsideObject {
  readonly source: Source;
  readonly reason: AsideReason;
  /** Where the fault was found, in bytes of the data set; codes only. */
  readonly detail: string;
  readonly studyUid: string | null;
  readonly sopUid: string | null;
  readonly transferSyntaxUid: string | null;
  readonly sha256: string;
  readonly bytes: number;
  readonly location: Location;
  readonly dataAt: number;
}

/** Writes down an object whose bytes are kept but that may not become part of an exam. */
export class Quarantine {
  constructor(private readonly acts: () => Promise<Acts>) {}

  /** The bytes must be durable already. Returns the id of the row. */
  async keep(o: AsideObject): Promise<string> {
    const id = newId();
    const { source } = o;
    const acts = await this.acts();
    await acts.run({ kind: source.kind, id: source.id, name: source.name }, async (act) => {
      await act.query(
        `insert into quarantined_object (id, door, endpoint_id, calling, address, reason, detail, study_uid, sop_uid, syntax, sha256, bytes, location, data_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, decode($11, 'hex'), $12, $13, $14)`,
        [id, source.door, source.endpointId, source.calling, source.address, o.reason, o.detail, o.studyUid, o.sopUid, o.transferSyntaxUid, o.sha256, o.bytes, locationText(o.location), o.dataAt]);
      act.audit({ action: 'object.quarantined', object: { kind: 'object', id }, reason: o.reason, details: { door: source.door, detail: o.detail } });
      act.emit({ event: 'object.quarantined', kind: 'object', id, data: { door: source.door, reason: o.reason } });
    });
    return id;
  }
}
