// The `test` every journey uses: Playwright's, with the product under test and paths relative to it.
import { test as base } from '@playwright/test';
import { productUnderTest, type ProductUnderTest } from './product';

export const test = base.extend<{ product: ProductUnderTest }>({
  // Playwright finds out what a fixture needs from this pattern, empty or not.
  product: async ({}, use, { parallelIndex }) => use(productUnderTest(parallelIndex)),
  baseURL: async ({ product }, use) => use(product.url),
});

export { expect } from '@playwright/test';
