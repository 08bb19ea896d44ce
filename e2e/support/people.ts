import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { type ProductUnderTest } from './product';

/** Signs in on the sign-in page, as a person does. */
export async function signIn(page: Page, product: ProductUnderTest, username: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(product.demoPassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

/** A window of its own in which this person is signed in already. */
export async function windowOf(browser: Browser, product: ProductUnderTest, username: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, locale: 'en-US', timezoneId: 'UTC', viewport: { width: 1440, height: 900 }, ...options });
  const answer = await context.request.post('/api/v1/session', { data: { username, password: product.demoPassword } });
  if (!answer.ok()) throw new Error(`${username} cannot sign in: ${answer.status()} ${await answer.text()}`);
  return context.newPage();
}

/** The password an act asks for once more. */
export async function confirmPassword(page: Page, product: ProductUnderTest): Promise<void> {
  const dialog = page.getByRole('dialog').filter({ has: page.getByLabel('Password') });
  await dialog.getByLabel('Password').fill(product.demoPassword);
  await dialog.getByRole('button').last().click();
  await expect(dialog).toBeHidden();
}

/** The id of an exam as this person finds it, by what stands on the list. */
export async function examId(page: Page, studyUid: string): Promise<string> {
  let id: string | undefined;
  await expect.poll(async () => {
    const answer = await page.request.get('/api/v1/inbound?view=open&sort=received&order=desc&limit=200');
    const rows = ((await answer.json()) as { rows: { id: string; exam: { studyUid: string } }[] }).rows;
    return (id = rows.find((row) => row.exam.studyUid === studyUid)?.id);
  }, { message: 'the exam is in the inbox', timeout: 20_000 }).toBeTruthy();
  return id!;
}
