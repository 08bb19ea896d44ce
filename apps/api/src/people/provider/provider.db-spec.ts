import type { SignInPage } from '@causeway/contracts';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLog } from '../../platform/log';
import { equip } from '../../platform/outward';
import { serveHttp } from '../../serve-http';
import { Browser } from '../../testing/browser';
import { bench, SPEC_PASSWORD, type Bench } from '../../testing/harness';
import { CLIENT, specProvider, type SpecProvider } from '../../testing/spec-provider';

const PUBLIC = 'https://causeway.example.org';
let b: Bench;
let app: NestExpressApplication;
let url: string;
let provider: SpecProvider;

beforeAll(async () => {
  provider = await specProvider(`${PUBLIC}/api/v1/session/oidc/callback`);
  b = await bench({ CAUSEWAY_OIDC_ISSUER: provider.issuer, CAUSEWAY_OIDC_CLIENT_ID: CLIENT.id, CAUSEWAY_OIDC_CLIENT_SECRET: CLIENT.secret, CAUSEWAY_OIDC_NAME: 'Spec login', CAUSEWAY_PUBLIC_URL: PUBLIC });
  equip(b.settings);
  app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
});
afterAll(async () => {
  await app.close();
  await b.close();
  await provider.close();
});

/** A browser that follows no redirect by itself; the public address stands for the api's own, as behind a proxy. */
class Tab {
  private readonly jars = new Map<string, Map<string, string>>();

  async get(address: string): Promise<{ status: number; to: string; cookies: readonly string[] }> {
    const at = address.startsWith(PUBLIC) ? `${url}${address.slice(PUBLIC.length)}` : address;
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie: this.cookies(at) } });
    const cookies = answer.headers.getSetCookie();
    for (const cookie of cookies) {
      const [name = '', ...value] = (cookie.split(';')[0] ?? '').split('=');
      if (/expires=Thu, 01 Jan 1970/i.test(cookie)) this.jar(at).delete(name);
      else this.jar(at).set(name, value.join('='));
    }
    const location = answer.headers.get('location');
    return { status: answer.status, to: location === null ? '' : location.startsWith('/') && !at.startsWith(provider.issuer) ? location : new URL(location, at).href, cookies };
  }
  /** From the button through the provider; where it sent the browser back to. */
  async through(who: string | null, next = ''): Promise<string> {
    provider.who = who;
    let { to } = await this.get(`${url}/api/v1/session/oidc${next && `?next=${encodeURIComponent(next)}`}`);
    for (let n = 0; n < 6 && to.startsWith(provider.issuer); n += 1) ({ to } = await this.get(to));
    return to;
  }
  /** A signature: through the provider once more, as the window of its own does. */
  async again(who: string): Promise<{ status: number }> {
    provider.who = who;
    this.jar(provider.issuer).clear();
    let answer = await this.get(`${url}/api/v1/session/oidc/again`);
    for (let n = 0; n < 8 && answer.to !== ''; n += 1) answer = await this.get(answer.to);
    return answer;
  }
  async me(): Promise<number> {
    return (await this.get(`${url}/api/v1/me`)).status;
  }
  cookies(at: string): string {
    return [...this.jar(at)].map(([name, value]) => `${name}=${value}`).join('; ');
  }
  set(name: string, value: string): void {
    this.jar(url).set(name, value);
  }
  value(name: string): string {
    return this.jar(url).get(name) ?? '';
  }
  private jar(at: string): Map<string, string> {
    const { origin } = new URL(at);
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    return jar;
  }
}
const lastSignIn = async () => (await b.acts.read<{ actor: string; outcome: string; details: Record<string, unknown> }>(`select actor_id as actor, outcome, details::json as details from audit_entry where action = 'people.sign-in' order by at desc, seq desc limit 1`))[0];
const fails = async (tab: Tab, at: string, problem: string): Promise<void> => {
  expect(await tab.get(at)).toMatchObject({ status: 302, to: `/sign-in?problem=${problem}` });
  expect(await tab.me()).toBe(401);
  expect(await lastSignIn()).toMatchObject({ actor: 'unknown', outcome: 'refused', details: { how: 'provider', problem } });
};

it('signs in who has an account here, on the page they wanted, and says so in the audit', async () => {
  const person = await b.person('pa');
  expect((await new Browser(url).ask<SignInPage>('GET', '/session/site')).body.provider).toBe('Spec login');
  const tab = new Tab();
  const back = await tab.through(person.username.toUpperCase(), '/inbox?view=stat');
  expect(back).toMatch(/^https:\/\/causeway\.example\.org\/api\/v1\/session\/oidc\/callback\?code=/);
  const { status, to, cookies } = await tab.get(back);
  expect([status, to]).toEqual([302, '/inbox?view=stat']);
  expect(cookies.find((c) => c.startsWith('causeway_session='))).toMatch(/HttpOnly; Secure; SameSite=Lax/);
  expect(await tab.me()).toBe(200);
  expect(await lastSignIn()).toMatchObject({ actor: person.id, outcome: 'done', details: { how: 'provider' } });
});

it('does not count as a typed password, and signs nothing with a password an administrator knows', async () => {
  const person = await b.person('rd');
  await b.acts.read(`update person set password_once_until = clock_timestamp() - interval '1 hour' where id = $1`, [person.id]);
  const tab = new Tab();
  await tab.get(await tab.through(person.username));
  const browser = new Browser(url);
  browser.cookie = tab.cookies(url);
  expect((await browser.ask<{ reauthenticatedUntil: string | null }>('GET', '/me')).body.reauthenticatedUntil).toBeNull();
  expect(await browser.ask('POST', '/session/reauthenticate', { password: SPEC_PASSWORD })).toMatchObject({ status: 403, code: 'one-time-password' });
});

it('still asks for the second factor somebody set up here', async () => {
  const person = await b.person('cl');
  const browser = new Browser(url);
  await browser.signIn(person.username);
  const { secret } = (await browser.ask<{ secret: string }>('POST', '/account/second-factor')).body;
  expect((await browser.ask('POST', '/account/second-factor/confirm', { code: generateSync({ secret }) })).status).toBe(200);
  const tab = new Tab();
  expect((await tab.get(await tab.through(person.username))).to).toBe('/sign-in?step=second-factor&next=%2F');
  expect(await tab.me()).toBe(401);
});

it('lets in nobody without an account, nobody who is disabled, and nobody who declined', async () => {
  const stranger = new Tab();
  await fails(stranger, await stranger.through('nobody.we.know'), 'no-account');
  expect((await lastSignIn())?.details['username']).toBe('nobody.we.know');
  const person = await b.person('pa');
  await b.acts.read('update person set disabled_at = clock_timestamp() where id = $1', [person.id]);
  const disabled = new Tab();
  await fails(disabled, await disabled.through(person.username), 'no-account');
  const unwilling = new Tab();
  await fails(unwilling, await unwilling.through(null), 'provider-refused');
});

it('takes an answer once, in the browser that asked, in time, and unchanged', async () => {
  const person = await b.person('pa');
  const tab = new Tab();
  const back = await tab.through(person.username);
  const secret = tab.value('causeway_provider');
  await fails(new Tab(), back, 'took-too-long');
  expect((await tab.get(back)).to).toBe('/');
  const replay = new Tab();
  replay.set('causeway_provider', secret);
  await fails(replay, back, 'took-too-long');

  // login CSRF: somebody else's answer in a browser that began a sign-in of its own
  const victim = new Tab();
  await victim.through('nobody.we.know');
  await fails(victim, await new Tab().through(person.username), 'answer-unusable');

  const slow = new Tab();
  const late = await slow.through(person.username);
  await b.acts.read(`update provider_sign_in set ends_at = clock_timestamp() - interval '1 second'`);
  await fails(slow, late, 'took-too-long');

  for (const [what, changed] of [['nonce', `nonce = 'another'`], ['verifier', `verifier = repeat('a', 43)`], ['state', `state = 'another'`]] as const) {
    const other = new Tab();
    const answer = await other.through(person.username);
    await b.acts.read(`update provider_sign_in set ${changed}`);
    await fails(other, answer, 'answer-unusable').catch((error: unknown) => {
      throw new Error(`with another ${what}`, { cause: error });
    });
  }

  const mixed = new Tab();
  const from = new URL(await mixed.through(person.username));
  from.searchParams.set('iss', 'https://other.example');
  await fails(mixed, from.href, 'answer-unusable');
});

it('leads nowhere but to pages of the console', async () => {
  const person = await b.person('pa');
  for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
    const tab = new Tab();
    expect((await tab.get(await tab.through(person.username, next))).to).toBe('/');
  }
});

it('says so while the provider is away, lets passwords in meanwhile, and goes on when it is back', async () => {
  const person = await b.person('pa');
  const tab = new Tab();
  const back = await tab.through(person.username);
  await provider.close();
  await fails(tab, back, 'provider-away');
  expect((await new Browser(url).signIn(person.username)).status).toBe(204);

  const fresh = await serveHttp(b.settings, makeLog('spec', 'silent'));
  try {
    const other = (await fresh.getUrl()).replace('[::1]', '127.0.0.1');
    await fails(new Tab(), `${other}/api/v1/session/oidc`, 'provider-away');
    await provider.open();
    expect((await new Tab().get(`${other}/api/v1/session/oidc`)).to).toContain(`${provider.issuer}/auth?`);
  } finally {
    await fresh.close();
  }
});

it('counts as a signature when the same person shows themselves to the provider once more, and in no other case', async () => {
  const { username, id } = await b.person('rd');
  const other = await b.person('rd');
  const signed = async (): Promise<boolean> => (await b.acts.read<{ at: Date | null }>('select reauthenticated_at as at from session where person_id = $1 and ended_at is null order by made_at desc limit 1', [id]))[0]?.at !== null;
  const tab = new Tab();
  await tab.get(await tab.through(username));
  expect([await tab.me(), await signed()]).toEqual([200, false]);
  const another = await new Tab().get(`${url}/api/v1/session/oidc/again`);
  expect(another.status).toBe(401);
  expect(await tab.again(other.username)).toMatchObject({ status: 403 });
  expect(await signed()).toBe(false);
  expect(await tab.again(username)).toMatchObject({ status: 200 });
  expect(await signed()).toBe(true);
  expect((await b.acts.read(`select 1 as said from audit_entry where action = 'people.reauthenticate' and actor_id = $1 and details::jsonb->>'how' = 'provider'`, [id])).length).toBe(1);
});

it('asks the provider to ask again: one that is content with an old sign-in signs nothing', async () => {
  const { username } = await b.person('rd');
  const tab = new Tab();
  await tab.get(await tab.through(username));
  provider.who = username;
  const { to } = await tab.get(`${url}/api/v1/session/oidc/again`);
  const asked = new URL(to).searchParams;
  expect([asked.get('prompt'), asked.get('max_age'), asked.get('login_hint')]).toEqual(['login', '0', username]);
  // as if it had been begun long after the person signed in there
  await b.acts.read(`update provider_sign_in set begun_at = clock_timestamp() + interval '1 hour'`);
  let answer = await tab.get(to);
  for (let n = 0; n < 8 && answer.to !== ''; n += 1) answer = await tab.get(answer.to);
  expect(answer.status).toBe(403);
});

it('an address that begins sign-ins without end is asked to wait', async () => {
  await b.acts.read(`insert into secret_try (key, failures, window_ends_at) select key, 100, now() + interval '10 minutes' from secret_try where key like 'provider %' on conflict (key) do update set failures = 100`);
  expect((await new Tab().get(`${url}/api/v1/session/oidc`)).to).toBe('/sign-in?problem=too-many-tries');
  await b.acts.read(`delete from secret_try where key like 'provider %'`);
});

