// Transfers: a partner is away for hours while studies wait for it; it is probed now and then, the others notice nothing, and all is delivered when it is back.
import { parseArgs } from 'node:util';
import { chance, Tally } from './claims/tally';
import { TransferHouse, type Exam, type Partner } from './transfers/house';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    hours: { type: 'string' },
    studies: { type: 'string' },
    /** Seconds of patience that pass in one on the wall. */
    rate: { type: 'string' },
    /** Transfers to each of the others, before and while the partner is away. */
    others: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const HOURS = Number(values.hours ?? (values.short ? 1 : 6));
const STUDIES = Number(values.studies ?? (values.short ? 20 : 300));
const RATE = Number(values.rate ?? (values.short ? 900 : 60));
const OTHERS = Number(values.others ?? (values.short ? 10 : 120));
const IMAGES = 5;
const PROBE_SECONDS = 30;
/** Attempts that find out that it is away, before it counts as away. */
const UNTIL_AWAY = 6;
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
const pause = (ms: number): Promise<void> => new Promise((r) => setTimeout(r, ms));

const tally = new Tally();
let figures: Record<string, unknown> = {};
const house = await TransferHouse.open(chance(Number(values.seed)), RATE);

/** Transfers to the others at an even pace; their times from made to proven, in milliseconds. */
async function paced(exams: readonly Exam[], partners: readonly Partner[], seconds: number): Promise<number[]> {
  const gap = (seconds * 1000) / exams.length;
  for (const [i, exam] of exams.entries()) {
    await house.transfers([exam], partners[i % partners.length]!);
    await pause(gap);
  }
  const ids = exams.map((e) => e.id);
  await house.until('the others', 600, async () => (await house.count(`exam_id = any('{${ids.join(',')}}') and state <> 'done'`)) === 0);
  const rows = await house.site.sql<{ ms: number }>(`select extract(epoch from state_since - made_at)::float * 1000 as ms from transfer where exam_id = any($1::uuid[])`, [ids]);
  return rows.map((r) => r.ms).sort((a, b) => a - b);
}
const p95 = (sorted: readonly number[]): number => Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0);

try {
  const away = await house.partner('AWAY');
  const others = [await house.partner('OTHER1'), await house.partner('OTHER2')];
  await house.startWorkers(1);
  const wall = (HOURS * 3600) / RATE;
  await paced(await house.exams(6, IMAGES), others, 1);
  // half of the comparison before and half after, so that a machine that becomes busier or idler meanwhile does not decide it
  const before = await paced(await house.exams(OTHERS, IMAGES), others, wall / 2);
  say(`before: p95 of the others ${p95(before)} ms`);

  const waiting = await house.exams(STUDIES, IMAGES);
  await away.archive.goAway();
  const left = performance.now();
  await house.transfers(waiting, away);
  const during = await paced(await house.exams(OTHERS * 2, IMAGES), others, wall);
  const rest = wall * 1000 - (performance.now() - left);
  if (rest > 0) await pause(rest);
  const awaySeconds = ((performance.now() - left) / 1000) * RATE;
  const contacts = away.archive.contacts.slice();
  const [line] = await house.site.sql<{ breaker: string }>('select breaker from line where endpoint_id = $1', [away.endpointId]);
  say(`away for ${(awaySeconds / 3600).toFixed(1)} hours of patience: ${contacts.length} contacts, breaker ${line?.breaker}; p95 of the others ${p95(during)} ms`);
  const probes = contacts.slice(UNTIL_AWAY);
  const allowed = Math.ceil(awaySeconds / PROBE_SECONDS) + 1;
  const gaps = probes.slice(1).map((at, i) => ((at - probes[i]!) / 1000) * RATE);
  // the instant a probe is kept and the instant it reaches the partner differ by what the machine was busy with
  const slack = 0.15 * RATE;
  const early = gaps.filter((gap) => gap < PROBE_SECONDS - slack).length;
  tally.must(contacts.length - UNTIL_AWAY <= allowed, () => `${contacts.length} contacts in ${Math.round(awaySeconds)} s of patience, more than one in ${PROBE_SECONDS} s.`);
  tally.must(early === 0 || slack >= PROBE_SECONDS, () => `${early} probes came sooner than ${PROBE_SECONDS} s after the one before.`);
  tally.must(probes.length > 0, () => 'It was never probed.');
  tally.must(line?.breaker === 'open', () => `The breaker is ${line?.breaker} while the partner is away.`);
  tally.must((await house.count(`endpoint_id = '${away.endpointId}' and state <> 'waiting'`)) <= 3, () => 'Transfers to the partner that is away do not wait.');

  await away.archive.comeBack();
  const back = performance.now();
  await house.until('all that waited', 900, async () => (await house.count(`endpoint_id = '${away.endpointId}' and state <> 'done'`)) === 0);
  const secondsUntilAllDelivered = Math.round((performance.now() - back) / 1000);
  const there = waiting.flatMap((e) => e.sopUids).filter((uid) => away.archive.has(uid)).length;
  tally.must(there === STUDIES * IMAGES, () => `${there} of ${STUDIES * IMAGES} images are there.`);
  const after = await paced(await house.exams(OTHERS, IMAGES), others, wall / 2);
  const alone = [...before, ...after].sort((a, b) => a - b);
  const ratio = p95(during) / Math.max(1, p95(alone));
  // a time is no matter of the short form: a busy machine would fail it
  if (!values.short) tally.must(ratio <= 1.1, () => `p95 of the others is ${p95(alone)} ms alone and ${p95(during)} ms while the partner is away.`);
  figures = {
    hours: HOURS, studies: STUDIES, delivered: STUDIES, contacts: contacts.length, probesAllowed: allowed, probesTooEarly: early, othersP95Ms: { alone: p95(alone), before: p95(before), after: p95(after), whileAway: p95(during), ratio: Math.round(ratio * 100) / 100 },
    secondsUntilAllDelivered, seconds: Math.round((performance.now() - since) / 1000),
  };
  for (const p of [away, ...others]) await p.archive.close();
} catch (error) {
  tally.fault(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await house.close();
}
for (const fault of tally.faults.slice(0, 20)) say(fault);
const pass = tally.faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'partner-away', pass, figures: { ...figures, faults: tally.faults.length } })}\n`);
process.exitCode = pass ? 0 : 1;
