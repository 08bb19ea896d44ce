import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { makeObject, makeSeries, type MadeObject } from '@causeway/dicom/testing';
import type { ArrivingInstance, InstanceSink, Line } from '@causeway/transport-kit';
import { collect } from '@causeway/transport-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outgoing, startOrthancWeb, type OrthancWeb } from '../../testing/index';
import { dicomweb } from './dicomweb';

const PLUGIN = ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so', '/usr/lib/orthanc/libOrthancDicomWeb.so'].find((file) => fs.existsSync(file));
if (!PLUGIN && process.env['CAUSEWAY_PEERS'] === 'required') throw new Error('Orthanc and its DICOMweb plugin are not installed.');

const signal = (): AbortSignal => AbortSignal.timeout(30_000);
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!PLUGIN)('Orthanc, over DICOMweb', () => {
  let orthanc: OrthancWeb;
  let line: Line;
  const series = [...makeSeries(12, { edge: 64, attributes: { PatientID: 'PEER-1', AccessionNumber: 'ACC-1' } })];
  const others: MadeObject[] = [makeObject({ kind: 'us', edge: 32 }), makeObject({ kind: 'sr' }), makeObject({ kind: 'mr', edge: 32, transferSyntaxUid: '1.2.840.10008.1.2.5' })];
  const all = [...series, ...others];

  beforeAll(async () => {
    orthanc = await startOrthancWeb(PLUGIN!, { user: 'secret word' });
    line = await dicomweb.open(dicomweb.settings.parse({ url: orthanc.url, username: 'user', password: 'secret word', objectsPerRequest: 5 }), { endpoint: 'e', log: () => undefined });
  });
  afterAll(async () => {
    await line?.close();
    await orthanc?.stop();
  });

  it('is climbed rung by rung, and says when the password is wrong', async () => {
    expect(await line.probe(signal())).toMatchObject({ ok: true });
    const wrong = await dicomweb.open(dicomweb.settings.parse({ url: orthanc.url, username: 'user', password: 'no' }), { endpoint: 'e', log: () => undefined });
    expect((await wrong.probe(signal())).rungs.at(-1)).toMatchObject({ rung: 'auth', ok: false });
    await wrong.close();
  });

  it('takes what we store and answers for each instance', async () => {
    const { results, failure } = await line.send!({ instances: all.map(outgoing) }, signal());
    expect(failure).toBeNull();
    expect(results.map((r) => r.standing)).toEqual(all.map(() => 'sent'));
    expect(await orthanc.instances()).toBe(all.length);
  });

  it('is searched at every level', async () => {
    const [study] = await collect(line.find!({ level: 'study', keys: { patientId: 'PEER-1' } }, signal()));
    expect(study).toMatchObject({ studyInstanceUid: series[0]!.studyInstanceUid, accessionNumber: 'ACC-1', patientName: 'DOE^JANE', modalitiesInStudy: ['CT'], instanceCount: 12 });
    expect(await collect(line.find!({ level: 'study', keys: { patientId: 'NOBODY' } }, signal()))).toEqual([]);
    expect(await collect(line.find!({ level: 'series', studyInstanceUid: series[0]!.studyInstanceUid }, signal()))).toMatchObject([{ seriesInstanceUid: series[0]!.seriesInstanceUid, modality: 'CT', instanceCount: 12 }]);
    const instances = await collect(line.find!({ level: 'instance', studyInstanceUid: series[0]!.studyInstanceUid }, signal()));
    expect(instances.map((i) => (i.level === 'instance' ? i.sopInstanceUid : '')).sort()).toEqual(series.map((o) => o.sopInstanceUid).sort());
  });

  it('gives back what it holds, byte for byte', async () => {
    const got = new Map<string, Buffer>();
    const instance = (arriving: ArrivingInstance): InstanceSink => {
      const parts: Uint8Array[] = [];
      return { write: (bytes) => void parts.push(bytes), end: async () => { got.set(arriving.sopInstanceUid, Buffer.concat(parts)); return 'kept'; }, abort: () => undefined };
    };
    for (const study of new Set(all.map((o) => o.studyInstanceUid))) expect(await line.fetch!({ studyInstanceUid: study }, { instance }, signal())).toMatchObject({ missing: [], failure: null });
    for (const o of all) expect(sha(got.get(o.sopInstanceUid)!), o.sopClassUid).toBe(sha(o.bytes));
    const some = series.slice(3, 5).map((o) => o.sopInstanceUid);
    const chosen = await line.fetch!({ studyInstanceUid: series[0]!.studyInstanceUid, sopInstanceUids: some }, { instance }, signal());
    expect([...chosen.kept].sort()).toEqual([...some].sort());
  });
});
