import type { AccountView, Me, PasskeyOptions, PersonDetail, SignInPage } from '@causeway/contracts';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLog } from '../../platform/log';
import { serveHttp } from '../../serve-http';
import { SoftPasskey } from '../../testing/authenticator';
import { Browser } from '../../testing/browser';
import { bench, SPEC_PASSWORD, type Bench, type SpecPerson } from '../../testing/harness';

const ORIGIN = 'https://causeway.example.org';
const RP = 'causeway.example.org';
let b: Bench;
let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  b = await bench({ CAUSEWAY_PUBLIC_URL: `${ORIGIN}/` });
  app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
});
afterAll(async () => {
  await app.close();
  await b.close();
});

type Options = { challenge: string; user: { id: string }; rp?: { id: string }; rpId?: string; userVerification?: string; allowCredentials?: { id: string }[]; authenticatorSelection?: object };
const options = async (browser: Browser, path: string): Promise<Options> => {
  const answer = await browser.ask<PasskeyOptions>('POST', path);
  expect(answer.status, answer.detail).toBe(200);
  return answer.body.options as unknown as Options;
};
const signInWith = async (browser: Browser, key: SoftPasskey, wrong: Parameters<SoftPasskey['answer']>[1] = {}) => browser.ask('POST', '/session/passkey', { answer: key.answer(await options(browser, '/session/passkey/options'), wrong) });

interface Held { readonly person: SpecPerson; readonly browser: Browser; readonly key: SoftPasskey; readonly id: string }
async function withPasskey(role: 'cl' | 'rd' = 'cl'): Promise<Held> {
  const person = await b.person(role);
  const browser = new Browser(url);
  await browser.signIn(person.username);
  const key = new SoftPasskey(ORIGIN, RP);
  const made = key.make(await options(browser, '/account/passkeys/options'));
  expect(await browser.ask('POST', '/account/passkeys', { name: 'Phone', made })).toMatchObject({ status: 204 });
  const [held] = (await browser.ask<AccountView>('GET', '/account')).body.passkeys;
  return { person, browser, key, id: held!.id };
}
const refusals = (personId: string) => b.acts.read<{ action: string; problem: string }>(`select action, details::jsonb ->> 'problem' as problem from audit_entry where object_id = $1 and outcome = 'refused' order by at, seq`, [personId]);

it('is asked for with user verification, discoverable, for the house at its public address', async () => {
  const { browser, key } = await withPasskey();
  const again = await options(browser, '/account/passkeys/options');
  expect(again).toMatchObject({ rp: { id: RP }, authenticatorSelection: { residentKey: 'required', userVerification: 'required' }, excludeCredentials: [{ id: key.id }] });
  const signIn = await options(new Browser(url), '/session/passkey/options');
  expect(signIn).toMatchObject({ rpId: RP, userVerification: 'required', allowCredentials: [] });
  expect((await new Browser(url).ask<SignInPage>('GET', '/session/site')).body.passkeysAt).toBe(ORIGIN);
});

it('signs its person in without a name, without a second factor, and counts as their signature', async () => {
  const { person, browser, key } = await withPasskey();
  const { secret } = (await browser.ask<{ secret: string }>('POST', '/account/second-factor')).body;
  expect((await browser.ask('POST', '/account/second-factor/confirm', { code: generateSync({ secret, epoch: Math.floor(Date.now() / 1000) }) })).status).toBe(200);
  const fresh = new Browser(url);
  expect(await signInWith(fresh, key)).toMatchObject({ status: 204 });
  const me = (await fresh.ask<Me>('GET', '/me')).body;
  expect(me.person.id).toBe(person.id);
  expect(me.passkeysAt).toBe(ORIGIN);
  expect(me.provider).toBeNull();
  expect(Date.parse(me.reauthenticatedUntil ?? '')).toBeGreaterThan(Date.now());
  expect((await new Browser(url).signIn(person.username)).body, 'the password still asks for the second factor').toEqual({ next: 'second-factor' });
  const said = await b.acts.read<{ how: string }>(`select details::jsonb ->> 'how' as how from audit_entry where object_id = $1 and action = 'people.sign-in' order by at, seq`, [person.id]);
  expect(said.map((s) => s.how)).toEqual(['password', 'passkey', 'password']);
});

it('signs an act in place of the password, and nobody else’s passkey does', async () => {
  const { browser, key, person } = await withPasskey();
  const other = await withPasskey();
  const stale = () => b.acts.read(`update session set reauthenticated_at = clock_timestamp() - interval '5 minutes' where person_id = $1`, [person.id]);
  await stale();
  expect(await browser.ask('POST', '/account/passkeys/options')).toMatchObject({ status: 403, code: 'reauthenticate' });
  const theirs = await options(browser, '/session/reauthenticate/passkey/options');
  expect(theirs.allowCredentials!.map((c) => c.id)).toEqual([key.id]);
  expect(await browser.ask('POST', '/session/reauthenticate/passkey', { answer: other.key.answer(theirs) })).toMatchObject({ status: 403, code: 'wrong-passkey' });
  expect((await browser.ask<Me>('GET', '/me')).body.reauthenticatedUntil).toBeNull();
  expect(await browser.ask('POST', '/session/reauthenticate/passkey', { answer: key.answer(await options(browser, '/session/reauthenticate/passkey/options')) })).toMatchObject({ status: 200 });
  expect(await browser.ask('POST', '/account/passkeys/options')).toMatchObject({ status: 200 });
  expect(await refusals(person.id)).toEqual([{ action: 'people.reauthenticate', problem: 'another-person' }]);
});

it('takes an answer once, in the browser that asked, for what it asked, and not after five minutes', async () => {
  const { browser, key, person } = await withPasskey();
  const fresh = new Browser(url);
  const first = key.answer(await options(fresh, '/session/passkey/options'));
  const cookie = fresh.cookie;
  expect(await new Browser(url).ask('POST', '/session/passkey', { answer: first }), 'another browser').toMatchObject({ status: 401, code: 'wrong-passkey' });
  expect(await fresh.ask('POST', '/session/passkey', { answer: first }), 'used up by that').toMatchObject({ status: 401 });
  const second = key.answer(await options(fresh, '/session/passkey/options'));
  const kept = fresh.cookie;
  expect(kept).not.toBe(cookie);
  expect(await fresh.ask('POST', '/session/passkey', { answer: second })).toMatchObject({ status: 204 });
  fresh.cookie = kept;
  expect(await fresh.ask('POST', '/session/passkey', { answer: second }), 'replayed').toMatchObject({ status: 401 });
  const signing = key.answer(await options(browser, '/session/reauthenticate/passkey/options'));
  expect(await browser.ask('POST', '/session/passkey', { answer: signing }), 'asked for a signature').toMatchObject({ status: 401 });
  const late = key.answer(await options(fresh, '/session/passkey/options'));
  await b.acts.read(`update passkey_challenge set ends_at = clock_timestamp() - interval '1 second'`);
  expect(await fresh.ask('POST', '/session/passkey', { answer: late }), 'too late').toMatchObject({ status: 401 });
  expect((await refusals(person.id)).map((r) => r.problem)).toEqual(['challenge', 'challenge', 'challenge', 'challenge', 'challenge']);
});

it.each([
  ['of another origin', { origin: 'https://causeway.example.org.evil.example' }, 'origin'], ['in a frame of another', { crossOrigin: true }, 'origin'], ['of another relying party', { rpId: 'example.org' }, 'not-proven'],
  ['without user verification', { unverified: true }, 'not-proven'], ['of making one', { type: 'webauthn.create' }, 'not-proven'], ['for another person', { userHandle: 'AAAA' }, 'another-person'], ['that names nobody', { userHandle: null }, 'another-person'],
])('refuses an answer %s, and the audit says why', async (_what, wrong, problem) => {
  const { key, person } = await withPasskey();
  expect(await signInWith(new Browser(url), key, wrong)).toMatchObject({ status: 401, code: 'wrong-passkey' });
  expect(await refusals(person.id)).toEqual([{ action: 'people.sign-in', problem }]);
  expect(await signInWith(new Browser(url), key), 'the right one').toMatchObject({ status: 204 });
});

it('refuses a counter that did not grow: the passkey may have been copied', async () => {
  const { key, person } = await withPasskey();
  expect(await signInWith(new Browser(url), key, { counter: 7 })).toMatchObject({ status: 204 });
  for (const counter of [7, 3, 0]) expect(await signInWith(new Browser(url), key, { counter }), String(counter)).toMatchObject({ status: 401 });
  expect((await refusals(person.id)).map((r) => r.problem)).toEqual(['counter', 'counter', 'counter']);
  expect(await signInWith(new Browser(url), key, { counter: 8 })).toMatchObject({ status: 204 });
});

it('an unproven answer moves no counter', async () => {
  const { key, person } = await withPasskey();
  expect(await signInWith(new Browser(url), key, { counter: 4_000_000_000, unverified: true })).toMatchObject({ status: 401 });
  expect(await b.acts.read('select counter from passkey where person_id = $1', [person.id])).toEqual([{ counter: '0' }]);
});

it('evaluates five wrong answers of one passkey from one address and no more', async () => {
  const { key } = await withPasskey();
  const browsers = await Promise.all(Array.from({ length: 12 }, async () => {
    const browser = new Browser(url);
    return { browser, answer: key.answer(await options(browser, '/session/passkey/options'), { unverified: true }) };
  }));
  const statuses = await Promise.all(browsers.map(async ({ browser, answer }) => (await browser.ask('POST', '/session/passkey', { answer })).status));
  expect(statuses.filter((s) => s === 401)).toHaveLength(5);
  expect(statuses.filter((s) => s === 429)).toHaveLength(7);
  expect((await signInWith(new Browser(url), key)).status).toBe(429);
});

it('opens nothing to somebody disabled, nor with a key nobody knows', async () => {
  const { key, person } = await withPasskey();
  await b.acts.read('update person set disabled_at = clock_timestamp() where id = $1', [person.id]);
  expect(await signInWith(new Browser(url), key)).toMatchObject({ status: 401, code: 'wrong-passkey' });
  expect((await refusals(person.id)).at(-1)).toMatchObject({ problem: 'disabled' });
  expect(await signInWith(new Browser(url), new SoftPasskey(ORIGIN, RP))).toMatchObject({ status: 401, code: 'wrong-passkey' });
});

it('is not made elsewhere, unverified, twice, nor from another session’s challenge', async () => {
  const { browser, key } = await withPasskey();
  const other = await withPasskey();
  const made = async (wrong: object, asker = browser) => new SoftPasskey(ORIGIN, RP).make(await options(asker, '/account/passkeys/options'), wrong);
  for (const wrong of [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { unverified: true }, { crossOrigin: true }]) {
    expect(await browser.ask('POST', '/account/passkeys', { name: 'Bad', made: await made(wrong) }), JSON.stringify(wrong)).toMatchObject({ status: 422, code: 'passkey-not-proven' });
  }
  expect(await browser.ask('POST', '/account/passkeys', { name: 'Theirs', made: await made({}, other.browser) })).toMatchObject({ status: 422 });
  expect(await browser.ask('POST', '/account/passkeys', { name: 'Twice', made: key.make(await options(browser, '/account/passkeys/options')) })).toMatchObject({ status: 409, code: 'known-passkey' });
  expect(await browser.ask('POST', '/account/passkeys', { name: ' ', made: await made({}) })).toMatchObject({ status: 422 });
});

it('is named and removed by its person, and by an administrator with a reason', async () => {
  const { browser, id, key, person } = await withPasskey();
  const stranger = await withPasskey();
  expect(await stranger.browser.ask('POST', '/account/passkeys/rename', { passkey: id, name: 'Mine now' })).toMatchObject({ status: 404 });
  expect(await stranger.browser.ask('POST', '/account/passkeys/remove', { passkey: id })).toMatchObject({ status: 404 });
  expect(await browser.ask('POST', '/account/passkeys/rename', { passkey: id, name: 'Work laptop' })).toMatchObject({ status: 204 });
  const admin = new Browser(url);
  await admin.signIn((await b.person('sa')).username);
  const p = (await admin.ask<PersonDetail>('GET', `/people/${person.id}`)).body;
  expect(p.passkeys).toMatchObject([{ id, name: 'Work laptop' }]);
  expect(p.moves.map((m) => m.move)).toContain('remove-passkey');
  expect((await admin.ask('POST', `/people/${person.id}/remove-passkey`, { version: p.version, passkey: id, reason: 'laptop stolen' })).status).toBe(200);
  expect(await signInWith(new Browser(url), key)).toMatchObject({ status: 401 });
  const own = stranger.id;
  await b.acts.read(`update session set reauthenticated_at = null where person_id = $1`, [stranger.person.id]);
  expect(await stranger.browser.ask('POST', '/account/passkeys/remove', { passkey: own })).toMatchObject({ status: 403, code: 'reauthenticate' });
  await stranger.browser.ask('POST', '/session/reauthenticate', { password: SPEC_PASSWORD });
  expect(await stranger.browser.ask('POST', '/account/passkeys/remove', { passkey: own })).toMatchObject({ status: 204 });
  expect((await stranger.browser.ask('POST', '/session/reauthenticate/passkey/options'))).toMatchObject({ status: 409, code: 'no-passkey' });
});
