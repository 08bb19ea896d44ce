import { FetchStudy, TransferQuery } from '@causeway/contracts';
import { dimse } from '@causeway/transport-dimse';
import { LoopbackPeer, newUid, sampleInstance, type SampleInstance } from '@causeway/transport-dimse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installedTransports } from '../installed-transports';
import { Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';
import { makeLog } from '../platform/log';
import { RequestFetches } from '../requests/fetch';
import { callerOf } from '../testing/caller';
import { exchangeOf, requestForm } from '../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { TransferDetails } from './transfer.detail';
import { TransferList } from './transfer.list';
import { TransferMoves } from './transfer.moves';

// no probes: a partner that is away would be asked for ever at this pace
const WORK = ['line.serve', 'transfer.due', 'transfer.run', 'transfer.heal', 'transfer.expire'];
let b: Bench;
let peer: LoopbackPeer;
let lakeview: string;
let line: string;
let nurse: SpecPerson;
let pacs: SpecPerson;
let study = '';
let list: TransferList;
let moves: TransferMoves;
beforeAll(async () => {
  b = await bench({ CAUSEWAY_PATIENCE_RATE: '1000' });
  list = new TransferList(b.acts, { position: '0.0' });
  moves = new TransferMoves(b.acts, list);
});
afterAll(() => b.close());
beforeEach(async () => {
  study = newUid();
  peer = await LoopbackPeer.start({ aeTitle: 'LAKE' });
  lakeview = await b.facility(`Lakeview ${newId()}`, { issuer: `LK${newId().slice(-6)}` });
  nurse = await b.person('tn', { facilities: [b.host, lakeview] });
  pacs = await b.person('pa', { facilities: [b.host, lakeview] });
  line = newId();
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, hours, settings) values ($1, $2, 'dimse', 'both', 'images', 'Their PACS', null, $3)`,
    [line, lakeview, { host: '127.0.0.1', port: peer.port, calledAeTitle: 'LAKE', callingAeTitle: 'CAUSEWAY', retrieve: 'get', connectSeconds: 10, associateSeconds: 10, responseSeconds: 10 }]);
});
afterEach(async () => {
  await peer.stop();
  await b.acts.read(`delete from job where state = 'waiting'`);
});

const as = (p: SpecPerson) => callerOf(b, p);
const samples = (n: number): SampleInstance[] => Array.from({ length: n }, (_, i) => sampleInstance({ studyInstanceUid: study, patientId: 'OUT-1', patientName: 'PERSON^SPEC', size: 64, instanceNumber: i + 1 }));
async function give(instances: readonly SampleInstance[]): Promise<void> {
  const open = await dimse.open(dimse.settings.parse(peer.settings()), { endpoint: 'e', log: () => undefined });
  await open.send!({ instances }, AbortSignal.timeout(10_000));
  await open.close();
}
async function fetchAsked(): Promise<{ request: string; transfer: string }> {
  const x = exchangeOf(b);
  const request = await x.requestMoves.create(await as(nurse), requestForm(lakeview, { patient: { family: 'Person', given: 'Spec', birthDate: '1961-03-12', sex: 'F', identifier: { value: 'OUT-1', issuer: 'LAKE' } } }));
  await x.requestMoves.send(await as(nurse), request, { version: 0, route: 'phone' });
  await order(request);
  const [t] = await b.acts.read<{ id: string }>('select id from transfer where request_id = $1', [request]);
  return { request, transfer: t!.id };
}
const order = async (request: string): Promise<void> =>
  new RequestFetches(b.acts, installedTransports, makeLog('spec', 'error')).fetch(await as(nurse), request, FetchStudy.parse({ endpointId: line, studyUid: study, what: 'CT head' }));
const work = (ahead = 0) => drain(b, { ahead, only: WORK });
const detail = async (id: string, who = pacs) => new TransferDetails(b.acts, list).detail(id, await as(who));
const page = async (over: Record<string, unknown>, who = pacs) => list.page(TransferQuery.parse({ view: 'all', ...over }), await as(who));

describe('what is fetched from a partner', () => {
  it('stands among the transfers from the moment it is asked for, in its own direction', async () => {
    const { request, transfer } = await fetchAsked();
    const [row] = (await page({ direction: 'in', request })).rows;
    expect(row).toMatchObject({ id: transfer, direction: 'in', state: 'waiting', exam: 'CT head', purpose: 'fetch', requestId: request, examId: null, ledger: { total: 0 } });
    expect(row?.from).toMatch(/^Lakeview/);
    expect(row?.patient.text).toContain('Person');
    expect((await page({ direction: 'out', request })).rows).toEqual([]);
  });

  it('is told image by image, and what came is proven by our own ledger', async () => {
    await give(samples(4));
    const { transfer } = await fetchAsked();
    await work();
    const d = await detail(transfer);
    expect(d).toMatchObject({ state: 'done', ledger: { total: 4, verified: 4 }, proofs: [{ proof: 'received', instances: 4 }], otherRoutes: [] });
    expect(d.series.flatMap((s) => s.states)).toEqual(['verified', 'verified', 'verified', 'verified']);
    expect(d.bytesDone).toBeGreaterThan(256);
    const [exam] = await b.acts.read<{ id: string }>('select id from exam where study_uid = $1 and source_facility_id = $2', [study, lakeview]);
    expect(d.examId).toBe(exam?.id);
    expect(await new TransferDetails(b.acts, list).csv(transfer, await as(pacs))).toContain('received');
  });

  it('names what they list and do not give, tries it again by itself, and asks for nothing else then', async () => {
    const held = samples(4);
    await give(held);
    peer.behaviour.withhold.add(held[2]!.sopInstanceUid);
    const { request, transfer } = await fetchAsked();
    await work();
    const partial = await detail(transfer);
    expect(partial).toMatchObject({ state: 'partial', cause: 'not-given', ledger: { total: 4, verified: 3, missing: 1 }, troubled: [{ sopUid: held[2]!.sopInstanceUid, state: 'missing' }] });
    expect(partial.moves.map((m) => m.move).sort()).toEqual(['cancel', 'exclude', 'retry']);
    expect((await exchangeOf(b).requestDetails.detail(request, await as(nurse))).entries.at(-1)).toMatchObject({ what: 'fetched-in-part', values: { images: 3, of: 4 } });
    peer.behaviour.withhold.clear();
    const before = await b.acts.read<{ sop_uid: string; attempt: number }>('select sop_uid, attempt from transfer_row where transfer_id = $1', [transfer]);
    await work(60);
    expect(await detail(transfer)).toMatchObject({ state: 'done', ledger: { total: 4, verified: 4 } });
    const after = await b.acts.read<{ sop_uid: string; attempt: number }>('select sop_uid, attempt from transfer_row where transfer_id = $1', [transfer]);
    expect(after.filter((r) => r.attempt > (before.find((x) => x.sop_uid === r.sop_uid)?.attempt ?? 0)).map((r) => r.sop_uid)).toEqual([held[2]!.sopInstanceUid]);
  });

  it('goes on after a cut with what is not here yet', async () => {
    await give(samples(5));
    peer.behaviour.cutAfterObjects = 2;
    const { transfer } = await fetchAsked();
    await work(60);
    // what came counts as getting there
    expect(await detail(transfer)).toMatchObject({ state: 'done', attempt: 2, fruitless: 0, ledger: { total: 5, verified: 5 } });
    expect((await b.acts.read<{ n: number }>('select count(*)::int as n from exam e join receipt r on r.exam_id = e.id where e.study_uid = $1', [study]))[0]?.n).toBe(5);
  });

  it('is paused, gone on with, hurried and called off by those who may, and by nobody else', async () => {
    await give(samples(2));
    const { request, transfer } = await fetchAsked();
    expect((await page({ request }, nurse)).rows[0]?.moves.map((m) => m.move)).toContain('reprioritise');
    const clinician = await b.person('cl', { facilities: [lakeview] });
    await expect(moves.pause(await as(clinician), transfer, 'No reason')).rejects.toBeInstanceOf(Refusal);
    await moves.pause(await as(pacs), transfer, 'Their night backup runs');
    await work();
    expect(await detail(transfer)).toMatchObject({ state: 'paused', ledger: { total: 0 }, reason: 'Their night backup runs' });
    await moves.resume(await as(pacs), transfer);
    await moves.cancel(await as(pacs), transfer, 'They bring it on a disc');
    await work(60);
    expect(await detail(transfer)).toMatchObject({ state: 'cancelled', ledger: { verified: 0 } });
    await expect(moves.reroute(await as(pacs), transfer, line, 'Another way')).rejects.toMatchObject({ code: 'is-fetched' });
    // asked for again it is another movement
    await order(request);
    await work();
    expect((await page({ request })).rows.map((r) => r.state).sort()).toEqual(['cancelled', 'done']);
  });

  it('waits while the partner is away, holds up no other line, and takes no notice of the hours in which they take images', async () => {
    await give(samples(1));
    await b.acts.read(`update endpoint set hours = to_char(clock_timestamp() + interval '2 hours', 'HH24:MI') || '-' || to_char(clock_timestamp() + interval '3 hours', 'HH24:MI') where id = $1`, [line]);
    const { transfer } = await fetchAsked();
    await work();
    expect(await detail(transfer)).toMatchObject({ state: 'done' });
    study = newUid();
    await peer.stop();
    const second = await fetchAsked();
    for (let i = 0; i < 4; i++) await work(1);
    expect(await detail(second.transfer)).toMatchObject({ state: 'waiting', cause: 'unreachable', line: { breaker: 'open' } });
  });

  it('ends when the request is over, and is not counted as something sent', async () => {
    await give(samples(1));
    const { request, transfer } = await fetchAsked();
    const x = exchangeOf(b);
    await x.requestMoves.cancel(await as(nurse), request, { version: (await x.requestDetails.detail(request, await as(nurse))).version, reason: 'found-elsewhere', note: '' });
    await work();
    expect(await detail(transfer)).toMatchObject({ state: 'cancelled', ledger: { total: 0 } });
  });

  it('tells of a failure those who run the archive and who asked', async () => {
    await b.acts.read(`update endpoint set settings = settings || '{"retrieve":"move"}' where id = $1`, [line]);
    await give(samples(1));
    const { transfer } = await fetchAsked();
    await work();
    expect(await detail(transfer)).toMatchObject({ state: 'failed', cause: 'unauthorised', causeDetail: expect.stringContaining('CAUSEWAY'), line: { breaker: 'closed' } });
    await drain(b, { only: ['notice.decide'] });
    const told = await b.acts.read<{ person_id: string }>(`select person_id from notice where subject_id = $1 and event = 'transfer.failed'`, [transfer]);
    expect(told.length).toBeGreaterThan(0);
  });
});
