import { type Browser, type BrowserContextOptions, expect, type Locator, type Page } from '@playwright/test';
import { type ProductUnderTest } from './product';
import { watchRequests } from './settled';

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
  watchRequests(context);
  const answer = await context.request.post('/api/v1/session', { data: { username, password: product.demoPassword } });
  if (!answer.ok()) throw new Error(`${username} cannot sign in: ${answer.status()} ${await answer.text()}`);
  return context.newPage();
}

const passwordDialog = (page: Page): Locator => page.getByRole('dialog').filter({ has: page.getByLabel('Password') });

/** The password an act asks for once more. */
export async function confirmPassword(page: Page, product: ProductUnderTest): Promise<void> {
  const dialog = passwordDialog(page);
  await dialog.getByLabel('Password').fill(product.demoPassword);
  await dialog.getByRole('button').last().click();
  await expect(dialog).toBeHidden();
}

/** For acts that ask for the password only when it was given a while ago: answers if they do, and waits for what shows that the act is done. */
export async function untilDone(page: Page, product: ProductUnderTest, done: Locator): Promise<void> {
  await expect(passwordDialog(page).or(done).first()).toBeVisible();
  if (await passwordDialog(page).isVisible()) await confirmPassword(page, product);
  await expect(done.first()).toBeVisible();
}

/** The id of an exam as this person finds it, by what stands on the list. */
export async function examId(page: Page, studyUid: string): Promise<string> {
  let id: string | undefined;
  await expect.poll(async () => {
    const answer = await page.request.get('/api/v1/inbound?view=open&sort=received&order=desc&limit=200');
    const rows = ((await answer.json()) as { rows: { id: string; exam: { studyUid: string } }[] }).rows;
    return (id = rows.find((row) => row.exam.studyUid === studyUid)?.id);
  }, { message: 'the exam is in the inbox', timeout: 60_000 }).toBeTruthy();
  return id!;
}
