// The host's own systems, asked from outside: what the archive lists by C-FIND, and what the order system has written down.
import fs from 'node:fs';
import path from 'node:path';
import { dimse } from '@causeway/transport-dimse';
import { type RemoteStudy } from '@causeway/transport-kit';
import { type KeptOrder, type KeptReport } from '@causeway/tools';
import { type ProductUnderTest } from './product';

export const PACS_TITLE = 'WESTPACS';

/** The study as the demonstration's PACS lists it (PS3.4 C.4.1, Study Root); undefined when it has none. */
export async function inPacs(product: ProductUnderTest, studyInstanceUid: string): Promise<RemoteStudy | undefined> {
  const settings = dimse.settings.parse({ host: '127.0.0.1', port: product.demoPort, calledAeTitle: PACS_TITLE, callingAeTitle: 'CAUSEWAY' });
  const line = await dimse.open(settings, { endpoint: 'journey', log: () => undefined });
  try {
    for await (const match of line.find!({ level: 'study', keys: { studyInstanceUid: [studyInstanceUid] } }, AbortSignal.timeout(20_000))) if (match.level === 'study') return match;
    return undefined;
  } finally {
    await line.close();
  }
}

const kept = (product: ProductUnderTest): readonly { readonly order?: KeptOrder; readonly report?: KeptReport }[] =>
  fs.readFileSync(path.join(product.dataDir, 'demo/ris.jsonl'), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as { order?: KeptOrder; report?: KeptReport });

/** Orders the order system has for a study, oldest first. */
export const ordersOf = (product: ProductUnderTest, studyUid: string): readonly KeptOrder[] => kept(product).flatMap(({ order }) => (order?.studyUid === studyUid ? [order] : []));

/** Reports it was sent for a study. */
export const reportsOf = (product: ProductUnderTest, studyUid: string): readonly KeptReport[] => kept(product).flatMap(({ report }) => (report?.studyUid === studyUid ? [report] : []));
