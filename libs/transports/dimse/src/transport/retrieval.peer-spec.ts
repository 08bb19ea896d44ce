import type { FetchReceipt, Line, OutgoingInstance } from '@causeway/transport-kit';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWithPeers } from '../../testing/describe-with-peers';
import { LoopbackPeer, ReceivingHouse, newUid, run, sampleInstance, startDcmqrscp, startOrthanc, type ForeignOrthanc, type ForeignPeer, type SampleInstance } from '../../testing/index';
import { dimse } from './dimse';

let house: ReceivingHouse;
const started: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  house = await ReceivingHouse.start();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((peer) => peer.stop()));
  await house.stop();
});

type Reachable = Pick<ForeignPeer, 'host' | 'port' | 'aeTitle'>;

function lineTo({ host, port, aeTitle }: Reachable, over: Record<string, unknown> = {}): Promise<Line> {
  return dimse.open(dimse.settings.parse({ host, port, calledAeTitle: aeTitle, ...over }), { endpoint: 'e', log: () => undefined });
}

/** Over one association: dcmqrscp, given images over two, may write one over the other. */
async function give(peer: Reachable, instances: readonly OutgoingInstance[]): Promise<void> {
  const receipt = await (await lineTo(peer, { associations: 1 })).send!({ instances }, AbortSignal.timeout(30_000));
  expect(receipt.results.map((result) => result.standing)).toEqual(instances.map(() => 'sent'));
}

async function fetch(peer: Reachable, studyInstanceUid: string, over: Record<string, unknown> = {}): Promise<FetchReceipt> {
  return (await lineTo(peer, over)).fetch!({ studyInstanceUid }, house.intake, AbortSignal.timeout(30_000));
}

const studyOf = (syntaxes: readonly string[]): SampleInstance[] => {
  const studyInstanceUid = newUid();
  return syntaxes.map((transferSyntaxUid) => sampleInstance({ studyInstanceUid, transferSyntaxUid, size: 200 }));
};

/** Pixels of every instance came over; an archive may write the rest of a data set anew. */
function expectAll(samples: readonly SampleInstance[], receipt: FetchReceipt): void {
  expect(receipt).toMatchObject({ refused: [], missing: [], failure: null });
  expect([...house.held.keys()].sort()).toEqual(samples.map((sample) => sample.sopInstanceUid).sort());
  for (const sample of samples) {
    expect(house.held.get(sample.sopInstanceUid)!.length).toBeGreaterThan(sample.bytes.length - 200);
  }
}

const SYNTAXES = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2', '1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.5'];

await describeWithPeers('Fetching from dcmqrscp', ['dcmqrscp'], () => {
  it.each([['get'], ['move'], ['auto']])('brings a study in several syntaxes (%s)', async (retrieve) => {
    const peer = await startDcmqrscp({ HOUSE: house.port });
    started.push(peer);
    const samples = studyOf(SYNTAXES.slice(0, 2));
    await give(peer, samples);
    expectAll(samples, await fetch(peer, samples[0]!.studyInstanceUid, { retrieve }));
  });

  it('turns to C-MOVE when C-GET is not served', async () => {
    const peer = await startDcmqrscp({ HOUSE: house.port }, ['--disable-get']);
    started.push(peer);
    const samples = studyOf(SYNTAXES.slice(0, 1));
    await give(peer, samples);
    expectAll(samples, await fetch(peer, samples[0]!.studyInstanceUid));
    await expect(fetch(peer, samples[0]!.studyInstanceUid, { retrieve: 'get' })).rejects.toMatchObject({ code: 'unsupported', retry: 'never' });
  });

  it('says both titles when our receiver is not known there', async () => {
    const peer = await startDcmqrscp();
    started.push(peer);
    const samples = studyOf(SYNTAXES.slice(0, 1));
    await give(peer, samples);
    const receipt = await fetch(peer, samples[0]!.studyInstanceUid, { retrieve: 'move' });
    expect(receipt.failure).toMatchObject({ code: 'unauthorised', retry: 'never', detail: expect.stringContaining('asked QRSCP to send to HOUSE') });
    expect(receipt.missing).toEqual([samples[0]!.sopInstanceUid]);
  });
});

await describeWithPeers('With Orthanc', ['Orthanc'], () => {
  let orthanc: ForeignOrthanc;
  let listener: ReceivingHouse;
  let partner: LoopbackPeer;
  beforeAll(async () => {
    listener = await ReceivingHouse.start('CAUSEWAY');
    partner = await LoopbackPeer.start({ aeTitle: 'LOOPBACK', reportTo: null });
    orthanc = await startOrthanc({ causeway: { aeTitle: 'CAUSEWAY', port: listener.port }, loopback: { aeTitle: 'LOOPBACK', port: partner.port } }, { DicomAlwaysAllowGet: true, DicomAlwaysAllowMove: true });
  });
  afterAll(async () => {
    await orthanc.stop();
    await listener.stop();
    await partner.stop();
  });

  it.each([['get'], ['move'], ['auto']])('a study in several syntaxes is fetched (%s)', async (retrieve) => {
    const samples = studyOf(SYNTAXES.slice(0, 3));
    await give(orthanc, samples);
    listener.held.clear();
    const receipt = await (await lineTo(orthanc, { retrieve })).fetch!({ studyInstanceUid: samples[0]!.studyInstanceUid }, { ...house.intake, listener: listener.listener }, AbortSignal.timeout(30_000));
    expect(receipt).toMatchObject({ refused: [], missing: [], failure: null });
    const held = retrieve === 'move' ? listener.held : house.held;
    expect(samples.every((sample) => held.has(sample.sopInstanceUid))).toBe(true);
  });

  it('a commitment of ours is answered at our listener', async () => {
    const samples = studyOf(SYNTAXES.slice(0, 2));
    await give(orthanc, samples);
    const stranger = sampleInstance();
    const receipt = await (await lineTo(orthanc)).commit!([...samples, stranger], listener.listener, AbortSignal.timeout(30_000));
    expect(receipt.committed).toEqual(samples.map((sample) => sample.sopInstanceUid));
    expect(receipt.refused).toMatchObject([{ sopInstanceUid: stranger.sopInstanceUid, status: '0112H' }]);
    expect(receipt.open).toEqual([]);
  });

  it('a commitment it asks for is reported to it', async () => {
    const [sample, lost] = [sampleInstance(), sampleInstance()];
    await give(partner, [sample]);
    Object.assign(partner.options, { reportTo: { host: orthanc.host, port: orthanc.port, calledAeTitle: 'ORTHANC', callingAeTitle: 'LOOPBACK' } });
    partner.behaviour.report = 'reverse';
    const asked = [sample, lost].map((one) => [one.sopClassUid, one.sopInstanceUid]);
    const { ID } = JSON.parse(String(await orthanc.rest('/modalities/loopback/storage-commitment', { DicomInstances: asked }))) as { ID: string };
    await expect.poll(async () => (JSON.parse(String(await orthanc.rest(`/storage-commitment/${ID}`))) as { Status: string }).Status, { timeout: 10_000 }).toBe('Failure');
    const report = JSON.parse(String(await orthanc.rest(`/storage-commitment/${ID}`))) as { Success: { SOPInstanceUID: string }[]; Failures: { SOPInstanceUID: string; Description: string }[] };
    expect(report.Success.map((one) => one.SOPInstanceUID)).toEqual([sample.sopInstanceUid]);
    expect(report.Failures.map((one) => one.SOPInstanceUID)).toEqual([lost.sopInstanceUid]);
  });
});

await describeWithPeers('Our retrieval provider', ['getscu', 'movescu', 'storescp'], () => {
  it('gives a study to getscu, and moves it for movescu', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'causeway-getscu-'));
    const peer = await LoopbackPeer.start({ destinations: { HOUSE: { host: '127.0.0.1', port: house.port } } });
    started.push(peer, { stop: () => rm(folder, { recursive: true }) });
    const samples = studyOf(['1.2.840.10008.1.2.1', '1.2.840.10008.1.2.1']);
    await give({ host: peer.host, port: peer.port, aeTitle: peer.aeTitle }, samples);
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${samples[0]!.studyInstanceUid}`, peer.host, String(peer.port)];
    const got = await run('getscu', ['-S', '-aec', peer.aeTitle, '-od', folder, ...keys]);
    expect(got.code, got.output).toBe(0);
    expect(await readdir(folder)).toHaveLength(2);
    const moved = await run('movescu', ['-S', '-aec', peer.aeTitle, '-aem', 'HOUSE', ...keys]);
    expect(moved.code, moved.output).toBe(0);
    expect(house.held.size).toBe(2);
    const nowhere = await run('movescu', ['-S', '-aec', peer.aeTitle, '-aem', 'NOBODY', ...keys]);
    expect(nowhere.output).toMatch(/MoveDestinationUnknown/);
  });
});
