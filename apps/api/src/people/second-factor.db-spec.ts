import type { AccountView, NewSecondFactor, PersonDetail } from '@causeway/contracts';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLog } from '../platform/log';
import { equip } from '../platform/outward';
import { serveHttp } from '../serve-http';
import { Browser } from '../testing/browser';
import { bench, SPEC_PASSWORD, type Bench, type SpecPerson } from '../testing/harness';

let b: Bench;
let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  b = await bench();
  equip(b.settings);
  app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
});
afterAll(async () => {
  await app.close();
  await b.close();
});

const STEP = 30;
/** The code an app shows this many steps from now. */
const codeAt = (secret: string, steps: number): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * STEP });
const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** `first` is the code it was set up with; the next one in time fits as well, so that no test depends on when half a minute ends. */
interface Enrolled { readonly person: SpecPerson; readonly browser: Browser; readonly secret: string; readonly first: string; readonly recovery: readonly string[] }
async function enrolled(): Promise<Enrolled> {
  const person = await b.person('cl');
  const browser = new Browser(url);
  await browser.signIn(person.username);
  const { secret } = (await browser.ask<NewSecondFactor>('POST', '/account/second-factor')).body;
  const first = codeAt(secret, 0);
  const done = await browser.ask<{ recoveryCodes: string[] }>('POST', '/account/second-factor/confirm', { code: first });
  expect(done.status).toBe(200);
  return { person, browser, secret, first, recovery: done.body.recoveryCodes };
}

it('counts once a first code fitted, and its secret is sealed', async () => {
  const { person, browser, secret, recovery } = await enrolled();
  expect(recovery).toHaveLength(10);
  const [row] = await b.acts.read<{ sealed: string }>('select sealed from totp where person_id = $1', [person.id]);
  expect(row!.sealed).not.toContain(secret);
  const codes = await b.acts.read<{ digest: Buffer }>('select digest from recovery_code where person_id = $1', [person.id]);
  expect(codes.every((c) => !recovery.includes(c.digest.toString()))).toBe(true);
  expect((await browser.ask<AccountView>('GET', '/account')).body.secondFactor).toMatchObject({ recoveryCodesLeft: 10 });
  expect(await browser.ask('POST', '/account/second-factor')).toMatchObject({ status: 409 });
});

it('does not count while no code fitted', async () => {
  const person = await b.person('cl');
  const browser = new Browser(url);
  await browser.signIn(person.username);
  const { secret, uri } = (await browser.ask<NewSecondFactor>('POST', '/account/second-factor')).body;
  expect(uri).toMatch(/^otpauth:\/\/totp\//);
  expect(await browser.ask('POST', '/account/second-factor/confirm', { code: other(codeAt(secret, 0)) })).toMatchObject({ status: 422, code: 'wrong-code' });
  expect((await new Browser(url).signIn(person.username)).status).toBe(204);
});

it('asks for a code after the password, opens nothing before, and takes no code twice', async () => {
  const { person, secret, first } = await enrolled();
  const browser = new Browser(url);
  expect((await browser.signIn(person.username)).body).toEqual({ next: 'second-factor' });
  expect((await browser.ask('GET', '/me')).status).toBe(401);
  expect((await browser.ask('POST', '/session/new-password', { password: 'a quite different password' })).status).toBe(401);
  expect(await browser.ask('POST', '/session/second-factor', { code: first }), 'the code it was set up with').toMatchObject({ status: 401, code: 'wrong-code' });
  const code = codeAt(secret, 1);
  expect((await browser.ask('POST', '/session/second-factor', { code: `${code.slice(0, 3)} ${code.slice(3)}` })).status).toBe(204);
  expect((await browser.ask('GET', '/me')).status).toBe(200);
  const again = new Browser(url);
  await again.signIn(person.username);
  expect(await again.ask('POST', '/session/second-factor', { code }), 'replayed').toMatchObject({ status: 401, code: 'wrong-code' });
});

it('takes the same code at the same moment once', async () => {
  const { person, secret } = await enrolled();
  const browsers = await Promise.all([0, 1, 2].map(async () => {
    const browser = new Browser(url);
    await browser.signIn(person.username);
    return browser;
  }));
  const code = codeAt(secret, 1);
  const statuses = await Promise.all(browsers.map(async (browser) => (await browser.ask('POST', '/session/second-factor', { code })).status));
  expect(statuses.filter((s) => s === 204)).toHaveLength(1);
});

it('takes each recovery code once', async () => {
  const { person, recovery } = await enrolled();
  const tries: number[] = [];
  for (const code of [recovery[3]!, recovery[3]!, recovery[4]!.toUpperCase()]) {
    const browser = new Browser(url);
    await browser.signIn(person.username);
    tries.push((await browser.ask('POST', '/session/second-factor', { code })).status);
  }
  expect(tries).toEqual([204, 401, 204]);
});

it('evaluates five wrong codes and no more, and the right one neither after them', async () => {
  const { person, secret } = await enrolled();
  const browser = new Browser(url);
  await browser.signIn(person.username);
  const statuses = await Promise.all(Array.from({ length: 20 }, async (_, i) => (await browser.ask('POST', '/session/second-factor', { code: String(100_000 + i) })).status));
  expect(statuses.filter((s) => s === 401)).toHaveLength(5);
  expect(statuses.filter((s) => s === 429)).toHaveLength(15);
  expect((await browser.ask('POST', '/session/second-factor', { code: codeAt(secret, 1) })).status).toBe(429);
});

it('is removed with the password typed again, or by an administrator with a reason', async () => {
  const { person, browser } = await enrolled();
  await b.acts.read(`update session set reauthenticated_at = clock_timestamp() - interval '2 minutes' where person_id = $1`, [person.id]);
  expect(await browser.ask('POST', '/account/second-factor/remove', {})).toMatchObject({ status: 403, code: 'reauthenticate' });
  const admin = await b.person('sa');
  const asAdmin = new Browser(url);
  await asAdmin.signIn(admin.username);
  const p = (await asAdmin.ask<PersonDetail>('GET', `/people/${person.id}`)).body;
  expect(p.moves.map((m) => m.move)).toContain('remove-second-factor');
  expect((await asAdmin.ask('POST', `/people/${person.id}/remove-second-factor`, { version: p.version, reason: 'lost the phone' })).status).toBe(200);
  expect((await new Browser(url).signIn(person.username)).status).toBe(204);
  await browser.ask('POST', '/session/reauthenticate', { password: SPEC_PASSWORD });
  expect(await browser.ask('POST', '/account/second-factor/remove', {})).toMatchObject({ status: 409 });
});

it('a new password of one’s own ends the other sessions and keeps this one', async () => {
  const person = await b.person('cl');
  const [here, there] = [new Browser(url), new Browser(url)];
  await here.signIn(person.username);
  await there.signIn(person.username);
  expect(await here.ask('POST', '/account/password', { password: SPEC_PASSWORD })).toMatchObject({ status: 422 });
  expect((await here.ask('POST', '/account/password', { password: 'seven grey herons wading' })).status).toBe(204);
  expect((await there.ask('GET', '/me')).status).toBe(401);
  expect((await here.ask('GET', '/me')).status).toBe(200);
  const view = (await here.ask<AccountView>('GET', '/account')).body;
  expect(view.sessions).toHaveLength(1);
  expect((await here.ask('POST', '/account/end-session', { session: view.sessions[0]!.id })).status).toBe(204);
  expect((await here.ask('GET', '/me')).status).toBe(401);
});
