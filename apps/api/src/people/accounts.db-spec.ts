import type { PersonDetail, PersonPage, PersonWithSecret } from '@causeway/contracts';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLog } from '../platform/log';
import { serveHttp } from '../serve-http';
import { Browser } from '../testing/browser';
import { bench, SPEC_PASSWORD, type Bench, type SpecPerson } from '../testing/harness';

let b: Bench;
let app: NestExpressApplication;
let url: string;
let admin: SpecPerson;
let asAdmin: Browser;

const signedIn = async (person: SpecPerson): Promise<Browser> => {
  const browser = new Browser(url);
  expect((await browser.signIn(person.username)).status).toBe(204);
  return browser;
};
const detail = async (id: string): Promise<PersonDetail> => (await asAdmin.ask<PersonDetail>('GET', `/people/${id}`)).body;
const rights = (more: object = {}): object => ({ name: 'Ana Moreno', title: 'Triage', roles: ['tr'], facilities: [b.host], serviceLines: ['neurology'], subspecialties: [], ...more });

beforeAll(async () => {
  b = await bench();
  app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  admin = await b.person('sa', { username: 'first.admin' });
  asAdmin = await signedIn(admin);
});
afterAll(async () => {
  await app.close();
  await b.close();
});

it('adds a person whose one-time password opens nothing until another is chosen', async () => {
  const made = await asAdmin.ask<PersonWithSecret>('POST', '/people', { username: 'ana', ...rights() });
  expect(made.status).toBe(201);
  expect(made.body.oneTimeUntil).not.toBeNull();
  const ana = new Browser(url);
  expect((await ana.signIn('ana', made.body.secret)).body).toEqual({ next: 'new-password' });
  expect((await ana.ask('GET', '/me')).status).toBe(401);
  expect((await ana.ask('GET', '/inbound')).status).toBe(401);
  const before = ana.cookie;
  expect(await ana.ask('POST', '/session/new-password', { password: made.body.secret })).toMatchObject({ status: 422, detail: expect.stringContaining('another password') as string });
  expect(await ana.ask('POST', '/session/new-password', { password: 'too short' })).toMatchObject({ status: 422 });
  expect((await ana.ask('POST', '/session/new-password', { password: 'ladder harbour violet' })).status).toBe(204);
  expect((await ana.ask('GET', '/me')).status).toBe(200);
  expect(ana.cookie).not.toBe(before);
  ana.cookie = before;
  expect((await ana.ask('GET', '/me')).status, 'the cookie from before the step').toBe(401);
  expect((await new Browser(url).signIn('ana', made.body.secret)).status).toBe(401);
  expect((await new Browser(url).signIn('ana', 'ladder harbour violet')).status).toBe(204);
});

it('refuses a one-time password that nobody used in time', async () => {
  const made = await asAdmin.ask<PersonWithSecret>('POST', '/people', { username: 'late', ...rights() });
  await b.acts.read(`update person set password_once_until = clock_timestamp() - interval '1 second' where username = 'late'`);
  expect(await new Browser(url).signIn('late', made.body.secret)).toMatchObject({ status: 403, code: 'password-over' });
});

it('names both roles that never go together, and refuses roles of machines', async () => {
  const pa = await b.person('pa');
  const p = await detail(pa.id);
  const change = (roles: string[]) => asAdmin.ask('POST', `/people/${pa.id}/change`, { version: p.version, reason: 'spec', ...rights({ roles }) });
  expect(await change(['sa', 'pa'])).toMatchObject({ status: 422, detail: expect.stringMatching(/system administrator and PACS administrator never go together/) as string });
  expect(await change(['rs', 'rd'])).toMatchObject({ status: 422, detail: expect.stringMatching(/resident and radiologist/) as string });
  expect(await change(['ac'])).toMatchObject({ status: 422 });
  expect(await change([])).toMatchObject({ status: 422 });
  expect((await detail(pa.id)).roles).toEqual(['pa']);
});

it('nobody edits their own roles, and the last administrator stays', async () => {
  const me = await detail(admin.id);
  expect(me.self).toBe(true);
  expect(me.moves).toEqual([]);
  expect(await asAdmin.ask('POST', `/people/${admin.id}/change`, { version: me.version, reason: 'spec', ...rights() })).toMatchObject({ status: 403, code: 'own-account' });
  const second = await b.person('sa');
  const asSecond = await signedIn(second);
  const gone = await asSecond.ask('POST', `/people/${admin.id}/disable`, { version: me.version, reason: 'changing house' });
  expect(gone.status).toBe(200);
  expect((await asAdmin.ask('GET', '/me')).status).toBe(401);
  const alone = (await asSecond.ask<PersonDetail>('GET', `/people/${admin.id}`)).body;
  expect((await asSecond.ask('POST', `/people/${admin.id}/enable`, { version: alone.version, reason: 'came back' })).status).toBe(200);
  asAdmin = await signedIn(admin);
  // both at the same moment: one of them must fail
  const [a, z] = [await detail(second.id), (await asSecond.ask<PersonDetail>('GET', `/people/${admin.id}`)).body];
  const answers = await Promise.all([
    asAdmin.ask('POST', `/people/${second.id}/disable`, { version: a.version, reason: 'at once' }),
    asSecond.ask('POST', `/people/${admin.id}/disable`, { version: z.version, reason: 'at once' }),
  ]);
  expect(answers.filter((x) => x.status === 200)).toHaveLength(1);
  const [left] = await b.acts.read<{ n: number }>(`select count(*)::int as n from person where 'sa' = any(roles) and disabled_at is null`);
  expect(left?.n).toBe(1);
  await b.acts.read(`update person set disabled_at = null where 'sa' = any(roles)`);
  asAdmin = await signedIn(admin);
});

it('asks for the password again before every change', async () => {
  const pa = await b.person('pa');
  const { version } = await detail(pa.id);
  await b.acts.read(`update session set reauthenticated_at = clock_timestamp() - interval '2 minutes' where person_id = $1`, [admin.id]);
  expect((await detail(pa.id)).moves.find((m) => m.move === 'disable')?.needs).toBe('reauthenticate');
  expect(await asAdmin.ask('POST', `/people/${pa.id}/disable`, { version, reason: 'left' })).toMatchObject({ status: 403, code: 'reauthenticate' });
  expect(await asAdmin.ask('POST', '/people', { username: 'nobody.yet', ...rights() })).toMatchObject({ status: 403, code: 'reauthenticate' });
  expect((await asAdmin.ask('POST', '/session/reauthenticate', { password: SPEC_PASSWORD })).status).toBe(201);
  expect(await asAdmin.ask('POST', `/people/${pa.id}/disable`, { version: version + 7, reason: 'left' })).toMatchObject({ status: 412 });
  expect((await asAdmin.ask('POST', `/people/${pa.id}/disable`, { version, reason: 'left' })).status).toBe(200);
});

it('a disabled person is out with the next request and their live stream ends before it beats', async () => {
  const tr = await b.person('tr');
  const theirs = await signedIn(tr);
  const stream = await theirs.stream();
  const { version } = await detail(tr.id);
  expect((await asAdmin.ask('POST', `/people/${tr.id}/disable`, { version, reason: 'left the house' })).status).toBe(200);
  expect((await theirs.ask('GET', '/me')).status).toBe(401);
  // the controller's spec tells the five seconds on a clock of its own
  expect(await stream.text).toContain('event: over');
  expect(await stream.text).not.toContain('event: beat');
});

it('taken roles bite on the next request, without signing in again, and cut the stream as well', async () => {
  const pa = await b.person('pa');
  const theirs = await signedIn(pa);
  expect((await theirs.ask('GET', '/inbound')).status).toBe(200);
  const stream = await theirs.stream();
  const p = await detail(pa.id);
  expect((await asAdmin.ask('POST', `/people/${pa.id}/change`, { version: p.version, reason: 'new work', ...rights({ roles: ['gm'] }) })).status).toBe(200);
  expect(await theirs.ask('GET', '/inbound')).toMatchObject({ status: 403, code: 'not-allowed' });
  expect((await theirs.ask('GET', '/me')).status).toBe(200);
  expect(await stream.text).toContain('event: over');
  const [entry] = await b.acts.read<{ details: string; reason: string }>(`select details, reason from audit_entry where action = 'people.changed' and object_id = $1`, [pa.id]);
  expect(JSON.parse(entry!.details)).toMatchObject({ roles: { from: ['pa'], to: ['gm'] } });
  expect(entry!.reason).toBe('new work');
});

it('ends one session and revokes one token, and the others go on', async () => {
  const pa = await b.person('pa');
  const [here, there] = [await signedIn(pa), await signedIn(pa)];
  const p = await detail(pa.id);
  expect(p.sessions).toHaveLength(2);
  expect((await asAdmin.ask('POST', `/people/${pa.id}/end-session`, { version: p.version, session: p.sessions[1]!.id, reason: 'lost laptop' })).status).toBe(200);
  const alive = await Promise.all([here, there].map(async (x) => (await x.ask('GET', '/me')).status));
  expect(alive.sort()).toEqual([200, 401]);
  const made = await asAdmin.ask<PersonWithSecret>('POST', `/people/${pa.id}/add-token`, { version: p.version, name: 'workstation', scopes: ['exam.list'], days: 30 });
  expect(made.status).toBe(200);
  const bearer = () => fetch(`${url}/api/v1/inbound`, { headers: { authorization: `Bearer ${made.body.secret}` } }).then((r) => r.status);
  expect(await bearer()).toBe(200);
  const token = made.body.tokens[0]!;
  expect((await asAdmin.ask('POST', `/people/${pa.id}/revoke-token`, { version: p.version, token: token.id, reason: 'not used' })).status).toBe(200);
  expect(await bearer()).toBe(401);
  expect(await asAdmin.ask('POST', `/people/${pa.id}/add-token`, { version: p.version, name: 'x y', scopes: ['inbound.release'], days: 30 })).toMatchObject({ status: 422 });
});

it('finds people by words in name, title, role and facility, page by page', async () => {
  const far = await b.facility('Lakeside Imaging Centre');
  await b.person('fr', { facilities: [far], username: 'clerk.far' });
  const find = async (more: object) => (await asAdmin.ask<PersonPage>('POST', '/people/search', more)).body;
  expect((await find({ words: 'lakeside film-room' })).rows.map((r) => r.username)).toEqual(['clerk.far']);
  expect((await find({ words: '100%' })).rows).toEqual([]);
  expect((await find({ facility: far })).total).toBe(1);
  const all = await find({ limit: 200 });
  const first = await find({ limit: 2 });
  const second = await find({ limit: 2, cursor: first.next });
  expect([...first.rows, ...second.rows].map((r) => r.id)).toEqual(all.rows.slice(0, 4).map((r) => r.id));
  expect(first.total).toBe(all.total);
  expect((await asAdmin.ask('POST', '/people/search', { cursor: 'x' })).status).toBe(400);
  expect((await find({ state: 'disabled' })).rows.every((r) => r.state === 'disabled')).toBe(true);
});

it('is closed to everybody else', async () => {
  for (const role of ['pa', 'au', 'sl', 'gc'] as const) {
    const other = await signedIn(await b.person(role));
    expect((await other.ask('POST', '/people/search', {})).status, role).toBe(403);
    expect((await other.ask('GET', `/people/${admin.id}`)).status, role).toBe(403);
  }
});
