// Hands that touch no mouse: everything is reached with Tab and done with keys, as by somebody who has nothing else.
import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';

/** How often a wrong guess of the way is corrected. */
const TRIES = 12;
const MOST = 80;

/** How many stops of Tab lie between the focus and a thing, as far as the page tells: 0 when it is there, negative when it was passed. */
const stopsTo = (target: Locator): Promise<number> => target.evaluate((thing) => {
  const now = document.activeElement ?? document.body;
  if (now === thing) return 0;
  const stops = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]')].filter((s) => s.tabIndex >= 0 && s.checkVisibility() && !s.matches(':disabled'));
  const follows = (a: Node, b: Node): boolean => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const back = now !== document.body && follows(thing, now);
  const between = stops.filter((s) => (back ? follows(thing, s) && follows(s, now) : follows(now, s) && follows(s, thing))).length;
  return back ? -between - 1 : between + 1;
});

/** Tabs until the focus is on it, backwards when it was passed; the focus can be seen there. A thing no Tab leads to is a fault of the console. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  for (let tries = 0; tries < TRIES; tries++) {
    const stops = await stopsTo(target);
    if (stops === 0) return expect(await target.evaluate((thing) => thing.matches(':focus-visible')), 'the focus can be seen').toBe(true);
    // the key is held, as one does
    if (stops < 0) await page.keyboard.down('Shift');
    for (let n = Math.abs(stops); n > 0; n--) await page.keyboard.down('Tab');
    await page.keyboard.up('Tab');
    if (stops < 0) await page.keyboard.up('Shift');
  }
  throw new Error(`No Tab leads to ${String(target)}.`);
}

export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Types over whatever stands in a field. */
export async function typeInto(page: Page, target: Locator, words: string): Promise<void> {
  await press(page, target, 'Control+a');
  await page.keyboard.type(words);
}

/** Chooses in a list: by the first word typed, then by arrows. */
export async function choose(page: Page, target: Locator, words: string): Promise<void> {
  await tabTo(page, target);
  const chosen = (): Promise<string> => target.evaluate((list) => (list as HTMLSelectElement).selectedOptions[0]?.label.trim() ?? '');
  if ((await chosen()) !== words) await page.keyboard.type(words.split(' ')[0] ?? '');
  for (let presses = 0; presses < MOST && (await chosen()) !== words; presses++) await page.keyboard.press('ArrowDown');
  expect(await chosen()).toBe(words);
}

const POINTER = 'cw-pointer-came';

/** From now on every window of this context remembers whether a pointer came. */
export async function watchPointer(context: BrowserContext): Promise<void> {
  await context.addInitScript((name) => addEventListener('pointerdown', () => sessionStorage.setItem(name, 'yes'), true), POINTER);
}

export async function pointerCame(page: Page): Promise<boolean> {
  return page.evaluate((name) => sessionStorage.getItem(name) === 'yes', POINTER);
}
