import type { AccessReviewDetail, AccessReviewItem, AccessReviewRow } from '@causeway/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser, Reply } from '../testing/browser';
import type { SpecPerson } from '../testing/harness';
import { httpBench, type HttpBench } from '../testing/http-bench';
import { drain } from '../testing/worker';

let b: HttpBench;
let admin: SpecPerson;
let other: SpecPerson;
let lead: SpecPerson;
let auditor: SpecPerson;
let reader: SpecPerson;
let both: SpecPerson;

beforeAll(async () => {
  b = await httpBench();
  [admin, other, auditor] = [await b.person('sa'), await b.person('sa'), await b.person('au')];
  lead = await b.person('sl', { serviceLines: ['neurology'] });
  reader = await b.person('rd', { serviceLines: ['neurology'] });
  both = await b.person(['pa', 'tr'], { serviceLines: ['burn'] });
});
afterAll(() => b.close());
const as = (who: SpecPerson): Promise<Browser> => b.as(who);
const start = async (more: object = {}): Promise<Reply<AccessReviewDetail & { code?: string }>> => (await as(admin)).ask('POST', '/access-reviews', { name: 'Winter review', dueOn: '2999-12-31', ...more });
const itemOf = (r: AccessReviewDetail, who: SpecPerson): AccessReviewItem => r.items.find((i) => i.person.id === who.id)!;
const decide = async (who: SpecPerson, r: AccessReviewDetail, about: SpecPerson, more: object = {}): Promise<Reply<AccessReviewDetail & { code?: string }>> => {
  const item = itemOf(r, about);
  return (await as(who)).ask('POST', `/access-reviews/${r.id}/items/${item.id}/decide`, { version: item.version, seen: item.roles, ...more });
};

it('asks the lead of each person’s section, and administrators for everybody else; each sees what is theirs', async () => {
  const { body, status } = await start();
  expect(status).toBe(201);
  expect(body).toMatchObject({ total: 6, decided: 0, state: 'open' });
  expect([itemOf(body, reader).reviewer, itemOf(body, both).reviewer, itemOf(body, lead).reviewer]).toEqual([expect.stringContaining('sl') as string, null, null]);
  const own = (await (await as(lead)).ask<AccessReviewDetail>('GET', `/access-reviews/${body.id}`)).body;
  expect(own.items.map((i) => i.person.id)).toEqual([reader.id]);
  expect((await (await as(auditor)).ask<AccessReviewDetail>('GET', `/access-reviews/${body.id}`)).body.items).toHaveLength(6);
  expect((await (await as(reader)).ask('GET', '/access-reviews')).status).toBe(403);
  const told = await b.acts.read<{ person_id: string }>(`select person_id from notice where subject_id = $1 and event = 'access-review.asked'`, [body.id]);
  expect(told.map((t) => t.person_id).sort()).toEqual([lead.id, other.id].sort());
});

it('nobody decides about themselves, an auditor about nobody, and a lead only about their own people', async () => {
  const { body } = await start();
  expect(await decide(admin, body, admin)).toMatchObject({ status: 403, code: 'own-account' });
  expect((await decide(auditor, body, reader)).status).toBe(403);
  expect((await decide(lead, body, both)).status).toBe(404);
  const me = await as(lead);
  await b.acts.read('update session set reauthenticated_at = null where person_id = $1', [lead.id]);
  const item = itemOf(body, reader);
  expect((await me.ask('POST', `/access-reviews/${body.id}/items/${item.id}/decide`, { version: 0, seen: ['rd'] })).code).toBe('reauthenticate');
  expect(await decide(lead, body, reader)).toMatchObject({ status: 200, body: { decided: 1 } });
  expect((await decide(lead, body, reader)).status).toBe(412);
});

it('what is revoked is gone with the next request; the last role gone disables; and the last administrator stays', async () => {
  const { body } = await start();
  const theirs = await as(both);
  expect((await theirs.ask('GET', '/match/none')).status).toBe(404);
  expect(await decide(admin, body, both, { revoke: ['pa'] })).toMatchObject({ status: 422 });
  expect((await decide(admin, body, both, { revoke: ['pa'], note: 'moved to triage' })).body).toMatchObject({ revoked: 1 });
  expect((await theirs.ask('GET', '/me')).body).toMatchObject({ person: { roles: ['tr'] } });
  const gone = await b.person('gm');
  const next = (await start({ roles: ['gm'] })).body;
  expect(next.items).toHaveLength(1);
  expect((await decide(admin, next, gone, { revoke: ['gm'], note: 'left the house' })).body).toMatchObject({ state: 'closed', items: [{ disabled: true, decision: { what: 'revoked', revoked: ['gm'] } }] });
});

it('roles that changed after the reviewer looked are not decided about', async () => {
  const { body } = await start();
  await b.acts.read(`update person set roles = '{rd,gm}', version = version + 1 where id = $1`, [reader.id]);
  expect(await decide(lead, body, reader)).toMatchObject({ status: 412 });
  await b.acts.read(`update person set roles = '{rd}', version = version + 1 where id = $1`, [reader.id]);
});

it('is late when its day is over, asks again, and gives its evidence as a file that no spreadsheet runs', async () => {
  const { body } = await start();
  await b.acts.read(`update access_review set due_on = '2020-01-01', name = '=HYPERLINK("x")' where id = $1`, [body.id]);
  const late = (await (await as(auditor)).ask<AccessReviewRow[]>('GET', '/access-reviews')).body.find((r) => r.id === body.id);
  expect(late).toMatchObject({ state: 'late' });
  await b.acts.read(`update job set due_at = clock_timestamp() where key = $1`, [`access-review.due ${body.id}`]);
  await drain(b, { only: ['access-review.due'] });
  expect((await b.acts.read(`select 1 as told from notice where subject_id = $1 and event = 'access-review.late' and person_id = $2`, [body.id, lead.id])).length).toBe(1);
  const browser = await as(auditor);
  const csv = await (await fetch(`${b.url}/api/v1/access-reviews/${body.id}/evidence.csv`, { headers: { cookie: browser.cookie } })).text();
  expect(csv.split('\n')).toHaveLength(1 + itemsOf(body) + 1);
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
  expect(csv).toContain(',late,');
  expect((await (await as(lead)).ask('GET', '/access-reviews')).status).toBe(200);
});
const itemsOf = (r: AccessReviewDetail): number => r.items.length;

it('a review of a day that is over, or of nobody, does not begin', async () => {
  expect((await start({ dueOn: '2020-01-01' })).status).toBe(422);
  expect(await start({ roles: ['ol'] })).toMatchObject({ status: 422, code: 'nobody' });
  expect((await (await as(lead)).ask('POST', '/access-reviews', { name: 'Mine', dueOn: '2999-12-31' })).status).toBe(403);
});
