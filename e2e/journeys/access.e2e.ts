// Every screen passes axe: in light and dark, and as narrow as a phone.
import { type Browser } from '@playwright/test';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { windowOf } from '../support/people';
import { type ProductUnderTest } from '../support/product';
import { type Screen, screens, settled } from '../support/screens';

const WAYS = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: '400 px wide', options: { colorScheme: 'light', viewport: { width: 400, height: 860 } } },
] as const;

/** There is no disc yet when these begin: the journey that brings one looks at its page. */
const seen = screens.filter(({ name }) => name !== 'disc');

async function looksClean(browser: Browser, product: ProductUnderTest, screen: Screen): Promise<void> {
  const page = await windowOf(browser, product, screen.who);
  await screen.open(page);
  for (const { name, options } of WAYS) {
    await page.emulateMedia({ colorScheme: options.colorScheme });
    if ('viewport' in options) {
      await page.setViewportSize(options.viewport);
      await page.reload();
    }
    await settled(page);
    expect(await axeFaults(page), `${screen.name}, ${name}`).toEqual([]);
  }
  const sideways = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(sideways, { message: `nothing of ${screen.name} reaches out of the window` }).toBeLessThanOrEqual(0);
  await page.context().close();
}

// Two at a time: while one page settles, the other is looked at.
for (let first = 0; first < seen.length; first += 2) {
  const pair = seen.slice(first, first + 2);
  test(`${pair.map((screen) => screen.name).join(' and ')}: clean for axe in light, in dark and narrow`, async ({ browser, product }) => {
    await Promise.all(pair.map((screen) => looksClean(browser, product, screen)));
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
