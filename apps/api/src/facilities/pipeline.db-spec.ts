import { FacilityFields, SaveAgreement, SaveContact, type FacilityDetail } from '@causeway/contracts';
import { addDays, type FacilityMove } from '@causeway/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../platform/http/caller';
import { callerOf } from '../testing/caller';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { Agreements } from './agreements';
import { FacilityContacts } from './contacts';
import { FacilityDirectory } from './directory';
import { FacilityDetails } from './facility.detail';
import { FacilityList } from './facility.list';
import { facilityJobKinds } from './facility.jobs';
import { FacilityMoves } from './moves';
import { recordProof } from './proofs';

let b: Bench;
let list: FacilityList;
let details: FacilityDetails;
let moves: FacilityMoves;
let directory: FacilityDirectory;
let contacts: FacilityContacts;
let agreements: Agreements;
let theo: SpecPerson;
let ou: Caller;
let lead: Caller;
const today = new Date().toISOString().slice(0, 10);
const fields = (more: Partial<FacilityFields> = {}): FacilityFields => FacilityFields.parse({ name: `Lakeview ${Math.random()}`, kind: 'hospital', ...more });
const contact = (kind: SaveContact['kind'], more: Partial<SaveContact> = {}): SaveContact => SaveContact.parse({ kind, name: `The ${kind} person`, phone: '+1 555 0100', ...more });
const agreement = (more: Partial<SaveAgreement> = {}): SaveAgreement => SaveAgreement.parse({ kind: 'sharing', purposes: ['treatment'], beginsOn: '2026-01-01', ...more });

beforeAll(async () => {
  b = await bench();
  list = new FacilityList(b.acts, b.settings);
  details = new FacilityDetails(b.acts, list, b.settings);
  moves = new FacilityMoves(b.acts, b.settings);
  directory = new FacilityDirectory(b.acts);
  contacts = new FacilityContacts(b.acts);
  agreements = new Agreements(b.acts);
});
afterAll(() => b.close());
beforeEach(async () => {
  theo = await b.person('ou', { facilities: [b.host] });
  ou = await callerOf(b, theo);
  lead = await callerOf(b, await b.person('ol'));
});

const again = async (): Promise<Caller> => (ou = await callerOf(b, theo));
const see = (id: string, who: Caller = lead): Promise<FacilityDetail> => details.detail(id, who);
async function move(id: string, name: FacilityMove, more: { reason?: string; flow?: 'in' | 'out' | 'none'; by?: Caller } = {}): Promise<FacilityDetail> {
  const { by = ou, ...body } = more;
  await moves.make(by, id, name, { version: (await see(id)).version, ...body });
  return see(id);
}
async function signed(id: string, more: Partial<SaveAgreement> = {}): Promise<void> {
  await agreements.save(ou, id, null, agreement(more));
  const [draft] = (await see(id)).agreements.filter((a) => a.state === 'draft');
  await agreements.sign(ou, id, draft?.id ?? '', { version: draft?.version ?? 0, name: 'Dr. R. Kaplan', title: 'CMIO', on: today });
}
async function prospect(more: Partial<FacilityFields> = {}): Promise<string> {
  const id = await directory.add(ou, fields({ purposes: ['treatment'], volume: 140, ...more }));
  await again();
  return id;
}
async function connecting(): Promise<string> {
  const id = await prospect();
  await contacts.save(ou, id, null, contact('clinical'));
  await contacts.save(ou, id, null, contact('it'));
  await move(id, 'contact');
  await move(id, 'negotiate');
  await signed(id);
  await move(id, 'connect');
  return id;
}
const green = (id: string): Promise<object[]> => b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, state) values (gen_random_uuid(), $1, 'dimse', 'out', 'images', 'PACS', '{}', 'passing')`, [id]);

describe('a partner from first name to live', () => {
  it('moves on when each stage has what it asks for, and is told what it still needs', async () => {
    const id = await prospect({ purposes: [], volume: null });
    expect(await see(id)).toMatchObject({ state: 'prospect', lacking: ['clinical-contact', 'it-contact'], owner: { id: ou.id } });
    await expect(move(id, 'contact')).rejects.toMatchObject({ status: 409, code: 'not-ready', more: { errors: [{ pointer: '/lacking/clinical-contact' }, { pointer: '/lacking/it-contact' }] } });
    expect((await see(id)).state).toBe('prospect');
    await contacts.save(ou, id, null, contact('clinical'));
    await contacts.save(ou, id, null, contact('pacs'));
    expect(await move(id, 'contact')).toMatchObject({ state: 'contacted', lacking: ['purposes', 'volume'] });
    const seen = await see(id);
    await directory.save(ou, id, { ...fields({ name: seen.name, purposes: ['treatment', 'operations'], volume: 140 }), version: seen.version });
    expect(await move(id, 'negotiate')).toMatchObject({ state: 'agreement', lacking: ['agreement'] });
    await signed(id);
    expect((await see(id)).lacking).toEqual(['agreement']);
    await signed(id, { purposes: ['operations'] });
    expect(await move(id, 'connect')).toMatchObject({ state: 'connecting', lacking: ['green-connection'] });
    await green(id);
    expect(await move(id, 'test')).toMatchObject({ state: 'testing' });
    await contacts.save(ou, id, null, contact('after-hours'));
    await directory.procedures(ou, id, { procedures: [{ name: 'CT KOPF NATIV', code: 'K1', exams: 95, ours: 'CT head without contrast' }, { name: 'ROE THORAX', code: '', exams: 5, ours: null }] });
    for (const way of ['sent', 'received', 'report-received'] as const) await b.acts.run(ou.actor, (act) => recordProof(act, id, { way, how: 'ladder', endpointId: null }));
    const ready = await see(id);
    expect(ready).toMatchObject({ lacking: [], goLive: { lacking: [] } });
    expect(ready.goLive.points).toBeGreaterThanOrEqual(80);
    const live = await move(id, 'go-live', { by: lead });
    expect(live).toMatchObject({ state: 'live', agreedUntil: '9999-12-31', reviews: [{ day: 30, dueOn: addDays(today, 30) }, { day: 60 }, { day: 90 }] });
    expect(live.activities.filter((a) => a.kind === 'stage' && 'move' in a.facts).map((a) => a.facts['move'])).toEqual(['go-live', 'test', 'connect', 'negotiate', 'contact']);
  });

  it('is brought live by somebody else than who took it to testing, and only from testing', async () => {
    const both = await b.person(['ou', 'ol'], { facilities: [b.host] });
    theo = both;
    await again();
    const id = await connecting();
    await green(id);
    await move(id, 'test');
    expect((await see(id, ou)).moves.map((m) => m.move)).not.toContain('go-live');
    await expect(move(id, 'go-live')).rejects.toMatchObject({ status: 403 });
    await expect(move(id, 'go-live', { by: lead })).rejects.toMatchObject({ status: 409, code: 'not-ready' });
    await expect(move(id, 'negotiate')).rejects.toMatchObject({ status: 409, code: 'not-from-here' });
  });

  it('goes back with a reason, which stands in its history', async () => {
    const id = await connecting();
    await expect(move(id, 'reopen-agreement')).rejects.toMatchObject({ status: 422, code: 'reason' });
    const back = await move(id, 'reopen-agreement', { reason: 'Their counsel wants other terms' });
    expect(back.state).toBe('agreement');
    expect(back.activities[0]).toMatchObject({ kind: 'stage', words: 'Their counsel wants other terms', facts: { move: 'reopen-agreement' } });
  });

  it('is moved once by two people at the same time', async () => {
    const id = await prospect();
    await contacts.save(ou, id, null, contact('clinical'));
    await contacts.save(ou, id, null, contact('it'));
    const { version } = await see(id);
    const both = await Promise.allSettled([moves.make(ou, id, 'contact', { version }), moves.make(lead, id, 'contact', { version })]);
    expect(both.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    expect(both.find((r) => r.status === 'rejected')).toMatchObject({ reason: { status: 409 } });
  });

  it('is retired only when nothing is open with it', async () => {
    const id = await connecting();
    await green(id);
    const [line] = await b.acts.read<{ id: string }>('select id from endpoint where facility_id = $1', [id]);
    await b.acts.read(`insert into exam (id, study_uid, head, door) values ($1, $2, '{}', 'dimse')`, [id, `1.2.3.${Date.now()}`]);
    await b.acts.read(`insert into transfer (id, state, exam_id, endpoint_id, revision, direction, purpose, destination) values (gen_random_uuid(), 'waiting', $1, $2, 1, 'out', 'send', 'x')`, [id, line?.id]);
    await expect(move(id, 'retire', { by: lead, reason: 'Closed its doors' })).rejects.toMatchObject({ code: 'not-ready' });
    await b.acts.read(`update transfer set state = 'cancelled' where endpoint_id = $1`, [line?.id]);
    expect(await move(id, 'retire', { by: lead, reason: 'Closed its doors' })).toMatchObject({ state: 'retired' });
    expect(await move(id, 'revive', { reason: 'A new owner opened it again' })).toMatchObject({ state: 'prospect' });
  });
});

describe('access to partners', () => {
  it('whoever does not work with a partner does not learn that it exists', async () => {
    const id = await prospect();
    const stranger = await callerOf(b, await b.person('ou', { facilities: [b.host] }));
    await expect(details.detail(id, stranger)).rejects.toMatchObject({ status: 404 });
    await expect(moves.make(stranger, id, 'contact', { version: 0 })).rejects.toMatchObject({ status: 404 });
    await expect(contacts.save(stranger, id, null, contact('it'))).rejects.toMatchObject({ status: 404 });
    expect((await list.pipeline(stranger)).rows.map((r) => r.id)).not.toContain(id);
    expect((await list.pipeline(lead)).rows.map((r) => r.id)).toContain(id);
  });
  it('who may read it may not change it, and sees no buttons', async () => {
    const id = await prospect();
    const clerk = await callerOf(b, await b.person('fr', { facilities: [id] }));
    expect(await details.detail(id, clerk)).toMatchObject({ moves: [], mayDevelop: false });
    await expect(contacts.save(clerk, id, null, contact('it'))).rejects.toMatchObject({ status: 403 });
    await expect(moves.make(clerk, id, 'contact', { version: 0 })).rejects.toMatchObject({ status: 403 });
  });
  it('a partner’s own people see their entry and not what is written about them', async () => {
    const id = await prospect();
    await contacts.log(ou, id, { kind: 'call', words: 'They hesitate about the price.', contactId: null });
    const own = await callerOf(b, await b.person('pu', { facilities: [id] }));
    expect(await details.detail(id, own)).toMatchObject({ activities: [], documents: [], reviews: [] });
  });
  it('the house itself has no stage to be moved', async () => {
    await expect(moves.make(lead, b.host, 'pause', { version: 0, reason: 'A test', flow: 'in' })).rejects.toMatchObject({ status: 409, code: 'own-house' });
  });
});

describe('what is entered', () => {
  it('a second entry of the same name is refused, and nothing is lost', async () => {
    const id = await prospect({ name: 'Twice General' });
    await expect(directory.add(ou, fields({ name: 'Twice General' }))).rejects.toMatchObject({ status: 409, code: 'known-already' });
    const seen = await see(id);
    await directory.save(ou, id, { ...fields({ name: 'Twice General', departments: [{ name: 'Neurology', serviceLine: 'neurology' }], networks: [{ name: 'CareShare East', kind: 'network', oid: '1.2.3' }], products: [{ vendor: 'Imagon', name: 'PACS 9', version: '9.1', usedFor: 'archive' }] }), version: seen.version });
    expect(await see(id)).toMatchObject({ departments: [{ name: 'Neurology' }], networks: [{ name: 'CareShare East', oid: '1.2.3' }], products: [{ vendor: 'Imagon', name: 'PACS 9', version: '9.1' }] });
    await expect(directory.save(ou, id, { ...fields({ name: 'Twice General' }), version: seen.version })).rejects.toMatchObject({ status: 412 });
  });
  it('a contact nobody can reach is refused; one that left stays in what was talked about', async () => {
    const id = await prospect();
    await expect(contacts.save(ou, id, null, contact('it', { phone: '', email: '' }))).rejects.toMatchObject({ status: 422, code: 'reach' });
    await contacts.save(ou, id, null, contact('it', { department: 'Radiology', everyDays: 30, counterpartId: ou.id }));
    const [made] = (await see(id)).contacts;
    expect(made).toMatchObject({ department: 'Radiology', counterpart: { id: ou.id }, dueOn: addDays(today, 30) });
    await contacts.log(ou, id, { kind: 'call', words: 'Asked for the VPN form.', contactId: made?.id ?? '' });
    await contacts.end(ou, id, made?.id ?? '');
    expect(await see(id)).toMatchObject({ contacts: [] });
    expect((await see(id)).activities[0]).toMatchObject({ kind: 'call', contact: 'The it person' });
  });
  it('signed words stay as they are', async () => {
    const id = await prospect();
    await signed(id);
    const [a] = (await see(id)).agreements;
    expect(a).toMatchObject({ state: 'in-force', signedName: 'Dr. R. Kaplan' });
    await expect(agreements.save(ou, id, a?.id ?? '', { ...agreement({ terms: 'Other words' }), version: a?.version ?? 0 })).rejects.toMatchObject({ status: 409, code: 'signed' });
  });
});

describe('the clocks of a partner', () => {
  const tick = (): Promise<unknown> => drain(b, { only: Object.keys(facilityJobKinds) });
  const clock = (id: string): Promise<unknown> => b.acts.run(ou.actor, async (act) => act.wish({ kind: 'facility.clock', key: `facility.clock ${id}`, data: { id } })).then(tick);
  const events = async (id: string): Promise<string[]> => (await b.acts.read<{ event: string }>(`select event from outbox where subject_id = $1 and event in ('facility.stale', 'facility.agreement-ending', 'facility.lapsed', 'facility.review-due') order by seq`, [id])).map((e) => e.event);
  const live = async (endsOn: string | null, renewal: SaveAgreement['renewal'] = 'asked'): Promise<string> => {
    const id = await connecting();
    await b.acts.read(`update agreement set ends_on = $2, renewal = $3 where facility_id = $1`, [id, endsOn, renewal]);
    await b.acts.read(`update facility set state = 'live', live_at = clock_timestamp() where id = $1`, [id]);
    return id;
  };

  it('mark one that nothing happens with, once, until something happens again', async () => {
    const id = await connecting();
    await clock(id);
    expect(await events(id)).toEqual([]);
    await b.acts.read(`update facility set last_activity_at = clock_timestamp() - interval '15 days' where id = $1`, [id]);
    await clock(id);
    await clock(id);
    expect(await events(id)).toEqual(['facility.stale']);
    expect((await see(id)).stale).toBe(true);
    await contacts.log(ou, id, { kind: 'call', words: 'Called their IT.', contactId: null });
    expect((await see(id)).stale).toBe(false);
  });

  it('tell of an agreement that ends at 90, 30 and 7 days, each once', async () => {
    const id = await live(addDays(today, 80));
    await clock(id);
    await clock(id);
    await b.acts.read('update agreement set ends_on = $2 where facility_id = $1', [id, addDays(today, 29)]);
    await clock(id);
    await b.acts.read('update agreement set ends_on = $2 where facility_id = $1', [id, addDays(today, 3)]);
    await clock(id);
    await clock(id);
    expect(await events(id)).toEqual(['facility.agreement-ending', 'facility.agreement-ending', 'facility.agreement-ending']);
    expect((await see(id)).state).toBe('live');
  });

  it('pause one whose agreement ended and nothing follows; one that renews by itself goes on', async () => {
    const [over, renews] = [await live(addDays(today, -1)), await live(addDays(today, -1), 'automatic')];
    await clock(over);
    await clock(renews);
    const lapsed = await see(over);
    expect(lapsed).toMatchObject({ state: 'paused', flow: 'in', agreedUntil: null });
    expect(lapsed.activities[0]).toMatchObject({ facts: { move: 'lapse', ended: addDays(today, -1) } });
    expect(await see(renews)).toMatchObject({ state: 'live' });
    await expect(move(over, 'resume', { reason: 'The new one is coming' })).rejects.toMatchObject({ code: 'not-ready' });
    await signed(over);
    expect(await move(over, 'resume', { reason: 'The new one is signed' })).toMatchObject({ state: 'testing', flow: null });
  });

  it('ending it by hand is looked at at once', async () => {
    const id = await live(null);
    const [a] = (await see(id)).agreements;
    await agreements.end(ou, id, a?.id ?? '', { version: a?.version ?? 0, reason: 'They were bought by another system', on: today });
    await tick();
    expect(await see(id)).toMatchObject({ state: 'paused' });
    expect(await events(id)).toEqual(['facility.lapsed']);
  });

  it('ask for a review at its day, and plan the next when it is done', async () => {
    const id = await live(null);
    await b.acts.read(`update facility set live_at = clock_timestamp() - interval '31 days' where id = $1`, [id]);
    await clock(id);
    expect((await see(id)).reviews).toMatchObject([{ day: 60, dueOn: addDays(today, 29) }]);
    await b.acts.read('update facility_review set due_on = $2 where facility_id = $1', [id, today]);
    await clock(id);
    await clock(id);
    expect(await events(id)).toEqual(['facility.review-due']);
    await directory.review(ou, id, 60, 'Two thirds come by wire now.');
    await clock(id);
    expect((await see(id)).reviews).toMatchObject([{ day: 60, findings: 'Two thirds come by wire now.' }, {}]);
  });
});
