import { AcceptIn, AskUs } from '@causeway/contracts';
import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../platform/ids';
import { SendDetails } from '../sends/send.detail';
import { SendList } from '../sends/send.list';
import { callerOf } from '../testing/caller';
import { confirmMatch, storePatient } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { storeRealExam } from '../testing/real-exam';
import { drain } from '../testing/worker';
import { RequestInList } from './in.list';
import { RequestInMoves } from './in.moves';

const FOLLOWING = [
  'request-in.send', 'request-in.delivered', 'request-in.stop', 'send.preflight', 'send.start', 'send.follow', 'send.report-final', 'line.serve', 'line.probe', 'transfer.due', 'transfer.run', 'transfer.verify', 'transfer.heal',
];

let b: Bench;
let moves: RequestInMoves;
let list: RequestInList;
let sends: SendDetails;
let partner: LoopbackPeer;
let hillview: string;
let clerk: SpecPerson;
let asker: SpecPerson;
const as = (p: SpecPerson) => callerOf(b, p);
const follow = () => drain(b, { only: FOLLOWING });

beforeAll(async () => {
  b = await bench();
  const stream = { position: '0.0' };
  [moves, list, sends] = [new RequestInMoves(b.acts, b.settings), new RequestInList(b.acts, stream), new SendDetails(b.acts, new SendList(b.acts, stream))];
});
afterAll(() => b.close());
beforeEach(async () => {
  partner = await LoopbackPeer.start({ aeTitle: 'HILL' });
  hillview = await b.facility(`Hillview ${newId()}`);
  clerk = await b.person('fr', { facilities: [b.host, hillview] });
  asker = await b.person('pu', { facilities: [hillview], serviceLines: [] });
});
afterEach(() => partner.stop());

const connect = () => b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'out', 'images', 'Images', $3)`,
  [newId(), hillview, { host: '127.0.0.1', port: partner.port, calledAeTitle: 'HILL', callingAeTitle: 'CAUSEWAY', connectSeconds: 2, associateSeconds: 3, responseSeconds: 3 }]);

async function held(images: number, report: 'F' | 'P' | null = 'F', terms = 'allowed'): Promise<string> {
  const source = await b.facility(`Source ${newId()}`);
  await b.acts.read('update facility set redisclosure = $2 where id = $1', [source, terms]);
  const made = await storeRealExam(b, images, { source });
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { ahead: 120, only: ['inbound.quiet'] });
  await confirmMatch(b, made.id, await storePatient(b, `M${made.id.slice(-8)}`, 'Bianchi', 'Lorenzo', '1971-07-02', 'M'));
  await b.acts.read(`update inbound set state = 'released', service_line = 'neurology', facility_ids = array_append(facility_ids, $2) where id = $1`, [made.id, b.host]);
  if (report) {
    await b.acts.read(`insert into report (id, exam_id, kind, source_key, source, author, status, title, sections, sha256) values ($1::uuid, $2, 'outside', $1::text, 'RIS', 'Imre^S', $3, 'CT', $4, sha256('x'))`,
      [newId(), made.id, report, JSON.stringify([{ heading: 'Impression', text: 'No bleed.' }])]);
  }
  return made.id;
}
const ask = async (more: object = {}): Promise<string> =>
  moves.ask(await as(asker), AskUs.parse({ requester: { name: 'Dr. Osei', phone: '+1 555 0119' }, patient: { family: 'Bianchi', given: 'Lorenzo', birthDate: '1971-07-02', sex: 'M' }, legalBasis: 'treatment', wanted: [{ modality: 'CT', what: 'CT head' }], ...more }));
const detail = async (id: string) => list.detail(id, await as(clerk));
const chosen = async (id: string) => (await detail(id)).local.filter((e) => e.chosen);
const accept = async (id: string, examIds: readonly string[], when: 'now' | 'when-final' = 'now') => moves.accept(await as(clerk), id, AcceptIn.parse({ version: (await detail(id)).version, examIds, when }));

describe('what a partner was promised', () => {
  it('goes out by itself with its reports, under who promised it, and the request is answered when all of it is proven there', async () => {
    await connect();
    const [one, two] = [await held(3), await held(2)];
    const id = await ask({ emergency: true });
    await accept(id, [one, two]);
    await follow();
    expect(partner.archive.held.size).toBe(7);
    const answered = await detail(id);
    expect(answered).toMatchObject({ state: 'fulfilled', sent: 2, accepted: 2 });
    const sendId = answered.local[0]?.send?.id ?? '';
    expect(answered.local.map((e) => e.send)).toEqual([{ id: sendId, state: 'delivered', reason: null }, { id: sendId, state: 'delivered', reason: null }]);
    expect(await sends.detail(sendId, await as(clerk))).toMatchObject({
      urgency: 'high', owner: { id: clerk.id }, recipient: { facilityId: hillview, person: 'Dr. Osei' }, attested: { by: { id: clerk.id } }, request: { id, number: answered.number },
    });
    const entries = answered.entries.map((e) => e.what);
    expect(entries).toEqual(['received', 'accept', 'send-made', 'record-sent', 'record-sent', 'fulfil']);
  });

  it('waits for each report by itself when it is to go when final', async () => {
    await connect();
    const [final, open] = [await held(1), await held(1, null)];
    const id = await ask();
    await accept(id, [final, open], 'when-final');
    await follow();
    expect(await detail(id)).toMatchObject({ state: 'partly-fulfilled', sent: 1 });
    expect((await chosen(id)).find((e) => e.examId === open)?.send).toMatchObject({ state: 'scheduled' });
    await b.acts.read(`insert into report (id, exam_id, kind, source_key, source, status, title, sections, sha256) values ($1::uuid, $2, 'outside', $1::text, 'RIS', 'F', 'CT', $3, sha256('x'))`, [newId(), open, JSON.stringify([{ heading: null, text: 'Done.' }])]);
    await drain(b, { ahead: 400, only: FOLLOWING });
    expect(await detail(id)).toMatchObject({ state: 'fulfilled', sent: 2 });
  });

  it('needs one approval, not one for the promise and another for the send', async () => {
    await connect();
    const one = await held(1, 'F', 'ask');
    const id = await ask();
    await accept(id, [one]);
    expect((await detail(id)).state).toBe('awaiting-approval');
    await follow();
    expect(partner.archive.held.size).toBe(0);
    const records = await b.person('rm', { facilities: [b.host, hillview] });
    await moves.approve(await as(records), id, (await detail(id)).version);
    await follow();
    expect(await detail(id)).toMatchObject({ state: 'fulfilled' });
    expect(await sends.detail((await chosen(id))[0]?.send?.id ?? '', await as(clerk))).toMatchObject({ approved: { by: { id: records.id } } });
  });

  it('says what stops it where no line leads to the partner, and the exam may be given by hand', async () => {
    const one = await held(1);
    const id = await ask();
    await accept(id, [one]);
    await follow();
    expect((await chosen(id))[0]).toMatchObject({ send: { state: 'draft', reason: 'no-route' }, sentAt: null });
    await moves.recordSent(await as(clerk), id, { version: (await detail(id)).version, examId: one, how: 'disc', note: '' });
    await follow();
    expect(await detail(id)).toMatchObject({ state: 'fulfilled', local: expect.arrayContaining([expect.objectContaining({ examId: one, send: expect.objectContaining({ state: 'cancelled', reason: 'given-by-hand' }) })]) });
  });

  it('stays here when the requester calls it off before it left', async () => {
    await connect();
    const one = await held(1, null);
    const id = await ask();
    await accept(id, [one], 'when-final');
    await follow();
    await moves.withdraw(await as(clerk), id, (await detail(id)).version, 'patient moved');
    await drain(b, { ahead: 400, only: FOLLOWING });
    expect((await chosen(id))[0]?.send).toMatchObject({ state: 'cancelled', reason: 'request-withdrawn' });
    expect(partner.archive.held.size).toBe(0);
  });

  it('is made once however often the promise is told', async () => {
    await connect();
    const one = await held(1, null);
    const id = await ask();
    await accept(id, [one], 'when-final');
    await follow();
    await b.acts.read(`insert into job (kind, key, data) values ('request-in.send', 'again', $1)`, [{ id }]);
    await follow();
    expect(await b.acts.read('select send_id from send_item where exam_id = $1', [one])).toHaveLength(1);
  });
});
