// DICOM systems of others, each wrong in one way.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import net from 'node:net';
import { freePort, startDcmqrscp, startOrthanc, startStorescp } from '@causeway/transport-dimse/testing';
import { portAnswers } from '../../processes/ports';
import { QUICK, tcp, type Broken, type Making } from './broken';

const base = { kind: 'dimse', purpose: 'images' } as const;
const line = (port: number, calledAeTitle: string, over: Record<string, unknown> = {}) => ({ host: '127.0.0.1', port, calledAeTitle, ...QUICK, ...over });
const abort = Buffer.from([7, 0, 0, 0, 0, 4, 0, 0, 2, 0]);
const NATIVE = ['LocalEndianExplicit', 'LittleEndianImplicit'];

/** dcmtk's storage provider that takes exactly these classes in these syntaxes, and nothing else. */
async function storescpOnly(contexts: Readonly<Record<string, readonly string[]>>): Promise<{ port: number; stop: () => void }> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-storescp-'));
  const entries = Object.entries(contexts);
  const text = [
    '[[TransferSyntaxes]]', ...entries.flatMap(([, syntaxes], i) => [`[Syntaxes${i}]`, ...syntaxes.map((syntax, n) => `TransferSyntax${n + 1} = ${syntax}`)]),
    '[[PresentationContexts]]', '[Only]', ...entries.map(([sopClass], i) => `PresentationContext${i + 1} = ${sopClass}\\Syntaxes${i}`), '[[Profiles]]', '[Profile]', 'PresentationContexts = Only',
  ].join('\n');
  const file = path.join(dir, 'only.cfg');
  fs.writeFileSync(file, `${text}\n`);
  const port = await freePort();
  const child = spawn('storescp', ['-aet', 'STORESCP', '-xf', file, 'Profile', '--fork', '-od', dir, String(port)], { stdio: 'ignore', env: { ...process.env, TCP_NODELAY: '1' } });
  if (!(await portAnswers(port, 20_000))) throw new Error('storescp did not start');
  const stop = (): void => {
    child.kill('SIGKILL');
    fs.rmSync(dir, { recursive: true, force: true });
  };
  return { port, stop };
}

/** A listener whose queue is full: further connection attempts are dropped, as by a firewall. */
async function deaf(): Promise<{ port: number; stop: () => void }> {
  const code = `const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => { process.stdout.write(String(s.address().port) + '\\n'); setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 50); });`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  const port = await new Promise<number>((resolve) => child.stdout.once('data', (bytes: Buffer) => resolve(Number(bytes.toString()))));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const fillers = Array.from({ length: 4 }, () => net.connect({ port, host: '127.0.0.1' }).on('error', () => undefined));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const stop = (): void => {
    for (const socket of fillers) socket.destroy();
    child.kill('SIGKILL');
  };
  return { port, stop };
}

export const dicomCases: readonly Making[] = [
  async () => {
    const peer = await startDcmqrscp({}, []);
    return { ...base, name: 'dcmqrscp is called by a title it does not have', settings: line(peer.port, 'LAKEVIEW_PACS'), rung: 'association', fault: 'called-ae-title', says: ['LAKEVIEW_PACS accepts', 'we called LAKEVIEW_PACS'], stop: peer.stop } satisfies Broken;
  },
  async () => {
    const peer = await startDcmqrscp({}, []);
    return { ...base, name: 'dcmqrscp is called by its title in small letters', settings: line(peer.port, 'qrscp'), rung: 'association', fault: 'called-ae-title-case', says: ['qrscp', 'QRSCP'], stop: peer.stop };
  },
  async () => {
    const peer = await startOrthanc({}, { DicomAet: 'ORTHANC', DicomCheckCalledAet: true });
    return { ...base, name: 'Orthanc checks its title', settings: line(peer.port, 'ARCHIVE'), rung: 'association', fault: 'called-ae-title', says: ['we called ARCHIVE'], stop: peer.stop };
  },
  async () => {
    const peer = await startStorescp(['--refuse']);
    return { ...base, name: 'storescp refuses every association', settings: line(peer.port, 'STORESCP'), rung: 'association', fault: 'association-refused', says: ['STORESCP accepts CAUSEWAY', 'They refused'], stop: peer.stop };
  },
  async () => {
    const peer = await storescpOnly({ CTImageStorage: NATIVE });
    return { ...base, name: 'storescp accepts the association and no C-ECHO', settings: line(peer.port, 'STORESCP'), rung: 'echo', fault: 'contexts-refused', says: ['1.2.840.10008.1.1'], stop: peer.stop };
  },
  async () => {
    const peer = await storescpOnly({ VerificationSOPClass: NATIVE });
    return { ...base, name: 'storescp takes no kind of image', settings: line(peer.port, 'STORESCP'), rung: 'contexts', fault: 'contexts-refused', says: ['they took none'], stop: peer.stop };
  },
  async () => {
    const peer = await storescpOnly({ VerificationSOPClass: NATIVE, CTImageStorage: ['JPEGLossless:Non-hierarchical-1stOrderPrediction'], MRImageStorage: ['JPEGLossless:Non-hierarchical-1stOrderPrediction'] });
    return { ...base, name: 'storescp takes images compressed only', settings: line(peer.port, 'STORESCP'), rung: 'contexts', fault: 'transfer-syntax', says: ['Explicit and Implicit VR Little Endian', 'JPEG Lossless'], stop: peer.stop };
  },
  async () => {
    const peer = await startStorescp();
    return { ...base, name: 'storescp answers no query', settings: line(peer.port, 'STORESCP'), rung: 'query', fault: 'contexts-refused', says: ['C-FIND', '1.2.840.10008.5.1.4.1.2.2.1'], stop: peer.stop };
  },
  async () => {
    const peer = await startStorescp(['--abort-during']);
    return { ...base, name: 'storescp aborts while an image is stored', settings: line(peer.port, 'STORESCP'), rung: 'send', fault: 'aborted', says: ['one test image taken', 'abort'], send: true, stop: peer.stop };
  },
  async () => {
    const peer = await startOrthanc({}, { DicomAlwaysAllowStore: false });
    return { ...base, name: 'Orthanc breaks off when a stranger stores', settings: line(peer.port, 'ORTHANC'), rung: 'send', fault: 'aborted', says: ['one test image taken', 'abort'], send: true, stop: peer.stop };
  },
  async () => {
    const peer = await startStorescp();
    fs.rmSync(peer.folder, { recursive: true });
    return { ...base, name: 'storescp has no room: C-STORE is answered with a failure', settings: line(peer.port, 'STORESCP'), rung: 'send', fault: 'status', says: ['one test image taken', 'H'], send: true, stop: peer.stop };
  },
  async () => ({ ...base, name: 'nobody listens at the port', settings: line(await freePort(), 'PACS'), rung: 'tcp', fault: 'nobody-listens', says: ['accepts connections', 'nobody listens there'], stop: () => undefined }),
  async () => ({ ...base, name: 'the host name is not known', settings: { ...line(104, 'PACS'), host: 'pacs.lakeview.invalid' }, rung: 'dns', fault: 'name-unknown', says: ['an address for pacs.lakeview.invalid', 'is not known'], stop: () => undefined }),
  async () => {
    const peer = await deaf();
    return { ...base, name: 'packets are dropped on the way', settings: line(peer.port, 'PACS'), rung: 'tcp', fault: 'no-answer', says: ['accepts connections', 'within 2 s'], stop: peer.stop };
  },
  async () => {
    const peer = await tcp(() => undefined);
    return { ...base, name: 'the far side is connected and silent', settings: line(peer.port, 'PACS'), rung: 'association', fault: 'silent', says: ['PACS accepts CAUSEWAY', 'within 2 s'], stop: peer.stop };
  },
  async () => {
    const peer = await tcp((socket) => void socket.once('data', () => socket.end(abort)));
    return { ...base, name: 'the far side aborts the association', settings: line(peer.port, 'PACS'), rung: 'association', fault: 'aborted', says: ['aborted the association'], stop: peer.stop };
  },
  async () => {
    const peer = await tcp((socket) => void socket.once('data', () => socket.destroy()));
    return { ...base, name: 'the far side hangs up', settings: line(peer.port, 'PACS'), rung: 'association', fault: 'closed', says: ['The connection ended'], stop: peer.stop };
  },
  async () => {
    const peer = await tcp((socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    return { ...base, name: 'a web server answers at the DICOM port', settings: line(peer.port, 'PACS'), rung: 'association', fault: 'other-protocol', says: ['A PDU of unknown type'], stop: peer.stop };
  },
  async () => ({ ...base, name: 'the address is the one that hands out credentials', settings: { ...line(80, 'PACS'), host: '169.254.169.254' }, rung: 'tcp', fault: 'address-not-allowed', says: ['169.254.169.254', 'may not be called'], stop: () => undefined }),
];
