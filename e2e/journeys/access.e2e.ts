// Every screen passes axe: in light, and in dark as narrow as a phone.
import { expect, test } from '../support/journey';
import { looksClean } from '../support/looks-clean';
import { windowOf } from '../support/people';
import { type Screen, screens } from '../support/screens';

/** There is no disc yet when these begin: the journey that brings one looks at its page. */
const seen = screens.filter(({ name }) => name !== 'disc');
const MOST_AT_ONCE = 6;

/** Screens of one person, who goes from one to the next as people do, in lots that both workers may take. */
const lots: Screen[][] = [];
for (const screen of seen) {
  const lot = lots.find((l) => l[0]?.who === screen.who && l.length < MOST_AT_ONCE);
  if (lot) lot.push(screen);
  else lots.push([screen]);
}

test.describe.configure({ mode: 'parallel' });

for (const lot of lots) {
  const { who } = lot[0]!;
  test(`${who} sees ${lot.map((screen) => screen.name).join(', ')}: clean for axe in light, and in dark and narrow`, async ({ browser, product }) => {
    const first = await windowOf(browser, product, who);
    const waiting = lot.slice();
    // Two windows: while one page settles, the other is looked at.
    const windows = waiting.length > 1 ? [first, await first.context().newPage()] : [first];
    await Promise.all(windows.map(async (window) => {
      for (let screen = waiting.shift(); screen; screen = waiting.shift()) {
        await screen.open(window);
        await looksClean(window, screen.name);
      }
    }));
  });
}

test('the sign-in page is clean for axe in light, and in dark and narrow', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByLabel('User name')).toBeVisible();
  await looksClean(page, 'sign-in');
});
