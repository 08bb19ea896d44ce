import type { Probe } from '@causeway/transport-kit';
import net, { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopbackPeer, freePort } from '../../testing/index';
import { REJECTION } from '../association/rejection';
import { dimse } from './dimse';

let peer: LoopbackPeer;

beforeEach(async () => {
  peer = await LoopbackPeer.start({ aeTitle: 'DEMO_PACS', knows: ['CAUSEWAY'] });
});
afterEach(() => peer.stop());

async function climb(over: Record<string, unknown> = {}): Promise<Probe> {
  const line = await dimse.open(dimse.settings.parse(peer.settings(over)), { endpoint: 'e', log: () => undefined });
  try {
    return await line.probe(AbortSignal.timeout(10_000));
  } finally {
    await line.close();
  }
}

const shape = (probe: Probe): string[] => probe.rungs.map((rung) => `${rung.ok ? '+' : '-'} ${rung.rung}: ${rung.expected} / ${rung.actual}`);

describe('The ladder', () => {
  it('is green to the top at a partner that knows us', async () => {
    expect(shape(await climb({ host: 'localhost', port: peer.port }))).toEqual([
      expect.stringMatching(/^\+ dns: an address for localhost \/ (127\.0\.0\.1|::1)$/),
      `+ tcp: localhost port ${peer.port} accepts connections / connected to 127.0.0.1 port ${peer.port}`,
      '+ association: DEMO_PACS accepts CAUSEWAY / DEMO_PACS accepted us',
      '+ echo: C-ECHO answered with success / success',
    ]);
  });

  it('stops at a name nobody knows', async () => {
    const probe = await climb({ host: 'no-such-host.invalid' });
    expect(shape(probe)).toEqual([expect.stringMatching(/^- dns: an address for no-such-host\.invalid \/ The name no-such-host\.invalid is not known/)]);
  });

  it('stops at a closed port', async () => {
    const port = await freePort();
    expect(shape(await climb({ port }))).toEqual([`- tcp: 127.0.0.1 port ${port} accepts connections / No connection to 127.0.0.1 port ${port}: nobody listens there.`]);
  });

  it.each([
    [{ calledAeTitle: 'ANY-SCP' }, 'They refused: called AE title not recognised; we called ANY-SCP.'],
    [{ callingAeTitle: 'CAUSEWAY1' }, 'They refused: calling AE title not recognised; we are CAUSEWAY1.'],
  ])('says which title is wrong', async (over, actual) => {
    expect((await climb(over)).rungs.at(-1)).toMatchObject({ rung: 'association', ok: false, actual });
  });

  it('says which title they answer to when only capitals are wrong', async () => {
    expect((await climb({ calledAeTitle: 'Demo_Pacs' })).rungs.at(-1)).toMatchObject({
      rung: 'association',
      ok: false,
      actual: 'We called them Demo_Pacs, they answer to DEMO_PACS.',
    });
  });

  it('says that they are full', async () => {
    peer.behaviour.reject = REJECTION.localLimit;
    expect((await climb()).rungs.at(-1)?.actual).toBe('They refused for now: local limit exceeded; we called DEMO_PACS as CAUSEWAY.');
  });

  it('says that they took the connection and never answered', async () => {
    peer.behaviour.mute = true;
    expect((await climb({ associateSeconds: 1 })).rungs.at(-1)).toMatchObject({ rung: 'association', ok: false, actual: 'They did not answer the association request within 1 s.' });
  });

  it('says that something else answers there', async () => {
    const web = net.createServer((socket) => socket.on('error', () => undefined).on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const probe = await climb({ port: (web.address() as AddressInfo).port });
    expect(probe.rungs.at(-1)).toMatchObject({ rung: 'association', ok: false, actual: 'A PDU of unknown type 72 arrived.' });
    web.close();
  });
});
