import type { Product } from '@causeway/tools';

/** Environment variable through which the set-up tells the journeys about the products it started: one for each worker. */
export const PRODUCTS_VARIABLE = 'CAUSEWAY_PRODUCTS_UNDER_TEST';

export type ProductUnderTest = Pick<Product, 'url' | 'dicomPort' | 'mllpPort' | 'demoPort' | 'demoPassword' | 'dataDir' | 'database'> & {
  /** Where the product looks for its mail server; whoever needs one starts it there. */
  readonly smtpPort: number;
  /** Where it listens for DICOM over TLS, and the authority of its certificate in PEM. */
  readonly dicomTls?: { readonly port: number; readonly ca: string };
};

/** The product a worker's journeys run against; `worker` counts from 0 and stays the same when a failed journey's process is replaced. */
export function productUnderTest(worker: number): ProductUnderTest {
  const text = process.env[PRODUCTS_VARIABLE];
  const product = text === undefined ? undefined : (JSON.parse(text) as ProductUnderTest[])[worker];
  if (!product) throw new Error('No product was started: run the journeys through Playwright (npm test -- e2e).');
  return product;
}
