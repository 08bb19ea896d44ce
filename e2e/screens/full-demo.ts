// The product with its demonstration, as `npm start` runs it but for fewer everyday exams; ready once most have come, and before the clocks of the urgent ones are over.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { drawn, plannedObjects, startProduct, thinned, world } from '@causeway/tools';
import { PRODUCTS_VARIABLE, type ProductUnderTest } from '../support/product';

const EVERYDAY_EXAMS = 16;
const ENOUGH = 48;
const MOST_MS = 15 * 60_000;

/** A folder as somebody copied it from a disc: two small exams of the invented world, and a viewer that is never run. */
async function disc(folder: string): Promise<void> {
  const exams = world({ seed: 7, now: new Date(), everydayExams: 2 }).exams.slice(-2).map((exam) => thinned(exam, 6));
  for (const [i, exam] of exams.entries()) {
    const images = path.join(folder, `DICOM/EXAM${i + 1}`);
    fs.mkdirSync(images, { recursive: true });
    for (const [n, object] of (await drawn(exam, plannedObjects(exam), 128)).entries()) fs.writeFileSync(path.join(images, `IM${n + 1}`), object.bytes);
  }
  fs.writeFileSync(path.join(folder, 'VIEWER.EXE'), 'MZ');
}

export default async function setup(): Promise<() => Promise<void>> {
  const watched = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-discs-'));
  await disc(path.join(watched, 'Hillcrest CD 2210'));
  const product = await startProduct({ demo: true, env: { CAUSEWAY_DEMO_EXAMS: String(EVERYDAY_EXAMS), CAUSEWAY_WATCHED_FOLDER: watched } });
  const { url, dicomPort, mllpPort, demoPort, demoPassword, dataDir, database } = product;
  process.env[PRODUCTS_VARIABLE] = JSON.stringify([{ url, dicomPort, mllpPort, demoPort, demoPassword, dataDir, database, smtpPort: 0 }] satisfies ProductUnderTest[]);
  const signedIn = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'mara', password: demoPassword }) });
  const cookie = signedIn.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ');
  for (const until = Date.now() + MOST_MS; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 5000))) {
    const page = (await (await fetch(`${url}/api/v1/inbound?view=open&limit=1`, { headers: { cookie } })).json()) as { views: Record<string, number> };
    if ((page.views['open'] ?? 0) + (page.views['done-today'] ?? 0) >= ENOUGH) break;
  }
  return async () => {
    await product.stop();
    fs.rmSync(watched, { recursive: true, force: true });
  };
}
