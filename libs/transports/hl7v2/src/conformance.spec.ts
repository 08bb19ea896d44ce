import { type WireMessage } from '@causeway/transport-kit';
import { describeTransport, type Partner } from '@causeway/transport-kit/testing';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { adtSample, makeAuthority, startHl7Peer } from '../testing/index';
import { hl7v2 } from './transport';

const message: WireMessage = { id: '4711', type: 'ADT^A08', bytes: Buffer.from(adtSample('4711')) };
const authority = makeAuthority();

async function silent(): Promise<Partner> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    settings: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const common = {
  transport: hl7v2 as never,
  silent,
  unreachable: { host: '127.0.0.1', port: 1 },
  wrong: { raw: { host: '127.0.0.1', port: 'Simon' }, path: 'port', word: 'Simon' },
  exercises: { place: (line, signal) => line.place?.(message, signal) ?? Promise.reject(new Error('no place')) },
  patientWords: ['Sample', 'Simon'],
} satisfies Omit<Parameters<typeof describeTransport>[1], 'honest'>;

describeTransport('hl7v2 over TCP', {
  ...common,
  honest: async () => {
    const peer = await startHl7Peer({ answer: ({ type }) => (type.startsWith('NMQ') ? { code: 'AR', condition: 200 } : { code: 'AA' }) });
    return { settings: { host: '127.0.0.1', port: peer.port }, stop: () => peer.close() };
  },
});

describeTransport('hl7v2 over TLS', {
  ...common,
  honest: async () => {
    const peer = await startHl7Peer({ tls: { ...authority.issue('ris'), ca: authority.ca, requestCert: true, rejectUnauthorized: true } });
    const { cert, key } = authority.issue('causeway');
    return { settings: { host: '127.0.0.1', port: peer.port, tls: { on: true, caPem: authority.ca, certPem: cert, keyPem: key } }, stop: () => peer.close() };
  },
});
