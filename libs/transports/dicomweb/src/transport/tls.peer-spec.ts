import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeObject } from '@causeway/dicom/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoopbackDicomweb, outgoing } from '../../testing/index';
import { dicomweb } from './dicomweb';

const here = spawnSync('openssl', ['version']).status === 0;
if (!here && process.env['CAUSEWAY_PEERS'] === 'required') throw new Error('openssl is not installed.');

describe.skipIf(!here)('DICOMweb over TLS, with a certificate of openssl', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-tls-'));
  let peer: LoopbackDicomweb;
  let cert: string;
  const signal = (): AbortSignal => AbortSignal.timeout(10_000);
  const open = (tls?: unknown) => dicomweb.open(dicomweb.settings.parse({ url: peer.url, token: 'word', ...(tls ? { tls } : {}) }), { endpoint: 'e', log: () => undefined });

  beforeAll(async () => {
    const [certFile, keyFile] = [path.join(dir, 'cert.pem'), path.join(dir, 'key.pem')];
    spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '9', '-subj', '/CN=loopback', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', certFile]);
    cert = fs.readFileSync(certFile, 'utf8');
    peer = await LoopbackDicomweb.start({ token: 'word', tls: { cert, key: fs.readFileSync(keyFile, 'utf8') } });
  });
  afterAll(async () => {
    await peer?.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  });

  it('climbs to the end where the certificate is trusted, and tells when it will expire', async () => {
    const line = await open({ caPem: cert });
    const probe = await line.probe(signal());
    expect(probe.ok).toBe(true);
    const days = (Date.parse(probe.rungs.find((rung) => rung.rung === 'tls')?.expiresAt ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(8);
    expect(days).toBeLessThan(10);
    expect((await line.send!({ instances: [outgoing(makeObject({ edge: 16 }))] }, signal())).results).toMatchObject([{ standing: 'sent' }]);
    await line.close();
  });

  it('stops at the rung of TLS where it is not, and sends nothing', async () => {
    const line = await open();
    const probe = await line.probe(signal());
    expect(probe.rungs.at(-1)).toMatchObject({ rung: 'tls', ok: false, actual: expect.stringMatching(/their certificate is self-signed by .+; we trust the authorities of this system/) as string, fault: 'certificate-untrusted' });
    await expect(line.send!({ instances: [outgoing(makeObject({ edge: 16 }))] }, signal())).rejects.toMatchObject({ code: 'tls', retry: 'never' });
    await line.close();
  });
});
