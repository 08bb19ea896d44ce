import { FetchStudy } from '@causeway/contracts';
import { dimse } from '@causeway/transport-dimse';
import { LoopbackPeer, newUid, sampleInstance, type SampleInstance } from '@causeway/transport-dimse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installedTransports } from '../installed-transports';
import { newId } from '../platform/ids';
import { makeLog } from '../platform/log';
import { callerOf } from '../testing/caller';
import { exchangeOf, requestForm } from '../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { RequestFetches } from './fetch';

let b: Bench;
let peer: LoopbackPeer;
let lakeview: string;
let line: string;
let nurse: SpecPerson;
let fetches: RequestFetches;
const as = (p: SpecPerson) => callerOf(b, p);
let study = '';

beforeAll(async () => {
  b = await bench({ CAUSEWAY_PATIENCE_RATE: '1000' });
  fetches = new RequestFetches(b.acts, installedTransports, makeLog('spec', 'error'));
});
afterAll(() => b.close());
beforeEach(async () => {
  study = newUid();
  peer = await LoopbackPeer.start({ aeTitle: 'LAKE' });
  lakeview = await b.facility(`Lakeview ${newId()}`, { issuer: `LK${newId().slice(-6)}` });
  nurse = await b.person('tn', { facilities: [b.host, lakeview] });
  line = newId();
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'both', 'images', 'Their PACS', $3)`,
    [line, lakeview, { host: '127.0.0.1', port: peer.port, calledAeTitle: 'LAKE', callingAeTitle: 'CAUSEWAY', retrieve: 'get', connectSeconds: 2, associateSeconds: 2, responseSeconds: 3 }]);
});
afterEach(() => peer.stop());

async function give(samples: readonly SampleInstance[]): Promise<void> {
  const open = await dimse.open(dimse.settings.parse(peer.settings()), { endpoint: 'e', log: () => undefined });
  await open.send!({ instances: samples }, AbortSignal.timeout(10_000));
  await open.close();
}
const samples = (n: number): SampleInstance[] => Array.from({ length: n }, (_, i) => sampleInstance({ studyInstanceUid: study, patientId: 'OUT-1', patientName: 'PERSON^SPEC', size: 64, instanceNumber: i + 1 }));
async function asked(): Promise<string> {
  const x = exchangeOf(b);
  const id = await x.requestMoves.create(await as(nurse), requestForm(lakeview, { patient: { family: 'Person', given: 'Spec', birthDate: '1961-03-12', sex: 'F', identifier: { value: 'OUT-1', issuer: 'LAKE' } } }));
  await x.requestMoves.send(await as(nurse), id, { version: 0, route: 'phone' });
  return id;
}
const detail = async (id: string) => exchangeOf(b).requestDetails.detail(id, await as(nurse));
const order = async (id: string) => fetches.fetch(await as(nurse), id, FetchStudy.parse({ endpointId: line, studyUid: study, what: 'CT head' }));
const run = (ahead = 0) => drain(b, { ahead, only: ['line.serve', 'line.probe', 'transfer.due', 'transfer.run', 'transfer.heal'] });
const images = async () => (await b.acts.read('select i.id from exam e join instance i on i.exam_id = e.id where e.study_uid = $1', [study])).length;
const lines = async (id: string) => (await detail(id)).entries.map((e) => e.what);

describe('a partner who lets us look', () => {
  it('lists what they have of the patient and nobody else, and what is picked comes as if it had been sent', async () => {
    await give([...samples(3), sampleInstance({ patientId: 'SOMEBODY-ELSE' })]);
    const id = await asked();
    expect((await detail(id)).mayLook).toBe(true);
    const look = await fetches.look(await as(nurse), id);
    expect(look.troubles).toEqual([]);
    expect(look.studies).toMatchObject([{ studyUid: study, endpointId: line, line: 'Their PACS', patient: { patientId: 'OUT-1' }, exam: null }]);
    await order(id);
    expect((await detail(id)).fetching).toEqual([study]);
    await run();
    expect(await images()).toBe(3);
    const [exam] = await b.acts.read<{ door: string; source_facility_id: string }>('select door, source_facility_id from exam where study_uid = $1 and source_facility_id = $2', [study, lakeview]);
    expect(exam).toMatchObject({ door: 'dimse', source_facility_id: lakeview });
    const after = await detail(id);
    expect(after.fetching).toEqual([]);
    expect(after.entries.at(-1)).toMatchObject({ what: 'fetched', values: { line: 'Their PACS', images: 3, of: 3 } });
    await drain(b, { ahead: 5, only: ['exam.extend'] });
    expect((await fetches.look(await as(nurse), id)).studies).toMatchObject([{ exam: { received: 3 } }]);
  });

  it('is asked only for what is not here yet, however often', async () => {
    await give(samples(2));
    const id = await asked();
    await order(id);
    await run();
    await give(samples(2));
    await order(id);
    await run();
    expect(await images()).toBe(4);
    expect((await lines(id)).filter((w) => w === 'fetched')).toHaveLength(2);
  });

  it('who is away is said so in words, tried again by itself, and delivers when back', async () => {
    await give(samples(2));
    const id = await asked();
    const { port } = peer;
    const kept = [...peer.held.values()];
    await peer.stop();
    expect((await fetches.look(await as(nurse), id)).troubles).toMatchObject([{ line: 'Their PACS', sentence: expect.stringMatching(/\S/) }]);
    await order(id);
    await run();
    expect((await detail(id)).entries.at(-1)).toMatchObject({ what: 'fetch-waits', values: { sentence: expect.stringContaining('127.0.0.1') } });
    peer = await LoopbackPeer.start({ aeTitle: 'LAKE', port });
    expect(kept).toHaveLength(2);
    await give(samples(2));
    await run(60);
    expect(await lines(id)).toContain('fetched');
    expect(await images()).toBe(2);
  });

  it('a move to a title they do not know is told as that, and not tried again', async () => {
    await b.acts.read(`update endpoint set settings = settings || '{"retrieve":"move"}' where id = $1`, [line]);
    await give(samples(1));
    const id = await asked();
    await order(id);
    await run(600);
    const last = (await detail(id)).entries.at(-1);
    expect(last?.what).toBe('fetch-failed');
    expect(String(last?.values['sentence'])).toMatch(/CAUSEWAY/);
  });

  it('is not asked by who may not, for another partner’s line, or for a request that is over', async () => {
    const id = await asked();
    const reader = await b.person('rd', { facilities: [b.host, lakeview] });
    await expect(fetches.look(await as(reader), id)).rejects.toMatchObject({ status: 404 });
    await expect(fetches.fetch(await as(nurse), id, { endpointId: newId(), studyUid: study, what: '' })).rejects.toMatchObject({ status: 422 });
    await exchangeOf(b).requestMoves.cancel(await as(nurse), id, { version: (await detail(id)).version, reason: 'found-elsewhere', note: '' });
    await expect(fetches.look(await as(nurse), id)).rejects.toMatchObject({ status: 409 });
    expect((await detail(id)).mayLook).toBe(false);
  });
});
