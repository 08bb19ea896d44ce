// Policies: both readers of a condition agree, nothing added ever shortens retention, and every stored decision comes out the same again.
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startProduct } from '../index';
import { Site } from '../bench/lib/site';
import { readersAgree } from './policies/readers';
import { neverShorter } from './policies/retention';
import { storeDecisions, verified } from './policies/stored';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10000' }, retention: { type: 'string', default: '10000' }, stored: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' },
    /** A small run without the product, for every run of the tests. */
    short: { type: 'boolean', default: false },
  },
});
const SHORT: Readonly<Record<string, number>> = { pairs: 1000, retention: 2000, stored: 300 };
const count = (name: 'pairs' | 'retention' | 'stored' | 'seed'): number => (values.short && SHORT[name]) || Number(values[name]);
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

/** Decisions a demonstration has made by then, and how long it may take. */
const LEAST_LIVED = 100;
const LIVED_WITHIN_MS = 240_000;

const site = await Site.start();
try {
  const client = new pg.Client({ connectionString: site.postgres.superUrl });
  await client.connect();
  try {
    const readers = await readersAgree(client, count('pairs'), count('seed'));
    say(`${readers.pairs} pairs of condition and facts: ${readers.differing} differ (${readers.yes} yes, ${readers.no} no, ${readers.unknown} unknown)`);
    const retention = neverShorter(count('retention'), count('seed'));
    say(`${retention.cases} times something was added to retention: ${retention.shorter} got shorter, ${retention.longer} longer`);
    await storeDecisions(client, count('stored'), count('seed'));
    const stored = await verified(site.env());
    say(`${stored.decisions} stored decisions decided again: ${stored.differing} differ`);
    await client.query(`update decision set outcome = '{"read":"qa"}' where id = (select id from decision where outcome <> '{"read":"qa"}' limit 1)`);
    const touched = await verified(site.env());
    say(`one of them was changed by hand: ${touched.differing} found`);
    const lived = values.short ? null : await afterLife();
    if (lived) say(`${lived.decisions} decisions of a running house by ${lived.versions} versions: ${lived.differing} differ`);
    const pass = readers.differing === 0 && readers.pairs >= count('pairs') && Math.min(readers.yes, readers.no, readers.unknown) > count('pairs') / 20 && retention.shorter === 0 && retention.longer > 0
      && stored.differing === 0 && stored.decisions >= count('stored') && touched.differing === 1 && (lived === null || (lived.differing === 0 && lived.decisions >= LEAST_LIVED));
    console.log(JSON.stringify({ name: 'policies', pass, figures: { readers, retention, stored, changedByHand: { made: 1, found: touched.differing }, lived } }));
  } finally {
    await client.end();
  }
} finally {
  await site.stop();
}

/** A demonstration works for a while; then everything it decided is decided again. */
async function afterLife(): Promise<Awaited<ReturnType<typeof verified>>> {
  const product = await startProduct({ demo: true, env: { CAUSEWAY_QUIET_SECONDS: '3', CAUSEWAY_DEMO_EXAMS: '12', CAUSEWAY_DEMO_IMAGES: '2', CAUSEWAY_DEMO_PACE: '20' } });
  try {
    if (!product.database) throw new Error('The demonstration has no database of its own.');
    const env = { CAUSEWAY_DATABASE_URL: product.database.appUrl, CAUSEWAY_DATA_DIR: product.dataDir };
    const until = performance.now() + LIVED_WITHIN_MS;
    for (;;) {
      const found = await verified(env);
      if (found.decisions >= LEAST_LIVED || performance.now() > until) return found;
      await new Promise((resolve) => { setTimeout(resolve, 2000); });
    }
  } finally {
    await product.stop();
  }
}
