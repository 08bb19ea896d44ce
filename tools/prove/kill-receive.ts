// Receiving while receivers and the database are killed and the queue is emptied: nothing acknowledged is lost, nothing is left over, and it is soon back.
import { parseArgs } from 'node:util';
import { madeObjects, type MadeObject } from '../bench/lib/made-exams';
import { quantile } from '../bench/lib/statistics';
import { strikeAndWait, type Blow, type Struck } from './kill-receive/blows';
import { leftovers, missingObjects, untilWorkDone } from './kill-receive/checks';
import { Senders } from './kill-receive/senders';
import { chance, shuffled } from './claims/tally';
import { House, wait } from './lib/house';

const { values } = parseArgs({
  options: {
    instances: { type: 'string', default: '5000' },
    kills: { type: 'string', default: '30' },
    databaseStops: { type: 'string', default: '10' },
    queueLosses: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    /** A few of each, for every run of the tests. */
    short: { type: 'boolean', default: false },
  },
});
const SHORT = { instances: 240, kills: 3, databaseStops: 1, queueLosses: 0 };
const count = (name: keyof typeof SHORT): number => (values.short ? SHORT[name] : Number(values[name]));

const PARTNERS = ['PARTNER1', 'PARTNER2', 'PARTNER3', 'PARTNER4'];
/** Pass line: from a blow until a partner is served again. The short form runs beside other things, and only asks that it comes back. */
const BACK_MS = values.short ? 120_000 : 20_000;
/** Objects sent beyond the one at which a blow is due: it must find somebody at work. */
const BEYOND = 40;
/** One object in twenty is as large as a CT slice is, so that blows also fall into the middle of one. */
const LARGE_ONE_IN = 20;

const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

function objectsOf(n: number): MadeObject[] {
  const large = [...madeObjects({ objects: Math.ceil(n / LARGE_ONE_IN), perStudy: 100, size: 512 })];
  const small = [...madeObjects({ objects: n - large.length, perStudy: 100, size: 64 })];
  return small.flatMap((one, i) => (i % (LARGE_ONE_IN - 1) === 0 && large.length > 0 ? [one, large.pop()!] : [one])).concat(large);
}

/** Half of the kills hit the process that receives, half the one that keeps it. */
function blowsOf(random: () => number): Blow[] {
  const kills = Array.from({ length: count('kills') }, (_, i): Blow => (i % 2 ? 'receiver-parent' : 'receiver'));
  const stops = Array.from({ length: count('databaseStops') }, (): Blow => 'database');
  const losses = Array.from({ length: count('queueLosses') }, (): Blow => 'queue');
  return shuffled([...kills, ...stops, ...losses], random);
}

const random = chance(Number(values.seed));
const house = await House.open({ callers: [...PARTNERS, 'PROBE'], env: { CAUSEWAY_QUIET_SECONDS: '5' } });
let result: { pass: boolean; figures: Record<string, unknown> } = { pass: false, figures: {} };
try {
  const objects = objectsOf(count('instances'));
  const blows = blowsOf(random);
  const probes = [...madeObjects({ objects: blows.length + 1, perStudy: 100, size: 64 })];
  const senders = new Senders(house.product.dicomPort);
  say(`sending ${objects.length} objects under ${blows.length} blows`);
  const dueAt = (blow: number): number => Math.floor(((blow + 1) * objects.length) / (blows.length + 1));
  senders.limit = dueAt(0) + BEYOND;
  const share = Math.ceil(objects.length / PARTNERS.length);
  const sending = Promise.all(PARTNERS.map((partner, i) => senders.send(partner, objects.slice(i * share, (i + 1) * share))));
  sending.catch(() => undefined);
  const struck: Struck[] = [];
  for (const [i, blow] of blows.entries()) {
    // each blow before has added the object that showed it was over
    while (senders.acknowledged.size < dueAt(i) + i) await wait(1);
    await wait(random() * 15);
    struck.push(await strikeAndWait(house, blow, senders, probes[i]!));
    senders.limit = i + 1 < blows.length ? dueAt(i + 1) + i + 1 + BEYOND : Infinity;
    say(`${blow} (${senders.acknowledged.size} acknowledged): back after ${struck.at(-1)!.backMs} ms`);
  }
  await sending;
  say('all are acknowledged; waiting for the worker');
  const left = await untilWorkDone(house);
  say('reading everything back');
  const lost = await missingObjects(house, senders);
  const store = await leftovers(house);
  // It still receives: a receiver notices when a segment of its own was swept, and its partner sends again.
  await senders.send('PROBE', [probes.at(-1)!], true);
  const verdicts = await house.verdicts();

  const backMs = struck.filter((one) => one.blow !== 'queue').map((one) => one.backMs);
  const longest = Math.max(...backMs);
  const of = (blow: Blow): number => struck.filter((one) => one.blow === blow).length;
  const midFlight = struck.filter((one) => one.underWay > 0).length;
  const pass = midFlight * 2 >= struck.length && lost.missing === 0 && lost.ledgerDiffers === 0 && left.exams === 0 && left.jobs === 0 && store.after.orphans === 0 && store.after.tailBytes === 0 && store.after.broken === 0
    && longest < BACK_MS && senders.odd.size === 0 && verdicts.doctor === 'clean' && verdicts.audit.whole;
  result = {
    pass,
    figures: {
      instances: objects.length, senders: PARTNERS.length, acknowledged: senders.acknowledged.size, sentAgain: senders.repeats, oddAnswers: Object.fromEntries(senders.odd),
      kills: { receiver: of('receiver'), receiverParent: of('receiver-parent') }, databaseStops: of('database'), queueLosses: of('queue'), blowsMidFlight: midFlight,
      acknowledgedAndMissing: lost.missing, ledgerDiffers: lost.ledgerDiffers, workLost: left, store, backMs: { median: quantile(backMs, 0.5), longest }, ...verdicts,
      seconds: Math.round((performance.now() - since) / 1000),
    },
  };
} catch (error) {
  say(`It could not go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
} finally {
  await house.close();
}
process.stdout.write(`${JSON.stringify({ name: 'kill-receive', ...result })}\n`);
process.exitCode = result.pass ? 0 : 1;
