import { createHash } from 'node:crypto';
import { ObjectReader } from '@causeway/dicom';
import { makeSeries, type ObjectOptions } from '@causeway/dicom/testing';
import { newId } from '../platform/ids';
import { locationText } from '../platform/objects/location';
import { objectsOf } from '../platform/objects/objects';
import type { Bench } from './harness';

export interface RealExam {
  readonly id: string;
  readonly studyUid: string;
  readonly sopUids: readonly string[];
}

/** An exam whose instances are real DICOM files in the object store, with the rows as the receiver leaves them. */
export async function storeRealExam(b: Bench, count: number, options: ObjectOptions & { readonly source?: string } = {}): Promise<RealExam> {
  const objects = objectsOf(b.settings);
  const id = newId();
  const made = [...makeSeries(count, options)];
  const first = made[0]!;
  for (const [i, object] of made.entries()) {
    const reader = new ObjectReader({ transferSyntaxUid: object.transferSyntaxUid });
    await reader.push(object.bytes);
    const head = (await reader.finish()).values;
    const writer = objects.open();
    await writer.append(object.file);
    const location = await writer.seal();
    await objects.sync([writer]);
    if (i === 0) {
      await b.acts.read('insert into exam (id, study_uid, head, door, source_facility_id) values ($1, $2, $3, $4, $5)', [id, first.studyInstanceUid, head, 'dimse', options.source ?? null]);
      await b.acts.read('insert into series (exam_id, series_uid, modality, number, head) values ($1, $2, $3, 1, $4)', [id, first.seriesInstanceUid, head.modality, head]);
    }
    await b.acts.read(
      `insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [object.sopInstanceUid, id, object.seriesInstanceUid, object.sopClassUid, object.transferSyntaxUid, createHash('sha256').update(object.bytes).digest(), object.bytes.length, locationText(location),
        object.file.length - object.bytes.length, head]);
  }
  await b.acts.read(`insert into job (kind, key, data) values ('exam.extend', $1, $2)`, [`exam.extend ${id}`, { id }]);
  return { id, studyUid: first.studyInstanceUid, sopUids: made.map((o) => o.sopInstanceUid) };
}
