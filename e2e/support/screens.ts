// The screens of the console, each with somebody who works on it.
import { expect, type Page } from '@playwright/test';

export interface Screen {
  readonly name: string;
  readonly who: string;
  /** Opens it; the page is signed in. */
  readonly open: (page: Page) => Promise<void>;
}

async function firstId(page: Page, address: string, fits: (row: Record<string, unknown>) => boolean): Promise<string> {
  const { rows } = (await (await page.request.get(`/api/v1${address}`)).json()) as { rows: Record<string, unknown>[] };
  const row = rows.find(fits) ?? rows[0];
  if (!row) throw new Error(`Nothing under ${address}.`);
  return String(row['id']);
}

const named = (family: string) => (row: Record<string, unknown>): boolean => JSON.stringify(row['patient']).toLowerCase().includes(family);
const place = (path: string) => async (page: Page): Promise<void> => void (await page.goto(path));

export const screens: readonly Screen[] = [
  {
    name: 'inbox', who: 'mara',
    open: async (page) => {
      await page.goto('/inbound');
      await page.getByRole('row').filter({ hasText: /adeyemi/i }).first().click();
      await page.keyboard.press('Space');
      await expect(page.getByRole('heading', { name: 'What the console decided' })).toBeVisible();
    },
  },
  { name: 'exam', who: 'mara', open: async (page) => void (await page.goto(`/inbound/${await firstId(page, '/inbound?view=open&limit=200', named('adeyemi'))}`)) },
  { name: 'match', who: 'mara', open: async (page) => void (await page.goto(`/match/${await firstId(page, '/inbound?view=needs-match&limit=200', named('ruiz'))}`)) },
  { name: 'overreads', who: 'diaz', open: place('/overreads') },
  { name: 'overread', who: 'diaz', open: async (page) => void (await page.goto(`/overreads/${await firstId(page, '/overreads?view=all-open&limit=100', (row) => row['state'] === 'drafting').catch(() => firstId(page, '/overreads?view=signed&state=signed&limit=100', () => true))}`)) },
  { name: 'notices', who: 'webb', open: place('/notices') },
  { name: 'registrations', who: 'rosa', open: place('/registrations') },
  { name: 'call-backs', who: 'mara', open: place('/recalls') },
  { name: 'facilities', who: 'theo', open: place('/facilities') },
  { name: 'policies', who: 'rossi', open: place('/policies') },
  { name: 'audit', who: 'audrey', open: place('/audit') },
];

/** Waits until nothing is being fetched and drawn any more; the live stream stays open. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('cw-skeleton-rows')).toHaveCount(0);
  // A viewer says its zoom once a picture stands in it.
  for (const viewer of await page.locator('cw-viewer').all()) await expect(viewer.getByText(/^Zoom/).first()).toBeVisible({ timeout: 30_000 });
  await page.waitForTimeout(700);
}
