import { type Page } from '@playwright/test';

/**
 * Opens a place of the console. In a window that has the console already it goes there as a link does: the program stays, and only what the screen
 * needs is fetched. The place where the window is already is opened anew.
 */
export async function goTo(page: Page, place: string): Promise<void> {
  const here = page.url();
  const there = new URL(place, here === 'about:blank' ? 'http://nowhere' : here);
  if (there.href === here || !(await page.getByRole('navigation', { name: 'Main' }).isVisible())) return void (await page.goto(place));
  await page.evaluate((to) => {
    document.title = '';
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, place);
  // the router gives a title to where it has arrived
  await page.waitForFunction(() => document.title !== '');
}
