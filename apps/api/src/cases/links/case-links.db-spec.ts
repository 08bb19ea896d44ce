import type { GivenCaseLink, SaySending } from '@causeway/contracts';
import { SaySending as SaySendingSchema } from '@causeway/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids';
import type { Caller } from '../../platform/http/caller';
import { callerOf } from '../../testing/caller';
import { storeExam } from '../../testing/exams';
import { caseForm, exchangeOf, requestForm } from '../../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../../testing/harness';
import { drain } from '../../testing/worker';
import { CaseLinks } from './case-links';
import { CaseLinkReads } from './contents';
import { CaseGuests } from './guests';
import { GuestSays } from './say';

const FROM = '192.0.2.31';
const JOBS = ['exam.extend', 'inbound.quiet', 'case.follow', 'case.released', 'request.released', 'request.answered', 'notice.decide'];
let b: Bench;
let x: ReturnType<typeof exchangeOf>;
let links: CaseLinks;
let guests: CaseGuests;
let reads: CaseLinkReads;
let says: GuestSays;
let nurse: SpecPerson;
let surgeon: SpecPerson;
let lakeview: string;

beforeAll(async () => {
  b = await bench({ CAUSEWAY_PUBLIC_URL: 'https://exchange.example/' });
  x = exchangeOf(b);
  [links, guests, reads, says] = [new CaseLinks(b.acts, b.settings), new CaseGuests(b.acts, b.settings), new CaseLinkReads(b.acts, b.settings), new GuestSays(b.acts, b.settings)];
  lakeview = await b.facility('Lakeview Trauma', { issuer: 'OUTSIDE' });
  nurse = await b.person('tn', { facilities: [b.host, lakeview] });
  surgeon = await b.person('cl', { facilities: [b.host, lakeview], serviceLines: ['trauma'] });
});
afterAll(() => b.close());
beforeEach(() => b.acts.read('delete from secret_try'));

const as = (p: SpecPerson): Promise<Caller> => callerOf(b, p);
const opened = async (more: Parameters<typeof caseForm>[0] = {}): Promise<string> => x.caseMoves.open(await as(nurse), caseForm({ facilityId: lakeview, consultantId: surgeon.id, transferAsked: true, ...more }));
const give = async (id: string, more: object = {}): Promise<GivenCaseLink> => links.give(await as(nurse), id, { party: 'sender', forWhom: 'Dr. Osei', callNumber: '555-0100', hours: 72, ...more });
const tokenOf = (link: GivenCaseLink): string => link.address.split('#')[1] ?? '';
const guestOf = async (link: GivenCaseLink) => guests.guest(tokenOf(link), await guests.open(tokenOf(link), link.code, FROM));
const seen = async (link: GivenCaseLink) => reads.contents(await guestOf(link));
const say = (more: Partial<SaySending>): SaySending => SaySendingSchema.parse({ say: 'now', name: 'Dr. A. Osei', phone: '555-0177', ...more });
const detail = async (id: string) => x.caseDetails.detail(id, await as(nurse));
async function asked(caseId: string): Promise<string> {
  const request = await x.requestMoves.create(await as(nurse), requestForm(lakeview, { caseId }));
  await x.requestMoves.send(await as(nurse), request, { version: 0, route: null });
  return request;
}
const stateOf = async (request: string) => (await b.acts.read<{ state: string; reason: string | null; promised_by: Date | null }>('select state, reason, promised_by from request_out where id = $1', [request]))[0];

describe('the emergency physician who sends a patient', () => {
  it('opens their case with link and code, and sees it asked, promised, arriving, released, decided and advised', async () => {
    const id = await opened();
    const link = await give(id);
    expect(link.address).toMatch(/^https:\/\/exchange\.example\/your-case#[0-9a-f-]{36}\.[\w-]{43}$/);
    expect(JSON.stringify(await guests.current(tokenOf(link), null, FROM))).not.toContain('Person');
    await asked(id);
    expect(await seen(link)).toMatchObject({ number: expect.stringMatching(/^C-/) as string, patient: { name: { text: expect.stringContaining('Person') as string } }, wanted: [{ what: 'CT head', state: 'sent' }], steps: [{ step: 'asked', stands: 'done' }, { step: 'promised', stands: 'now' }, {}, {}, {}, { step: 'decided', stands: 'open' }] });

    const exam = await storeExam(b, { source: lakeview });
    await drain(b, { only: ['exam.extend'] });
    await drain(b, { ahead: 120, only: ['inbound.quiet'] });
    await drain(b, { only: JOBS });
    expect(await seen(link)).toMatchObject({ exams: [{ received: 4, standing: 'in-hand' }], steps: [{}, { stands: 'done' }, { step: 'arriving', stands: 'done', n: 4 }, { step: 'here', stands: 'now', n: 0, of: 1 }, {}, {}] });
    await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => {
      await act.query(`update inbound set state = 'released', state_since = clock_timestamp() where id = $1`, [exam]);
      act.emit({ event: 'inbound.released', kind: 'inbound', id: exam });
    });
    await drain(b, { only: JOBS });
    expect(await seen(link)).toMatchObject({ exams: [{ standing: 'here' }], steps: [{}, {}, {}, { stands: 'done' }, { step: 'looked-at', stands: 'now' }, { stands: 'open' }], decision: null });

    const surgeonNow = await as(surgeon);
    await x.caseMoves.advise(surgeonNow, id, { version: (await detail(id)).version, kind: 'transport', text: 'Collar on, head up 30 degrees.', urgent: true });
    await x.caseMoves.decide(surgeonNow, id, { version: (await detail(id)).version, disposition: 'urgent-transfer', reason: 'between us', destination: 'Trauma bay 1' });
    const last = await seen(link);
    expect(last).toMatchObject({ decision: { name: 'Transfer to us', destination: 'Trauma bay 1' }, advice: [{ kind: 'transport', text: 'Collar on, head up 30 degrees.', urgent: true }], callNumber: '555-0100' });
    expect(JSON.stringify(last)).not.toContain('between us');
  });

  it('says that they send now: what we asked for is promised, whoever has the case is told, and the ledger keeps who said it', async () => {
    const id = await opened();
    const request = await asked(id);
    const link = await give(id);
    await says.sending(await guestOf(link), say({ minutes: 20, note: 'CT is done' }));
    expect(await stateOf(request)).toMatchObject({ state: 'promised' });
    expect((await detail(id)).entries.find((e) => e.what === 'sender-said')).toMatchObject({ by: 'Dr. Osei, by link', values: { say: 'now', by: 'Dr. A. Osei', number: '555-0177', note: 'CT is done' } });
    expect((await seen(link)).said).toMatchObject([{ say: 'now', name: 'Dr. A. Osei', phone: '555-0177' }]);
    expect(await b.acts.read(`select 1 as told from notice where subject_id = $1 and event = 'case.sender-said' and person_id = $2 and urgent`, [id, nurse.id])).toHaveLength(1);
    // plans change: a disc goes with the patient
    await says.sending(await guestOf(link), say({ say: 'disc', minutes: 120 }));
    expect((await stateOf(request))?.promised_by?.getTime()).toBeGreaterThan(Date.now() + 100 * 60_000);
  });

  it('says that they cannot, and why: the request is declined with the reason, and a reason has to be there', async () => {
    // nobody wrote a request down yet: the promise stands all the same
    const unasked = await give(await opened());
    await says.sending(await guestOf(unasked), say({ minutes: 30 }));
    expect((await seen(unasked)).steps.find((s) => s.step === 'promised')).toMatchObject({ stands: 'done', at: expect.any(String) as string });
    const id = await opened();
    const request = await asked(id);
    const guest = await guestOf(await give(id));
    await expect(says.sending(guest, say({ say: 'cannot' }))).rejects.toMatchObject({ status: 422, code: 'reason' });
    await expect(says.sending(guest, say({ say: 'cannot', reason: 'other' }))).rejects.toMatchObject({ status: 422, code: 'note' });
    expect((await stateOf(request))?.state).toBe('sent');
    await says.sending(guest, say({ say: 'cannot', reason: 'cannot-send', note: 'PACS is down' }));
    expect(await stateOf(request)).toMatchObject({ state: 'declined', reason: 'cannot-send' });
    expect(JSON.stringify(await b.acts.read(`select details from audit_entry where object_id = $1`, [id]))).not.toContain('PACS is down');
  });

  it('sees nothing of other cases, nor of exams of others that somebody put to theirs', async () => {
    const [id, other] = [await opened(), await opened({ patient: { family: 'Stranger', given: 'Wholly', birthDate: null, sex: null, identifier: null } })];
    const exam = await storeExam(b, { source: await b.facility('Elsewhere') });
    await b.acts.read(`insert into case_exam (case_id, exam_id, by_name) values ($1, $2, 'spec')`, [id, exam]);
    const [mine, theirs] = [await give(id), await give(other)];
    expect((await seen(mine)).exams).toEqual([]);
    expect(JSON.stringify(await seen(mine))).not.toContain('Stranger');
    // two cases open in one browser: the cookie of one does not show the other
    const session = await guests.open(tokenOf(mine), mine.code, FROM);
    await expect(guests.guest(tokenOf(theirs), session)).rejects.toMatchObject({ status: 401 });
  });

  it('a wrong code opens nothing; ten lock the link however many come at once, and whoever has the case is told', async () => {
    const id = await opened();
    const link = await give(id);
    await expect(guests.current(`${tokenOf(link)}x`, null, FROM)).rejects.toMatchObject({ status: 404 });
    await expect(guests.current(`${newId()}.wrong`, null, FROM)).rejects.toMatchObject({ status: 404 });
    const guesses = await Promise.allSettled(Array.from({ length: 30 }, (_, n) => guests.open(tokenOf(link), `GUESS${n}`, `198.51.100.${n}`)));
    const codes = guesses.map((g) => (g.status === 'rejected' ? (g.reason as { code: string }).code : 'opened'));
    expect(codes.filter((c) => c === 'wrong-code')).toHaveLength(9);
    expect(codes).not.toContain('opened');
    await expect(guests.open(tokenOf(link), link.code, FROM)).rejects.toMatchObject({ status: 410, code: 'link-locked' });
    expect(await b.acts.read(`select 1 as told from notice where subject_id = $1 and event = 'case.link-locked' and person_id = $2`, [id, nurse.id])).toHaveLength(1);
    const [kept] = await b.acts.read<{ row: string }>('select l::text as row from case_link l where id = $1', [link.id]);
    expect(kept?.row).not.toContain(tokenOf(link).split('.')[1]);
  });

  it('taken back or over, the link opens nothing, also where it was open; a stranger cannot make one', async () => {
    const id = await opened();
    const [link, ending] = [await give(id), await give(id)];
    const session = await guests.open(tokenOf(link), link.code, FROM);
    await links.revoke(await as(nurse), id, link.id);
    await expect(guests.guest(tokenOf(link), session)).rejects.toMatchObject({ status: 401 });
    await expect(guests.current(tokenOf(link), session, FROM)).rejects.toMatchObject({ status: 410, code: 'link-revoked' });
    const guest = await guestOf(ending);
    await b.acts.read(`update case_link set ends_at = clock_timestamp() - interval '1 second' where id = $1`, [ending.id]);
    await expect(guests.current(tokenOf(ending), null, FROM)).rejects.toMatchObject({ code: 'link-over' });
    await x.caseMoves.cancel(await as(nurse), id, (await detail(id)).version, 'another house took the patient');
    await expect(says.sending(guest, say({}))).rejects.toMatchObject({ status: 409, code: 'case-over' });
    await expect(links.give(await as(nurse), id, { party: 'sender', forWhom: 'Dr. Osei', callNumber: '555-0100', hours: 1 })).rejects.toMatchObject({ code: 'reopen-first' });
    const listed = await links.list(await as(nurse), id);
    expect(listed.rows.map((l) => l.state).sort()).toEqual(['ended', 'revoked']);
    expect(listed.callNumber).toBe('555-0100');
    const stranger = await callerOf(b, await b.person('tn', { facilities: [await b.facility('Far away')] }));
    await expect(links.give(stranger, id, { party: 'sender', forWhom: 'me', callNumber: '555', hours: 1 })).rejects.toMatchObject({ status: 404 });
    await expect(links.list(stranger, id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a stroke alert', () => {
  it('counts from when the patient was last known well, which either side may say, and only into the past', async () => {
    const id = await opened({ useCase: 'U2', serviceLine: 'neurology' });
    const at = new Date(Date.now() - 47 * 60_000).toISOString();
    const link = await give(id);
    expect(await seen(link)).toMatchObject({ knownWell: { asked: true, at: null } });
    await says.sending(await guestOf(link), say({ knownWellAt: at }));
    expect(await detail(id)).toMatchObject({ knownWellAt: at });
    const later = new Date(Date.now() - 20 * 60_000).toISOString();
    await x.caseMoves.knownWell(await as(nurse), id, { version: (await detail(id)).version, at: later });
    expect(await seen(link)).toMatchObject({ knownWell: { at: later } });
    await expect(x.caseMoves.knownWell(await as(nurse), id, { version: (await detail(id)).version, at: new Date(Date.now() + 60_000).toISOString() })).rejects.toMatchObject({ status: 422 });
    const consult = await opened();
    expect((await detail(consult)).moves.map((m) => m.move)).not.toContain('known-well');
    await expect(x.caseMoves.knownWell(await as(nurse), consult, { version: 0, at })).rejects.toMatchObject({ status: 422, code: 'known-well' });
  });
});

describe('care that goes on elsewhere', () => {
  const plan = async (id: string, facilityId: string) => ({ version: (await detail(id)).version, facilityId, physician: 'Dr. L. Marsh', phone: '555-0190', followUp: 'Echo and visit in two weeks', followUpOn: '2031-03-01' });

  it('names facility, physician and follow-up, sends the exams of the stay, and the receiving physician says that they have it', async () => {
    const id = await opened({ useCase: 'U11', serviceLine: 'cardiology', consultantId: null });
    const rehab = await b.facility('Harbor Rehabilitation');
    await expect(links.give(await as(nurse), id, { party: 'receiver', forWhom: 'Dr. L. Marsh', callNumber: '555-0100', hours: 72 })).rejects.toMatchObject({ code: 'no-receiver' });
    await expect(x.caseMoves.handover(await as(nurse), id, await plan(id, b.host))).rejects.toMatchObject({ status: 422 });
    await x.caseMoves.handover(await as(nurse), id, await plan(id, rehab));
    const exam = await storeExam(b, { source: lakeview });
    await b.acts.read(`insert into inbound (id, state, facility_ids, service_line) values ($1, 'released', $2, 'cardiology') on conflict (id) do update set state = 'released'`, [exam, [b.host]]);
    await b.acts.read(`insert into case_exam (case_id, exam_id, by_name) values ($1, $2, 'spec')`, [id, exam]);
    expect((await detail(id)).handover).toMatchObject({ facility: { name: 'Harbor Rehabilitation' }, physician: 'Dr. L. Marsh', exams: [exam], sent: 0, receivedAt: null });

    const link = await give(id, { party: 'receiver', forWhom: 'Dr. L. Marsh' });
    // what was not sent to them is not shown to them
    expect(await seen(link)).toMatchObject({ party: 'receiver', exams: [], handover: { physician: 'Dr. L. Marsh', followUp: 'Echo and visit in two weeks', receivedAt: null } });
    const send = newId();
    await b.acts.read(`insert into send (id, state, recipient_id, recipient_kind, recipient_person, purpose, urgency, owner_id, facility_ids, service_line, delivered_at) values ($1, 'delivered', $2, 'facility', 'Dr. L. Marsh', 'treatment', 'medium', $3, $4, 'cardiology', clock_timestamp())`, [send, rehab, nurse.id, [b.host, rehab]]);
    await b.acts.read('insert into send_item (send_id, exam_id) values ($1, $2)', [send, exam]);
    expect((await seen(link)).exams).toHaveLength(1);
    expect((await detail(id)).handover).toMatchObject({ sent: 1 });
    await expect(says.sending(await guestOf(link), say({}))).rejects.toMatchObject({ status: 404 });
    await says.received(await guestOf(link), { name: 'Dr. L. Marsh', phone: '', note: 'Visit is booked' });
    expect((await detail(id)).handover).toMatchObject({ receivedBy: 'Dr. L. Marsh', receivedAt: expect.any(String) as string });
    await expect(says.received(await guestOf(link), { name: 'Somebody else', phone: '', note: '' })).rejects.toMatchObject({ code: 'received-already' });
    // another physician has to say so again
    await x.caseMoves.handover(await as(nurse), id, { ...(await plan(id, rehab)), physician: 'Dr. P. Quill' });
    expect((await detail(id)).handover).toMatchObject({ physician: 'Dr. P. Quill', receivedAt: null });
  });
});
