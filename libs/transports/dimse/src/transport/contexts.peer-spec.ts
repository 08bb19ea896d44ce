import type { Probe } from '@causeway/transport-kit';
import { expect, it } from 'vitest';
import { describeWithPeers } from '../../testing/describe-with-peers';
import { startOrthanc, startStorescp, type ForeignPeer } from '../../testing/index';
import { dimse } from './dimse';

async function climb(peer: ForeignPeer, calledAeTitle = peer.aeTitle): Promise<Probe> {
  const line = await dimse.open(dimse.settings.parse({ host: peer.host, port: peer.port, calledAeTitle }), { endpoint: 'e', log: () => undefined });
  try {
    return await line.probe(AbortSignal.timeout(30_000), { deep: true });
  } finally {
    await line.close();
  }
}

await describeWithPeers('What foreign archives take', ['storescp', 'Orthanc'], () => {
  it('is told of Orthanc with its services', async () => {
    const orthanc = await startOrthanc();
    const probe = await climb(orthanc);
    await orthanc.stop();
    expect(probe.rungs.map(({ rung, ok }) => [rung, ok])).toEqual([['tcp', true], ['association', true], ['echo', true], ['contexts', true]]);
    expect(probe.rungs.at(-1)?.details).toEqual(expect.arrayContaining(['Offered: query (C-FIND)', 'Offered: retrieve (C-MOVE)']));
    expect(probe.rungs[1]?.details?.[0]).toMatch(/^Largest message they take: \d+ bytes; ours: 131072 bytes$/);
  });

  it('is told of storescp, which answers no query', async () => {
    const storescp = await startStorescp();
    const probe = await climb(storescp);
    await storescp.stop();
    expect(probe.ok).toBe(true);
    expect(probe.rungs.at(-1)?.details).toEqual(expect.arrayContaining(['Not offered: query (C-FIND)']));
  });
});
