import type { Product } from '@causeway/tools';

/** Environment variable through which the set-up tells the journeys about the product it started. */
export const PRODUCT_VARIABLE = 'CAUSEWAY_PRODUCT_UNDER_TEST';

export type ProductUnderTest = Pick<Product, 'url' | 'dicomPort' | 'mllpPort' | 'demoPort' | 'demoPassword' | 'dataDir' | 'database'> & {
  /** Where the product looks for its mail server; whoever needs one starts it there. */
  readonly smtpPort: number;
};

/** The product the journeys run against. */
export function productUnderTest(): ProductUnderTest {
  const text = process.env[PRODUCT_VARIABLE];
  if (!text) throw new Error('No product was started: run the journeys through Playwright (npm test -- e2e).');
  return JSON.parse(text) as ProductUnderTest;
}
