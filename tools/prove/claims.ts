// Over-reads: many radiologists claim the same tasks over HTTP; one wins each, and no reader signs who lost the claim.
import { parseArgs } from 'node:util';
import { House, inTurns } from './claims/house';
import { Killed } from './claims/killed';
import { readRecords } from './claims/records';
import { Rounds } from './claims/rounds';
import { kinds, Stale } from './claims/stale';
import { chance, Tally } from './claims/tally';

const { values } = parseArgs({
  options: {
    claimers: { type: 'string', default: '200' },
    tasks: { type: 'string', default: '100' },
    apis: { type: 'string', default: '2' },
    /** How often everybody goes through the tasks, in each of the three ways. */
    rounds: { type: 'string', default: '1' },
    /** Tasks of each kind of stale signature. */
    stale: { type: 'string', default: '30' },
    kills: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
    /** A small house, for every run of the tests. */
    short: { type: 'boolean', default: false },
  },
});
const SHORT: Readonly<Record<string, number>> = { claimers: 20, tasks: 6, stale: 1, kills: 1 };
const count = (name: Exclude<keyof typeof values, 'short'>): number => (values.short && SHORT[name]) || Number(values[name]);
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

const SIGNERS_PER_KILL = 12;
const CLAIMED_PER_KILL = 5;

const tally = new Tally();
const random = chance(count('seed'));
const house = await House.open(count('apis'));
let figures: Record<string, unknown> = {};
try {
  say('the site runs');
  await Promise.all([house.addReaders(count('claimers')), house.addTasks(count('tasks'))]);
  say(`${house.readers.length} radiologists are signed in; ${house.tasks.length} tasks are open`);

  const rounds = new Rounds(house, house.tasks.slice(), tally, random);
  for (let round = 1; round <= count('rounds'); round++) {
    await rounds.sideBySide();
    say(`round ${round}, side by side: ${tally.wins} wins so far, ${tally.refused} refused`);
    await rounds.ownOrder();
    say(`round ${round}, each in an order of their own: ${tally.wins} wins so far, ${tally.refused} refused`);
    await rounds.next();
    say(`round ${round}, claim-next: ${tally.wins} wins so far, ${tally.refused} refused`);
  }
  await rounds.backAndForth(Math.max(2, count('rounds')));
  const winsOfRounds = tally.wins;
  say(`back and forth: ${winsOfRounds} wins`);
  const [recorded] = await house.sql<{ n: number }>(`select count(*)::int as n from outbox where event = 'overread.claimed'`);
  tally.must(recorded!.n === winsOfRounds, () => `${winsOfRounds} claims were won and ${recorded!.n} recorded.`);

  const stale = new Stale(house, tally, random);
  const cases = kinds.flatMap((kind) => Array.from({ length: count('stale') }, () => kind));
  const tasks = await house.addTasks(cases.length);
  const lanes = Math.max(1, Math.min(4, Math.floor(house.readers.length / 2)));
  const work = cases.map((kind, i) => ({ kind, task: tasks[i]! }));
  await inTurns(Array.from({ length: lanes }, (_, lane) => lane), lanes, async (lane) => {
    for (let i = lane; i < work.length; i += lanes) await stale.run(work[i]!.kind, work[i]!.task, house.readers[lane * 2]!, house.readers[lane * 2 + 1]!);
  });
  say(`${cases.length} tasks whose claim was lost: ${stale.turnedAway} writes turned away, ${stale.signed} signatures`);

  const killed = new Killed(house, stale, tally, random);
  for (let kill = 0; kill < count('kills'); kill++) {
    const signers = Math.min(SIGNERS_PER_KILL, Math.floor(house.readers.length / 2));
    const more = await house.addTasks(signers + CLAIMED_PER_KILL);
    await killed.round(more.slice(0, signers), more.slice(signers));
    say(`kill ${killed.kills}: ${killed.unanswered} requests without an answer, definite after ${killed.longestMs} ms at most`);
  }

  const records = await readRecords(house, tally);
  figures = {
    claimers: house.readers.length, tasks: count('tasks'), apis: house.doors.length, rounds: count('rounds'), claimsAsked: tally.latencies.length, wins: winsOfRounds, refused: tally.refused,
    claimMs: { median: tally.percentile(0.5), p95: tally.percentile(0.95) }, staleCases: cases.length, turnedAway: stale.turnedAway, races: stale.outcomes,
    kills: killed.kills, unanswered: killed.unanswered, definiteAfterKillMs: killed.longestMs, ...records, seconds: Math.round((performance.now() - since) / 1000),
  };
} catch (error) {
  tally.fault(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await house.close();
}
for (const fault of tally.faults.slice(0, 20)) say(fault);
const pass = tally.faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'claims', pass, figures: { ...figures, faults: tally.faults.length } })}\n`);
process.exitCode = pass ? 0 : 1;
