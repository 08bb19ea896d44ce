import { LoopbackPeer, sampleInstance, type SampleInstance } from '@causeway/transport-dimse/testing';
import { dimse } from '@causeway/transport-dimse';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installedTransports } from '../../installed-transports';
import type { JobRun } from '../../platform/jobs/job';
import { newId } from '../../platform/ids';
import { makeLog } from '../../platform/log';
import { keepingFacts } from '../../retention/facts';
import { bench, type Bench } from '../../testing/harness';
import { retrievabilityView } from './retrievability';
import { SourceJobs } from './source.jobs';

let b: Bench;
let jobs: SourceJobs;
let peer: LoopbackPeer;
let partner: string;
let line: string;
let exam: string;
let sample: SampleInstance;
const job = (kind: string, data: Record<string, unknown> = {}): JobRun => ({ id: '1', kind, data, start: 1, signal: new AbortController().signal });
const watch = async (): Promise<string[]> => {
  await expect(jobs.run(job('source.watch'))).rejects.toMatchObject({ code: 'next-round' });
  return (await b.acts.read<{ key: string }>(`delete from job where kind = 'source.probe' returning key`)).map((r) => r.key);
};
const probe = (): Promise<void> => jobs.run(job('source.probe', { id: partner }));
const outcomes = async (): Promise<string[]> => (await b.acts.read<{ outcome: string }>('select outcome from source_probe where facility_id = $1 order by at', [partner])).map((r) => r.outcome);
const fact = async (): Promise<unknown> => b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => (await keepingFacts(act, exam, b.settings))['source.retrievable']);

beforeAll(async () => {
  b = await bench();
  jobs = new SourceJobs(b.acts, installedTransports, b.settings, makeLog('spec', 'fatal'));
});
afterAll(() => b.close());
beforeEach(async () => {
  await b.acts.read('delete from source_probe');
  await b.acts.read(`update facility set state = 'retired' where not host`);
  partner = await b.facility(`Lakeview ${Math.random()}`);
  peer = await LoopbackPeer.start({ aeTitle: 'LAKEVIEW', knows: ['CAUSEWAY'] });
  line = newId();
  const settings = { host: '127.0.0.1', port: peer.port, calledAeTitle: 'LAKEVIEW', callingAeTitle: 'CAUSEWAY' };
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, state) values ($1, $2, 'dimse', 'both', 'images', 'PACS', $3, 'passing')`, [line, partner, settings]);
  sample = sampleInstance();
  const open = await dimse.open(dimse.settings.parse(settings), { endpoint: 'e', log: () => undefined });
  await open.send!({ instances: [sample] }, AbortSignal.timeout(20_000));
  exam = newId();
  await b.acts.read(`insert into exam (id, study_uid, head, door, source_facility_id) values ($1, $2, '{}', 'dimse', $3)`, [exam, sample.studyInstanceUid, partner]);
  await b.acts.read(`insert into inbound (id, state, service_line, facility_ids) values ($1, 'released', 'general', array[$2::uuid])`, [exam, b.host]);
  await b.acts.read(`insert into series (exam_id, series_uid, modality, head) values ($1, $2, 'CT', '{}')`, [exam, sample.seriesInstanceUid]);
  await b.acts.read(`insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head) values ($1, $2, $3, '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', '', 1000, 'segment:none:0:1000', 400, '{}')`,
    [sample.sopInstanceUid, exam, sample.seriesInstanceUid]);
});
afterEach(() => peer.stop());

describe('a source', () => {
  it('is asked once a day for an image it gave before, within its hours, and while its line is not away', async () => {
    expect(await watch()).toEqual([`source.probe ${partner}`]);
    const now = new Date();
    const hour = (plus: number): string => `${String((now.getUTCHours() + plus) % 24).padStart(2, '0')}:00`;
    await b.acts.read('update endpoint set hours = $2 where id = $1', [line, `${hour(3)}-${hour(4)}`]);
    expect(await watch()).toEqual([]);
    await b.acts.read('update endpoint set hours = null where id = $1', [line]);
    await b.acts.read(`insert into line (endpoint_id, budget, breaker) values ($1, 1, 'open')`, [line]);
    expect(await watch()).toEqual([]);
    await b.acts.read('delete from line where endpoint_id = $1', [line]);
    await probe();
    expect(await outcomes()).toEqual(['retrieved']);
    expect(await watch()).toEqual([]);
    await b.acts.read(`update source_probe set at = at - interval '21 hours'`);
    expect(await watch()).toEqual([`source.probe ${partner}`]);
    // nothing of it comes in as an exam
    expect(await b.acts.read('select count(*)::int as n from exam where source_facility_id = $1', [partner])).toEqual([{ n: 1 }]);
  });

  it('is known to give again from five probes on, and what retention reads is their share', async () => {
    for (let n = 0; n < 4; n++) await probe();
    expect([await fact(), await retrievabilityView(b.acts, partner)]).toMatchObject([null, { permille: null, probes: 4, needed: 5, last: { given: true } }]);
    await probe();
    expect(await fact()).toBe(1000);
    expect(await b.acts.read(`select data->>'sourceId' as id from job where kind = 'verdict.all' and state = 'waiting' and data->>'sourceId' = $1`, [partner])).toEqual([{ id: partner }]);
    await peer.stop();
    await probe();
    expect([await outcomes(), await fact()]).toEqual([[...Array<string>(5).fill('retrieved'), 'failed'], 833]);
    await b.acts.read(`update source_probe set at = at - interval '91 days'`);
    expect(await fact()).toBeNull();
  });

  it('that does not list the study any more says no, and one that offers no C-GET says neither yes nor no', async () => {
    await b.acts.read(`update exam set study_uid = study_uid || '.9' where id = $1`, [exam]);
    await probe();
    expect(await outcomes()).toEqual(['absent']);
    const [row] = await b.acts.read<{ sentence: string }>('select sentence from source_probe where facility_id = $1', [partner]);
    expect(row?.sentence).not.toContain(sample.studyInstanceUid);
  });
});
