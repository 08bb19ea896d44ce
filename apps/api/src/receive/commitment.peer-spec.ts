import { dimse } from '@causeway/transport-dimse';
import { sampleInstance, startOrthanc, type ForeignOrthanc } from '@causeway/transport-dimse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../platform/ids';
import { makeLog } from '../platform/log';
import { bench, type Bench } from '../testing/harness';
import { startReceiver, type RunningReceiver } from './receiver';

let b: Bench;
let receiver: RunningReceiver;
let orthanc: ForeignOrthanc;
beforeAll(async () => {
  b = await bench();
  receiver = await startReceiver(b.settings, makeLog('spec', 'fatal'), { messages: false });
  orthanc = await startOrthanc({ causeway: { aeTitle: 'CAUSEWAY', port: receiver.dicomPort } });
  const facility = await b.facility('Orthanc Hospital');
  const out = { host: orthanc.host, port: orthanc.port, calledAeTitle: 'ORTHANC', callingAeTitle: 'CAUSEWAY' };
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling, addresses) values ($1, $2, 'dimse', 'both', 'receive', 'Orthanc', $3, 'ORTHANC', '{127.0.0.1}')`, [newId(), facility, out]);
}, 60_000);
afterAll(async () => {
  await orthanc.stop();
  await receiver.stop();
  await b.close();
});

const ask = async (route: string, body?: unknown): Promise<Record<string, unknown>> => JSON.parse(String(await orthanc.rest(route, body))) as Record<string, unknown>;

describe('storage commitment for software somebody else wrote', () => {
  it('is reported to its own port, since it leaves its association at once', async () => {
    const samples = [sampleInstance(), sampleInstance()];
    const line = await dimse.open(dimse.settings.parse({ host: orthanc.host, port: orthanc.port, calledAeTitle: 'ORTHANC' }), { endpoint: 'e', log: () => undefined });
    await line.send!({ instances: samples }, AbortSignal.timeout(20_000));
    const ids = JSON.parse(String(await orthanc.rest('/instances'))) as string[];
    expect(await ask('/modalities/causeway/store', { Resources: ids, Synchronous: true })).toMatchObject({ FailedInstancesCount: 0, InstancesCount: 2 });
    const never = sampleInstance();
    const { ID } = await ask('/modalities/causeway/storage-commitment', { DicomInstances: [...samples, never].map((one) => [one.sopClassUid, one.sopInstanceUid]) });
    await expect.poll(async () => (await ask(`/storage-commitment/${String(ID)}`))['Status'], { timeout: 15_000 }).toBe('Failure');
    const report = await ask(`/storage-commitment/${String(ID)}`);
    expect(new Set((report['Success'] as { SOPInstanceUID: string }[]).map((one) => one.SOPInstanceUID))).toEqual(new Set(samples.map((one) => one.sopInstanceUid)));
    expect((report['Failures'] as { SOPInstanceUID: string }[]).map((one) => one.SOPInstanceUID)).toEqual([never.sopInstanceUid]);
  });
});
