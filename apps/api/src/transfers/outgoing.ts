import type { Acts } from '../platform/acts/acts';
import type { Copies, Localiser } from './localiser';

/** `bytes` are those of the data set, which begins at `data_at` of the stored file. */
export interface TransferRow { transfer_id: string; instance_id: string; sop_uid: string; state: string; sop_class: string; syntax: string; study_uid: string; location: string; data_at: number; bytes: string; head: Record<string, string | undefined> }

/** Instances of a transfer in given states, ready to hand over as localised copies. */
export async function outgoing(acts: Acts, localiser: Localiser, transferId: string, states: readonly string[]): Promise<Copies> {
  const rows = await acts.read<TransferRow>(
    `select r.transfer_id, r.instance_id, r.sop_uid, r.state, i.sop_class, i.syntax, i.location, i.data_at, i.bytes, i.head, e.study_uid
     from transfer_row r join instance i on i.id = r.instance_id join exam e on e.id = i.exam_id where r.transfer_id = $1 and r.state = any($2)
     order by i.series_uid, nullif(i.head->>'instanceNumber', '')::numeric nulls last, i.id`, [transferId, states]);
  return localiser.copies(transferId, rows);
}
