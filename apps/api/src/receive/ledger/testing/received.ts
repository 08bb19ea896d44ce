import { randomBytes } from 'node:crypto';
import { specUid } from '../../../testing/exams';
import type { Source, StoredObject } from '../stored-object';

export const sender: Source = { door: 'dimse', kind: 'sender', id: 'CT1@10.0.0.7', name: 'CT1', endpointId: null, facilityId: null, calling: 'CT1', address: '10.0.0.7', trace: 'association 1' };

let at = 0;
/** An object as the intake hands it over, of a study of its own unless told. */
export function received(more: Partial<StoredObject> = {}): StoredObject {
  return {
    studyUid: specUid(), seriesUid: specUid(), sopUid: specUid(), sopClassUid: '1.2.840.10008.5.1.4.1.1.2', transferSyntaxUid: '1.2.840.10008.1.2.1', sha256: randomBytes(32).toString('hex'), bytes: 1000,
    location: { store: 'segment', key: 'spec', offset: (at += 1400), length: 1400 }, dataAt: 400, head: { patientName: 'Müller^Änne', modality: 'CT', seriesNumber: '3' }, findings: ['odd-length'], source: sender, ...more,
  };
}
