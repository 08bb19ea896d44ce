// Transfers: workers are killed, the queue is emptied and answers are dropped in the middle; nothing is lost, nothing is there twice, and little is sent twice.
import { parseArgs } from 'node:util';
import { chance, Tally } from './claims/tally';
import { TransferHouse } from './transfers/house';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    transfers: { type: 'string' },
    images: { type: 'string' },
    kills: { type: 'string' },
    empties: { type: 'string' },
    partners: { type: 'string', default: '4' },
    workers: { type: 'string' },
    /** Share of images whose first answer is dropped, in the third part. */
    drop: { type: 'string', default: '0.3' },
    /** One part alone, when something in it was changed. */
    part: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const PARTS = ['killed', 'emptied', 'dropped'] as const;
type Part = (typeof PARTS)[number];
// a part nobody knows would be a proof of nothing that passes
if (values.part && !PARTS.some((known) => known === values.part)) throw new Error(`There is no part "${values.part}". Parts: ${PARTS.join(', ')}.`);
const n = (name: 'transfers' | 'images' | 'kills' | 'empties' | 'workers', long: number, short: number): number => Number(values[name] ?? (values.short ? short : long));
const [TRANSFERS, IMAGES, KILLS, EMPTIES, WORKERS] = [n('transfers', 2000, 12), n('images', 20, 5), n('kills', 50, 2), n('empties', 10, 1), n('workers', 2, 1)];
/** Most of what may be sent twice because of kills. */
const SENT_TWICE = 0.05;
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

const tally = new Tally();
const random = chance(Number(values.seed));
const figures: Record<string, unknown> = { transfers: TRANSFERS, images: TRANSFERS * IMAGES };

/** One part of the proof, with partners of its own. `trouble` goes on beside the transfers until all are done. */
async function part(house: TransferHouse, name: Part, drop: number, trouble: (house: TransferHouse, done: () => Promise<number>) => Promise<Record<string, number>>): Promise<void> {
  if (values.part && values.part !== name) return;
  const partners = await Promise.all(Array.from({ length: Number(values.partners) }, (_, i) => house.partner(`${name.toUpperCase()}${i}`)));
  try {
    const mine = `endpoint_id = any('{${partners.map((p) => p.endpointId).join(',')}}')`;
    const exams = await house.exams(TRANSFERS, IMAGES);
    for (const p of partners) p.archive.dropShare = drop;
    for (const [i, p] of partners.entries()) await house.transfers(exams.filter((_, e) => e % partners.length === i), p);
    const began = performance.now();
    const told = await trouble(house, () => house.count(`${mine} and state = 'done'`));
    await house.until(`all transfers of part ${name}`, values.short ? 60 : 3600, async () => (await house.count(`${mine} and state <> 'done'`)) === 0);
    const lost = exams.flatMap((e, i) => e.sopUids.filter((uid) => !partners[i % partners.length]!.archive.has(uid)));
    const held = partners.reduce((sum, p) => sum + p.archive.held, 0);
    const again = partners.reduce((sum, p) => sum + p.archive.sentAgain, 0);
    const conflicts = partners.reduce((sum, p) => sum + p.archive.conflicts.length, 0);
    const dropped = partners.reduce((sum, p) => sum + p.archive.dropped, 0);
    const [unproven] = await house.site.sql<{ n: number }>(`select count(*)::int as n from transfer_row r join transfer t on t.id = r.transfer_id where ${mine} and r.state <> 'verified'`);
    tally.must(lost.length === 0, () => `${name}: ${lost.length} images are not at their partner, for example ${lost[0]}.`);
    tally.must(held === TRANSFERS * IMAGES, () => `${name}: the partners hold ${held} objects of ${TRANSFERS * IMAGES}.`);
    tally.must(conflicts === 0, () => `${name}: ${conflicts} images came again with other bytes.`);
    tally.must(unproven!.n === 0, () => `${name}: ${unproven!.n} ledger rows are not proven though all transfers are done.`);
    tally.must(again <= held * SENT_TWICE, () => `${name}: ${again} of ${held} images were sent twice, more than ${SENT_TWICE * 100} %.`);
    figures[name] = { ...told, lost: lost.length, duplicated: held - new Set(exams.flatMap((e) => e.sopUids)).size + conflicts, sentTwice: again, sentTwicePercent: Math.round((again / held) * 10_000) / 100, answersDropped: dropped, seconds: Math.round((performance.now() - began) / 1000) };
    say(`${name}: ${JSON.stringify(figures[name])}`);
  } finally {
    for (const p of partners) await p.archive.close();
  }
}

/** Acts spread over the progress of the transfers, not over the clock: each when its share of them is done. */
async function spread(times: number, done: () => Promise<number>, act: (i: number) => Promise<void>): Promise<void> {
  for (let i = 0; i < times; i++) {
    const target = Math.floor(((i + 0.5) / times) * TRANSFERS * 0.95);
    while ((await done()) < target) await new Promise((r) => setTimeout(r, 30));
    await act(i);
  }
}

const house = await TransferHouse.open(random, 30);
try {
  await house.startWorkers(WORKERS);
  await part(house, 'killed', 0, async (house, done) => {
    await spread(KILLS, done, (i) => house.killWorker(i % house.workerCount));
    return { kills: KILLS };
  });
  await part(house, 'emptied', 0, async (house, done) => {
    await spread(EMPTIES, done, () => house.emptyQueue());
    return { emptied: EMPTIES };
  });
  await part(house, 'dropped', Number(values.drop), () => Promise.resolve({}));
} catch (error) {
  tally.fault(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await house.close();
}
for (const fault of tally.faults.slice(0, 20)) say(fault);
const pass = tally.faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'kill-transfers', pass, figures: { ...figures, faults: tally.faults.length } })}\n`);
process.exitCode = pass ? 0 : 1;
