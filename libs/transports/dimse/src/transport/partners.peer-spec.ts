import type { Line, OutgoingInstance, RemoteMatch, SendReceipt } from '@causeway/transport-kit';
import { collect, describeTransport, type Partner, type TransportHarness } from '@causeway/transport-kit/testing';
import { readFile, readdir, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWithPeers } from '../../testing/describe-with-peers';
import {
  freePort,
  issue,
  missingCommands,
  sampleInstance,
  startDcmqrscp,
  startOrthanc,
  startSilentPartner,
  startStorescp,
  testAuthority,
  type ForeignOrthanc,
  type ForeignPeer,
} from '../../testing/index';
import { dimse } from './dimse';

const started: ForeignPeer[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((peer) => peer.stop()));
});

async function storescp(...args: string[]): Promise<ForeignPeer> {
  const peer = await startStorescp(args);
  started.push(peer);
  return peer;
}

function settingsOf({ host, port, aeTitle }: ForeignPeer, over: Record<string, unknown> = {}): Record<string, unknown> {
  return { host, port, calledAeTitle: aeTitle, ...over };
}

function lineTo(peer: ForeignPeer, over: Record<string, unknown> = {}): Promise<Line> {
  return dimse.open(dimse.settings.parse(settingsOf(peer, over)), { endpoint: 'e', log: () => undefined });
}

async function send(peer: ForeignPeer, instances: readonly OutgoingInstance[], over: Record<string, unknown> = {}): Promise<SendReceipt> {
  return (await lineTo(peer, over)).send!({ instances }, AbortSignal.timeout(30_000));
}

async function ask(peer: ForeignPeer, query: Parameters<NonNullable<Line['find']>>[0]): Promise<RemoteMatch[]> {
  return collect((await lineTo(peer)).find!(query, AbortSignal.timeout(30_000)));
}

/** Data sets storescp kept, by the end of their bytes' file: it writes them as they came, after a head of its own. */
async function keptBy(peer: ForeignPeer): Promise<Buffer[]> {
  const names = await readdir(peer.folder);
  return Promise.all(names.map((name) => readFile(path.join(peer.folder, name))));
}

await describeWithPeers('Our user against storescp', ['storescp'], () => {
  it.each([
    ['explicit little endian', '1.2.840.10008.1.2.1', []],
    ['implicit little endian', '1.2.840.10008.1.2', []],
    ['JPEG 2000', '1.2.840.10008.1.2.4.90', []],
    ['RLE', '1.2.840.10008.1.2.5', []],
    ['fragments of 4096', '1.2.840.10008.1.2.1', ['-pdu', '4096']],
    ['fragments of 131072', '1.2.840.10008.1.2.1', ['-pdu', '131072']],
  ])('stores byte for byte: %s', async (_name, transferSyntaxUid, args) => {
    const peer = await storescp(...args);
    const samples = Array.from({ length: 3 }, () => sampleInstance({ transferSyntaxUid, size: 300 }));
    const receipt = await send(peer, samples);
    expect(receipt.results.map((result) => result.status)).toEqual(['0000H', '0000H', '0000H']);
    const kept = await keptBy(peer);
    expect(kept).toHaveLength(3);
    for (const sample of samples) {
      expect(kept.some((file) => file.subarray(-sample.bytes.length).equals(sample.bytes))).toBe(true);
    }
  });

  it('has its probe answered', async () => {
    const probe = await (await lineTo(await storescp())).probe(AbortSignal.timeout(10_000));
    expect(probe.rungs.map((rung) => [rung.rung, rung.ok])).toEqual([
      ['tcp', true],
      ['association', true],
      ['echo', true],
    ]);
  });

  it('is told when it is refused', async () => {
    await expect(send(await storescp('--refuse'), [sampleInstance()])).rejects.toMatchObject({ code: 'refused', retry: 'never' });
  });

  it.each([['--abort-after'], ['--abort-during']])('leaves the instance unknown when the partner aborts (%s)', async (option) => {
    const receipt = await send(await storescp(option), [sampleInstance({ size: 500 }), sampleInstance()], { associations: 1 });
    expect(receipt.results.map((result) => result.standing)).toEqual(['unknown', 'pending']);
    expect(receipt.failure).toMatchObject({ code: 'connection-lost', retry: 'later' });
  });

  it('waits for a slow partner, and no longer than it was told to', async () => {
    expect((await send(await storescp('--sleep-during', '1'), [sampleInstance()])).results[0]?.standing).toBe('sent');
    const impatient = await send(await storescp('--sleep-during', '3'), [sampleInstance()], { responseSeconds: 1 });
    expect(impatient.results[0]?.standing).toBe('unknown');
    expect(impatient.failure?.code).toBe('timeout');
  });

  it('stores over TLS, and is refused without a certificate', async () => {
    const [ours, theirs] = [testAuthority('Ours'), testAuthority('Theirs')];
    const folder = await mkdtemp(path.join(tmpdir(), 'causeway-tls-'));
    const scp = issue(theirs, { name: '127.0.0.1' });
    for (const [name, pem] of Object.entries({ key: scp.keyPem, cert: scp.certPem, ca: ours.certPem })) {
      await writeFile(path.join(folder, `${name}.pem`), pem);
    }
    const peer = await storescp('+tls', path.join(folder, 'key.pem'), path.join(folder, 'cert.pem'), '+cf', path.join(folder, 'ca.pem'));
    const identity = issue(ours, { name: 'scu.example' });
    const receipt = await send(peer, [sampleInstance({ size: 300 })], { tls: { caPem: theirs.certPem, ...identity } });
    expect(receipt.results[0]?.standing).toBe('sent');
    const without = await (await lineTo(peer, { tls: { caPem: theirs.certPem } })).probe(AbortSignal.timeout(10_000));
    expect(without.ok).toBe(false);
    await rm(folder, { recursive: true });
  });
});

await describeWithPeers('Our user against dcmqrscp', ['dcmqrscp'], () => {
  it('stores and finds at every level', async () => {
    const peer = await startDcmqrscp();
    started.push(peer);
    const study = { studyInstanceUid: '1.2.5', patientId: 'QR-1', patientName: 'Jäger^Änne' };
    const instances = ['1.2.5.1', '1.2.5.1', '1.2.5.2'].map((seriesInstanceUid) => sampleInstance({ ...study, seriesInstanceUid }));
    // One association: each is a process there, names its files by the second, and two of them take the same name. What comes second then overwrites
    // the first though both are answered 0000H, or is answered C000H because the other is still writing.
    const receipt = await send(peer, instances, { associations: 1 });
    expect(receipt).toEqual({ results: instances.map(({ sopInstanceUid }) => expect.objectContaining({ sopInstanceUid, standing: 'sent', status: '0000H' })), failure: null });
    expect(await ask(peer, { level: 'study', keys: { patientId: 'QR-1' } })).toEqual([expect.objectContaining({ studyInstanceUid: '1.2.5' })]);
    expect(await ask(peer, { level: 'series', studyInstanceUid: '1.2.5' })).toHaveLength(2);
    const found = (await ask(peer, { level: 'instance', studyInstanceUid: '1.2.5' })).map((match) => match.level === 'instance' && match.sopInstanceUid);
    expect(found.sort()).toEqual(instances.map((one) => one.sopInstanceUid).sort());
  });

  it('is told that it called the wrong title', async () => {
    const peer = await startDcmqrscp();
    started.push(peer);
    const probe = await (await lineTo(peer, { calledAeTitle: 'WRONG' })).probe(AbortSignal.timeout(10_000));
    expect(probe.rungs.at(-1)).toMatchObject({ rung: 'association', ok: false, actual: 'They refused: called AE title not recognised; we called WRONG.' });
  });
});

await describeWithPeers('Our user against Orthanc', ['Orthanc'], () => {
  let orthanc: ForeignOrthanc;

  beforeAll(async () => {
    orthanc = await startOrthanc({}, { DicomCheckCalledAet: true });
  });
  afterAll(() => orthanc.stop());

  it('stores byte for byte', async () => {
    const samples = [sampleInstance({ size: 300 }), sampleInstance({ transferSyntaxUid: '1.2.840.10008.1.2.4.90' })];
    expect((await send(orthanc, samples)).results.map((result) => result.standing)).toEqual(['sent', 'sent']);
    const ids = JSON.parse((await orthanc.rest('/instances')).toString()) as string[];
    const files = await Promise.all(ids.map((id) => orthanc.rest(`/instances/${id}/file`)));
    for (const sample of samples) {
      expect(files.some((file) => file.subarray(-sample.bytes.length).equals(sample.bytes))).toBe(true);
    }
  });

  it('finds what it stored, with names in other scripts', async () => {
    const study = { studyInstanceUid: '1.2.6', patientId: 'OR-1', patientName: 'Yamada^Tarou=山田^太郎' };
    const instances = ['1.2.6.1', '1.2.6.2'].map((seriesInstanceUid) => sampleInstance({ ...study, seriesInstanceUid }));
    await send(orthanc, instances);
    const [found] = await ask(orthanc, { level: 'study', keys: { patientId: 'OR-1' } });
    expect(found).toMatchObject({ studyInstanceUid: '1.2.6', modalitiesInStudy: ['CT'], seriesCount: 2, instanceCount: 2 });
    expect(await ask(orthanc, { level: 'instance', studyInstanceUid: '1.2.6' })).toHaveLength(2);
    expect(await ask(orthanc, { level: 'study', keys: { patientId: 'NOBODY' } })).toEqual([]);
  });

  it('is told that it called the wrong title', async () => {
    await expect(send(orthanc, [sampleInstance()], { calledAeTitle: 'WRONG' })).rejects.toMatchObject({ code: 'unauthorised', retry: 'never' });
  });
});

const patient = { patientName: 'ZEBRA^XAVIER', patientId: 'MRN-QUOKKA' };
const own = sampleInstance(patient);
const harness = {
  transport: dimse,
  silent: silentPartner,
  unreachable: { host: '127.0.0.1', port: await freePort(), calledAeTitle: 'NOBODY' },
  wrong: { raw: { host: 'pacs', calledAeTitle: 'A TITLE THAT IS FAR TOO LONG' }, path: 'calledAeTitle', word: 'FAR TOO LONG' },
  exercises: {
    find: (line, signal) => collect(line.find!({ level: 'study', keys: patient }, signal)),
    send: (line, signal) => line.send!({ instances: [own] }, signal),
    fetch: (line, signal) => line.fetch!({ studyInstanceUid: own.studyInstanceUid }, { instance: () => ({ write: () => undefined, end: async () => 'kept', abort: () => undefined }) }, signal),
    commit: (line, signal) => line.commit!([own], null, signal),
  },
  instances: () => {
    const first = sampleInstance(patient);
    return [first, sampleInstance({ ...patient, studyInstanceUid: first.studyInstanceUid, seriesInstanceUid: first.seriesInstanceUid })];
  },
  patientWords: ['ZEBRA', 'XAVIER', 'QUOKKA'],
} satisfies Omit<TransportHarness, 'honest'>;

// Orthanc reports on commitments by an association of its own, and nobody listens here: they stay open.
if ((await missingCommands('Orthanc')).length === 0) {
  describeTransport('DIMSE to Orthanc', {
    ...harness,
    honest: async () => {
      const orthanc = await startOrthanc({ causeway: { aeTitle: 'CAUSEWAY', port: await freePort() } }, { DicomAlwaysAllowGet: true });
      return { settings: settingsOf(orthanc, { commitSeconds: 1 }), stop: () => orthanc.stop() };
    },
  });
}

async function silentPartner(): Promise<Partner> {
  const { port, stop } = await startSilentPartner();
  return { settings: { host: '127.0.0.1', port, calledAeTitle: 'SILENT' }, stop };
}
