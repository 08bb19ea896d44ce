import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerOf } from '../testing/caller';
import { storeExam } from '../testing/exams';
import { exchangeOf, requestForm } from '../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { nextInForce } from '../testing/policies';
import { drain } from '../testing/worker';
import { newId } from '../platform/ids';
import { RequestTemplates } from './templates';

let b: Bench;
let x: ReturnType<typeof exchangeOf>;
let liaison: SpecPerson;
let lead: SpecPerson;
let hillview: string;
let n = 0;
const JOBS = ['exam.extend', 'case.follow', 'case.released', 'request.released', 'request.withdrawn', 'request.answered', 'request.case-over'];
const sys = { kind: 'system', id: 'spec', name: 'spec' } as const;
const as = (p: SpecPerson) => callerOf(b, p);

beforeAll(async () => {
  b = await bench();
  x = exchangeOf(b);
  hillview = await b.facility('Hillview', { issuer: 'OUTSIDE' });
  liaison = await b.person('li', { facilities: [b.host, hillview] });
  lead = await b.person('sl', { facilities: [b.host, hillview] });
});
afterAll(() => b.close());

const patient = (value = `OUT-${++n}`) => ({ family: 'Person', given: 'Spec', birthDate: '1961-03-12', sex: 'F' as const, identifier: { value, issuer: 'OUTSIDE' } });
async function sent(more: Parameters<typeof requestForm>[1] = {}): Promise<string> {
  const id = await x.requestMoves.create(await as(liaison), requestForm(hillview, { serviceLine: 'oncology', patient: patient(), ...more }));
  await x.requestMoves.send(await as(liaison), id, { version: 0, route: null });
  return id;
}
const detail = async (id: string) => x.requestDetails.detail(id, await as(liaison));
async function arrive(value: string, head: Record<string, string> = {}): Promise<string> {
  const id = await storeExam(b, { source: hillview, head: { patientId: value, ...head } });
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { ahead: 120, only: ['inbound.quiet'] });
  await drain(b, { only: JOBS });
  return id;
}
async function now(examId: string, state: string): Promise<void> {
  await b.acts.run(sys, async (act) => {
    await act.query('update inbound set state = $2 where id = $1', [examId, state]);
    act.emit({ event: `inbound.${state === 'recalling' ? 'recalled' : state}`, kind: 'inbound', id: examId });
  });
  await drain(b, { only: JOBS });
}

describe('a request to a partner', () => {
  it('keeps each step as a line of its own, from sent to fulfilled, n of m', async () => {
    const p = patient();
    const id = await sent({ patient: p, wanted: [{ modality: 'CT', what: 'CT head', from: null, to: null }, { modality: 'MR', what: 'MR brain', from: null, to: null }] });
    await x.requestMoves.acknowledge(await as(liaison), id, { version: 1, by: 'film room', channel: 'phone', note: '' });
    await x.requestMoves.promise(await as(liaison), id, { version: 2, byWhen: new Date(Date.now() + 600_000).toISOString(), exams: 2, by: 'film room', channel: 'phone' });
    const ct = await arrive(p.identifier.value);
    expect(await detail(id)).toMatchObject({ state: 'partly-fulfilled', arrived: 1, expected: 2 });
    const mr = await arrive(p.identifier.value, { modality: 'MR', studyDescription: 'MR Brain' });
    await now(ct, 'released');
    expect(await detail(id)).toMatchObject({ state: 'partly-fulfilled', released: 1 });
    await now(mr, 'released');
    const done = await detail(id);
    expect(done).toMatchObject({ state: 'fulfilled', released: 2, arrived: 2 });
    expect(done.entries.map((e) => e.what)).toEqual(['drafted', 'send', 'acknowledge', 'promise', 'record-arrival', 'record-arrival', 'fulfil']);
    expect(done.arrivals[0]?.evidence).toContainEqual({ of: 'identifier', answer: 'agrees' });
    const values = await b.acts.read<{ value: string }>(`select value from value_row where evidence->>'request' = $1 order by value`, [id]);
    expect(values.map((v) => v.value)).toEqual(['V11', 'V14']);
  });

  it('an exam that goes back takes its arrival along, and what was counted is undone by a row that names it', async () => {
    const p = patient();
    const id = await sent({ patient: p });
    const exam = await arrive(p.identifier.value);
    await now(exam, 'released');
    expect((await detail(id)).state).toBe('fulfilled');
    await now(exam, 'recalling');
    expect(await detail(id)).toMatchObject({ state: 'partly-fulfilled', arrived: 0 });
    const [sum] = await b.acts.read<{ n: number; rows: number }>(`select sum(amount)::int as n, count(*)::int as rows from value_row where exam_id = $1 and value = 'V14'`, [exam]);
    expect(sum).toMatchObject({ n: 0, rows: 2 });
  });

  it('an exam that also speaks against it is offered to a person and not recorded by itself', async () => {
    const p = patient();
    const id = await sent({ patient: p });
    const exam = await arrive(p.identifier.value, { patientBirthDate: '19610313' });
    const before = await detail(id);
    expect(before.state).toBe('sent');
    expect(before.candidates.map((c) => [c.examId, c.fits])).toEqual([[exam, false]]);
    await x.requestMoves.link(await as(liaison), id, { version: before.version, examId: exam });
    expect(await detail(id)).toMatchObject({ state: 'partly-fulfilled', arrivals: [{ by: expect.stringContaining('Spec li') }] });
  });

  it('what comes after it was declined is still recognised', async () => {
    const p = patient();
    const id = await sent({ patient: p });
    await x.requestMoves.decline(await as(liaison), id, { version: 1, reason: 'no-such-exam', note: '', by: 'film room' });
    expect(await detail(id)).toMatchObject({ state: 'declined', reason: 'no-such-exam' });
    await arrive(p.identifier.value);
    expect((await detail(id)).state).toBe('partly-fulfilled');
  });

  it('two requests that fit alike leave the exam to a person', async () => {
    const p = patient();
    const [one, two] = [await sent({ patient: p }), await sent({ patient: p })];
    await arrive(p.identifier.value);
    expect([(await detail(one)).state, (await detail(two)).state]).toEqual(['sent', 'sent']);
  });

  it('is reminded while nobody answers, expires when nobody ever does, and each is a line', async () => {
    const id = await sent({ neededBy: new Date(Date.now() + 1200).toISOString(), inVisit: true });
    expect((await detail(id)).stat).toBe(true);
    await drain(b, { ahead: 301, only: ['request.remind'] });
    expect((await detail(id)).entries.map((e) => e.what)).toContain('remind');
    await new Promise((r) => setTimeout(r, 1700));
    await drain(b, { only: ['request.expire'] });
    expect((await detail(id)).state).toBe('expired');
  });

  it('a need that is over is refused with the field', async () => {
    const id = await x.requestMoves.create(await as(liaison), requestForm(hillview, { serviceLine: 'oncology', neededBy: new Date(Date.now() + 150).toISOString() }));
    await new Promise((r) => setTimeout(r, 200));
    await expect(x.requestMoves.send(await as(liaison), id, { version: 0, route: null })).rejects.toMatchObject({ status: 422, more: { errors: [{ pointer: '/neededBy' }] } });
  });

  it('a cancelled case calls its open requests off', async () => {
    const nurse = await b.person('tn', { facilities: [b.host, hillview] });
    const caseId = await x.caseMoves.open(await as(nurse), { ...(await import('../testing/exchange')).caseForm({ facilityId: hillview, serviceLine: 'oncology' }) });
    const id = await x.requestMoves.create(await as(nurse), requestForm(hillview, { caseId, serviceLine: 'oncology' }));
    await x.requestMoves.send(await as(nurse), id, { version: 0, route: null });
    await drain(b, { only: JOBS });
    const [c] = await b.acts.read<{ version: number }>('select version from exchange_case where id = $1', [caseId]);
    await x.caseMoves.cancel(await as(nurse), caseId, c?.version ?? 0, 'duplicate of another');
    await drain(b, { only: JOBS });
    expect((await detail(id)).state).toBe('cancelled');
  });
});

describe('who calls', () => {
  it('is said on the request by the responsibility policy in force and the people there are, for the facility and for the patient', async () => {
    const { reach } = await detail(await sent());
    expect(reach.map((c) => [c.task, c.accountable, c.informed])).toEqual([['reach-facility', 'section-lead', ['requester']], ['reach-patient', 'section-lead', ['requester']]]);
    const [facility, patient] = reach;
    expect(patient).toMatchObject({ responsible: 'clinic-liaison', because: 'clinic-calls-patient', policy: { number: 1, scope: 'all' } });
    expect(patient?.people.map((p) => p.id)).toContain(liaison.id);
    // nobody of this house works in the film room: by day the next of the chain calls, by night the transfer nurse
    expect(['clinic-liaison', 'transfer-nurse']).toContain(facility?.responsible);
    await nextInForce(b, 'responsibility', (text) => ({ ...text, rules: [{ id: 'all', when: { fact: 'work.kind', op: 'eq', value: 'reach-patient' }, then: { owner: 'pool', pool: 'transfer-nurse', escalate: [] }, because: 'nurses-call' }] }) as typeof text);
    expect((await detail(await sent())).reach[1]).toMatchObject({ responsible: 'transfer-nurse', accountable: 'transfer-nurse', consulted: [], because: 'nurses-call', policy: { number: 2 } });
  });
});

describe('where policy asks for approval', () => {
  it('the request waits for somebody who did not ask, and goes out when they say yes', async () => {
    const rule = { id: 'ask', when: { fact: 'case.serviceLine', op: 'eq', value: 'breast' }, then: { owner: 'pool', pool: 'clinic-liaison', escalate: ['section-lead'], approval: true }, because: 'clinic-asks' };
    await nextInForce(b, 'responsibility', (text) => ({ ...text, rules: [rule] }) as typeof text);
    const id = await x.requestMoves.create(await as(liaison), requestForm(hillview, { serviceLine: 'breast' }));
    await x.requestMoves.send(await as(liaison), id, { version: 0, route: null });
    expect((await detail(id)).state).toBe('awaiting-approval');
    await expect(x.requestMoves.approve(await as(liaison), id, { version: 1, route: null })).rejects.toMatchObject({ status: 403 });
    expect((await x.requestDetails.detail(id, await as(lead))).moves.map((m) => m.move)).toEqual(['approve', 'send-back']);
    await x.requestMoves.approve(await as(lead), id, { version: 1, route: null });
    expect(await detail(id)).toMatchObject({ state: 'sent', channel: 'phone' });
  });
});

describe('over a line', () => {
  it('an ORM carries it, the acknowledgement counts as seen, a refusal turns it to the telephone', async () => {
    const line = newId();
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'hl7v2', 'out', 'requests', 'Requests', '{"host":"127.0.0.1","port":1}')`, [line, hillview]);
    const id = await sent();
    const [message] = await b.acts.read<{ id: string; body: Buffer }>(`select id, body from out_message where subject_id = $1`, [id]);
    const text = message?.body.toString() ?? '';
    expect(text).toContain('ORM^O01');
    expect(text).toContain('ORC|NW|R-');
    expect(text).toContain('NTE|1|L|Spec Medical Center asks for one exam');
    const answer = (event: string) => b.acts.run(sys, async (act) => act.emit({ event, kind: 'requestOut', id, data: { message: message?.id, code: 'AA' } }));
    await answer('message.acknowledged');
    await drain(b, { only: JOBS });
    expect(await detail(id)).toMatchObject({ state: 'acknowledged', channel: 'hl7' });
    await answer('message.refused');
    await drain(b, { only: JOBS });
    expect((await detail(id)).channel).toBe('phone');
    await b.acts.read('update endpoint set disabled_at = clock_timestamp() where id = $1', [line]);
  });
});

describe('templates and lists', () => {
  it('a pasted list makes one request for each patient; a line that cannot be sent says why and stops no other', async () => {
    const templates = new RequestTemplates(b.acts, x.requestMoves);
    const me = await as(liaison);
    const [template] = await templates.save(me, {
      name: 'Tuesday clinic',
      body: { legalBasis: 'treatment', purpose: 'comparison', wanted: [{ modality: 'MR', what: 'MR spine', from: null, to: null }], withReports: true, facilityId: hillview, serviceLine: 'oncology', urgency: 'medium', message: '' },
    });
    const used = await templates.use(me, template?.id ?? '', { neededBy: new Date(Date.now() + 7 * 86_400_000).toISOString(), patients: [patient(), patient()] });
    expect(used.results.map((r) => r.error)).toEqual([null, null]);
    const late = await templates.use(me, template?.id ?? '', { neededBy: new Date(Date.now() - 1000).toISOString(), patients: [patient()] });
    expect(late.results[0]?.error).toContain('time that is over');
    const [stray] = await b.acts.read<{ n: number }>(`select count(*)::int as n from request_out where state = 'draft' and needed_by < clock_timestamp() and wanted->0->>'what' = 'MR spine'`);
    expect(stray?.n).toBe(0);
  });
});

it('the preview says what would happen, and similar requests that are open', async () => {
  const p = patient();
  await sent({ patient: p });
  const preview = await x.requestDetails.preview(requestForm(hillview, { serviceLine: 'oncology', patient: p, message: 'Dr. Imre waits' }), await as(liaison));
  expect(preview).toMatchObject({ channel: 'phone', approval: false, similar: [{ state: 'sent' }] });
  expect(preview.letter).toContain('Exam: CT head, with report.');
  expect(preview.letter).toContain('Dr. Imre waits');
  await expect(x.requestDetails.preview(requestForm(hillview, { serviceLine: 'oncology' }), await as(await b.person('li', { facilities: [], serviceLines: [] })))).rejects.toMatchObject({ status: 403 });
});
