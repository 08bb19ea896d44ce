// A policy is changed by the people who answer for it: drafted, replayed, proposed, voted on, scheduled, in force, seen at work, and taken back.
import { type Page } from '@playwright/test';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { newExam, send, strangersToTheDemo, worldOf } from '../support/partner';
import { examId, signIn, windowOf } from '../support/people';
import { why } from '../support/work';

const PURPOSE = 'Every outside exam is looked at by a person before release while we learn the new partners.';

const addressIn = async (page: Page): Promise<string> => {
  await expect(page).toHaveURL(/\/policies\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
};
/** A date has minutes: what is scheduled for now may take force within the next one. */
const stateOf = (page: Page, word: string) => expect(page.getByRole('heading', { level: 1 })).toContainText(word, { timeout: 90_000 });
const saved = (page: Page) => expect(page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible();

async function replayAndPropose(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(page.getByText(/sha256 [0-9a-f]{12}/).nth(1)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Propose' }).click();
  await stateOf(page, 'In review');
}

/** The chair calls the vote, everybody is for it, and the chair schedules it for now. */
async function adoptAndSchedule(chair: Page, voters: readonly Page[], address: string): Promise<void> {
  await chair.goto(address);
  await chair.getByRole('button', { name: 'Call the vote' }).click();
  await stateOf(chair, 'In voting');
  for (const voter of [...voters, chair]) {
    await voter.goto(address);
    await voter.getByLabel('Your reason').fill('Seen in the replay.');
    await voter.getByRole('button', { name: 'Vote for' }).click();
    await expect(voter.getByRole('listitem').filter({ hasText: 'You' })).toContainText('For');
  }
  await stateOf(chair, 'Adopted');
  await chair.getByRole('button', { name: 'Schedule' }).click();
  const dialog = chair.getByRole('dialog', { name: 'When it takes force' });
  await dialog.getByLabel('Exams that are already on their way').selectOption({ label: 'end by the version they began with' });
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await stateOf(chair, 'In force');
}

test('a policy is drafted, replayed, voted on and put in force; the next exam is decided by it, and it is taken back', async ({ page, browser, product }) => {
  test.setTimeout(420_000);
  const world = worldOf(product);
  // a patient nobody here knows: what is done with their exams is the policy's alone
  const unknown = { like: 'adeyemi-head', patient: strangersToTheDemo(world)[0]!, sent: { name: { family: 'Quillfeather', given: 'Ottoline' }, birthDate: '1951-04-09' }, images: 2 };
  const chair = await windowOf(browser, product, 'haddad');
  const voters = await Promise.all(['okonkwo', 'papadakis', 'brandt', 'rossi', 'thorne'].map((name) => windowOf(browser, product, name)));
  const [clerk, phone] = [await windowOf(browser, product, 'mara'), await windowOf(browser, product, 'yamada', { viewport: { width: 400, height: 860 }, colorScheme: 'dark' })];
  const early = newExam(world, unknown);
  let address = '';
  let before = '';

  await test.step('an exam comes in while version 1 is in force', async () => {
    await send(product, early);
    before = await examId(clerk, early.studyUid);
  });

  await test.step('a member drafts a change with the keyboard alone', async () => {
    await signIn(page, product, 'yamada');
    await page.goto('/policies');
    await page.getByRole('button', { name: /^Match/ }).click();
    await page.getByRole('button', { name: 'Draft a change' }).focus();
    await page.keyboard.press('Enter');
    address = await addressIn(page);
    await expect(page.getByRole('button', { name: 'Rule 1, edit' })).toBeVisible();
    await page.keyboard.press('Control+Enter');
    const editor = page.locator('cw-rule-editor');
    await expect(editor.getByLabel('Fact').first()).toBeFocused();
    await page.keyboard.press('Escape');
    // to the top, so that it is asked before any other rule
    const row = page.getByRole('button', { name: /^Rule 8, new, edit/ });
    await expect(row).toBeFocused();
    for (let i = 0; i < 7; i++) await page.keyboard.press('Alt+ArrowUp');
    await expect(page.getByRole('button', { name: /^Rule 1, new, edit/ })).toBeFocused();
    await page.keyboard.press('Enter');
  });

  await test.step('what is wrong is told at its rule, and what it leaves to others is named', async () => {
    const editor = page.locator('cw-rule-editor');
    await editor.getByLabel('Reason code').fill('Not A Code');
    await editor.getByLabel('Reason code').press('Tab');
    await expect(page.getByText('A reason code has small letters, digits and hyphens.').first()).toBeVisible();
    await editor.getByLabel('Reason code').fill('everyone-looks');
    await editor.getByLabel('Fact').first().selectOption('source.door');
    await editor.getByLabel('Test').first().selectOption('known');
    await editor.getByLabel('People').selectOption('1');
    await editor.getByRole('button', { name: 'Done' }).click();
    await page.getByLabel('Title').fill('A person looks at every match');
    await page.getByLabel('What it is for').fill(PURPOSE);
    await saved(page);
    await expect(page.getByText(/When source door is known/)).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);
  });

  await test.step('she tries it on a real exam', async () => {
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('t');
    await expect(page.getByText(/by rule-8/)).toBeVisible();
    await expect(page.getByText('decides', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('she replays it over the last 90 days and proposes it', async () => {
    await expect(page.getByRole('button', { name: 'Propose' })).toBeVisible();
    await replayAndPropose(page);
    await page.getByLabel('Say something of it').fill('Two names were mixed up at the partner last week.');
    await page.getByLabel('What it is', { exact: true }).selectOption('evidence');
    await page.getByRole('button', { name: 'Say it' }).click();
    await expect(page.getByText('brings evidence')).toBeVisible();
  });

  await test.step('the chair calls the vote; the replay every voter sees is the sealed one; she cannot call it herself', async () => {
    await expect(page.getByRole('button', { name: 'Call the vote' })).toHaveCount(0);
    await adoptAndSchedule(chair, [page, ...voters], address);
    await expect(chair.getByText(/What every voter sees, sealed/)).toBeVisible();
    expect(await axeFaults(chair)).toEqual([]);
    await phone.goto(address);
    await stateOf(phone, 'In force');
    expect(await axeFaults(phone)).toEqual([]);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing leaves a narrow window').toBe(true);
  });

  const late = newExam(world, unknown);
  await test.step('the next exam is decided by it, and Why shows it; the exam from before is not', async () => {
    await send(product, late);
    const id = await examId(clerk, late.studyUid);
    await clerk.goto(`/match/${id}`);
    await expect(clerk.getByRole('heading', { name: 'Whose exam is this?' })).toBeVisible({ timeout: 90_000 });
    const words = await why(clerk, '(this match|the console asks)');
    expect(words).toContain('version 2');
    expect(words).toContain('everyone looks');
    await clerk.goto(`/match/${before}`);
    await expect(clerk.getByRole('heading', { name: 'Whose exam is this?' })).toBeVisible({ timeout: 90_000 });
    expect(await why(clerk, '(this match|the console asks)')).toContain('version 1');
  });

  await test.step('version 1 is brought back by a new draft that goes the same way', async () => {
    await page.goto(address);
    await page.getByText(/^Other versions/).click();
    await page.getByRole('link', { name: /^Version 1/ }).click();
    await stateOf(page, 'Superseded');
    await page.getByRole('button', { name: 'Restore as a draft' }).click();
    await expect(page.getByText('Brings version 1 back.')).toBeVisible();
    await page.getByLabel('What it is for').fill('The new partners are known well enough.');
    await saved(page);
    const back = await addressIn(page);
    await replayAndPropose(page);
    await adoptAndSchedule(chair, [page, ...voters], back);
    await page.goto('/policies');
    await page.getByRole('button', { name: /^Match/ }).click();
    await expect(page.getByRole('heading', { name: 'Match, version 3' })).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);
  });
});
