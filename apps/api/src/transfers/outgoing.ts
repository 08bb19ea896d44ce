import { writeFileHead } from '@causeway/dicom';
import type { OutgoingInstance } from '@causeway/transport-kit';
import { wholeNumber } from '../exams/whole-number';
import type { Acts } from '../platform/acts/acts';
import { IMPLEMENTATION } from '../platform/implementation';
import type { Copies, Localiser } from './localiser';

/** `bytes` are those of the data set, which begins at `data_at` of the stored file. */
export interface TransferRow { transfer_id: string; instance_id: string; sop_uid: string; state: string; sop_class: string; syntax: string; study_uid: string; location: string; data_at: number; bytes: string }
export interface DocumentRow { sop_uid: string; sop_class: string; syntax: string; study_uid: string; data_set: Buffer }

/** The next instances of a transfer that wait, ready to hand over: as received or as localised copies, then the documents made for a send. */
export async function outgoing(acts: Acts, localiser: Localiser, transfer: { readonly id: string; readonly copies: 'local' | 'as-received' }, limit: number): Promise<Copies> {
  const rows = await acts.read<TransferRow>(
    `select r.transfer_id, r.instance_id, r.sop_uid, r.state, i.sop_class, i.syntax, i.location, i.data_at, i.bytes, e.study_uid
     from transfer_row r join instance i on i.id = r.instance_id join exam e on e.id = i.exam_id where r.transfer_id = $1 and r.state = 'pending'
     order by i.series_uid, ${wholeNumber('i.head', 'instanceNumber')} nulls last, i.id limit $2`, [transfer.id, limit]);
  const images: Copies = rows.length > 0 && transfer.copies === 'local' ? await localiser.copies(transfer.id, rows) : { ready: rows.map((row) => localiser.asReceived(row)), refused: [], note: nothingToNote };
  if (rows.length >= limit) return images;
  const documents = await acts.read<DocumentRow>(
    `select d.sop_uid, d.sop_class, d.syntax, d.data_set, e.study_uid from transfer_row r join send_document d on d.id = r.document_id join exam e on e.id = d.exam_id
     where r.transfer_id = $1 and r.state = 'pending' order by d.id limit $2`, [transfer.id, limit - rows.length]);
  return { ...images, ready: [...images.ready, ...documents.map(ofDocument)] };
}

/** What leaves unchanged has the digest the ledger knows. */
const nothingToNote = (): Promise<void> => Promise.resolve();

export const ofDocument = (d: DocumentRow): OutgoingInstance => ({
  sopClassUid: d.sop_class, sopInstanceUid: d.sop_uid, studyInstanceUid: d.study_uid, transferSyntaxUid: d.syntax, dataSetBytes: d.data_set.length,
  dataSet: () => [d.data_set],
  fileHead: () => fileHead(d),
});

export const fileHead = (row: Pick<TransferRow, 'sop_class' | 'sop_uid' | 'syntax'>): Uint8Array =>
  writeFileHead({ sopClassUid: row.sop_class, sopInstanceUid: row.sop_uid, transferSyntaxUid: row.syntax, implementationClassUid: IMPLEMENTATION.classUid, implementationVersionName: IMPLEMENTATION.versionName });
