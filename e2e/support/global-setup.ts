// Starts the product once for all journeys: as built in dist, with its demonstration, on a new data folder and free ports.
import fs from 'node:fs';
import path from 'node:path';
import { freePort, startProduct, workspaceRoot } from '@causeway/tools';
import { PRODUCT_VARIABLE, type ProductUnderTest } from './product';

export default async function setup(): Promise<() => Promise<void>> {
  const dir = path.join(workspaceRoot(), 'dist/e2e-log');
  fs.mkdirSync(dir, { recursive: true });
  // nobody listens there until a journey does: a mail server that is away hurts nobody
  const smtpPort = await freePort();
  const product = await startProduct({
    demo: true,
    logFile: path.join(dir, 'product.log'),
    // Clocks run quicker than a hospital's, so that a journey does not wait a minute for an exam to be complete; the world is small, so that it is there at once.
    env: { CAUSEWAY_QUIET_SECONDS: '3', CAUSEWAY_QUIET_MEDIA_SECONDS: '3', CAUSEWAY_IDLE_SECONDS: '900', CAUSEWAY_PATIENCE_RATE: '20', CAUSEWAY_DEMO_EXAMS: '0', CAUSEWAY_SITE_JURISDICTION: 'US-NY', CAUSEWAY_DEMO_IMAGES: '3', CAUSEWAY_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, CAUSEWAY_MAIL_FROM: 'Causeway <causeway@westbrook.example>' },
  });
  const { url, dicomPort, mllpPort, demoPort, demoPassword, dataDir, database } = product;
  const under: ProductUnderTest = { url, dicomPort, mllpPort, demoPort, demoPassword, dataDir, database, smtpPort };
  process.env[PRODUCT_VARIABLE] = JSON.stringify(under);
  return () => product.stop();
}
