import { X509Certificate } from 'node:crypto';
import { dimse } from '@causeway/transport-dimse';
import { issue, LoopbackPeer, sampleInstance, testAuthority, type SampleInstance } from '@causeway/transport-dimse/testing';
import { TransportFailure, type Line } from '@causeway/transport-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../platform/ids';
import { makeLog } from '../platform/log';
import { bench, type Bench } from '../testing/harness';
import { ReceiverAsListener } from './own-listener';
import { startReceiver, type RunningReceiver } from './receiver';

const [ours, theirs] = [testAuthority('Our authority'), testAuthority('Their authority')];
const server = issue(ours, { name: '127.0.0.1' });
let b: Bench;
let receiver: RunningReceiver;
let peer: LoopbackPeer;
beforeAll(async () => {
  b = await bench({ CAUSEWAY_DICOM_TLS_PORT: '0', CAUSEWAY_DICOM_TLS_CERT: server.certPem, CAUSEWAY_DICOM_TLS_KEY: server.keyPem, CAUSEWAY_DICOM_TLS_CA: theirs.certPem });
  receiver = await startReceiver(b.settings, makeLog('spec', 'fatal'), { messages: false });
  for (const calling of ['LOOPBACK', 'OTHER']) {
    const facility = await b.facility(calling);
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling, addresses) values ($1, $2, 'dimse', 'in', 'receive', $3, '{}', $3, '{127.0.0.1}')`, [newId(), facility, calling]);
  }
});
afterAll(async () => {
  await receiver.stop();
  await b.close();
});
beforeEach(async () => {
  const here = { host: '127.0.0.1', port: receiver.dicomPort };
  peer = await LoopbackPeer.start({ destinations: { CAUSEWAY: here }, reportTo: { ...here, calledAeTitle: 'CAUSEWAY', callingAeTitle: 'LOOPBACK' } });
});
afterEach(() => peer.stop());

const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const open = (settings: Record<string, unknown>): Promise<Line> => dimse.open(dimse.settings.parse(settings), { endpoint: 'e', log: () => undefined });
/** Our receiver as a partner with some title reaches it. */
const asPartner = (callingAeTitle: string, over: Record<string, unknown> = {}): Promise<Line> => open({ host: '127.0.0.1', port: receiver.dicomPort, calledAeTitle: 'CAUSEWAY', callingAeTitle, ...over });
const uids = (samples: readonly SampleInstance[]): string[] => samples.map((s) => s.sopInstanceUid);
const study = (count: number): SampleInstance[] => {
  const first = sampleInstance();
  return [first, ...Array.from({ length: count - 1 }, () => sampleInstance({ studyInstanceUid: first.studyInstanceUid, seriesInstanceUid: first.seriesInstanceUid }))];
};

describe('the receiver stands in for what it has taken (PS3.4 J)', () => {
  it('commits itself to what the asker handed over, and to nothing else', async () => {
    const [samples, never] = [study(3), sampleInstance()];
    const line = await asPartner('LOOPBACK');
    await line.send!({ instances: samples }, soon());
    const receipt = await line.commit!([...samples, never], null, soon());
    expect(receipt).toMatchObject({ committed: uids(samples), refused: [{ sopInstanceUid: never.sopInstanceUid, status: '0112H' }], open: [], failure: null });
  });

  it('does not tell one partner what another one sent', async () => {
    const samples = study(2);
    await (await asPartner('LOOPBACK')).send!({ instances: samples }, soon());
    expect((await (await asPartner('OTHER')).commit!(samples, null, soon())).committed).toEqual([]);
  });

  it('names an instance it holds under another class', async () => {
    const [sample] = study(1);
    const line = await asPartner('LOOPBACK');
    await line.send!({ instances: [sample!] }, soon());
    const receipt = await line.commit!([{ ...sample!, sopClassUid: '1.2.840.10008.5.1.4.1.1.4' }], null, soon());
    expect(receipt.refused).toMatchObject([{ status: '0119H' }]);
  });
});

describe('the receiver on behalf of a worker', () => {
  it('takes the images of a C-MOVE, and the line learns which have arrived', async () => {
    const samples = study(4);
    await (await open(peer.settings())).send!({ instances: samples }, soon());
    const receipt = await (await open(peer.settings({ retrieve: 'move' }))).fetch!({ studyInstanceUid: samples[0]!.studyInstanceUid }, { listener: new ReceiverAsListener(b.acts, 'CAUSEWAY') }, soon());
    expect({ ...receipt, kept: [...receipt.kept].sort() }).toEqual({ kept: uids(samples).sort(), refused: [], failedAtPartner: 0, missing: [], failure: null });
    expect(await b.acts.read('select count(*)::int as n from instance where sop_uid = any($1)', [uids(samples)])).toEqual([{ n: 4 }]);
  });

  it('counts images it has already as arrived when they come again', async () => {
    const samples = study(2);
    await (await asPartner('LOOPBACK')).send!({ instances: samples }, soon());
    await (await open(peer.settings())).send!({ instances: samples }, soon());
    const receipt = await (await open(peer.settings({ retrieve: 'move' }))).fetch!({ studyInstanceUid: samples[0]!.studyInstanceUid }, { listener: new ReceiverAsListener(b.acts, 'CAUSEWAY') }, soon());
    expect(receipt).toMatchObject({ missing: [], failure: null });
  });

  it('takes the report on a commitment of ours', async () => {
    const samples = study(2);
    peer.behaviour.report = 'reverse';
    const line = await open(peer.settings());
    await line.send!({ instances: samples }, soon());
    const receipt = await line.commit!(samples, new ReceiverAsListener(b.acts, 'CAUSEWAY'), soon());
    expect(receipt).toMatchObject({ committed: uids(samples), open: [] });
  });
});

describe('the receiver’s port for TLS', () => {
  const secured = (tls: Record<string, unknown>): Promise<Line> => asPartner('LOOPBACK', { port: receiver.dicomTlsPort, tls: { caPem: ours.certPem, ...tls } });

  it('takes images of a partner with a certificate it trusts', async () => {
    const [sample] = study(1);
    const receipt = await (await secured({ ...issue(theirs, { name: 'scu.example' }) })).send!({ instances: [sample!] }, soon());
    expect(receipt.results[0]).toMatchObject({ standing: 'sent', status: '0000H' });
  });

  /** Handed in by the partner of that title, and compared by somebody here. */
  const handIn = async (calling: string, certPem: string, trusted = true): Promise<string> => {
    const id = newId();
    const { fingerprint256 } = new X509Certificate(certPem);
    await b.acts.read(
      `insert into facility_certificate (id, facility_id, pem, subject, issuer, fingerprint, not_before, not_after, by_name, trusted_at) select $1, e.facility_id, $2, 'S', 'I', $3, clock_timestamp(), clock_timestamp() + interval '20 days', 'Spec', case when $5 then clock_timestamp() end
       from endpoint e where e.calling = $4`, [id, certPem, fingerprint256, calling, trusted]);
    return id;
  };
  const sentBy = async (calling: string, identity: object): Promise<string> => {
    const line = await asPartner(calling, { port: receiver.dicomTlsPort, tls: { caPem: ours.certPem, ...identity } });
    return line.send!({ instances: study(1) }, soon()).then(({ results }) => results[0]?.standing ?? 'none', (error: unknown) => (error instanceof TransportFailure ? error.code : 'broken'));
  };

  it('takes a certificate a partner handed in as soon as it was compared, without a restart, and no longer than it is trusted', async () => {
    const own = issue(testAuthority('Nobody here knows it'), { name: 'pacs.lakeview.example' });
    const id = await handIn('LOOPBACK', own.certPem, false);
    expect(await sentBy('LOOPBACK', own)).not.toBe('sent');
    await b.acts.read('update facility_certificate set trusted_at = clock_timestamp() where id = $1', [id]);
    await expect.poll(() => sentBy('LOOPBACK', own)).toBe('sent');
    // from then on the site is believed with its own only
    expect(await sentBy('LOOPBACK', issue(theirs, { name: 'scu.example' }))).not.toBe('sent');
    await b.acts.read('update facility_certificate set withdrawn_at = clock_timestamp() where id = $1', [id]);
    await expect.poll(() => sentBy('LOOPBACK', own)).not.toBe('sent');
  });

  it('refuses the certificate of another site under this one’s title, and one that a trusted certificate signed', async () => {
    const own = testAuthority('Signed by itself');
    await handIn('OTHER', own.certPem);
    await expect.poll(() => sentBy('OTHER', own)).toBe('sent');
    expect(await sentBy('LOOPBACK', own)).toBe('unauthorised');
    expect(await sentBy('OTHER', issue(own, { name: 'scanner.example' }))).not.toBe('sent');
    await expect.poll(async () => (await b.acts.read<{ n: number }>(`select count(*)::int as n from audit_entry where action = 'association.refused' and reason = 'certificate-of-another'`))[0]?.n).toBeGreaterThan(0);
  });

  it('refuses one without, and one with a stranger’s', async () => {
    for (const identity of [{}, { ...issue(ours, { name: 'stranger.example' }) }]) {
      expect((await (await secured(identity)).probe(soon())).ok).toBe(false);
    }
  });
});

describe('a title in the wrong case', () => {
  it('is refused, and the audit shows both titles', async () => {
    const line = await asPartner('LOOPBACK', { calledAeTitle: 'causeway' });
    const probe = await line.probe(soon());
    expect(probe.rungs.at(-1)?.actual).toBe('We called them causeway, they answer to CAUSEWAY.');
    await expect.poll(async () => (await b.acts.read<{ details: string }>(`select details from audit_entry where action = 'association.refused' and reason = 'called-ae-wrong'`))[0]?.details).toMatch(
      /"called": ?"causeway".*"answersTo": ?"CAUSEWAY"|"answersTo": ?"CAUSEWAY".*"called": ?"causeway"/);
  });
});
