import net from 'node:net';
import tls_ from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoopbackPeer, issue, sampleInstance, testAuthority } from '../../testing/index';
import { serverUnderTest, type ServerUnderTest } from '../../testing/server-kit';
import { dimse } from '../transport/dimse';
import type { Peer } from '../scp/ports';

const ours = testAuthority('Our authority');
const theirs = testAuthority('Their authority');
const scp = issue(theirs, { name: '127.0.0.1' });
const scu = issue(ours, { name: 'gateway.example' });
const DAY_MS = 86_400_000;
const expired = issue(theirs, { name: '127.0.0.1', validFrom: new Date(Date.now() - 10 * DAY_MS), validTo: new Date(Date.now() - DAY_MS) });
const misnamed = issue(theirs, { name: 'pacs.example' });

let peer: LoopbackPeer;
let admitted: ServerUnderTest;
const peers: Peer[] = [];

beforeAll(async () => {
  peer = await LoopbackPeer.start({ tls: { ...scp, caPem: ours.certPem } });
  admitted = await serverUnderTest(
    {
      admit: (_proposal, from) => {
        peers.push(from);
        return { admitted: true };
      },
    },
    { tls: { ...scp, caPem: ours.certPem } },
  );
});
afterAll(async () => {
  await peer.stop();
  await admitted.server.close(0);
});

const scuPem = { cert: scu.certPem, key: scu.keyPem };
const tls = { caPem: theirs.certPem, certPem: scu.certPem, keyPem: scu.keyPem };

async function probe(settings: Record<string, unknown>): Promise<{ ok: boolean; last: { rung: string; actual: string; expiresAt?: string } }> {
  const line = await dimse.open(dimse.settings.parse(settings), { endpoint: 'e', log: () => undefined });
  const { ok, rungs } = await line.probe(AbortSignal.timeout(10_000));
  await line.close();
  return { ok, last: rungs.find((rung) => rung.rung === 'tls' && rung.ok && ok) ?? rungs.at(-1)! };
}

describe('DIMSE over TLS', () => {
  it('shows a green ladder with the end of their certificate, and sends', async () => {
    const result = await probe(peer.settings({ tls }));
    expect(result.ok).toBe(true);
    expect(result.last.actual).toMatch(/^TLSv1\.[23], certificate valid until /);
    expect(Date.parse(result.last.expiresAt!)).toBeGreaterThan(Date.now() + 20 * DAY_MS);

    const line = await dimse.open(dimse.settings.parse(peer.settings({ tls })), { endpoint: 'e', log: () => undefined });
    const sample = sampleInstance({ size: 300 });
    const receipt = await line.send!({ instances: [sample] }, AbortSignal.timeout(10_000));
    expect(receipt.results[0]?.standing).toBe('sent');
    expect(peer.held.get(sample.sopInstanceUid)?.bytes.equals(sample.bytes)).toBe(true);
  });

  it('gives the certificate of the partner to whoever admits', async () => {
    expect((await probe({ host: '127.0.0.1', port: admitted.port, calledAeTitle: 'X', tls })).ok).toBe(true);
    expect(peers[0]).toMatchObject({
      address: '127.0.0.1',
      certificate: { subject: 'CN=gateway.example', issuer: 'CN=Our authority', fingerprint256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) },
    });
  });

  it('refuses a partner without a certificate, and one with a stranger\'s', async () => {
    for (const identity of [{}, issue(theirs, { name: 'stranger.example' })]) {
      const result = await probe(peer.settings({ tls: { caPem: theirs.certPem, ...identity } }));
      expect(result.ok).toBe(false);
    }
  });

  it('says that they may want a certificate, or not trust ours, when they end the connection without a word', async () => {
    const sentences: string[] = [];
    for (const identity of [{}, issue(theirs, { name: 'stranger.example' })]) {
      sentences.push((await probe(peer.settings({ tls: { caPem: theirs.certPem, ...identity } }))).last.actual);
    }
    expect(sentences[0]).toContain('they may want a certificate from us');
    expect(sentences[1]).toMatch(/they may not trust our certificate/);
  });

  it('stops at our own certificate once it has expired', async () => {
    const old = issue(ours, { name: 'gateway.example', validFrom: new Date(Date.now() - 10 * DAY_MS), validTo: new Date(Date.now() - DAY_MS) });
    const { last } = await probe(peer.settings({ tls: { caPem: theirs.certPem, ...old } }));
    expect(last).toMatchObject({ rung: 'certificate', actual: expect.stringMatching(/^Our certificate was valid until .*, and today is /) });
  });

  it.each([
    ['a key that is not of the certificate', { certPem: scu.certPem, keyPem: scp.keyPem }, 'tls.keyPem'],
    ['a certificate without its key', { certPem: scu.certPem }, 'tls.keyPem'],
    ['a key without its certificate', { keyPem: scu.keyPem }, 'tls.certPem'],
  ])('refuses settings with %s', (_what, identity, path) => {
    expect(() => dimse.settings.parse(peer.settings({ tls: { caPem: theirs.certPem, ...identity } }))).toThrow(
      expect.objectContaining({ code: 'misconfigured', faults: [expect.objectContaining({ path })] }),
    );
  });

  it('speaks no cipher without forward secrecy (PS3.15 B.12)', async () => {
    const weak = tls_.connect({ host: '127.0.0.1', port: admitted.port, ca: theirs.certPem, ...scuPem, maxVersion: 'TLSv1.2', ciphers: 'AES256-GCM-SHA384:AES128-SHA' });
    await expect(new Promise((resolve, reject) => weak.once('secureConnect', resolve).once('error', reject))).rejects.toThrow(/handshake failure/i);
    const old = tls_.connect({ host: '127.0.0.1', port: admitted.port, ca: theirs.certPem, ...scuPem, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' });
    await expect(new Promise((resolve, reject) => old.once('secureConnect', resolve).once('error', reject))).rejects.toThrow();
  });

  it('refuses a plain partner, and stays red for one that does not speak TLS', async () => {
    const plain = await probe(peer.settings());
    expect([plain.ok, plain.last.rung]).toEqual([false, 'association']);
    const mute = net.createServer((socket) => socket.on('error', () => undefined).on('data', () => socket.end('220 mail\r\n')));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const result = await probe({ host: '127.0.0.1', port: (mute.address() as net.AddressInfo).port, calledAeTitle: 'X', tls });
    expect([result.ok, result.last.rung]).toEqual([false, 'tls']);
    mute.close();
  });

  it.each([
    ['an expired certificate', expired, /their certificate has expired: it was valid until \d{4}-\d\d-\d\d, and today is \d{4}-\d\d-\d\d/],
    ['a certificate for another name', misnamed, /their certificate is for another name: it names pacs\.example, and we asked for 127\.0\.0\.1/],
    [
      'a certificate of an authority we do not trust',
      issue(ours, { name: '127.0.0.1' }),
      /their certificate authority is not trusted here: it is Our authority, and we trust Their authority/,
    ],
  ])('says so when they show %s', async (_what, identity, sentence) => {
    const odd = await LoopbackPeer.start({ tls: { ...identity, caPem: ours.certPem } });
    const result = await probe(odd.settings({ tls }));
    expect(result.last.rung).toBe('tls');
    expect(result.last.actual).toMatch(sentence);
    const line = await dimse.open(dimse.settings.parse(odd.settings({ tls })), { endpoint: 'e', log: () => undefined });
    const sample = sampleInstance();
    await expect(line.send!({ instances: [sample] }, AbortSignal.timeout(10_000))).rejects.toMatchObject({ code: 'tls', retry: 'never' });
    expect(odd.held.size).toBe(0);
    await odd.stop();
  });

  it('accepts a certificate for another name when the settings name it', async () => {
    const odd = await LoopbackPeer.start({ tls: { ...misnamed, caPem: ours.certPem } });
    expect((await probe(odd.settings({ tls: { ...tls, serverName: 'pacs.example' } }))).ok).toBe(true);
    await odd.stop();
  });
});
