import type { PersonRef, TaskPage } from '@causeway/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from '../testing/browser';
import { storeExam } from '../testing/exams';
import type { SpecPerson } from '../testing/harness';
import { httpBench, type HttpBench } from '../testing/http-bench';
import { drain } from '../testing/worker';

let b: HttpBench;
let lead: SpecPerson;
let reader: SpecPerson;
let colleague: SpecPerson;
let task: string;

beforeAll(async () => {
  b = await httpBench();
  [lead, reader, colleague] = [await b.person('sl', { serviceLines: ['neurology'] }), await b.person('rd', { serviceLines: ['neurology'] }), await b.person('rd', { serviceLines: ['neurology'] })];
  await b.person('pa');
  const exam = await storeExam(b);
  await b.acts.read(`insert into inbound (id, state, facility_ids, service_line, urgency) values ($1, 'released', $2, 'neurology', 'high')`, [exam, [b.host]]);
  const [row] = await b.acts.read<{ id: string }>(`insert into overread (id, exam_id, exam_revision, state, purpose, subspecialty, urgency, facility_ids, service_line) values (gen_random_uuid(), $1, 1, 'open', 'treatment', 'neuro', 'high', $2, 'neurology') returning id`, [exam, [b.host]]);
  task = row?.id ?? '';
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'overread.offered', kind: 'overread', id: task, data: { examId: exam } }));
  await drain(b, { only: ['duty.own'] });
});
afterAll(() => b.close());
const as = (who: SpecPerson): Promise<Browser> => b.as(who);
const tasks = async (who: SpecPerson, view = 'all'): Promise<TaskPage> => (await (await as(who)).ask<TaskPage>('GET', `/ownership/tasks?view=${view}`)).body;

it('every open task stands once, in a pool, in somebody’s hands or escalated, and the numbers say how many are where', async () => {
  const before = await tasks(lead);
  expect(before.rows.map((r) => [r.id, r.by])).toEqual([[task, 'pool']]);
  expect(before.counts).toEqual({ owner: 0, pool: 1, escalation: 0, mine: 0 });
  await b.acts.read(`update overread set state = 'claimed', holder_id = $2 where id = $1`, [task, reader.id]);
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'overread.claimed', kind: 'overread', id: task }));
  await drain(b, { only: ['duty.own'] });
  expect(await tasks(reader, 'mine')).toMatchObject({ rows: [{ id: task, by: 'owner', people: [{ id: reader.id }], mayOffer: true }], counts: { owner: 1, pool: 0, mine: 1 } });
  expect((await tasks(colleague)).rows).toMatchObject([{ id: task, mayOffer: false }]);
  expect((await tasks(lead)).rows).toMatchObject([{ mayOffer: true }]);
});

it('tasks of other lines and other facilities are not seen, nor counted', async () => {
  expect((await tasks(await b.person('rd', { serviceLines: ['burn'] }))).counts.owner).toBe(0);
  expect((await tasks(await b.person('rd', { facilities: [], serviceLines: ['neurology'] }))).counts.owner).toBe(0);
  expect((await (await as(await b.person('au'))).ask('GET', '/ownership/tasks')).status).toBe(403);
});

it('only who has a task in hand, or leads its line, is told who could take it', async () => {
  const ask = async (who: SpecPerson): Promise<{ status: number; body: PersonRef[] }> => (await as(who)).ask<PersonRef[]>('GET', `/handovers/colleagues?kind=overread&id=${task}`);
  expect((await ask(reader)).body.map((p) => p.id)).toEqual([colleague.id]);
  expect((await ask(lead)).body.map((p) => p.id)).toEqual([colleague.id]);
  expect([403, 404]).toContain((await ask(colleague)).status);
});
