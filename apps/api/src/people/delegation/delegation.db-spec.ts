import type { DelegationsView } from '@causeway/contracts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../platform/ids';
import type { Browser, Reply } from '../../testing/browser';
import { callerOf } from '../../testing/caller';
import { storeExam } from '../../testing/exams';
import type { SpecPerson } from '../../testing/harness';
import { httpBench, type HttpBench } from '../../testing/http-bench';

let b: HttpBench;
let exam: string;
let giver: SpecPerson;
let receiver: SpecPerson;

beforeAll(async () => {
  b = await httpBench();
});
beforeEach(async () => {
  [giver, receiver] = [await b.person('cl'), await b.person('cl')];
  exam = await storeExam(b);
  await b.acts.read(`insert into inbound (id, state, facility_ids, service_line, urgency, care_team) values ($1, 'released', $2, 'oncology', 'high', $3)`, [exam, [b.host], [giver.id]]);
});
afterAll(() => b.close());
const as = (who: SpecPerson): Promise<Browser> => b.as(who);
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const give = async (more: object = {}, from = giver): Promise<Reply<DelegationsView & { code?: string; errors?: { pointer: string }[] }>> =>
  (await as(from)).ask('POST', '/account/delegations', { receiverId: receiver.id, from: inDays(-0.01), until: inDays(5), scope: 'everything', note: 'on leave', ...more });
const status = async (who: Browser): Promise<number> => (await who.ask('GET', `/inbound/${exam}`)).status;

it('a colleague sees the patients of whoever handed them over, from the next request until it ends, and the stream is cut at both', async () => {
  const me = await as(receiver);
  expect(await status(me)).toBe(404);
  const before = await me.stream();
  const given = await give();
  expect(given).toMatchObject({ status: 201, body: { given: [{ state: 'on', scope: 'everything', receiver: { id: receiver.id } }] } });
  expect(await status(me)).toBe(200);
  expect(await before.text).toContain('event: over');
  const { received } = (await me.ask<DelegationsView>('GET', '/account/delegations')).body;
  expect(received).toMatchObject([{ giver: { id: giver.id }, state: 'on' }]);
  expect((await me.ask('POST', `/account/delegations/${received[0]?.id ?? ''}/end`, { version: 0 })).status).toBe(200);
  expect(await status(me)).toBe(404);
}, 20_000);

it('is over by the clock, not before it begins, and not handed on to a third', async () => {
  const me = await as(receiver);
  const third = await b.person('cl');
  await give({ from: inDays(1) });
  expect(await status(me)).toBe(404);
  await b.acts.read(`update delegation set from_at = clock_timestamp() - interval '1 hour' where giver_id = $1`, [giver.id]);
  expect(await status(me)).toBe(200);
  expect((await give({ receiverId: third.id }, receiver)).status).toBe(201);
  expect(await status(await as(third))).toBe(404);
  await b.acts.read(`update delegation set until_at = clock_timestamp() where giver_id = $1`, [giver.id]);
  expect(await status(me)).toBe(404);
});

it('what is done for somebody else says so in the audit, and what one may do oneself does not', async () => {
  await give();
  const act = async (careTeam: readonly string[]): Promise<unknown> => {
    const caller = await callerOf(b, receiver);
    const id = newId();
    await b.acts.run(caller.actor, async (done) => {
      caller.require('case.work', { careTeam });
      done.audit({ action: 'case.spec', object: { kind: 'case', id } });
    });
    const [entry] = await b.acts.read<{ details: string; actor_id: string }>('select details::text, actor_id from audit_entry where object_id = $1', [id]);
    expect(entry?.actor_id).toBe(receiver.id);
    return (JSON.parse(entry?.details ?? '{}') as { onBehalfOf?: string }).onBehalfOf ?? null;
  };
  expect(await act([giver.id])).toBe(giver.id);
  expect(await act([giver.id, receiver.id])).toBeNull();
});

it('seeing is not acting: with the smaller scope exams are seen and nothing else is allowed', async () => {
  await give({ scope: 'seeing' });
  const me = await as(receiver);
  expect(await status(me)).toBe(200);
  const { rules } = (await me.ask<{ rules: { subject: string; action: string; conditions?: { careTeam?: { $in: string[] } } }[] }>('GET', '/me')).body;
  const withGiver = rules.filter((r) => r.conditions?.careTeam?.$in.includes(giver.id)).map((r) => `${r.subject}.${r.action}`);
  expect(withGiver.sort()).toEqual(['exam.list', 'exam.view']);
});

it('asks for the password, for a colleague with patients of their own, and for a time that makes sense', async () => {
  const typed = await as(giver);
  await b.acts.read('update session set reauthenticated_at = null where person_id = $1', [giver.id]);
  expect((await typed.ask('POST', '/account/delegations', { receiverId: receiver.id, from: inDays(0), until: inDays(1), scope: 'seeing' })).code).toBe('reauthenticate');
  for (const [more, pointer] of [[{ until: inDays(-1) }, '/until'], [{ until: inDays(91) }, '/until'], [{ receiverId: giver.id }, '/receiverId'], [{ receiverId: (await b.person('pa')).id }, '/receiverId']] as const) {
    expect((await give(more)).body, pointer).toMatchObject({ code: 'fields', errors: [{ pointer }] });
  }
  expect((await give()).status).toBe(201);
  expect((await give()).code).toBe('delegated-already');
  expect((await give({}, await b.person('pa'))).status).toBe(403);
});

it('ends for a giver who is disabled, and a stranger can neither see nor end it', async () => {
  const { body } = await give();
  const stranger = await as(await b.person('cl'));
  expect((await stranger.ask('POST', `/account/delegations/${body.given[0]?.id ?? ''}/end`, { version: 0 })).status).toBe(404);
  await b.acts.read('update person set disabled_at = now() where id = $1', [giver.id]);
  expect(await status(await as(receiver))).toBe(404);
});
