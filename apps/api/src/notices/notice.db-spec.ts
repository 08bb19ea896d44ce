import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storePatient } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { NoticeController } from './notice.controller';

let b: Bench;
let notices: NoticeController;
let clinician: SpecPerson;
const OURS = ['exam.extend', 'inbound.quiet', 'notice.decide', 'notice.settle', 'notice.ack'];

beforeAll(async () => {
  b = await bench();
  notices = new NoticeController(b.acts);
  clinician = await b.person('cl');
});
afterAll(() => b.close());

async function examFor(person: SpecPerson, urgency = 'medium'): Promise<string> {
  const id = await storeExam(b);
  await drain(b, { only: OURS });
  await b.acts.read('insert into need (exam_id, requester_id, urgency) values ($1, $2, $3)', [id, person.id, urgency]);
  await b.acts.read('update inbound set urgency = $2, care_team = array[$3::uuid] where id = $1', [id, urgency, person.id]);
  return id;
}
const emit = (event: string, kind: string, id: string, data: Record<string, unknown> = {}) => b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event, kind, id, data }));
const mine = async (p = clinician) => notices.mine(await callerOf(b, p));

it('the requester is told in the console that the exam is there, once however often it is said, with the reason', async () => {
  const id = await examFor(clinician);
  await emit('inbound.released', 'inbound', id);
  await drain(b, { only: OURS });
  await b.acts.read(`update job set state = 'waiting' where kind = 'notice.decide' and state = 'done'`);
  await drain(b, { only: OURS });
  const page = await mine();
  expect(page.rows).toHaveLength(1);
  expect(page.rows[0]).toMatchObject({ event: 'inbound.released', because: 'your-exam-is-there', state: 'sent', subject: { label: 'Spec, Person · CT Head w/o contrast' } });
  expect(page.unread).toBe(1);
  await notices.see(page.rows[0]?.id ?? '', await callerOf(b, clinician));
  expect((await mine()).unread).toBe(0);
});

it('nobody answers for another, and a lost right shows no name', async () => {
  const [n] = (await mine()).rows;
  await expect(notices.acknowledge(n?.id ?? '', await callerOf(b, await b.person('cl')))).rejects.toMatchObject({ status: 404 });
  await b.acts.read(`update inbound set care_team = '{}' where id = $1`, [n?.values['examId']]);
  expect((await mine()).rows[0]?.subject.label).toBe('');
});

it('a telling that must be answered escalates to the lead when nobody does, and is withdrawn when it no longer matters', async () => {
  const lead = await b.person('sl');
  const id = await examFor(clinician, 'high');
  await emit('inbound.released', 'inbound', id);
  await drain(b, { only: OURS });
  const urgent = (await mine()).rows.find((n) => n.ackNeeded);
  expect(urgent).toMatchObject({ urgent: true, because: 'urgent-exam-is-there' });
  await drain(b, { only: OURS, ahead: 1000 });
  expect((await mine(lead)).rows[0]).toMatchObject({ because: 'escalated', urgent: true });
  await emit('lease.ended', 'lease', id);
  await drain(b, { only: OURS });
  expect((await mine()).rows.find((n) => n.id === urgent?.id)?.state).toBe('withdrawn');
});

it('a call-back tells each person of their own copy, and nobody of what archives and order systems are asked', async () => {
  const reader = await b.person('cl');
  const id = await examFor(reader);
  await emit('inbound.released', 'inbound', id);
  await drain(b, { only: OURS });
  const match = await confirmMatch(b, id, await storePatient(b, 'RECALL1', 'Spec', 'Person', '1961-03-12'));
  for (const [kind, ref] of [['copy', newId()], ['order', newId()], ['person', reader.id]] as const) {
    const recall = newId();
    await b.acts.read(`insert into recall (id, exam_id, match_id, state, kind, ref, label, channel) values ($1, $2, $3, 'asked', $4, $5, $4, $4)`, [recall, id, match, kind, ref]);
    await emit('recall.asked', 'recall', recall, { examId: id });
  }
  await drain(b, { only: OURS });
  expect((await mine(reader)).rows.filter((n) => n.event === 'recall.asked')).toHaveLength(1);
});

it('a job that was given up is told about, but never by the job that was given up itself', async () => {
  const told = (): Promise<unknown[]> => b.acts.read(`select 1 from job where kind = 'notice.decide' and data->>'event' = 'job.given-up'`);
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'job.given-up', kind: 'job', id: newId(), data: { kind: 'notice.decide', cause: 'TypeError' } }));
  expect(await told()).toHaveLength(0);
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'job.given-up', kind: 'job', id: newId(), data: { kind: 'transfer.run', cause: 'TypeError' } }));
  expect(await told()).toHaveLength(1);
});

it('an event nobody needs to hear of makes a decision and no notice', async () => {
  const before = (await mine()).rows.length;
  await emit('inbound.settled', 'inbound', await examFor(clinician));
  await drain(b, { only: OURS });
  expect((await mine()).rows).toHaveLength(before);
  expect(await b.acts.read(`select 1 from decision where kind = 'notification' and because = '{nobody-needs-it}' limit 1`)).toHaveLength(1);
});
