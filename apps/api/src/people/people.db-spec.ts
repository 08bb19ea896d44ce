import { afterAll, beforeAll, expect, it } from 'vitest';
import { system } from '../platform/acts/actor';
import { Sessions } from '../platform/sign-in/sessions';
import { bench, SPEC_PASSWORD, type Bench } from '../testing/harness';
import { People } from './people.service';

let b: Bench;
let people: People;
let sessions: Sessions;
const ACTOR = system('spec');
const OTHER = 'another four long words';

beforeAll(async () => {
  b = await bench();
  people = new People(b.acts);
  sessions = new Sessions(b.acts, b.settings);
});
afterAll(() => b.close());
const signIn = (username: string, password = SPEC_PASSWORD): Promise<string> => sessions.signIn(username, password, '192.0.2.1').then((s) => s.secret);

it('somebody who was disabled is out with the next request, tokens included, and can come back', async () => {
  const { id, username } = await b.person('pa');
  const secret = await signIn(username);
  const token = await people.addToken(ACTOR, 'workstation', id, ['exam.list'], 30);
  expect(await sessions.client(token, '127.0.0.1')).toMatchObject({ kind: 'client', roles: ['ac'], scopes: ['exam.list'] });
  expect((await sessions.client(token, '127.0.0.1'))?.behind).toMatchObject({ id, roles: ['pa'], facilities: [b.host] });
  await people.disable(ACTOR, username.toUpperCase());
  expect(await sessions.open(secret)).toBeNull();
  expect(await sessions.client(token, '127.0.0.1')).toBeNull();
  await expect(signIn(username)).rejects.toMatchObject({ code: 'wrong-credentials' });
  await people.enable(ACTOR, username);
  expect(await sessions.open(secret)).toBeNull();
  expect(await signIn(username)).toHaveLength(43);
});

it('a new password ends the sessions of the old one, and is long', async () => {
  const { username } = await b.person('cl');
  const secret = await signIn(username);
  await expect(people.setPassword(ACTOR, username, 'short')).rejects.toMatchObject({ status: 422 });
  expect(await sessions.open(secret)).not.toBeNull();
  await people.setPassword(ACTOR, username, OTHER);
  expect(await sessions.open(secret)).toBeNull();
  await expect(signIn(username)).rejects.toMatchObject({ code: 'wrong-credentials' });
  expect(await signIn(username, OTHER)).toHaveLength(43);
  expect(await b.acts.read(`select 1 from audit_entry where action = 'people.password-set' and actor_name = 'Causeway spec'`)).toHaveLength(1);
});

it('a token holds only what a client may hold, and has an end', async () => {
  const { id } = await b.person('pa');
  await expect(people.addToken(ACTOR, 'x', id, ['inbound.release'], 30)).rejects.toMatchObject({ detail: expect.stringContaining('exam.view') as string });
  await expect(people.addToken(ACTOR, 'x', id, [], 30)).rejects.toMatchObject({ status: 422 });
  await expect(people.addToken(ACTOR, 'x', id, ['exam.list'], Number('soon'))).rejects.toMatchObject({ status: 422 });
  await expect(people.disable(ACTOR, 'nobody')).rejects.toMatchObject({ status: 404 });
});
