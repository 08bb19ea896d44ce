import net from 'node:net';
import { makeObject } from '@causeway/dicom/testing';
import type { InstanceSink } from '@causeway/transport-kit';
import { collect, describeTransport, type Partner } from '@causeway/transport-kit/testing';
import { expect } from 'vitest';
import { LoopbackDicomweb, outgoing } from '../../testing/index';
import { dicomweb } from './dicomweb';

const words = { PatientName: 'ZEBRA^XAVIER', PatientID: 'MRN-QUOKKA' };
const held = makeObject({ edge: 16, attributes: words });
const keep = (): InstanceSink => ({ write: () => undefined, end: async () => 'kept', abort: () => undefined });

async function honest(): Promise<Partner> {
  const peer = await LoopbackDicomweb.start({ token: 'secret-token' });
  await peer.keep(held.file);
  return { settings: { url: peer.url, token: 'secret-token' }, stop: () => peer.stop() };
}

async function silent(): Promise<Partner> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    settings: { url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/dicom-web` },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

describeTransport('DICOMweb', {
  transport: dicomweb,
  honest,
  silent,
  unreachable: { url: 'http://127.0.0.1:1/dicom-web' },
  wrong: { raw: { url: 'https://user:HIDDENWORD@pacs.example.org/dicom-web' }, path: 'url', word: 'HIDDENWORD' },
  exercises: {
    find: (line, signal) => collect(line.find!({ level: 'study', keys: { patientId: 'MRN-QUOKKA', patientName: 'ZEBRA^XAVIER' } }, signal)),
    fetch: async (line, signal) => {
      const receipt = await line.fetch!({ studyInstanceUid: held.studyInstanceUid }, { instance: keep }, signal);
      expect(receipt).toMatchObject({ kept: [held.sopInstanceUid], missing: [], failure: null });
    },
    send: (line, signal) => line.send!({ instances: [outgoing(makeObject({ edge: 16, attributes: words }))] }, signal),
  },
  patientWords: ['ZEBRA', 'XAVIER', 'QUOKKA'],
});
