import { describeTransport, collect, type Partner } from '@causeway/transport-kit/testing';
import { LoopbackPeer, freePort, sampleInstance, startSilentPartner } from '../../testing/index';
import { dimse } from './dimse';

async function silentPartner(): Promise<Partner> {
  const { port, stop } = await startSilentPartner();
  return { settings: { host: '127.0.0.1', port, calledAeTitle: 'SILENT' }, stop };
}

async function honestPartner(): Promise<Partner> {
  const peer = await LoopbackPeer.start();
  return { settings: peer.settings(), stop: () => peer.stop() };
}

const patient = { patientName: 'ZEBRA^XAVIER', patientId: 'MRN-QUOKKA' };

describeTransport('DIMSE', {
  transport: dimse,
  honest: honestPartner,
  silent: silentPartner,
  unreachable: { host: '127.0.0.1', port: await freePort(), calledAeTitle: 'NOBODY' },
  wrong: { raw: { host: 'pacs', calledAeTitle: 'A TITLE THAT IS FAR TOO LONG' }, path: 'calledAeTitle', word: 'FAR TOO LONG' },
  exercises: {
    find: (line, signal) => collect(line.find!({ level: 'study', keys: patient }, signal)),
    send: (line, signal) => line.send!({ instances: [sampleInstance(patient)] }, signal),
  },
  patientWords: ['ZEBRA', 'XAVIER', 'QUOKKA'],
});
