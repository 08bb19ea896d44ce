import type { CommitmentReceipt } from '@causeway/transport-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopbackPeer, ReceivingHouse, sampleInstance, type SampleInstance } from '../../testing/index';
import { dimse } from './dimse';

let house: ReceivingHouse;
let peer: LoopbackPeer;
beforeEach(async () => {
  house = await ReceivingHouse.start();
  peer = await LoopbackPeer.start({ reportTo: { host: '127.0.0.1', port: house.port, calledAeTitle: 'HOUSE', callingAeTitle: 'LOOPBACK' } });
});
afterEach(async () => {
  await peer.stop();
  await house.stop();
});

async function commit(samples: readonly SampleInstance[], over: Record<string, unknown> = {}, signal = AbortSignal.timeout(20_000)): Promise<CommitmentReceipt> {
  const line = await dimse.open(dimse.settings.parse(peer.settings(over)), { endpoint: 'e', log: () => undefined });
  return line.commit!(samples, house.listener, signal);
}

async function sent(count: number): Promise<SampleInstance[]> {
  const samples = Array.from({ length: count }, () => sampleInstance());
  const line = await dimse.open(dimse.settings.parse(peer.settings()), { endpoint: 'e', log: () => undefined });
  await line.send!({ instances: samples }, AbortSignal.timeout(10_000));
  return samples;
}

const uids = (samples: readonly SampleInstance[]): string[] => samples.map((sample) => sample.sopInstanceUid);

describe.each([['same'], ['reverse']] as const)('A storage commitment reported on the %s association', (report) => {
  it('says of each instance whether the partner keeps it', async () => {
    const samples = await sent(3);
    const lost = sampleInstance();
    peer.behaviour.report = report;
    const receipt = await commit([...samples, lost]);
    expect(receipt).toMatchObject({ committed: uids(samples), open: [], failure: null });
    expect(receipt.refused).toEqual([{ sopInstanceUid: lost.sopInstanceUid, status: '0112H', detail: 'They answered 0112H: no such object instance.' }]);
    expect(receipt.transactions).toHaveLength(1);
  });

  it('splits thousands of instances into transactions', async () => {
    const samples = Array.from({ length: 2_100 }, (_, i) => ({ ...sampleInstance({ size: 2 }), sopInstanceUid: `1.2.3.${i + 1}` }));
    peer.behaviour.report = report;
    const receipt = await commit(samples);
    expect([receipt.transactions.length, receipt.refused.length, receipt.open.length]).toEqual([3, 2_100, 0]);
  });
});

describe('A storage commitment', () => {
  it('stays open when no report comes in time', async () => {
    const samples = await sent(2);
    peer.behaviour.report = 'never';
    expect(await commit(samples, { commitSeconds: 1 })).toMatchObject({ committed: [], refused: [], open: uids(samples), failure: null });
  });

  it('ends when the caller gives up', async () => {
    const samples = await sent(1);
    peer.behaviour.report = 'never';
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    await expect(commit(samples, {}, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is refused in words by a partner that does not serve it', async () => {
    const line = await dimse.open(dimse.settings.parse({ host: '127.0.0.1', port: house.port, calledAeTitle: 'HOUSE' }), { endpoint: 'e', log: () => undefined });
    await expect(line.commit!([sampleInstance()], null, AbortSignal.timeout(5_000))).rejects.toMatchObject({ retry: 'never' });
  });
});
