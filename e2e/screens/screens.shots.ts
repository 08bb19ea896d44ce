// One picture of every screen in light, and of the main ones in dark, into docs/screens.
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { test } from '../support/journey';
import { windowOf } from '../support/people';
import { screens } from '../support/screens';
import { settled } from '../support/settled';

const FOLDER = path.resolve(import.meta.dirname, '../../docs/screens');
const ALSO_DARK = new Set(['inbox', 'exam', 'match', 'overread']);

const MOST_BYTES = 200_000;

/** A palette is kept for pictures that are too large without, and a smaller one where that is not enough: it shifts the hues a screen says its states with. */
async function write(picture: Buffer, name: string): Promise<void> {
  let smaller = await sharp(picture).removeAlpha().png({ compressionLevel: 9, effort: 10 }).toBuffer();
  for (const colours of [256, 128, 64]) if (smaller.length > MOST_BYTES) smaller = await sharp(picture).png({ palette: true, colours, effort: 10, dither: 0 }).toBuffer();
  fs.writeFileSync(path.join(FOLDER, `${name}.png`), smaller);
}

for (const screen of screens) {
  test(screen.name, async ({ browser, product }) => {
    const page = await windowOf(browser, product, screen.who);
    await screen.open(page);
    for (const theme of ALSO_DARK.has(screen.name) ? (['light', 'dark'] as const) : (['light'] as const)) {
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      await page.waitForTimeout(1500);
      await write(await page.screenshot(), `${screen.name}-${theme}`);
    }
    await page.context().close();
  });
}

test('sign-in', async ({ page }) => {
  await page.goto('/sign-in');
  await settled(page);
  await write(await page.screenshot(), 'sign-in-light');
});
