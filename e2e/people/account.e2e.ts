// Somebody sets up a second factor on their own account page, and from then on their password alone is not enough; with a passkey they need neither.
import { generateSync } from 'otplib';
import pg from 'pg';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { windowOf } from '../support/people';

const OWN_PASSWORD = 'eleven brass lanterns';

test('a second factor is set up and asked for, a recovery code stands in for it, and a passkey signs in and signs acts by itself', async ({ browser, product }) => {
  test.slow();
  const sasha = await windowOf(browser, product, 'sasha');
  const rights = { name: 'Nils Aasen', title: 'Film-room clerk', roles: ['fr'], facilities: [], serviceLines: [], subspecialties: [] };
  const made = await sasha.request.post('/api/v1/people', { data: { username: 'nils.aasen', ...rights } });
  expect(made.status(), await made.text()).toBe(201);
  const { secret: oneTime } = (await made.json()) as { secret: string };
  await sasha.context().close();

  // browsers allow passkeys at names only: here, first, is an address
  const page = await (await browser.newContext({ baseURL: product.url.replace('localhost', '127.0.0.1') })).newPage();
  const signIn = async (password: string, at = ''): Promise<void> => {
    await page.goto(`${at}/sign-in`);
    await page.getByLabel('User name').fill('nils.aasen');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  const signOut = async (): Promise<void> => {
    await page.getByRole('button', { name: /your menu/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  };
  const inside = page.getByRole('navigation', { name: 'Main' });

  await signIn(oneTime);
  await page.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
  await page.getByLabel('New password again').fill(OWN_PASSWORD);
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await expect(inside).toBeVisible();

  await page.getByRole('button', { name: /your menu/ }).click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
  await page.getByRole('button', { name: 'Set up' }).click();
  const key = page.getByRole('status', { name: 'Key for the app' });
  const password = page.getByRole('dialog').getByLabel('Your password');
  await expect(password.or(key).first()).toBeVisible();
  if (await password.isVisible()) {
    await password.fill(OWN_PASSWORD);
    await page.getByRole('dialog').getByRole('button').last().click();
  }
  await expect(page.getByRole('img', { name: 'Picture for your authenticator app' })).toBeVisible();
  const secret = ((await key.textContent()) ?? '').replaceAll(/\s/g, '');
  const codeIn = (seconds: number): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });
  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await expect(page.getByRole('alert')).toContainText('does not fit');
  await page.getByLabel('Code').fill(codeIn(0));
  await page.getByRole('button', { name: 'Turn it on' }).click();
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const [recovery = '', another = ''] = await codes.allTextContents();
  await expect(page.getByText('10 recovery codes are left')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeFaults(page), colorScheme).toEqual([]);
  }

  await signOut();
  await signIn(OWN_PASSWORD);
  await expect(page.getByText('Now the code of your app')).toBeVisible();
  expect(await axeFaults(page)).toEqual([]);
  await page.getByLabel('Code').fill('123456');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('alert')).toContainText('does not fit');
  await page.getByLabel('Code').fill(codeIn(30));
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(inside).toBeVisible();

  await signOut();
  await signIn(OWN_PASSWORD);
  await page.getByLabel('Code').fill(recovery);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(inside).toBeVisible();
  await page.goto('/account');
  await expect(page.getByText('9 recovery codes are left')).toBeVisible();
  await expect(page.getByText('Passkeys work at')).toBeVisible();

  // this machine's name is localhost
  const named = product.url;
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await signIn(OWN_PASSWORD, named);
  await page.getByLabel('Code').fill(another);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(inside).toBeVisible();
  await page.goto(`${named}/account`);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Work laptop');
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
  const kept = page.getByRole('listitem').filter({ hasText: 'Work laptop' });
  await expect(password.or(kept).first()).toBeVisible();
  if (await password.isVisible()) {
    await password.fill(OWN_PASSWORD);
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
  }
  await expect(kept).toContainText('not used yet');
  expect((await device.send('WebAuthn.getCredentials', { authenticatorId })).credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
  expect(await axeFaults(page)).toEqual([]);

  await signOut();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(inside).toBeVisible();
  const db = new pg.Client({ connectionString: product.database!.superUrl });
  await db.connect();
  await db.query(`update session s set reauthenticated_at = null from person p where p.id = s.person_id and p.username = 'nils.aasen'`);
  await db.end();
  await page.goto(`${named}/account`);
  await expect(kept).toContainText('last used');
  await kept.getByRole('button', { name: /^Remove/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Use a passkey' }).click();
  await expect(kept).toBeHidden();
  await page.context().close();
});
