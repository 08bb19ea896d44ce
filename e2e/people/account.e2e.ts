// Somebody sets up a second factor on their own account page, and from then on their password alone is not enough.
import { generateSync } from 'otplib';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { windowOf } from '../support/people';

const OWN_PASSWORD = 'eleven brass lanterns';

test('a second factor is set up, asked for at the next sign-in, and a recovery code stands in for it', async ({ browser, product }) => {
  const sasha = await windowOf(browser, product, 'sasha');
  const rights = { name: 'Nils Aasen', title: 'Film-room clerk', roles: ['fr'], facilities: [], serviceLines: [], subspecialties: [] };
  const made = await sasha.request.post('/api/v1/people', { data: { username: 'nils.aasen', ...rights } });
  expect(made.status(), await made.text()).toBe(201);
  const { secret: oneTime } = (await made.json()) as { secret: string };
  await sasha.context().close();

  const page = await (await browser.newContext({ baseURL: product.url })).newPage();
  const signIn = async (password: string): Promise<void> => {
    await page.goto('/sign-in');
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
  const secret = ((await key.textContent()) ?? '').replaceAll(/\s/g, '');
  const codeIn = (seconds: number): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });
  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await expect(page.getByRole('alert')).toContainText('does not fit');
  await page.getByLabel('Code').fill(codeIn(0));
  await page.getByRole('button', { name: 'Turn it on' }).click();
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const recovery = (await codes.first().textContent()) ?? '';
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
  await page.context().close();
});
