import { newUid, sampleInstance, startOrthanc, type ForeignOrthanc } from '@causeway/transport-dimse/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Instances } from '../dicomweb/retrieve/instances';
import { installedTransports } from '../installed-transports';
import { makeLog } from '../platform/log';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storePatient } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { connectPacs } from '../testing/released';
import { drain } from '../testing/worker';
import { PriorCopies } from './copies';

let b: Bench;
let orthanc: ForeignOrthanc;
beforeAll(async () => {
  b = await bench();
  orthanc = await startOrthanc({}, { DicomAlwaysAllowGet: true });
  await connectPacs(b, orthanc);
}, 60_000);
afterAll(async () => {
  await orthanc.stop();
  await b.close();
});

it('earlier exams of an archive somebody else wrote are listed and copied, as it holds them', async () => {
  const [studyInstanceUid, seriesInstanceUid] = [newUid(), newUid()];
  const images = Array.from({ length: 4 }, (_, i) => sampleInstance({ studyInstanceUid, seriesInstanceUid, patientId: '40039127', patientName: 'ADEYEMI^FOLASADE', studyDate: '20240603', studyDescription: 'CT HEAD', instanceNumber: i + 1, size: 64 }));
  for (const image of images) await fetch(`http://127.0.0.1:${orthanc.httpPort}/instances`, { method: 'POST', body: new Uint8Array(image.file) });
  const examId = await storeExam(b, { instances: 1 });
  await b.acts.read(`insert into inbound (id, state, facility_ids, service_line, modalities, visible) values ($1, 'checking', $2, 'neurology', '{CT}', 'all')`, [examId, [b.host]]);
  await confirmMatch(b, examId, await storePatient(b, '40039127', 'Adeyemi', 'Folasade', '1961-03-12'));
  const copies = new PriorCopies(b.acts, new Instances(b.acts), installedTransports, makeLog('spec', 'silent'));
  const reader = await callerOf(b, await b.person('pa'));

  expect(await copies.list(reader, examId)).toMatchObject({ asked: true, trouble: null, priors: [{ studyUid: studyInstanceUid, description: 'CT HEAD', studyDate: '2024-06-03', images: 4 }] });
  const { id } = await copies.ask(reader, examId, studyInstanceUid);
  await drain(b, { only: ['prior.fetch'] });
  expect(await copies.view(reader, examId, id)).toMatchObject({ state: 'here', images: 4, expected: 4, series: [{ seriesUid: seriesInstanceUid, instances: 4 }] });
  const kept = await b.acts.read<{ sop_uid: string; bytes: string }>('select sop_uid, bytes from prior_image order by sop_uid');
  expect(kept.map((k) => [k.sop_uid, Number(k.bytes)])).toEqual(images.map((i) => [i.sopInstanceUid, i.bytes.length]).sort());
  expect(await b.acts.read('select 1 as there from receipt')).toEqual([]);
});
