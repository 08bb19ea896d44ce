// Starts a product for each worker, once for all journeys: as built in dist, with its demonstration, on new data folders and free ports.
import fs from 'node:fs';
import path from 'node:path';
import { issue, testAuthority } from '@causeway/transport-dimse/testing';
import { freePortRange, type Product, PRODUCT_PORTS, startProduct, workspaceRoot } from '@causeway/tools';
import { type FullConfig } from '@playwright/test';
import { PRODUCTS_VARIABLE, type ProductUnderTest } from './product';

/** Beside the product's own: mail, and DICOM over TLS. */
const OTHER_PORTS = 2;

interface Started {
  readonly product: Product;
  readonly under: ProductUnderTest;
}

async function start(logFile: string, firstPort: number): Promise<Started> {
  // nobody listens on the first until a journey does: a mail server that is away hurts nobody
  const [smtpPort, dicomTlsPort] = [firstPort + PRODUCT_PORTS, firstPort + PRODUCT_PORTS + 1];
  const authority = testAuthority('Westbrook authority');
  const server = issue(authority, { name: '127.0.0.1' });
  const product = await startProduct({
    demo: true,
    logFile,
    firstPort,
    // Clocks run quicker than a hospital's, so that a journey does not wait a minute for an exam to be complete; the world is small, so that it is there at once.
    env: { CAUSEWAY_PUBLIC_URL: `http://localhost:${firstPort}`, CAUSEWAY_QUIET_SECONDS: '3', CAUSEWAY_QUIET_MEDIA_SECONDS: '3', CAUSEWAY_IDLE_SECONDS: '900', CAUSEWAY_PATIENCE_RATE: '20', CAUSEWAY_DEMO_EXAMS: '0', CAUSEWAY_SITE_JURISDICTION: 'US-NY', CAUSEWAY_DEMO_IMAGES: '3', CAUSEWAY_DICOM_TLS_PORT: String(dicomTlsPort), CAUSEWAY_DICOM_TLS_CERT: server.certPem, CAUSEWAY_DICOM_TLS_KEY: server.keyPem, CAUSEWAY_DICOM_TLS_CA: authority.certPem, CAUSEWAY_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, CAUSEWAY_MAIL_FROM: 'Causeway <causeway@westbrook.example>' },
  });
  const { url, dicomPort, mllpPort, demoPort, demoPassword, dataDir, database } = product;
  return { product, under: { url, dicomPort, mllpPort, demoPort, demoPassword, dataDir, database, smtpPort, dicomTls: { port: dicomTlsPort, ca: authority.certPem } } };
}

export default async function setup({ workers }: FullConfig): Promise<() => Promise<void>> {
  const dir = path.join(workspaceRoot(), 'dist/e2e-log');
  fs.mkdirSync(dir, { recursive: true });
  const started: Started[] = [];
  const stop = async (): Promise<void> => void (await Promise.all(started.map(({ product }) => product.stop())));
  try {
    const each = PRODUCT_PORTS + OTHER_PORTS;
    const first = await freePortRange(workers * each);
    const starts = await Promise.allSettled(Array.from({ length: workers }, (_, worker) => start(path.join(dir, `product-${worker}.log`), first + worker * each)));
    for (const one of starts) if (one.status === 'fulfilled') started.push(one.value);
    const failed = starts.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  } catch (failure) {
    await stop();
    throw failure;
  }
  process.env[PRODUCTS_VARIABLE] = JSON.stringify(started.map(({ under }) => under));
  return stop;
}
