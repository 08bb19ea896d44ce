import type { PolicyText } from '@causeway/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { system } from '../platform/acts/actor';
import { askPolicy } from '../platform/decisions/decisions';
import { newId } from '../platform/ids';
import { specUid } from '../testing/exams';
import { governanceOf, type Governance } from '../testing/governance';
import { bench, type Bench } from '../testing/harness';

let b: Bench;
let g: Governance;
beforeAll(async () => {
  b = await bench();
  g = await governanceOf(b);
});
afterAll(() => b.close());

const UNDER_WAY = 500;
const otherwise = (because: string) => (text: PolicyText): PolicyText => ({ ...text, default: { ...text.default, because } }) as PolicyText;

async function exams(n: number, state: string): Promise<string[]> {
  const ids = Array.from({ length: n }, () => newId());
  await b.acts.read(`insert into exam (id, study_uid, head, door) select id, $2 || row_number() over (), '{"studyDate":"20261120"}', 'dimse' from unnest($1::uuid[]) id`, [ids, specUid()]);
  await b.acts.read(`insert into inbound (id, state, facility_ids) select id, $2, '{}' from unnest($1::uuid[]) id`, [ids, state]);
  return ids;
}
const ask = (id: string) => b.acts.run(system('spec'), (act) => askPolicy(act, { kind: 'triage', subject: { kind: 'inbound', id, examId: id }, facts: { 'exam.completeness': 'complete' }, today: '2026-11-24' }));
const versionsOf = async (ids: string[]): Promise<number[]> =>
  (await b.acts.read<{ number: number }>(`select v.number from unnest($1::uuid[]) as e(exam) cross join lateral (select policy_version_id from decision where exam_id = e.exam and kind = 'triage' order by at desc limit 1) d join policy_version v on v.id = d.policy_version_id`, [ids])).map((r) => r.number);

it('500 exams under way end with the version they began with, decided before or not; the next exam has the new one', async () => {
  const ids = await exams(UNDER_WAY, 'checking');
  for (const id of ids.slice(0, 250)) await ask(id);
  await g.inForce(await g.draft('triage', otherwise('changed')));
  for (const id of ids) await ask(id);
  expect(new Set(await versionsOf(ids))).toEqual(new Set([1]));
  const [fresh] = await exams(1, 'checking');
  expect((await ask(fresh ?? '')).because).toEqual(['changed']);
  expect(await versionsOf([fresh ?? ''])).toEqual([2]);
});

it('what came to rest is decided by the version in force when somebody asks anew', async () => {
  const [id = ''] = await exams(1, 'checking');
  await b.acts.read(`update inbound set made_at = made_at - interval '1 day' where id = $1`, [id]);
  expect((await ask(id)).because).toEqual(['basic-check']);
  await b.acts.read(`update inbound set state = 'released', state_since = clock_timestamp() where id = $1`, [id]);
  expect((await ask(id)).because).toEqual(['basic-check']);
  expect((await ask(id)).because).toEqual(['changed']);
});

it('a version that applies now decides again what waits, and the new decision names the old', async () => {
  await b.acts.read(`update inbound set state = 'released', state_since = clock_timestamp() where state = 'checking'`);
  const ids = await exams(20, 'checking');
  for (const id of ids) await ask(id);
  await g.inForce(await g.draft('triage', otherwise('at-once')), true);
  const rows = await b.acts.read<{ number: number; older: number }>(
    `select v.number, o.number as older from decision d join policy_version v on v.id = d.policy_version_id join decision p on p.id = d.supersedes join policy_version o on o.id = p.policy_version_id
     where d.exam_id = any($1::uuid[]) and d.kind = 'triage'`, [ids]);
  expect(rows).toHaveLength(20);
  expect(rows.every((r) => r.number === 3 && r.older === 2)).toBe(true);
  const [applied] = await b.acts.read<{ details: unknown }>(`select details from audit_entry where action = 'policy.applied-now' order by at desc limit 1`);
  expect(JSON.stringify(applied?.details)).toMatch(/subjects/);
});
