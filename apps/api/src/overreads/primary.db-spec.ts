import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OverreadQuery, SignReport, type ReportText } from '@causeway/contracts';
import { CaseLinks } from '../cases/links/case-links';
import { CaseLinkReads } from '../cases/links/contents';
import { CaseGuests } from '../cases/links/guests';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storePatient } from '../testing/exams';
import { caseForm, exchangeOf } from '../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { OverreadMoves } from './moves';
import { OverreadDetails } from './overread.detail';
import { OverreadList } from './overread.list';

const OURS = ['exam.extend', 'inbound.quiet', 'overread.decide', 'overread.order-over', 'overread.report-out', 'overread.withdraw-report', 'overread.partner-answered', 'value.read'];
let b: Bench;
let x: ReturnType<typeof exchangeOf>;
let list: OverreadList;
let details: OverreadDetails;
let moves: OverreadMoves;
let reader: SpecPerson;
let nurse: SpecPerson;
let clinician: SpecPerson;
let ridge: string;
const sys = { kind: 'system', id: 'spec', name: 'spec' } as const;

beforeAll(async () => {
  b = await bench({ CAUSEWAY_PUBLIC_URL: 'https://exchange.example/' });
  x = exchangeOf(b);
  list = new OverreadList(b.acts, { position: '0.0' });
  [details, moves] = [new OverreadDetails(b.acts, list), new OverreadMoves(b.acts, b.settings)];
  ridge = await b.facility('Ridge Clinic', { issuer: 'RIDGE' });
  const both = { facilities: [b.host, ridge] };
  [reader, nurse, clinician] = [await b.person('rd', { subspecialties: ['neuro'], ...both }), await b.person('tn', both), await b.person('cl', { ...both, serviceLines: ['trauma'] })];
  for (const facility of [b.host, ridge]) {
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values (gen_random_uuid(), $1, 'hl7v2', 'out', 'reports', 'Records', '{"host":"127.0.0.1","port":9}')`, [facility]);
  }
});
afterAll(() => b.close());

const as = (p: SpecPerson) => callerOf(b, p, true);
const text = (more: Partial<ReportText> = {}): ReportText => ({ comparison: '', adequacy: 'yes', findings: 'No bleed.', impression: 'Normal CT of the head.', recommendation: '', grade: null, call: null, ...more });
const body = (epoch: number, version: number, more: Partial<ReportText> = {}) => SignReport.parse({ version, epoch, text: text(more), revisionSeen: 1 });
const openCase = async (useCase = 'U5') => x.caseMoves.open(await as(nurse), caseForm({ useCase, facilityId: ridge, consultantId: clinician.id, question: 'Any bleed?' }));
const link = async (caseId: string, examId: string) => x.caseMoves.link(await as(nurse), caseId, { version: (await x.caseDetails.detail(caseId, await as(nurse))).version, examId });

async function released(): Promise<string> {
  const examId = await storeExam(b, { source: ridge, head: { accessionNumber: 'RC-771' } });
  await drain(b, { only: OURS, ahead: 120 });
  await confirmMatch(b, examId, await storePatient(b, `P${examId.slice(-8)}`, 'Spec', 'Person', '1961-03-12'));
  await b.acts.read(`update inbound set state = 'released', state_since = clock_timestamp(), facility_ids = array[$2::uuid, $3::uuid] where id = $1`, [examId, b.host, ridge]);
  return examId;
}
const tasks = (examId: string) => b.acts.read<{ id: string; kind: string; state: string; reason: string | null; case_id: string | null; decision_id: string | null }>('select id, kind, state, reason, case_id, decision_id from overread where exam_id = $1 order by made_at', [examId]);
/** A case with its exam, and the task that follows. */
async function ordered(): Promise<{ id: string; caseId: string; examId: string }> {
  const [examId, caseId] = [await released(), await openCase()];
  await link(caseId, examId);
  await drain(b, { only: OURS });
  const [task] = await tasks(examId);
  if (!task) throw new Error('no task was made');
  return { id: task.id, caseId, examId };
}
const rowOf = async (id: string, who = reader) => details.detail(id, await as(who));
/** Claims, drafts and signs. */
async function signed(id: string, more: Partial<ReportText> = {}): Promise<void> {
  await moves.claim(await as(reader), id, { version: (await rowOf(id)).version });
  await moves.saveDraft(await as(reader), id, { version: (await rowOf(id)).version, epoch: 1, text: text(more), revisionSeen: 1 });
  await moves.sign(await as(reader), id, body(1, (await rowOf(id)).version, more));
  await drain(b, { only: OURS });
}
const messages = (id: string) => b.acts.read<{ id: string; body: Buffer; facility_id: string }>('select m.id, m.body, e.facility_id from out_message m join endpoint e on e.id = m.endpoint_id where m.subject_id = $1 order by m.id', [id]);
const lines = async (caseId: string) => (await x.caseDetails.detail(caseId, await as(nurse))).entries.map((e) => e.what);

describe('a case that asks for a primary interpretation', () => {
  it('orders a primary read of its exam, without asking the over-read policy, due when the case is promised its answer', async () => {
    const { id, caseId, examId } = await ordered();
    expect(await tasks(examId)).toMatchObject([{ kind: 'primary', state: 'open', case_id: caseId, decision_id: null }]);
    const row = await rowOf(id);
    expect(row).toMatchObject({ kind: 'primary', question: 'Any bleed?', requester: { id: clinician.id }, order: { caseId, partner: 'Ridge Clinic' }, urgency: 'high' });
    expect(Math.round((Date.parse(row.clock.dueAt ?? '') - Date.parse(row.clock.startedAt ?? '')) / 3_600_000)).toBe(4);
    // told again, nothing more is made
    await b.acts.run(sys, async (act) => act.emit({ event: 'inbound.released', kind: 'inbound', id: examId }));
    await drain(b, { only: OURS });
    expect(await tasks(examId)).toHaveLength(1);
  });

  it('waits for the release of its exam, and a case of another kind orders nothing', async () => {
    const [examId, caseId] = [await storeExam(b, { source: ridge }), await openCase()];
    await drain(b, { only: OURS, ahead: 120 });
    await b.acts.read('update inbound set facility_ids = array[$2::uuid, $3::uuid] where id = $1', [examId, b.host, ridge]);
    await link(caseId, examId);
    await drain(b, { only: OURS });
    expect(await tasks(examId)).toEqual([]);
    const other = await released();
    await link(await openCase('U4'), other);
    await drain(b, { only: OURS });
    expect(await tasks(other)).toEqual([]);
  });

  it('takes the place of an over-read that nobody began, and keeps its read when the policy is asked again', async () => {
    const [examId, caseId] = [await released(), await openCase()];
    await b.acts.read(`insert into need (exam_id, requester_id, urgency, wants_read, purpose) values ($1, $2, 'high', true, 'treatment')`, [examId, clinician.id]);
    await b.acts.read(`update inbound set urgency = 'high' where id = $1`, [examId]);
    await b.acts.run(sys, async (act) => act.emit({ event: 'inbound.released', kind: 'inbound', id: examId }));
    await drain(b, { only: OURS });
    expect(await tasks(examId)).toMatchObject([{ kind: 'over-read', state: 'open' }]);
    await link(caseId, examId);
    await drain(b, { only: OURS });
    expect(await tasks(examId)).toMatchObject([{ kind: 'over-read', state: 'withdrawn', reason: 'primary-ordered' }, { kind: 'primary', state: 'open' }]);
  });

  it('called off, withdraws the read that nobody signed', async () => {
    const { caseId, examId } = await ordered();
    await x.caseMoves.cancel(await as(nurse), caseId, (await x.caseDetails.detail(caseId, await as(nurse))).version, 'opened twice');
    await drain(b, { only: OURS });
    expect(await tasks(examId)).toMatchObject([{ state: 'withdrawn', reason: 'case-cancelled' }]);
  });
});

describe('a primary report', () => {
  it('is signed without a grade and refuses one; a call, once begun, is written down whole', async () => {
    const { id } = await ordered();
    await moves.claim(await as(reader), id, { version: (await rowOf(id)).version });
    await moves.saveDraft(await as(reader), id, { version: (await rowOf(id)).version, epoch: 1, text: text(), revisionSeen: 1 });
    const sign = async (more: Partial<ReportText>) => moves.sign(await as(reader), id, body(1, (await rowOf(id)).version, more));
    await expect(sign({ grade: 'agree' })).rejects.toMatchObject({ status: 422, more: { errors: [{ pointer: '/text/grade' }] } });
    await expect(sign({ call: { person: 'Dr. Osei', how: '', at: null, readBack: false } })).rejects.toMatchObject({ status: 422, more: { errors: [{ pointer: '/text/call' }] } });
    await sign({ call: { person: 'Dr. Osei', how: 'phone', at: new Date().toISOString(), readBack: true } });
    expect(await rowOf(id)).toMatchObject({ state: 'signed', grade: null, signed: [{ grade: null }] });
    const version = (await rowOf(id)).version;
    await expect(moves.addend(await as(reader), id, { version, text: 'One more word.', grade: 'minor' })).rejects.toMatchObject({ status: 422 });
    await moves.addend(await as(reader), id, { version, text: 'One more word.', grade: null });
    expect(await rowOf(id)).toMatchObject({ state: 'signed', grade: null, signed: [{ kind: 'report' }, { kind: 'addendum', addendum: 'One more word.' }] });
  });

  it('is filed as a diagnostic imaging report and goes to our records and to who asked, each under their own patient, without a word of difference', async () => {
    const { id, caseId, examId } = await ordered();
    await signed(id);
    expect(await b.acts.read(`select title, source, status, sections->0->>'heading' as first from report where exam_id = $1 and kind = 'local'`, [examId])).toEqual([{ title: 'Diagnostic imaging report', source: 'Primary read', status: 'F', first: 'Exam' }]);
    const sent = (await messages(id)).map((m) => ({ to: m.facility_id, body: m.body.toString() }));
    expect(sent.map((m) => m.to).sort()).toEqual([b.host, ridge].sort());
    for (const { body: oru } of sent) {
      expect(oru).toContain('DIAGNOSTIC IMAGING REPORT');
      expect(oru).toContain('Normal CT of the head.');
      expect(oru).not.toMatch(/DISCREPANCY|OVERREAD|over-read|Difference/i);
    }
    const theirs = sent.find((m) => m.to === ridge)?.body ?? '';
    expect(theirs).toMatch(/PID\|[^\r]*OUT-1/);
    expect(theirs).toMatch(/OBR\|[^\r]*RC-771/);
    expect(sent.find((m) => m.to === b.host)?.body).not.toMatch(/PID\|[^\r]*OUT-1/);
    expect((await lines(caseId)).slice(-2)).toEqual(['report', 'report-sent']);
    expect(await b.acts.read<{ outcome: object }>('select outcome from exchange_case where id = $1', [caseId])).toEqual([{ outcome: { answer: 'Normal CT of the head.' } }]);
    expect((await x.caseDetails.detail(caseId, await as(nurse))).missing).not.toContain('answer');
    expect((await x.caseDetails.detail(caseId, await as(nurse))).reads).toMatchObject([{ id, kind: 'primary', grade: null }]);
  });

  it('is known to have arrived, or is to be read to them; what our own records system says is not theirs', async () => {
    const { id, caseId } = await ordered();
    await signed(id);
    const sent = await messages(id);
    const tell = async (facility: string, event: string): Promise<void> => {
      const message = sent.find((m) => m.facility_id === facility)?.id;
      await b.acts.run(sys, async (act) => act.emit({ event, kind: 'overread', id, data: { message, code: 'AR' } }));
      await drain(b, { only: OURS });
    };
    await tell(b.host, 'message.refused');
    expect((await lines(caseId)).at(-1)).toBe('report-sent');
    await tell(ridge, 'message.acknowledged');
    expect((await lines(caseId)).at(-1)).toBe('report-arrived');
  });

  it('is read on the page of the case by whoever asked, and taken back from there and from the case when it is retracted', async () => {
    const { id, caseId } = await ordered();
    await signed(id);
    const [links, guests, reads] = [new CaseLinks(b.acts, b.settings), new CaseGuests(b.acts, b.settings), new CaseLinkReads(b.acts, b.settings)];
    const given = await links.give(await as(nurse), caseId, { party: 'sender', forWhom: 'Dr. Osei', callNumber: '555-0100', hours: 72 });
    const token = given.address.split('#')[1] ?? '';
    const seen = async () => reads.contents(await guests.guest(token, await guests.open(token, given.code, '192.0.2.31')));
    expect(await seen()).toMatchObject({ advice: [{ kind: 'report', text: expect.stringContaining('CLINICAL QUESTION:\nAny bleed?') as string }], exams: [{ standing: 'read' }] });
    await b.acts.run(sys, async (act) => act.emit({ event: 'inbound.recalled', kind: 'inbound', id: (await rowOf(id)).examId }));
    await drain(b, { only: [...OURS, 'overread.follow'] });
    expect((await seen()).advice).toEqual([]);
    expect(await lines(caseId)).toContain('report-taken-back');
    expect((await messages(id)).filter((m) => m.facility_id === ridge).at(-1)?.body.toString()).toMatch(/OBX\|[^\r]*\|W\|/);
    expect(await b.acts.read('select outcome from exchange_case where id = $1', [caseId])).toEqual([{ outcome: {} }]);
  });

  it('is a line of the worklist that can be filtered by its kind, and never a disagreement', async () => {
    const { id } = await ordered();
    await signed(id);
    expect(await b.acts.read(`select value from value_row where value = 'V8' and evidence->>'read' = $1`, [id])).toEqual([]);
    const page = await list.page(OverreadQuery.parse({ view: 'signed', kind: 'primary' }), await as(reader));
    expect(page.rows.map((r) => r.id)).toContain(id);
    expect(page.rows.every((r) => r.kind === 'primary')).toBe(true);
    expect((await list.page(OverreadQuery.parse({ view: 'signed', kind: 'over-read' }), await as(reader))).rows.map((r) => r.id)).not.toContain(id);
  });
});

describe('the database', () => {
  it('holds no signed over-read without a grade, no primary read with one, and no primary read without its case', async () => {
    const { id, examId } = await ordered();
    const over = `insert into overread (id, exam_id, state, purpose, subspecialty, service_line, facility_ids, urgency, exam_revision`;
    await expect(b.acts.read(`${over}) values (gen_random_uuid(), $1, 'signed', 'formal', 'neuro', 'trauma', '{}', 'high', 1)`, [examId])).rejects.toThrow(/overread_graded/);
    await expect(b.acts.read(`update overread set grade = 'agree' where id = $1`, [id])).rejects.toThrow(/overread_graded/);
    await expect(b.acts.read(`update overread set case_id = null where id = $1`, [id])).rejects.toThrow(/overread_of_case/);
    await expect(b.acts.read(`insert into overread_report (id, overread_id, kind, text, author_id, sha256) values (gen_random_uuid(), $1, 'report', '{}', $2, '')`, [id, reader.id])).rejects.toThrow(/overread_report_(graded|kind)/);
  });
});
