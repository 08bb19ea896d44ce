// DICOMweb services and HL7 receivers that are wrong, one way each.
import fs from 'node:fs';
import http from 'node:http';
import { startOrthancWeb } from '@causeway/transport-dicomweb/testing';
import { startHl7Peer, type Hl7PeerOptions } from '@causeway/transport-hl7v2/testing';
import { listening, tcp, type Broken, type Making } from './broken';

const PLUGIN = ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so', '/usr/lib/orthanc/libOrthancDicomWeb.so'].find((file) => fs.existsSync(file));
const web = { kind: 'dicomweb', purpose: 'images' } as const;
const hl7 = { kind: 'hl7v2', purpose: 'reports' } as const;
const service = (serve: http.RequestListener) => listening(http.createServer(serve));

async function served(about: Pick<Broken, 'name' | 'rung' | 'fault' | 'says'>, serve: http.RequestListener): Promise<Broken> {
  const peer = await service(serve);
  return { ...web, ...about, settings: { url: `http://127.0.0.1:${peer.port}/dicom-web`, connectSeconds: 2, answerSeconds: 3 }, stop: peer.stop };
}
const json = (response: http.ServerResponse): void => void response.writeHead(200, { 'Content-Type': 'application/dicom+json' }).end('[]');

async function answering(about: Pick<Broken, 'name' | 'rung' | 'fault' | 'says' | 'send'>, answer: NonNullable<Hl7PeerOptions['answer']>): Promise<Broken> {
  const peer = await startHl7Peer({ answer });
  return { ...hl7, ...about, settings: { host: '127.0.0.1', port: peer.port, connectMs: 2000, answerMs: 2000 }, stop: () => peer.close() };
}

export const webCases: readonly Making[] = [
  async () => {
    const peer = PLUGIN ? await startOrthancWeb(PLUGIN, { causeway: 'right' }) : null;
    const settings = (url: string) => ({ url, username: 'causeway', password: 'wrong', connectSeconds: 2, answerSeconds: 5 });
    const about = { ...web, name: 'the password is wrong', rung: 'auth', fault: 'unauthorised', says: ['our token or user name is accepted', '401'] };
    if (peer) return { ...about, settings: settings(peer.url), stop: peer.stop };
    const own = await service((_request, response) => void response.writeHead(401).end());
    return { ...about, settings: settings(`http://127.0.0.1:${own.port}/dicom-web`), stop: own.stop };
  },
  () => served({ name: 'there is no DICOMweb at the address', rung: 'query', fault: 'service-not-found', says: ['QIDO-RS', '404'] }, (_request, response) => void response.writeHead(404).end()),
  () => served({ name: 'the address sends on to another one', rung: 'auth', fault: 'redirected', says: ['302', 'another address'] }, (_request, response) => void response.writeHead(302, { Location: 'http://169.254.169.254/latest/' }).end()),
  () => served({ name: 'a sign-in page answers in place of the service', rung: 'query', fault: 'not-dicomweb', says: ['DICOM JSON', 'text/html'] }, (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in</html>')),
  () => served({ name: 'their server fails', rung: 'query', fault: 'server-failed', says: ['QIDO-RS', '500'] }, (_request, response) => void response.writeHead(500).end()),
  () => served({ name: 'we may not search there', rung: 'auth', fault: 'forbidden', says: ['403'] }, (_request, response) => void response.writeHead(403).end()),
  () => served({ name: 'the clock of the service is an hour behind', rung: 'clock', fault: 'clock', says: ['within 5 minutes', '60 minutes'] }, (_request, response) => {
    response.setHeader('Date', new Date(Date.now() - 3_600_000).toUTCString());
    json(response);
  }),
  () => served({ name: 'the service takes the request and says nothing', rung: 'auth', fault: 'silent', says: ['said nothing for too long'] }, () => undefined),
  () => answering({ name: 'a receiver answers reports with AE', rung: 'report', fault: 'message-error', says: ['AA', 'AE'], send: true }, (message) => (message.type.startsWith('ORU') ? { code: 'AE', condition: 204 } : { code: 'AA' })),
  () => answering({ name: 'a receiver answers reports with AR', rung: 'report', fault: 'message-refused', says: ['AA', 'AR'], send: true }, (message) => (message.type.startsWith('ORU') ? { code: 'AR', condition: 200 } : { code: 'AA' })),
  () => answering({ name: 'a receiver takes messages and says nothing', rung: 'message', fault: 'silent', says: ['an acknowledgement', '2000 ms'] }, () => 'silent'),
  async () => {
    const peer = await tcp((socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    return { ...hl7, name: 'a web server answers at the HL7 port', settings: { host: '127.0.0.1', port: peer.port, connectMs: 2000, answerMs: 2000 }, rung: 'message', fault: 'other-protocol', says: ['an acknowledgement'], stop: peer.stop };
  },
];
