// Every screen passes axe: in light, and in dark as narrow as a phone.
import { type Browser } from '@playwright/test';
import { expect, test } from '../support/journey';
import { looksClean } from '../support/looks-clean';
import { windowOf } from '../support/people';
import { type ProductUnderTest } from '../support/product';
import { type Screen, screens } from '../support/screens';

/** There is no disc yet when these begin: the journey that brings one looks at its page. */
const seen = screens.filter(({ name }) => name !== 'disc');

async function isClean(browser: Browser, product: ProductUnderTest, screen: Screen): Promise<void> {
  const page = await windowOf(browser, product, screen.who);
  await screen.open(page);
  await looksClean(page, screen.name);
  await page.context().close();
}

// Two at a time: while one page settles, the other is looked at.
for (let first = 0; first < seen.length; first += 2) {
  const pair = seen.slice(first, first + 2);
  test(`${pair.map((screen) => screen.name).join(' and ')}: clean for axe in light, and in dark and narrow`, async ({ browser, product }) => {
    await Promise.all(pair.map((screen) => isClean(browser, product, screen)));
  });
}

test('the sign-in page is clean for axe in light, and in dark and narrow', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByLabel('User name')).toBeVisible();
  await looksClean(page, 'sign-in');
});
