import net, { type AddressInfo, type Socket } from 'node:net';
import { describeTransport, collect, type Partner } from '@causeway/transport-kit/testing';
import { LoopbackPeer, freePort, sampleInstance } from '../../testing/index';
import { dimse } from './dimse';

/** Takes connections and never says a word. */
async function silentPartner(): Promise<Partner> {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    settings: { host: '127.0.0.1', port: (server.address() as AddressInfo).port, calledAeTitle: 'SILENT' },
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function honestPartner(): Promise<Partner> {
  const peer = await LoopbackPeer.start();
  return { settings: peer.settings(), stop: () => peer.stop() };
}

const patient = { patientName: 'ZEBRA^XAVIER', patientId: 'MRN-99817' };

describeTransport('DIMSE', {
  transport: dimse as never,
  honest: honestPartner,
  silent: silentPartner,
  unreachable: { host: '127.0.0.1', port: await freePort(), calledAeTitle: 'NOBODY' },
  wrong: { raw: { host: 'pacs', calledAeTitle: 'A TITLE THAT IS FAR TOO LONG' }, path: 'calledAeTitle', word: 'FAR TOO LONG' },
  exercises: {
    find: (line, signal) => collect(line.find!({ level: 'study', keys: patient }, signal)),
    send: (line, signal) => line.send!({ instances: [sampleInstance(patient)] }, signal),
  },
  patientWords: ['ZEBRA', 'XAVIER', '99817'],
});
