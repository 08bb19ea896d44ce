// Duty: every task of simulated 30-day rotas over changes of the clock is in one hand at every instant, and a mail server that goes away loses and doubles nothing.
import { parseArgs } from 'node:util';
import { chance } from './claims/tally';
import { mailFaults, type Mailed } from './rota/mail';
import { simulate, type Simulated } from './rota/simulation';

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '10000' }, mails: { type: 'string', default: '60' }, away: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' },
    /** Fewer tasks and mails, for every run of the tests. */
    short: { type: 'boolean', default: false },
  },
});
const TASKS = values.short ? 600 : Number(values.tasks);
const random = chance(Number(values.seed));
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

/** Two weeks before the clock goes back and forward in New York (an hour) and on Lord Howe (half an hour). */
const PLACES = [['America/New_York', '2026-10-19'], ['America/New_York', '2027-03-01'], ['Australia/Lord_Howe', '2026-09-21'], ['Australia/Lord_Howe', '2027-03-22']] as const;

const faults: string[] = [];
const simulated: Simulated[] = [];
let mail: Mailed | null = null;
try {
  for (const [zone, from] of PLACES) {
    const s = simulate(zone, from, TASKS, random);
    simulated.push(s);
    say(`${zone} from ${from}: ${s.tasks} tasks at ${s.instants} instants, ${s.without} without a hand, ${s.differing} of ${s.compared} differ from the second reckoning; ${s.gapHours} hours of gaps; odd turns ${s.oddTurns.join(', ')} h`);
    if (s.without > 0) faults.push(`${s.zone}: ${s.without} instants without owner, pool or escalation.`);
    if (s.differing > 0) faults.push(`${s.zone}: ${s.differing} instants at which somebody else should have it.`);
    if (s.compared < s.tasks / 10 || s.gapHours === 0 || s.by.escalation === 0 || s.oddTurns.length === 0) faults.push(`${s.zone}: too little happened to prove anything.`);
  }
  mail = await mailFaults(values.short ? 6 : Number(values.mails), values.short ? 3 : Number(values.away), say);
  if (mail.twice > 0 || mail.lost > 0) faults.push(`${mail.twice} notices were delivered twice and ${mail.lost} not at all.`);
  if (mail.leaks > 0) faults.push(`${mail.leaks} mails hold something about a patient.`);
  if (mail.failedWhileAway === 0) faults.push('Nothing failed while the server was away.');
  if (mail.tasksWithoutHand > 0 || mail.openTasks === 0) faults.push(`${mail.tasksWithoutHand} of ${mail.openTasks} tasks of the running house are in no hand.`);
} catch (error) {
  faults.push(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
}
for (const fault of faults) say(fault);
const sum = (of: (s: Simulated) => number): number => simulated.reduce((n, s) => n + of(s), 0);
const figures = {
  tasks: sum((s) => s.tasks), instants: sum((s) => s.instants), instantsWithoutHand: sum((s) => s.without), compared: sum((s) => s.compared), differing: sum((s) => s.differing),
  by: { owner: sum((s) => s.by.owner), pool: sum((s) => s.by.pool), escalation: sum((s) => s.by.escalation) }, gapHours: sum((s) => s.gapHours), oddTurns: simulated.map((s) => s.oddTurns), mail, seconds: Math.round((performance.now() - since) / 1000),
};
const pass = faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'rota', pass, figures })}\n`);
process.exitCode = pass ? 0 : 1;
