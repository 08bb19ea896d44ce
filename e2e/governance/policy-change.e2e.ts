// A policy is changed by the people who answer for it: drafted, replayed, proposed, voted on, scheduled, in force, seen at work, and taken back. All of it without a pointer.
import { type Browser, type Page } from '@playwright/test';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { choose, pointerCame, press, tabTo, typeInto, watchPointer } from '../support/keys';
import { newExam, send, strangersToTheDemo, worldOf } from '../support/partner';
import { examId, windowOf } from '../support/people';
import { type ProductUnderTest } from '../support/product';

const PURPOSE = 'The new partners are not known yet.';
const TITLE = 'A person looks at every match';

const addressIn = async (page: Page): Promise<string> => {
  await expect(page).toHaveURL(/\/policies\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
};
/** A date has minutes: what is scheduled for now may take force within the next one. */
const stateOf = (page: Page, word: string) => expect(page.getByRole('heading', { level: 1 })).toContainText(word, { timeout: 90_000 });
const saved = (page: Page) => expect(page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible();
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

async function keysOf(browser: Browser, product: ProductUnderTest, username: string): Promise<Page> {
  const page = await windowOf(browser, product, username);
  await watchPointer(page.context());
  return page;
}

async function replayAndPropose(page: Page): Promise<void> {
  await press(page, button(page, 'Replay'));
  await expect(page.getByText(/sha256 [0-9a-f]{12}/).nth(1)).toBeVisible({ timeout: 60_000 });
  await press(page, button(page, 'Propose'));
  await stateOf(page, 'In review');
  // the button that had the focus is gone: who reads on with keys or ears stands at what came of it
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
}

interface Committee {
  readonly chair: Page;
  readonly voters: readonly Page[];
  /** Members who vote as the others do, without a window: they vote over the api. */
  readonly others: readonly Page[];
}

/** The chair finds the proposal and calls the vote, everybody is for it, and the chair schedules it for now. */
async function adoptAndSchedule({ chair, voters, others }: Committee, title: string): Promise<void> {
  await press(chair, chair.getByRole('link', { name: title, exact: true }));
  const address = await addressIn(chair);
  await press(chair, button(chair, 'Call the vote'));
  await stateOf(chair, 'In voting');
  await Promise.all(others.map(async ({ request }) => {
    const { ballot } = (await (await request.get(`/api/v1${address}`)).json()) as { ballot: { id: string } };
    expect((await request.post(`/api/v1/ballots/${ballot.id}/vote`, { data: { version: 0, choice: 'for', reason: 'Seen.', forPersonId: null } })).ok()).toBe(true);
  }));
  for (const voter of [...voters, chair]) {
    // the notice a member got names this address
    if (voter !== chair) await voter.goto(address);
    await typeInto(voter, voter.getByLabel('Your reason'), 'Seen.');
    await press(voter, button(voter, 'Vote for'));
    await expect(voter.getByRole('listitem').filter({ hasText: 'You' })).toContainText('For');
  }
  await stateOf(chair, 'Adopted');
  await press(chair, button(chair, 'Schedule'));
  const dialog = chair.getByRole('dialog', { name: 'When it takes force' });
  await choose(chair, dialog.getByLabel('Exams that are already on their way'), 'end by the version they began with');
  await press(chair, dialog.getByRole('button', { name: 'Schedule' }));
  await stateOf(chair, 'In force');
}

/** Opens the Why of a match and gives what it says; Escape closes it, and the focus is back where it was. */
async function whyByKeys(page: Page): Promise<string> {
  const link = page.getByRole('button', { name: /Why.*(this match|the console asks)/ }).first();
  await press(page, link);
  const drawer = page.getByRole('dialog').filter({ has: page.locator('#cw-why-title') });
  await expect(drawer.getByText(/version|rule/i).first()).toBeVisible();
  const text = await drawer.innerText();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(link).toBeFocused();
  return text;
}

test('a policy is drafted, replayed, voted on and put in force; the next exam is decided by it, and it is taken back: all with keys alone', async ({ page, browser, product }) => {
  test.setTimeout(420_000);
  const world = worldOf(product);
  // a patient nobody here knows: what is done with their exams is the policy's alone
  const unknown = { like: 'adeyemi-head', patient: strangersToTheDemo(world)[0]!, sent: { name: { family: 'Quillfeather', given: 'Ottoline' }, birthDate: '1951-04-09' }, images: 2 };
  const [chair, clerk] = [await keysOf(browser, product, 'haddad'), await keysOf(browser, product, 'mara')];
  const business = await keysOf(browser, product, 'brandt');
  const others = await Promise.all(['okonkwo', 'papadakis', 'rossi', 'thorne'].map((name) => windowOf(browser, product, name)));
  const phone = await windowOf(browser, product, 'yamada', { viewport: { width: 400, height: 860 }, colorScheme: 'dark' });
  const early = newExam(world, unknown);
  let address = '';
  let before = '';

  await test.step('an exam comes in while version 1 is in force', async () => {
    await send(product, early);
    before = await examId(clerk, early.studyUid);
  });

  await test.step('a member signs in and drafts a change', async () => {
    await watchPointer(page.context());
    await page.goto('/sign-in');
    await typeInto(page, page.getByLabel('User name'), 'yamada');
    await typeInto(page, page.getByLabel('Password'), product.demoPassword);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await press(page, page.getByRole('button', { name: /^Match/ }));
    await press(page, button(page, 'Draft a change'));
    address = await addressIn(page);
    await expect(button(page, 'Rule 1, edit')).toBeVisible();
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
    await typeInto(page, editor.getByLabel('Reason code'), 'Not A Code');
    await page.keyboard.press('Tab');
    await expect(page.getByText('A reason code has small letters, digits and hyphens.').first()).toBeVisible();
    await typeInto(page, editor.getByLabel('Reason code'), 'everyone-looks');
    await choose(page, editor.getByLabel('Fact').first(), 'Source door');
    await choose(page, editor.getByLabel('Test').first(), 'is known');
    await choose(page, editor.getByLabel('People'), '1');
    await press(page, editor.getByRole('button', { name: 'Done' }));
    await typeInto(page, page.getByLabel('Title'), TITLE);
    await typeInto(page, page.getByLabel('What it is for'), PURPOSE);
    await saved(page);
    await expect(page.getByText(/When source door is known/)).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);
  });

  await test.step('she tries it on a real exam', async () => {
    await tabTo(page, button(page, 'JSON'));
    await page.keyboard.press('t');
    await expect(page.getByText(/by rule-8/)).toBeVisible();
    await expect(page.getByText('decides', { exact: true })).toBeVisible();
    await press(page, button(page, 'Close'), 'Space');
    await expect(button(page, 'JSON')).toBeFocused();
  });

  await test.step('she replays it over the last 90 days and proposes it', async () => {
    await expect(button(page, 'Propose')).toBeVisible();
    await replayAndPropose(page);
    await typeInto(page, page.getByLabel('Say something of it'), 'Two names were mixed up.');
    await choose(page, page.getByLabel('What it is', { exact: true }), 'Evidence');
    await press(page, page.getByLabel('Of which rule'), 'ArrowDown');
    await press(page, button(page, 'Say it'));
    await expect(page.getByText(/brings evidence \(rule 1, /)).toBeVisible();
  });

  await test.step('the chair calls the vote; the replay every voter sees is the sealed one; she cannot call it herself', async () => {
    await expect(button(page, 'Call the vote')).toHaveCount(0);
    await chair.goto('/');
    await expect(chair.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await chair.keyboard.press('g');
    await chair.keyboard.press('p');
    await adoptAndSchedule({ chair, voters: [page, business], others }, TITLE);
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
    const words = await whyByKeys(clerk);
    expect(words).toContain('version 2');
    expect(words).toContain('everyone looks');
    await clerk.goto(`/match/${before}`);
    await expect(clerk.getByRole('heading', { name: 'Whose exam is this?' })).toBeVisible({ timeout: 90_000 });
    expect(await whyByKeys(clerk)).toContain('version 1');
  });

  await test.step('version 1 is brought back by a new draft that goes the same way', async () => {
    await press(page, page.locator('summary').filter({ hasText: 'Other versions' }));
    await press(page, page.getByRole('link', { name: /^Version 1/ }));
    await stateOf(page, 'Superseded');
    await press(page, button(page, 'Restore as a draft'));
    await expect(page.getByText('Brings version 1 back.')).toBeVisible();
    await typeInto(page, page.getByLabel('What it is for'), 'They are known now.');
    await saved(page);
    await replayAndPropose(page);
    await press(chair, chair.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Policies' }));
    await adoptAndSchedule({ chair, voters: [page], others: [...others, business] }, 'Back to version 1');
    await press(page, page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Policies' }));
    await press(page, page.getByRole('button', { name: /^Match/ }));
    await expect(page.getByRole('heading', { name: 'Match, version 3' })).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);
  });

  await test.step('both stand in the bulletin, with what they are for and the votes, and all of it goes on paper', async () => {
    await press(page, page.getByRole('link', { name: 'Bulletin' }));
    await expect(page).toHaveURL(/\/policies\/bulletin$/);
    const item = (name: string) => page.getByRole('region', { name, exact: true });
    const [back, there] = [item('Match, version 3'), item('Match, version 2')];
    for (const words of ['They are known now.', 'Gone', '7 for, 0 against']) await expect(back).toContainText(words);
    for (const words of [PURPOSE, 'New', 'When source door is known']) await expect(there).toContainText(words);
    expect(await axeFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 800, height: 200 });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(() => document.documentElement.scrollHeight), 'the page is longer than the window').toBeGreaterThan(260);
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
    for (const used of [page, chair, clerk, business]) expect(await pointerCame(used)).toBe(false);
  });
});
