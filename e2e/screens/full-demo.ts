// The product with its demonstration, as `npm start` runs it but for fewer everyday exams; ready once most have come, and before the clocks of the urgent ones are over.
import { startProduct } from '@causeway/tools';
import { PRODUCT_VARIABLE, type ProductUnderTest } from '../support/product';

const EVERYDAY_EXAMS = 16;
const ENOUGH = 48;
const MOST_MS = 15 * 60_000;

export default async function setup(): Promise<() => Promise<void>> {
  const product = await startProduct({ demo: true, env: { CAUSEWAY_DEMO_EXAMS: String(EVERYDAY_EXAMS) } });
  const { url, dicomPort, mllpPort, demoPort, demoPassword, dataDir, database } = product;
  process.env[PRODUCT_VARIABLE] = JSON.stringify({ url, dicomPort, mllpPort, demoPort, demoPassword, dataDir, database } satisfies ProductUnderTest);
  const signedIn = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'mara', password: demoPassword }) });
  const cookie = signedIn.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ');
  for (const until = Date.now() + MOST_MS; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 5000))) {
    const page = (await (await fetch(`${url}/api/v1/inbound?view=open&limit=1`, { headers: { cookie } })).json()) as { views: Record<string, number> };
    if ((page.views['open'] ?? 0) + (page.views['done-today'] ?? 0) >= ENOUGH) break;
  }
  return () => product.stop();
}
