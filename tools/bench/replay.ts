// Replay: a policy of 12 rules with a quota per patient over a million stored decisions, grouped; beside fetching the rows and json-rules-engine.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { workspaceRoot } from '../product/workspace';
import { fillDecisions } from './replay/decisions';
import { OtherEngine } from './replay/other-engine';
import { twelveRules } from './replay/policy';
import { Site } from './lib/site';
import { loadAverage } from './lib/process-tree';
import { median, spread } from './lib/statistics';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '5' }, sample: { type: 'string', default: '20000' } } });
const ROWS = Number(values.rows);
const ROUNDS = Number(values.rounds);
/** Rows the other engine is given in each round: it is reckoned up to all of them, which is in its favour, for it is asked for no quota and no groups. */
const SAMPLE = Number(values.sample);
const SMALL = ROWS / 10;
/** Pass lines, in milliseconds and times. */
const MOST_COLD = 1000;
const MOST_WARM = 150;
const LEAST_RATIO = 50;
const WARM_ROUNDS = 9;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
interface Replayed { readonly rows: number; readonly rules: Readonly<Record<string, number>>; readonly groups: number; readonly same: boolean; readonly milliseconds: { readonly read: number; readonly decided: number; readonly cold: number; readonly warm: readonly number[] } }

/** Our replay in a process of its own: nothing of it is in memory before. Each warm round is another edit of the text, asked of the database as the product does. */
async function replayed(site: Site): Promise<Replayed> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(workspaceRoot(), 'dist/apps/api/cli.js'), 'replay', file, '--rounds', String(WARM_ROUNDS)], { env: { ...process.env, ...site.env() } });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Replayed;
}

const site = await Site.start({ postgres: { settings: { max_wal_size: '4GB' } } });
const file = path.join(site.dir, 'policy.json');
fs.writeFileSync(file, JSON.stringify(twelveRules));
const client = new pg.Client({ connectionString: site.postgres.superUrl });
await client.connect();
try {
  say(`load ${loadAverage()}; ${SMALL} decisions first`);
  await fillDecisions(client, SMALL);
  await replayed(site);
  const small = await replayed(site);
  await fillDecisions(client, ROWS - SMALL);
  say(`${ROWS} decisions are stored`);
  await replayed(site);
  const other = new OtherEngine(twelveRules);
  const ours: Replayed[] = [];
  const theirs: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    ours.push(await replayed(site));
    const { fetchMs, decideMs, differing } = await other.run(client, SAMPLE);
    if (differing > 0) throw new Error(`${differing} of ${SAMPLE} answers differ between the two engines.`);
    theirs.push((fetchMs + decideMs) * (ROWS / SAMPLE));
    say(`round ${round}: cold ${ours.at(-1)?.milliseconds.cold} ms (read ${ours.at(-1)?.milliseconds.read}), warm ${median(ours.at(-1)?.milliseconds.warm ?? [])} ms; the other way ${Math.round((theirs.at(-1) ?? 0) / 1000)} s`);
  }
  const cold = ours.map((o) => o.milliseconds.cold);
  const warm = ours.map((o) => median(o.milliseconds.warm));
  const ratio = theirs.map((t, i) => t / (cold[i] ?? 1));
  const growth = median(cold) / small.milliseconds.cold;
  const whole = ours.every((o) => o.rows === ROWS && o.same && o.groups === ours[0]?.groups);
  const pass = whole && median(cold) < MOST_COLD && median(warm) < MOST_WARM && Math.min(...ratio) >= LEAST_RATIO && growth <= ROWS / SMALL;
  console.log(JSON.stringify({
    name: 'replay', pass, figures: {
      rows: ROWS, rules: twelveRules.rules.length, groups: ours[0]?.groups, coldMs: spread(cold), warmMs: spread(warm), coldSmallMs: small.milliseconds.cold, growth: Number(growth.toFixed(1)),
      otherSeconds: spread(theirs.map((t) => t / 1000)), timesFaster: spread(ratio), decided: ours[0]?.rules, load: loadAverage(),
      lines: { mostColdMs: MOST_COLD, mostWarmMs: MOST_WARM, leastTimesFaster: LEAST_RATIO, mostGrowth: ROWS / SMALL },
    },
  }));
} finally {
  await client.end();
  await site.stop();
}
