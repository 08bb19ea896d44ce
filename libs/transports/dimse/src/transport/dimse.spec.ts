import { describeTransport, collect, type Partner } from '@causeway/transport-kit/testing';
import { expect } from 'vitest';
import type { InstanceSink } from '@causeway/transport-kit';
import { LoopbackPeer, freePort, sampleInstance, startSilentPartner } from '../../testing/index';
import { dimse } from './dimse';

const keep = (): InstanceSink => ({ write: () => undefined, end: async () => 'kept', abort: () => undefined });

async function silentPartner(): Promise<Partner> {
  const { port, stop } = await startSilentPartner();
  return { settings: { host: '127.0.0.1', port, calledAeTitle: 'SILENT' }, stop };
}

async function honestPartner(): Promise<Partner> {
  const peer = await LoopbackPeer.start();
  const line = await dimse.open(dimse.settings.parse(peer.settings()), { endpoint: 'e', log: () => undefined });
  await line.send!({ instances: [held] }, AbortSignal.timeout(5_000));
  return { settings: peer.settings(), stop: () => peer.stop() };
}

const held = sampleInstance({ patientName: 'ZEBRA^XAVIER', patientId: 'MRN-QUOKKA' });
const patient = { patientName: 'ZEBRA^XAVIER', patientId: 'MRN-QUOKKA' };

describeTransport('DIMSE', {
  transport: dimse,
  honest: honestPartner,
  silent: silentPartner,
  unreachable: { host: '127.0.0.1', port: await freePort(), calledAeTitle: 'NOBODY' },
  wrong: { raw: { host: 'pacs', calledAeTitle: 'A TITLE THAT IS FAR TOO LONG' }, path: 'calledAeTitle', word: 'FAR TOO LONG' },
  exercises: {
    find: (line, signal) => collect(line.find!({ level: 'study', keys: patient }, signal)),
    fetch: async (line, signal) => {
      const receipt = await line.fetch!({ studyInstanceUid: held.studyInstanceUid }, { instance: keep }, signal);
      expect(receipt).toMatchObject({ kept: [held.sopInstanceUid], failure: null });
    },
    commit: async (line, signal) => {
      expect((await line.commit!([held], null, signal)).committed).toEqual([held.sopInstanceUid]);
    },
    send: (line, signal) => line.send!({ instances: [sampleInstance(patient)] }, signal),
  },
  instances: () => {
    const first = sampleInstance(patient);
    return [first, sampleInstance({ ...patient, studyInstanceUid: first.studyInstanceUid, seriesInstanceUid: first.seriesInstanceUid })];
  },
  patientWords: ['ZEBRA', 'XAVIER', 'QUOKKA'],
});
