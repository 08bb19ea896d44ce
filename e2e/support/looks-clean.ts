import { type Page } from '@playwright/test';
import { axeFaults } from './axe';
import { expect } from './journey';
import { settled } from './settled';

const WIDE = { width: 1440, height: 900 };
/** Each colour and each width once: looking at every one with every other takes longer than all else and found nothing more. */
const WAYS = [
  { name: 'light', colorScheme: 'light', size: WIDE },
  { name: 'dark and 400 px wide', colorScheme: 'dark', size: { width: 400, height: 860 } },
] as const;

/** The page as it stands is clean for axe in light, and in dark as narrow as a phone, where nothing of it reaches out of the window. It is wide and light again afterwards. */
export async function looksClean(page: Page, screen: string): Promise<void> {
  for (const { name, colorScheme, size } of WAYS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await settled(page);
    expect(await axeFaults(page), `${screen}, ${name}`).toEqual([]);
  }
  const sideways = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(sideways, { message: `nothing of ${screen} reaches out of the window` }).toBeLessThanOrEqual(0);
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
}
