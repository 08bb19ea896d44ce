import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LoopbackPeer, issue, run, sampleInstance, startOrthanc, testAuthority, type ForeignOrthanc, type SampleInstance } from '../../testing/index';
import { describeWithPeers } from '../../testing/describe-with-peers';

let folder: string;
let peer: LoopbackPeer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'causeway-scp-'));
  peer = await LoopbackPeer.start({ knows: ['STORESCU', 'ECHOSCU', 'FINDSCU', 'ORTHANC'] });
});
afterAll(async () => {
  await peer.stop();
  await rm(folder, { recursive: true, force: true });
});

async function file(sample: SampleInstance): Promise<string> {
  const name = path.join(folder, `${sample.sopInstanceUid}.dcm`);
  await writeFile(name, sample.file);
  return name;
}

const address = (at = peer.port): string[] => ['127.0.0.1', String(at)];

await describeWithPeers('dcmtk against our provider', ['echoscu', 'storescu', 'findscu'], () => {
  it('is answered when it echoes, and turned down under another title', async () => {
    expect((await run('echoscu', ['-aec', 'LOOPBACK', '-aet', 'ECHOSCU', ...address()])).code).toBe(0);
    const wrong = await run('echoscu', ['-aec', 'SOMEBODY', '-aet', 'ECHOSCU', ...address()]);
    expect(wrong.code).not.toBe(0);
    expect(wrong.output).toContain('Called AE Title Not Recognized');
    const unknown = await run('echoscu', ['-aec', 'LOOPBACK', '-aet', 'STRANGER', ...address()]);
    expect(unknown.output).toContain('Calling AE Title Not Recognized');
  });

  it.each([
    ['explicit little endian', '1.2.840.10008.1.2.1', []],
    ['implicit little endian', '1.2.840.10008.1.2', ['-xi']],
    ['JPEG lossless', '1.2.840.10008.1.2.4.70', ['-xs']],
    ['JPEG 2000', '1.2.840.10008.1.2.4.90', ['-xv']],
    ['RLE', '1.2.840.10008.1.2.5', ['-xr']],
  ])('stores %s byte for byte', async (_name, transferSyntaxUid, options) => {
    const sample = sampleInstance({ transferSyntaxUid, size: 120 });
    const sent = await run('storescu', ['-R', ...options, '-aec', 'LOOPBACK', ...address(), await file(sample)]);
    expect(sent.output + sent.code).toBe('0');
    expect(peer.held.get(sample.sopInstanceUid)?.transferSyntaxUid).toBe(transferSyntaxUid);
    expect(peer.held.get(sample.sopInstanceUid)?.bytes.equals(sample.bytes)).toBe(true);
  });

  it.each([4_096, 16_384, 131_072])('stores with fragments of at most %i bytes', async (pdu) => {
    const sample = sampleInstance({ size: 400 });
    const sent = await run('storescu', ['-R', '--max-send-pdu', String(pdu), '-pdu', String(pdu), '-aec', 'LOOPBACK', ...address(), await file(sample)]);
    expect(sent.code).toBe(0);
    expect(peer.held.get(sample.sopInstanceUid)?.bytes.equals(sample.bytes)).toBe(true);
  });

  it('sees the statuses we answer', async () => {
    const sample = sampleInstance();
    peer.behaviour.statuses.set(sample.sopInstanceUid, 0xa700);
    const sent = await run('storescu', ['-R', '-v', '-nh', '-aec', 'LOOPBACK', ...address(), await file(sample)]);
    expect(sent.output).toContain('OutOfResources');
    expect(peer.held.has(sample.sopInstanceUid)).toBe(false);
  });

  it('stores from four senders at once', async () => {
    const samples = Array.from({ length: 40 }, () => sampleInstance({ size: 100 }));
    const files = await Promise.all(samples.map(file));
    const runs = [0, 1, 2, 3].map((n) => run('storescu', ['-R', '-aec', 'LOOPBACK', ...address(), ...files.filter((_, i) => i % 4 === n)]));
    expect((await Promise.all(runs)).map((result) => result.code)).toEqual([0, 0, 0, 0]);
    expect(samples.every((sample) => peer.held.get(sample.sopInstanceUid)?.bytes.equals(sample.bytes))).toBe(true);
  });

  it('finds studies, series and images, and may cancel', async () => {
    const study = { studyInstanceUid: '1.2.77', patientName: 'Jäger^Änne' };
    for (const seriesInstanceUid of ['1.2.77.1', '1.2.77.2', '1.2.77.3']) {
      await run('storescu', ['-R', '-aec', 'LOOPBACK', ...address(), await file(sampleInstance({ ...study, seriesInstanceUid }))]);
    }
    const find = (...args: string[]): Promise<{ code: number; output: string }> => run('findscu', ['-S', '-aec', 'LOOPBACK', ...args, ...address()]);
    const studies = await find('-k', 'QueryRetrieveLevel=STUDY', '-k', 'StudyInstanceUID=1.2.77', '-k', 'PatientName', '-k', 'NumberOfStudyRelatedInstances');
    expect(studies.output).toContain('Jäger^Änne');
    expect(studies.output).toMatch(/\(0020,1208\) IS \[3 \]/);
    const series = await find('-k', 'QueryRetrieveLevel=SERIES', '-k', 'StudyInstanceUID=1.2.77', '-k', 'SeriesInstanceUID');
    expect(series.output.match(/1\.2\.77\.[123]/g)).toHaveLength(3);
    const images = await find('-k', 'QueryRetrieveLevel=IMAGE', '-k', 'StudyInstanceUID=1.2.77', '-k', 'SeriesInstanceUID=1.2.77.1', '-k', 'SOPInstanceUID');
    expect(images.output).toContain('(0008,0018)');
    peer.behaviour.answerDelayMs = 100;
    const cancelled = await find('-d', '--cancel', '1', '-k', 'QueryRetrieveLevel=SERIES', '-k', 'StudyInstanceUID=1.2.77', '-k', 'SeriesInstanceUID');
    peer.behaviour.answerDelayMs = 0;
    expect(cancelled.output).toMatch(/0xfe00|Cancel/i);
  });
});

await describeWithPeers('dcmtk over TLS against our provider', ['echoscu', 'storescu'], () => {
  const [ours, theirs] = [testAuthority('Ours'), testAuthority('Theirs')];
  let secure: LoopbackPeer;
  let tls: string[];

  beforeAll(async () => {
    secure = await LoopbackPeer.start({ tls: { ...issue(ours, { name: '127.0.0.1' }), caPem: theirs.certPem } });
    const scu = issue(theirs, { name: 'scu.example' });
    const names = { key: scu.keyPem, cert: scu.certPem, ca: ours.certPem };
    for (const [name, pem] of Object.entries(names)) {
      await writeFile(path.join(folder, `${name}.pem`), pem);
    }
    tls = ['+tls', path.join(folder, 'key.pem'), path.join(folder, 'cert.pem'), '+cf', path.join(folder, 'ca.pem')];
  });
  afterAll(() => secure.stop());

  it('stores with a certificate, and is refused without one', async () => {
    const sample = sampleInstance({ size: 200 });
    const sent = await run('storescu', [...tls, '-R', '-aec', 'LOOPBACK', ...address(secure.port), await file(sample)]);
    expect(sent.output + sent.code).toBe('0');
    expect(secure.held.get(sample.sopInstanceUid)?.bytes.equals(sample.bytes)).toBe(true);
    expect((await run('echoscu', ['-aec', 'LOOPBACK', ...address(secure.port)])).code).not.toBe(0);
    expect((await run('echoscu', ['+tla', '-ic', '-aec', 'LOOPBACK', ...address(secure.port)])).code).not.toBe(0);
  });
});

await describeWithPeers('Orthanc against our provider', ['Orthanc'], () => {
  let orthanc: ForeignOrthanc;

  beforeAll(async () => {
    orthanc = await startOrthanc({ us: { aeTitle: 'LOOPBACK', port: peer.port } });
  });
  afterAll(() => orthanc.stop());

  it('echoes', async () => {
    await orthanc.rest('/modalities/us/echo', '{}');
  });

  it('sends an exam to us', async () => {
    const samples = [sampleInstance({ size: 200 }), sampleInstance({ transferSyntaxUid: '1.2.840.10008.1.2.4.90' })];
    for (const sample of samples) {
      const answer = JSON.parse((await fetch(`http://127.0.0.1:${orthanc.httpPort}/instances`, { method: 'POST', body: new Uint8Array(sample.file) }).then((r) => r.text())) as string) as { ID: string };
      await orthanc.rest('/modalities/us/store', answer.ID);
    }
    for (const sample of samples) {
      expect(peer.held.get(sample.sopInstanceUid)?.bytes.length).toBeGreaterThan(0);
    }
  });

  it('asks us for studies', async () => {
    const sample = sampleInstance({ patientId: 'ORTHANC-ASKS' });
    await run('storescu', ['-R', '-aec', 'LOOPBACK', ...address(), await file(sample)]);
    const { ID } = JSON.parse((await orthanc.rest('/modalities/us/query', { Level: 'Study', Query: { PatientID: 'ORTHANC-ASKS', StudyInstanceUID: '' } })).toString()) as { ID: string };
    const answers = JSON.parse((await orthanc.rest(`/queries/${ID}/answers?expand&simplify`)).toString()) as { StudyInstanceUID: string }[];
    expect(answers.map((answer) => answer.StudyInstanceUID)).toEqual([sample.studyInstanceUid]);
  });
});
