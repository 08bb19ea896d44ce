import { type BrowserContext, expect, type Page, type Request } from '@playwright/test';

const underWay = new WeakMap<Page, number>();

/** From now on it is known of every page of these windows how many requests have no answer yet; the live stream never has one. */
export function watchRequests(context: BrowserContext): void {
  const count = (by: number) => (request: Request): void => {
    // what its worker fetches is of no page
    if (request.serviceWorker() || new URL(request.url()).pathname === '/api/v1/stream') return;
    const page = request.frame().page();
    underWay.set(page, (underWay.get(page) ?? 0) + by);
  };
  context.on('request', count(1));
  context.on('requestfinished', count(-1));
  context.on('requestfailed', count(-1));
}

/** Resolves when transitions are over and nothing changed for a moment. A page on which a clock ticks is never still for long. */
async function stillness(): Promise<void> {
  const [moment, longest] = [200, 700];
  await new Promise<void>((resolve) => {
    const seen = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(end, moment);
    });
    const end = (): void => {
      seen.disconnect();
      resolve();
    };
    let timer = setTimeout(end, moment);
    setTimeout(end, longest);
    seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const passing = document.getAnimations().filter((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.all(passing.map((one) => one.finished.catch(() => undefined)));
}

/** Waits until nothing is being fetched and drawn any more; the live stream stays open. */
export async function settled(page: Page): Promise<void> {
  // Before the page's own program has come there is nothing to wait for: its heading says that it is there.
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
  await expect(page.locator('cw-skeleton-rows')).toHaveCount(0);
  // A viewer says its zoom once a picture stands in it.
  for (const viewer of await page.locator('cw-viewer').all()) await expect(viewer.getByText(/^Zoom/).first()).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => underWay.get(page) ?? 0, { message: 'requests without an answer', intervals: [50] }).toBe(0);
  await page.evaluate(stillness);
}
