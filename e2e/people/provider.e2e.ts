// A house without a demonstration: its first people come from the command line, and they sign in through the house's own provider.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { freePort, type Product, startProduct, workspaceRoot } from '@causeway/tools';
import { expect, test as base, type Page } from '@playwright/test';
import { axeFaults } from '../support/axe';
import { houseProvider, type HouseProvider } from '../support/provider';

/** A product of this journey's own: where people come back to is a setting of it. */
const test = base.extend<{ house: { readonly provider: HouseProvider; readonly product: Product } }>({
  house: async ({}, use) => {
    const port = await freePort();
    const address = `http://localhost:${port}`;
    const provider = await houseProvider(`${address}/api/v1/session/oidc/callback`);
    const { id, secret } = provider.client;
    const product = await startProduct({
      env: { CAUSEWAY_PORT: String(port), CAUSEWAY_PUBLIC_URL: address, CAUSEWAY_OIDC_ISSUER: provider.issuer, CAUSEWAY_OIDC_CLIENT_ID: id, CAUSEWAY_OIDC_CLIENT_SECRET: secret, CAUSEWAY_OIDC_NAME: 'Westbrook account' },
    });
    await use({ provider, product });
    await product.stop();
    await provider.close();
  },
  baseURL: async ({ house }, use) => use(`http://localhost:${house.product.port}`),
});

function addPerson(product: Product, username: string, name: string, role: string): void {
  const added = spawnSync(process.execPath, [path.join(workspaceRoot(), 'dist/tools/causeway.js'), 'user', 'add', username, '--name', name, '--title', 'Of the house', '--role', role], {
    env: { ...process.env, ...product.env }, input: 'nobody types this one here\n', encoding: 'utf8',
  });
  expect(added.status, added.stderr).toBe(0);
}

/** What the provider asks on its own pages: who it is, and whether Causeway may know. */
async function showOneself(page: Page, who: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(who);
  await page.getByPlaceholder('and password').fill('known to the provider alone');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('people sign in through the house’s provider, strangers are told why not, and a provider that is away keeps nobody out who has a password', async ({ page, browser, house: { provider, product } }) => {
  addPerson(product, 'sam', 'Sam Archer', 'sa');

  // the page somebody wanted is where they arrive
  await page.goto('/people');
  await expect(page).toHaveURL(/\/sign-in/);
  const way = page.getByRole('link', { name: 'Sign in with Westbrook account' });
  await expect(way).toBeVisible();
  expect(await axeFaults(page)).toEqual([]);
  await way.click();
  await expect(page).toHaveURL(new RegExp(`^${provider.issuer}/`));
  await showOneself(page, 'SAM');
  await expect(page).toHaveURL(/\/people$/);
  await expect(page.getByRole('link', { name: 'Sam Archer' })).toBeVisible();

  // somebody the provider knows and the house does not
  const stranger = await (await browser.newContext({ baseURL: `http://localhost:${product.port}` })).newPage();
  await stranger.goto('/sign-in');
  await stranger.getByRole('link', { name: 'Sign in with Westbrook account' }).click();
  await showOneself(stranger, 'nobody.here');
  await expect(stranger).toHaveURL(/\/sign-in\?problem=no-account/);
  await expect(stranger.getByRole('alert')).toContainText('account');
  expect(await axeFaults(stranger)).toEqual([]);

  await provider.close();
  const late = await (await browser.newContext({ baseURL: `http://localhost:${product.port}` })).newPage();
  await late.goto('/sign-in');
  await expect(late.getByRole('link', { name: 'Sign in with Westbrook account' })).toBeVisible();
  await late.getByLabel('User name').fill('sam');
  await late.getByLabel('Password').fill('nobody types this one here');
  await late.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(late.getByRole('navigation', { name: 'Main' })).toBeVisible();
});
