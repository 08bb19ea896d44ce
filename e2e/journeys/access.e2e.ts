// Every screen passes axe: in light and dark, and as narrow as a phone.
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { windowOf } from '../support/people';
import { screens, settled } from '../support/screens';

const WAYS = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: '400 px wide', options: { colorScheme: 'light', viewport: { width: 400, height: 860 } } },
] as const;

/** There is no disc yet when these begin: the journey that brings one looks at its page. */
for (const screen of screens.filter(({ name }) => name !== 'disc')) {
  test(`${screen.name} is clean for axe in light, in dark and narrow`, async ({ browser, product }) => {
    const page = await windowOf(browser, product, screen.who);
    await screen.open(page);
    for (const { name, options } of WAYS) {
      await page.emulateMedia({ colorScheme: options.colorScheme });
      if ('viewport' in options) {
        await page.setViewportSize(options.viewport);
        await page.reload();
      }
      await settled(page);
      expect(await axeFaults(page), name).toEqual([]);
    }
    const sideways = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(sideways, { message: 'nothing reaches out of the window' }).toBeLessThanOrEqual(0);
    await page.context().close();
  });
}

test('the sign-in page is clean for axe in light, in dark and narrow', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByLabel('User name')).toBeVisible();
  for (const { name, options } of WAYS) {
    await page.emulateMedia({ colorScheme: options.colorScheme });
    if ('viewport' in options) await page.setViewportSize(options.viewport);
    expect(await axeFaults(page), name).toEqual([]);
  }
});
