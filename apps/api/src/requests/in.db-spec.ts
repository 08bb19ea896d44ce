import { AcceptIn, AskUs } from '@causeway/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageHandlers } from '../receive/mllp/handlers';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storePatient } from '../testing/exams';
import { exchangeOf, requestForm } from '../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { newId } from '../platform/ids';
import { RequestInList } from './in.list';
import { RequestInMoves } from './in.moves';
import { VisitBoards } from '../appointments/board';

let b: Bench;
let moves: RequestInMoves;
let list: RequestInList;
let clerk: SpecPerson;
let partner: SpecPerson;
let hillview: string;
let source: string;
let exam: string;
const as = (p: SpecPerson) => callerOf(b, p);

beforeAll(async () => {
  b = await bench();
  [moves, list] = [new RequestInMoves(b.acts, b.settings), new RequestInList(b.acts, { position: '0' })];
  hillview = await b.facility('Hillview', { issuer: 'HILL' });
  clerk = await b.person('fr', { facilities: [b.host, hillview] });
  partner = await b.person('pu', { facilities: [hillview], serviceLines: [] });
  await b.acts.read(
    `insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling) values ($1, $2, 'hl7v2', 'in', 'requests', 'Requests', '{}', 'HILL|HILLVIEW'), ($3, $4, 'hl7v2', 'in', 'appointments', 'Scheduling', '{}', 'SCHED|SPEC')`, [newId(), hillview, newId(), b.host]);
  const patient = await storePatient(b, 'M-9', 'Bianchi', 'Lorenzo', '1971-07-02', 'M');
  source = await b.facility('Source', { issuer: 'SOURCE' });
  exam = await storeExam(b, { source });
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { ahead: 120, only: ['inbound.quiet'] });
  await confirmMatch(b, exam, patient);
  await b.acts.read(`update inbound set state = 'released', service_line = 'neurology' where id = $1`, [exam]);
});
afterAll(() => b.close());

const ask = (more: object = {}) => AskUs.parse({ requester: { name: 'Dr. Osei', phone: '+1 555 0119' }, patient: { family: 'Bianchi', given: 'Lorenzo', birthDate: '1971-07-02', sex: 'M' }, legalBasis: 'treatment', wanted: [{ modality: 'CT', what: 'CT head' }], ...more });
const detail = async (id: string, who = clerk) => list.detail(id, await as(who));
/** What the agreement with the exam's source says of sending it on. */
const terms = (say: 'allowed' | 'ask') => b.acts.read('update facility set redisclosure = $2 where id = $1', [source, say]);

describe('a partner asks us for priors', () => {
  it('the clerk finds what we hold, promises it, and the request is answered when the last exam went out', async () => {
    await terms('allowed');
    const id = await moves.ask(await as(partner), ask());
    expect(await detail(id)).toMatchObject({ state: 'received', local: [{ examId: exam, fits: true, chosen: false }] });
    expect(await detail(id, partner)).toMatchObject({ state: 'received', local: [], entries: [] });
    await moves.accept(await as(clerk), id, AcceptIn.parse({ version: 0, examIds: [exam] }));
    expect(await detail(id)).toMatchObject({ state: 'accepted', accepted: 1, local: [{ chosen: true, answer: 'allow' }] });
    await moves.recordSent(await as(clerk), id, { version: 1, examId: exam, how: 'disc', note: '' });
    expect(await detail(id)).toMatchObject({ state: 'fulfilled', sent: 1 });
  });

  it('where re-disclosure asks, the reviewer does not approve what they chose themselves', async () => {
    await terms('ask');
    const id = await moves.ask(await as(partner), ask());
    await moves.review(await as(clerk), id, 0);
    await moves.accept(await as(clerk), id, AcceptIn.parse({ version: 1, examIds: [exam], when: 'when-final' }));
    expect((await detail(id)).state).toBe('awaiting-approval');
    const admin = await b.person('pa', { facilities: [b.host, hillview] });
    await b.acts.read('update request_in set reviewer_id = $2 where id = $1', [id, admin.id]);
    await expect(moves.approve(await as(admin), id, 2)).rejects.toMatchObject({ status: 403 });
    const other = await b.person('rm', { facilities: [b.host, hillview] });
    await moves.approve(await as(other), id, 2);
    expect(await detail(id)).toMatchObject({ state: 'accepted', when: 'when-final' });
  });

  it('what policy refuses is not promised, and a refusal carries its exception', async () => {
    await b.acts.read(`update patient set flags = '{restricted}' where mrn = 'M-9'`);
    const id = await moves.ask(await as(partner), ask());
    await expect(moves.accept(await as(clerk), id, AcceptIn.parse({ version: 0, examIds: [exam] }))).rejects.toMatchObject({ status: 409, code: 'policy-refuses' });
    await expect(moves.decline(await as(clerk), id, { version: 0, reason: 'because', exception: 'none', note: '' })).rejects.toMatchObject({ status: 422 });
    await moves.decline(await as(clerk), id, { version: 0, reason: 'consent-needed', exception: 'privacy', note: '' });
    expect(await detail(id)).toMatchObject({ state: 'declined', exception: 'privacy' });
    await b.acts.read(`update patient set flags = '{}' where mrn = 'M-9'`);
  });

  it('a partner asks for no other, and another partner sees nothing of it', async () => {
    const other = await b.facility('Other');
    await expect(moves.ask(await as(partner), ask({ facilityId: other }))).rejects.toMatchObject({ status: 403 });
    const id = await moves.ask(await as(partner), ask());
    await expect(detail(id, await b.person('pu', { facilities: [other] }))).rejects.toMatchObject({ status: 404 });
  });
});

const hl7 = (lines: readonly string[]): Uint8Array => new TextEncoder().encode([...lines, ''].join('\r'));
const header = (app: string, type: string, id: string): string => `MSH|^~\\&|${app.split('|')[0]}|${app.split('|')[1]}|CAUSEWAY|SPEC|20261124080000+0000||${type}|${id}|P|2.5.1|||||||UNICODE UTF-8`;
const take = async (type: 'ORM' | 'SIU', lines: readonly string[]): Promise<string> => new TextDecoder().decode((await messageHandlers(b.acts, b.settings)[type]?.(hl7(lines), '127.0.0.1')) ?? new Uint8Array());

describe('over their line', () => {
  const order = (control: string, number: string, status = ''): string[] => [header('HILL|HILLVIEW', 'ORM^O01', `m${Math.random()}`), 'PID|1||77^^^HILL^MR||Bianchi^Lorenzo||19710702|M', `ORC|${control}|${number}|||${status}||^^^^^S`, 'OBR|1|||CT^CT head^L||||||||||||||||||||CT'];
  it('a new order is a request, the same number again is the same, and a cancel withdraws it', async () => {
    expect(await take('ORM', order('NW', 'H-1'))).toContain('MSA|AA');
    expect(await take('ORM', order('NW', 'H-1'))).toContain('MSA|AA');
    const rows = await b.acts.read<{ id: string; asked_by: string }>(`select id, asked_by from request_in where reference = 'H-1'`);
    expect(rows).toMatchObject([{ asked_by: 'emergency' }]);
    expect(await take('ORM', order('CA', 'H-1'))).toContain('MSA|AA');
    expect((await detail(rows[0]?.id ?? '')).state).toBe('withdrawn');
  });
  it('their answer to what we asked: promised, declined; and a number we never gave is an error', async () => {
    const x = exchangeOf(b);
    const nurse = await b.person('tn', { facilities: [b.host, hillview] });
    const id = await x.requestMoves.create(await as(nurse), requestForm(hillview));
    await x.requestMoves.send(await as(nurse), id, { version: 0, route: 'phone' });
    const { number } = await x.requestDetails.detail(id, await as(nurse));
    expect(await take('ORM', order('SC', number, 'SC'))).toContain('MSA|AA');
    expect((await x.requestDetails.detail(id, await as(nurse))).state).toBe('promised');
    expect(await take('ORM', order('UA', number, 'CA'))).toContain('MSA|AA');
    expect((await x.requestDetails.detail(id, await as(nurse))).state).toBe('declined');
    expect(await take('ORM', order('SC', 'R-999999', 'SC'))).toContain('MSA|AE');
  });
  it('nobody unknown is heard', async () => {
    expect(await take('ORM', [header('X|Y', 'ORM^O01', 'z'), ...order('NW', 'H-9').slice(1)])).toContain('MSA|AR');
  });
});

describe('appointments', () => {
  const siu = (event: string, at: Date, number = 'A-1'): string[] => [
    header('SCHED|SPEC', `SIU^${event}`, `s${Math.random()}`), `SCH|${number}||||||SPINE^Neurology consult||||^^^${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}+0000`, 'PID|1||M-9^^^SPEC^MR||Bianchi^Lorenzo||19710702|M', 'RGS|1', 'AIL|1||SPINE^Brain clinic'];
  const boards = () => new VisitBoards(b.acts, { position: '0' }, exchangeOf(b).cases, b.settings);
  it('a booked visit opens its review with what is here, moves with the visit and is called off with it', async () => {
    const liaison = await b.person('li', { facilities: [b.host, hillview] });
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 + 6 * 86_400_000);
    expect(await take('SIU', siu('S12', at))).toContain('MSA|AA');
    const board = await boards().board({ days: 10, line: undefined } as never, await as(liaison));
    expect(board.rows).toMatchObject([{ startsAt: at.toISOString(), caseRow: { useCase: { id: 'U18' }, readiness: { images: 'there' }, clock: { dueAt: at.toISOString() } } }]);
    const later = new Date(at.getTime() + 86_400_000);
    await take('SIU', siu('S13', later));
    expect((await boards().board({ days: 10 } as never, await as(liaison))).rows[0]?.caseRow?.clock.dueAt).toBe(later.toISOString());
    await take('SIU', siu('S15', later));
    expect((await boards().board({ days: 10 } as never, await as(liaison))).rows).toEqual([]);
    const [row] = await b.acts.read<{ state: string }>(`select c.state from appointment a join exchange_case c on c.id = a.case_id`);
    expect(row?.state).toBe('cancelled');
  });
  it('a message without a start is answered with what is missing', async () => {
    const lines = siu('S12', new Date(), 'A-2');
    expect(await take('SIU', [lines[0] ?? '', 'SCH|A-2', ...lines.slice(2)])).toContain('MSA|AE');
  });
});
