// What a PACS administrator does with an exam again and again, on its pages.
import { expect, type Page } from '@playwright/test';
import { type ProductUnderTest } from './product';
import { untilDone } from './people';

/** Opens a Why and gives what it says; closes it again. `about`: what stands after "Why" for a screen reader. */
export async function why(page: Page, about: string): Promise<string> {
  await page.getByRole('button', { name: new RegExp(`Why.*${about}`) }).first().click();
  const drawer = page.getByRole('dialog').filter({ has: page.locator('#cw-why-title') });
  await expect(drawer.getByText(/version|rule/i).first()).toBeVisible();
  const text = await drawer.innerText();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await expect(drawer).toBeHidden();
  return text;
}

/** Opens an exam and claims it, once the console has said what it thinks of its patient. */
export async function claimExam(page: Page, id: string): Promise<void> {
  await page.goto(`/inbound/${id}#summary`);
  await expect(page.getByRole('link', { name: 'Match the patient' })).toBeVisible({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Claim', exact: true }).click();
  await expect(page.getByText('Claimed by you')).toBeVisible();
}

/** On the match page: takes the candidate with this number and goes on to the exam. */
export async function acceptMatch(page: Page, mrn: string): Promise<void> {
  await page.getByRole('button', { name: `Match to MRN ${mrn}` }).click();
  await expect(page.getByText('This is settled')).toBeVisible();
  await page.getByRole('link', { name: 'Go on to the exam' }).click();
  await expect(page.getByRole('heading', { name: 'Quality check' })).toBeVisible({ timeout: 90_000 });
}

/** On the exam's page: every item of the checklist passes; then the dialog that shows what release will do. */
export async function checkAndPreview(page: Page): Promise<ReturnType<Page['getByRole']>> {
  const items = page.locator('cw-check-panel li');
  await expect(items.first()).toBeVisible();
  for (let i = 0; i < (await items.count()); i++) await items.nth(i).getByText('Pass', { exact: true }).click();
  await expect(page.getByText(/^(\d+) of \1$/)).toBeVisible();
  await page.getByRole('button', { name: /^(Check and release|Release with issues)$/ }).click();
  return page.getByRole('dialog', { name: 'Release this exam' });
}

/** One of the acts of the exam's page that ask for a coded reason; on a button or below "More acts". */
export async function actWithReason(page: Page, product: ProductUnderTest, { act, reason, words, verb }: { readonly act: string; readonly reason: string; readonly words: string; readonly verb: string }): Promise<void> {
  const button = page.getByRole('button', { name: act, exact: true });
  await expect(page.getByRole('button', { name: 'More acts' })).toBeVisible();
  if (await button.isVisible()) await button.click();
  else {
    await page.getByRole('button', { name: 'More acts' }).click();
    await page.getByRole('menuitem', { name: act }).click();
  }
  const dialog = page.getByRole('dialog').filter({ has: page.getByRole('group', { name: 'Reason' }) });
  await dialog.getByRole('button', { name: verb, exact: true }).click();
  await expect(dialog.getByText('Choose a reason first.')).toBeVisible();
  await dialog.getByRole('radio', { name: reason }).check();
  await dialog.getByRole('textbox').last().fill(words);
  await dialog.getByRole('button', { name: verb, exact: true }).click();
  await expect(dialog).toBeHidden();
  await untilDone(page, product, page.locator('cw-undo-toast'));
}
