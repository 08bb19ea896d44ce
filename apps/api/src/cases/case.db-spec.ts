import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Boards } from './boards';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storePatient } from '../testing/exams';
import { caseForm, exchangeOf, requestForm } from '../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import type { Caller } from '../platform/http/caller';

let b: Bench;
let x: ReturnType<typeof exchangeOf>;
let nurse: SpecPerson;
let surgeon: SpecPerson;
let lakeview: string;
const JOBS = ['exam.extend', 'inbound.quiet', 'case.follow', 'case.released', 'case.resume', 'case.close', 'request.released', 'request.withdrawn', 'request.answered', 'notice.decide'];
const as = (p: SpecPerson): Promise<Caller> => callerOf(b, p);
const sys = { kind: 'system', id: 'spec', name: 'spec' } as const;

beforeAll(async () => {
  b = await bench();
  x = exchangeOf(b);
  lakeview = await b.facility('Lakeview Trauma', { issuer: 'OUTSIDE' });
  nurse = await b.person('tn', { facilities: [b.host, lakeview] });
  surgeon = await b.person('cl', { facilities: [b.host, lakeview], serviceLines: ['trauma'] });
});
afterAll(() => b.close());

/** An exam of the partner that was received and settled. */
async function arrive(more: Parameters<typeof storeExam>[1] = {}): Promise<string> {
  const id = await storeExam(b, { source: lakeview, ...more });
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { ahead: 120, only: ['inbound.quiet'] });
  await drain(b, { only: JOBS });
  return id;
}
async function release(examId: string): Promise<void> {
  await b.acts.run(sys, async (act) => {
    await act.query(`update inbound set state = 'released', state_since = clock_timestamp() where id = $1`, [examId]);
    act.emit({ event: 'inbound.released', kind: 'inbound', id: examId });
  });
  await drain(b, { only: JOBS });
}
async function consult(more: Parameters<typeof caseForm>[0] = {}): Promise<string> {
  return x.caseMoves.open(await as(nurse), caseForm({ facilityId: lakeview, consultantId: surgeon.id, transferAsked: true, ...more }));
}
const detail = async (id: string, who = nurse) => x.caseDetails.detail(id, await as(who));

describe('an emergency consult at night', () => {
  it('the transfer nurse asks, sees it promised, arriving and released, and a disposition is recorded with its values', async () => {
    const id = await consult();
    expect(await detail(id)).toMatchObject({ state: 'open', urgency: 'high', clock: { state: 'running', holder: 'opener' }, missing: ['disposition'] });
    const request = await x.requestMoves.create(await as(nurse), requestForm(lakeview, { caseId: id, forPersonId: surgeon.id }));
    await x.requestMoves.send(await as(nurse), request, { version: 0, route: null });
    await drain(b, { only: JOBS });
    expect((await detail(id)).clock.holder).toBe('sender');
    await x.requestMoves.promise(await as(nurse), request, { version: 1, byWhen: new Date(Date.now() + 300_000).toISOString(), exams: 1, by: 'Dr. Osei', channel: 'phone' });

    const exam = await arrive();
    expect(await detail(id)).toMatchObject({ clock: { holder: 'identity' }, careExams: [{ examId: exam, state: 'identifying', received: 4 }] });
    const [inbound] = await b.acts.read<{ urgency: string; care_team: string[] }>('select urgency, care_team from inbound where id = $1', [exam]);
    expect(inbound?.urgency).toBe('high');
    expect(inbound?.care_team).toContain(surgeon.id);

    await release(exam);
    const there = await detail(id);
    expect(there).toMatchObject({ state: 'deciding', clock: { holder: 'consultant', holderName: expect.stringContaining('Spec cl') }, careRequests: [{ state: 'fulfilled', released: 1, expected: 1 }] });
    expect(there.moves.map((m) => m.move)).not.toContain('decide');
    expect((await detail(id, surgeon)).moves.map((m) => m.move)).toContain('decide');

    await x.caseMoves.decide(await as(surgeon), id, { version: there.version, disposition: 'urgent-transfer', reason: 'subdural, shift', destination: 'Trauma bay 1' });
    const decided = await detail(id);
    expect(decided).toMatchObject({ state: 'decided', disposition: 'urgent-transfer', missing: ['team-alerted'] });
    expect(decided.values.map((v) => [v.value, v.amount])).toEqual(expect.arrayContaining([['V6', 1], ['V14', 0], ['V11', 1], ['V4', 0]]));
    await expect(x.caseMoves.close(await as(nurse), id, { version: decided.version, fields: {} })).rejects.toMatchObject({ status: 409, code: 'outcome-missing' });
    await x.caseMoves.alertTeam(await as(nurse), id, { version: decided.version, group: 'trauma', message: 'OR 3' });
    await drain(b, { only: JOBS });
    expect(await b.acts.read(`select 1 as told from notice where subject_id = $1 and event = 'case.team-alerted' and person_id = $2 and ack`, [id, surgeon.id])).toHaveLength(1);
    await x.caseMoves.close(await as(nurse), id, { version: (await detail(id)).version, fields: {} });
    expect((await detail(id)).state).toBe('closed');
  });

  it('a patient who stays: advice is asked for, the avoided transfer is counted, and undone when the decision is revised', async () => {
    const id = await consult();
    await expect(x.caseMoves.decide(await as(nurse), id, { version: 0, disposition: 'no-transfer', reason: '', destination: '' })).rejects.toMatchObject({ status: 403 });
    await x.caseMoves.decide(await as(surgeon), id, { version: 0, disposition: 'no-transfer', reason: '', destination: '' });
    expect((await detail(id)).missing).toEqual(['advice']);
    const sum = async () => (await detail(id)).values.filter((v) => v.value === 'V7').reduce((s, v) => s + v.amount, 0);
    expect(await sum()).toBe(1);
    await x.caseMoves.revise(await as(surgeon), id, 1, 'new scan');
    expect(await sum()).toBe(0);
    await x.caseMoves.decide(await as(surgeon), id, { version: 2, disposition: 'no-transfer', reason: '', destination: '' });
    expect(await sum()).toBe(1);
  });

  it('a disposition another use case has is refused with those this one has', async () => {
    const id = await consult();
    await expect(x.caseMoves.decide(await as(surgeon), id, { version: 0, disposition: 'visit-ready', reason: '', destination: '' })).rejects.toMatchObject({ status: 422, code: 'disposition' });
    await expect(x.caseMoves.decide(await as(surgeon), id, { version: 0, disposition: 'urgent-transfer', reason: '', destination: '' })).rejects.toMatchObject({ status: 422, code: 'destination' });
  });

  it('two who decide at once: one decision stands, the other is told', async () => {
    const id = await consult();
    const decide = async (disposition: 'no-transfer' | 'comfort-care') => x.caseMoves.decide(await as(surgeon), id, { version: 0, disposition, reason: '', destination: '' });
    const done = await Promise.allSettled([decide('no-transfer'), decide('comfort-care')]);
    expect(done.map((d) => d.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('what is advised', () => {
  const advise = async (id: string) => x.caseMoves.advise(await as(surgeon), id, { version: (await detail(id)).version, kind: 'plan', text: 'Observe, repeat the CT in six hours.', urgent: false });
  const answer = (id: string, event: string, data: object) => b.acts.run(sys, async (act) => act.emit({ event, kind: 'case', id, data: { message: 'm1', ...data } }));
  const lines = async (id: string) => (await detail(id)).entries.map((e) => e.what);

  it('goes over the partner’s line to where the patient is, and the case says that it arrived; refused, somebody reads it to them', async () => {
    const site = await b.facility('Site with a line', { issuer: 'SITE' });
    for (const p of [nurse, surgeon]) await b.acts.read('update person set facilities = array_append(facilities, $2) where id = $1', [p.id, site]);
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values (gen_random_uuid(), $1, 'hl7v2', 'out', 'reports', 'Their records', '{"host":"127.0.0.1","port":9}')`, [site]);
    const id = await consult({ facilityId: site });
    await advise(id);
    const [sent] = await b.acts.read<{ body: Buffer; facility_id: string }>(`select m.body, e.facility_id from out_message m join endpoint e on e.id = m.endpoint_id where m.subject_kind = 'case' and m.subject_id = $1`, [id]);
    expect(sent?.facility_id).toBe(site);
    expect(sent?.body.toString()).toContain('Observe, repeat the CT in six hours.');
    expect(sent?.body.toString()).toMatch(/PID\|.*Person/i);
    expect((await lines(id)).at(-1)).toBe('plan-sent');
    await answer(id, 'message.acknowledged', {});
    await drain(b, { only: ['case.answered'] });
    expect((await lines(id)).at(-1)).toBe('plan-arrived');
    await answer(id, 'message.refused', { message: 'm2', code: 'AR' });
    await drain(b, { only: ['case.answered'] });
    expect((await detail(id)).entries.at(-1)).toMatchObject({ what: 'plan-refused', values: { code: 'AR', to: 'Site with a line' } });
  });

  it('is to be read to a partner without such a line; a line of theirs is no line for letters of the house', async () => {
    const id = await consult();
    await advise(id);
    expect((await detail(id)).entries.at(-1)).toMatchObject({ what: 'plan-to-read', values: { to: 'Lakeview Trauma' } });
    const { queueMessage } = await import('../messages/queue');
    expect(await b.acts.run(sys, (act) => queueMessage(act, { purpose: 'reports', subject: { kind: 'overread', id }, write: () => '' }, b.settings))).toBeNull();
  });
});

describe('the clock', () => {
  it('stops only with a reason and a holder, and the deadline moves by as long as it stood', async () => {
    const id = await consult();
    const before = await detail(id);
    await x.caseMoves.pause(await as(nurse), id, { version: 0, reason: 'waiting for the disc', holder: 'Hillview', until: null });
    expect((await detail(id)).clock).toMatchObject({ state: 'paused', holder: 'Hillview', pausedBecause: 'Hillview: waiting for the disc' });
    await b.acts.read(`update exchange_case set pause = jsonb_set(pause, '{since}', to_jsonb(to_char(clock_timestamp() - interval '30 minutes', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) where id = $1`, [id]);
    await x.caseMoves.resume(await as(nurse), id, 1);
    const after = await detail(id);
    const moved = Date.parse(after.clock.dueAt ?? '') - Date.parse(before.clock.dueAt ?? '');
    expect(Math.abs(moved - 1_800_000)).toBeLessThan(10_000);
    expect(after.entries.map((e) => e.what)).toEqual(['opened', 'pause-clock', 'resume-clock']);
  });

  it('runs again by itself when the time that was named is over', async () => {
    const id = await consult();
    await x.caseMoves.pause(await as(nurse), id, { version: 0, reason: 'waiting', holder: 'Hillview', until: new Date(Date.now() + 600).toISOString() });
    await new Promise((r) => setTimeout(r, 700));
    await drain(b, { only: ['case.resume'] });
    expect((await detail(id)).clock.state).toBe('running');
  });
});

describe('organ evaluation', () => {
  it('donor and recipient are two cases; each is seen by its own team only, and neither page names the other patient', async () => {
    const donor = await x.caseMoves.open(await as(nurse), caseForm({ useCase: 'U17', role: 'donor', facilityId: lakeview, serviceLine: 'general' }));
    const recipient = await x.caseMoves.open(await as(nurse), caseForm({ useCase: 'U17', role: 'recipient', linkedCaseId: donor, serviceLine: 'general', patient: { family: 'Empfänger', given: 'R', birthDate: '1980-01-01', sex: 'M', identifier: null } }));
    const other = await b.person('tn', { facilities: [b.host, lakeview] });
    await expect(detail(donor, other)).rejects.toMatchObject({ status: 404 });
    expect((await x.cases.page({ view: 'open', limit: 200 }, await as(other))).rows.map((r) => r.id)).not.toContain(donor);
    await expect(x.caseMoves.cancel(await as(other), donor, 0, 'nosy')).rejects.toMatchObject({ status: 404 });
    const seen = await detail(donor);
    expect(seen.linkedCase).toMatchObject({ id: recipient, role: 'recipient' });
    expect(JSON.stringify(seen)).not.toContain('Empfänger');
  });
  it('a case of this kind without a role, and a role on another kind, are refused', async () => {
    await expect(x.caseMoves.open(await as(nurse), caseForm({ useCase: 'U17' }))).rejects.toMatchObject({ status: 422, code: 'role' });
    await expect(x.caseMoves.open(await as(nurse), caseForm({ role: 'donor' }))).rejects.toMatchObject({ status: 422, code: 'role' });
  });
});

describe('a tumor board', () => {
  it('a liaison of the line sees which patients are ready; one of another line sees no board', async () => {
    const liaison = await b.person('li', { facilities: [b.host, lakeview], serviceLines: ['oncology'] });
    const boards = new Boards(b.acts);
    const id = await boards.open(await as(liaison), { name: 'Thoracic board', serviceLine: 'oncology', startsAt: new Date(Date.now() + 86_400_000).toISOString() });
    const c = await x.caseMoves.open(await as(liaison), caseForm({ useCase: 'U24', serviceLine: 'oncology', facilityId: lakeview }));
    await x.caseMoves.place(await as(liaison), c, { version: 0, boardId: id });
    const request = await x.requestMoves.create(await as(liaison), requestForm(lakeview, { caseId: c, serviceLine: 'oncology' }));
    await x.requestMoves.send(await as(liaison), request, { version: 0, route: null });
    await x.caseMoves.pathology(await as(liaison), c, { version: 1, pathology: 'there', note: '' });
    expect(await boards.agenda(id, await as(liaison))).toMatchObject({ patients: 1, ready: 0, rows: [{ pathology: 'there', readiness: { images: 'on-the-way', report: false }, sites: [{ name: 'Lakeview Trauma', state: 'asked' }] }] });
    expect((await boards.coming(await as(liaison))).map((v) => v.id)).toEqual([id]);
    const other = await b.person('li', { facilities: [b.host], serviceLines: ['breast'] });
    expect(await boards.coming(await as(other))).toEqual([]);
    await expect(boards.agenda(id, await as(other))).rejects.toMatchObject({ status: 404 });
  });
});

it('the ledger of a case cannot be rewritten', async () => {
  const id = await consult();
  await expect(b.acts.read(`update exchange_entry set what = 'other' where subject_id = $1`, [id])).rejects.toThrow(/written once/);
  await expect(b.acts.read('delete from exchange_entry where subject_id = $1', [id])).rejects.toThrow(/written once/);
});

it('a case of another house is not there for who does not work with it', async () => {
  const stranger = await b.person('tn', { facilities: [await b.facility('Elsewhere')] });
  await expect(detail(await consult(), stranger)).rejects.toMatchObject({ status: 404 });
});

it('who identified the patient is told by the match: the registered patient stands on the exam, the told one on the case', async () => {
  const id = await consult();
  const patient = await storePatient(b, 'M-77', 'Person', 'Spec', '1961-03-12');
  const exam = await arrive({ head: { patientId: 'OUT-77' } });
  await confirmMatch(b, exam, patient);
  expect((await detail(id)).patient).toMatchObject({ name: { text: 'Person, Spec' }, outsideId: { value: 'OUT-1', issuer: 'OUTSIDE' } });
});
