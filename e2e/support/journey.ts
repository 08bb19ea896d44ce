// The `test` every journey uses: Playwright's, with the product under test and paths relative to it.
import { test as base } from '@playwright/test';
import { productUnderTest, type ProductUnderTest } from './product';

export const test = base.extend<{ product: ProductUnderTest; windowsClosed: void }>({
  // Playwright finds out what a fixture needs from this pattern, empty or not.
  product: async ({}, use, { parallelIndex }) => use(productUnderTest(parallelIndex)),
  baseURL: async ({ product }, use) => use(product.url),
  // Windows a journey left open would go on reading with every signal, and slow all journeys after it.
  windowsClosed: [
    async ({ browser }, use) => {
      await use();
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
