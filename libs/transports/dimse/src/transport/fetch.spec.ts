import type { FetchReceipt, Intake, RemoteReference } from '@causeway/transport-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopbackPeer, ReceivingHouse, newUid, sampleInstance, type SampleInstance } from '../../testing/index';
import { dimse } from './dimse';

let house: ReceivingHouse;
let peer: LoopbackPeer;
beforeEach(async () => {
  house = await ReceivingHouse.start();
  peer = await LoopbackPeer.start({ destinations: { HOUSE: { host: '127.0.0.1', port: house.port } } });
});
afterEach(async () => {
  await peer.stop();
  await house.stop();
});

const study = newUid();

/** Puts instances into the partner's archive, over the wire. */
async function give(samples: readonly SampleInstance[]): Promise<void> {
  const line = await dimse.open(dimse.settings.parse(peer.settings()), { endpoint: 'e', log: () => undefined });
  await line.send!({ instances: samples }, AbortSignal.timeout(10_000));
  await line.close();
}

async function fetch(over: Record<string, unknown> = {}, options: { reference?: RemoteReference; intake?: Intake; signal?: AbortSignal } = {}): Promise<FetchReceipt> {
  const line = await dimse.open(dimse.settings.parse(peer.settings(over)), { endpoint: 'e', log: () => undefined });
  return line.fetch!(options.reference ?? { studyInstanceUid: study }, options.intake ?? house.intake, options.signal ?? AbortSignal.timeout(20_000));
}

const uids = (samples: readonly SampleInstance[]): string[] => samples.map((sample) => sample.sopInstanceUid);
const samplesOf = (count: number, over: Parameters<typeof sampleInstance>[0] = {}): SampleInstance[] =>
  Array.from({ length: count }, () => sampleInstance({ studyInstanceUid: study, ...over }));

describe.each([['get'], ['move']])('A fetch by C-%s', (retrieve) => {
  it('brings every instance of the study byte for byte, and nothing else', async () => {
    const samples = [...samplesOf(3, { size: 300 }), ...samplesOf(2, { transferSyntaxUid: '1.2.840.10008.1.2.4.90' })];
    await give([...samples, sampleInstance()]);
    const receipt = await fetch({ retrieve });
    expect(new Set(receipt.kept)).toEqual(new Set(uids(samples)));
    expect(receipt).toMatchObject({ refused: [], failedAtPartner: 0, missing: [], failure: null });
    expect(house.held.size).toBe(5);
    for (const sample of samples) {
      expect(house.held.get(sample.sopInstanceUid)?.equals(sample.bytes)).toBe(true);
    }
  });

  it('brings one series, or single instances', async () => {
    const [one, other] = [newUid(), newUid()];
    const samples = [...samplesOf(2, { seriesInstanceUid: one }), ...samplesOf(2, { seriesInstanceUid: other })];
    await give(samples);
    expect((await fetch({ retrieve }, { reference: { studyInstanceUid: study, seriesInstanceUid: one } })).kept).toHaveLength(2);
    expect([...house.held.keys()].sort()).toEqual(uids(samples.slice(0, 2)).sort());
    house.held.clear();
    const wanted = [samples[0]!.sopInstanceUid, samples[3]!.sopInstanceUid];
    await fetch({ retrieve }, { reference: { studyInstanceUid: study, sopInstanceUids: wanted } });
    expect([...house.held.keys()].sort()).toEqual([...wanted].sort());
  });

  it('names what the partner lists and could not give', async () => {
    const samples = samplesOf(4);
    await give(samples);
    peer.behaviour.withhold.add(samples[1]!.sopInstanceUid);
    const receipt = await fetch({ retrieve });
    expect(receipt).toMatchObject({ failedAtPartner: 1, missing: [samples[1]!.sopInstanceUid], failure: null });
    expect(receipt.kept).toHaveLength(3);
  });

  it('asks for nothing when the partner does not list the study', async () => {
    expect(await fetch({ retrieve })).toEqual({ kept: [], refused: [], failedAtPartner: 0, missing: [], failure: null });
  });

  it('is cancelled at the partner too: nothing more is sent', async () => {
    await give(samplesOf(6));
    peer.behaviour.giveDelayMs = 100;
    const controller = new AbortController();
    house.onKept = () => setTimeout(() => controller.abort(), 20);
    await expect(fetch({ retrieve }, { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled', retry: 'later' });
    const before = house.held.size;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(house.held.size).toBe(before);
    expect(before).toBeLessThan(4);
  });

  it('gives a silent partner up, and tells what had come', async () => {
    await give(samplesOf(3));
    house.onKept = () => (peer.behaviour.giveDelayMs = 60_000);
    const receipt = await fetch({ retrieve, silenceSeconds: 1 });
    expect(receipt.kept).toHaveLength(1);
    expect(receipt.missing).toHaveLength(2);
    expect(receipt.failure).toMatchObject({ code: 'timeout', retry: 'later' });
  });
});

describe('A fetch by C-GET', () => {
  it('tells what came before the connection was cut', async () => {
    await give(samplesOf(4));
    peer.behaviour.cutAfterObjects = 2;
    const receipt = await fetch({ retrieve: 'get' });
    expect(receipt.kept).toHaveLength(2);
    expect(receipt.missing).toHaveLength(2);
    expect(receipt.failure).toMatchObject({ code: 'connection-lost', retry: 'later' });
  });

  it('counts what our own side refused apart from what is missing', async () => {
    const samples = samplesOf(3);
    await give(samples);
    house.refuse.add(samples[0]!.sopInstanceUid);
    expect(await fetch({ retrieve: 'get' })).toMatchObject({ refused: [samples[0]!.sopInstanceUid], missing: [], failure: null });
  });

  it('offers more classes and syntaxes than one association has room for, in several', async () => {
    // 41 syntaxes of each class: the rare one of the last class does not fit the first 127 contexts.
    const classes = ['2', '4', '7', '1', '6.1', '128'].map((suffix) => `1.2.840.10008.5.1.4.1.1.${suffix}`);
    const samples = classes.map((sopClassUid) => sampleInstance({ studyInstanceUid: study, sopClassUid }));
    const rare = sampleInstance({ studyInstanceUid: study, sopClassUid: classes[5]!, transferSyntaxUid: '1.2.840.10008.1.2.4.203' });
    await give([...samples, rare]);
    const receipt = await fetch({ retrieve: 'get' });
    expect(new Set(receipt.kept)).toEqual(new Set(uids([...samples, rare])));
    expect(receipt).toMatchObject({ missing: [], failure: null });
  });

  it('is refused in words when the partner serves none, and the settings insist', async () => {
    await give(samplesOf(1));
    peer.behaviour.get = false;
    await expect(fetch({ retrieve: 'get' })).rejects.toMatchObject({ code: 'unsupported', detail: expect.stringContaining('C-GET') });
  });
});

describe('A fetch that may choose', () => {
  it('uses C-GET where it is served', async () => {
    await give(samplesOf(2));
    const { listener: _, ...alone } = house.intake;
    expect((await fetch({}, { intake: alone })).kept).toHaveLength(2);
  });

  it('turns to C-MOVE where C-GET is not served', async () => {
    await give(samplesOf(2));
    peer.behaviour.get = false;
    expect(await fetch()).toMatchObject({ failedAtPartner: 0, failure: null });
    expect(house.held.size).toBe(2);
  });
});

describe('A fetch by C-MOVE', () => {
  it('says both titles when the partner does not know our receiver', async () => {
    await give(samplesOf(2));
    const receipt = await fetch({ retrieve: 'move', moveDestination: 'NOBODY' });
    expect(receipt.failure).toMatchObject({ code: 'unauthorised', retry: 'never' });
    expect(receipt.failure?.detail).toContain('We asked LOOPBACK to send to NOBODY, and it does not know that title (A801H)');
    expect(receipt.missing).toHaveLength(2);
  });

  it('needs a receiver of ours', async () => {
    await give(samplesOf(1));
    await expect(fetch({ retrieve: 'move' }, { intake: {} })).rejects.toMatchObject({ code: 'misconfigured' });
  });

  it('goes on while images arrive, however long the whole takes', async () => {
    await give(samplesOf(4));
    peer.behaviour.giveDelayMs = 700;
    expect(await fetch({ retrieve: 'move', silenceSeconds: 1 })).toMatchObject({ missing: [], failure: null });
  });
});
