// `npm test`: everything that shows that this workspace works. `npm test -- unit db` runs parts; the last line counts all tests.
import fs from 'node:fs';
import path from 'node:path';
import { install, nx, root, run } from './boot.mjs';
import { adviseOn, ensurePeers } from './peers.mjs';
import { add, countFolder, failuresIn, none, removeReports } from './results.mjs';

const reports = path.join(root, 'dist/test-results');
const withoutPeers = process.argv.includes('--without-peers');
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const targets = (names, options, more = []) => run([nx, 'run-many', '-t', names.join(','), '--output-style=static', ...more], options);
const target = (name, more) => targets([name], undefined, more);

/**
 * Lint through Nx, because only then do the rules about who may import whom work; ESLint says when they did not. All of it at once: half of what
 * a project's own lint takes is the start of ESLint.
 */
async function checks(names) {
  let blind = false;
  const code = await targets(names.map((name) => (name === 'lint' ? 'lint-all' : name)), { onOutput: (text) => (blind ||= text.includes('No cached ProjectGraph')) });
  if (blind) console.error('Lint ran without the project graph, so import boundaries were not checked.');
  return blind ? 1 : code;
}

/** The proofs that are short enough for every run, each with its arguments, as tools/prove/short.json lists them. */
async function proofs() {
  const list = path.join(root, 'tools/prove/short.json');
  if (!fs.existsSync(list)) return 0;
  const waiting = JSON.parse(fs.readFileSync(list, 'utf8'));
  let failed = 0;
  // Proofs wait for clocks and restarts most of the time, and each has ports and a database of its own: three go well together.
  const takeTurns = async () => {
    for (let args = waiting.shift(); args; args = waiting.shift()) failed = (await run(['tools/run.mjs', 'prove', ...args, '--no-build'])) || failed;
  };
  await Promise.all([takeTurns(), takeTurns(), takeTurns()]);
  return failed;
}

/**
 * In the order they run. `reports` picks the report files of a step; `needs` is foreign software it cannot do without. Specs of the database wait for
 * it half of their time, and those of peers for the peers: each goes beside the steps that keep a processor busy, in a `lane` of its own. Journeys and
 * proofs have the machine to themselves.
 */
const steps = [
  { name: 'lint', checks: true },
  { name: 'typecheck', checks: true },
  { name: 'build', checks: true },
  { name: 'unit', run: () => target('test'), reports: (file) => /(?<!-)spec\.json$/.test(file) },
  { name: 'db', run: () => target('test-db'), reports: (file) => file.endsWith('db-spec.json'), lane: 'db' },
  { name: 'peer', run: () => target('test-peer', ['--parallel=1']), reports: (file) => file.endsWith('peer-spec.json'), needs: true, lane: 'peers' },
  { name: 'e2e', run: () => target('e2e'), reports: (file) => file === 'e2e.json', needs: true, builds: true },
  { name: 'prove', run: proofs, reports: (file) => file.startsWith('prove-'), needs: true, builds: true },
];

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

async function runStep(step) {
  const since = Date.now();
  if (step.reports) removeReports(reports, step.reports);
  console.log(`\n== ${step.name}`);
  const code = await step.run();
  const count = step.reports ? countFolder(reports, step.reports) : none();
  // A step that ends badly without a failed test has crashed or found something that is no test: that must show in the count.
  if (code !== 0 && count.failed === 0) count.failed = 1;
  const ok = count.failed === 0;
  console.log(`== ${step.name}: ${ok ? 'ok' : 'FAILED'}, ${seconds(since)}`);
  return { ok, count, time: seconds(since), failures: step.reports ? failuresIn(reports, step.reports) : [] };
}

function chosen() {
  const unknown = named.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`There is no part "${unknown.join('", "')}". Parts: ${steps.map((step) => step.name).join(', ')}.`);
    process.exit(2);
  }
  return steps.filter((step, index) => named.length === 0 || named.includes(step.name) || (step.name === 'build' && steps.slice(index).some((later) => later.builds && named.includes(later.name))));
}

/** What has no tests to count is one run of Nx: one processor builds the console while the other does the rest. */
function together(plan) {
  const names = plan.filter((step) => step.checks).map((step) => step.name);
  return names.length === 0 ? plan : [{ name: names.join(', '), run: () => checks(names) }, ...plan.filter((step) => !step.checks)];
}

const since = Date.now();
const plan = together(chosen());
install();
const missing = plan.some((step) => step.needs) ? ensurePeers() : [];
if (missing.length > 0) {
  console.error(adviseOn(missing));
  if (!withoutPeers) {
    console.error('Nothing was tested. Install them, or leave out what needs them with: npm test -- --without-peers');
    process.exit(1);
  }
}
// Orthanc and others live in sbin, which an ordinary user's PATH may lack.
process.env.PATH = `${process.env.PATH}:/usr/local/sbin:/usr/sbin`;

const results = [];
const failures = [];
let total = none();

async function take(step) {
  if (step.needs && missing.length > 0) {
    results.push(`${step.name.padEnd(10)} not run: ${missing.map((peer) => peer.package).join(', ')} missing`);
    total = add(total, { ...none(), skipped: 1 });
    return;
  }
  const { ok, count, time, failures: failed } = await runStep(step);
  failures.push(...failed);
  const tests = step.reports ? `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped` : '';
  results.push(`${step.name.padEnd(10)} ${(ok ? 'ok' : 'FAILED').padEnd(7)} ${time.padStart(8)}  ${tests}`.trimEnd());
  total = add(total, count);
}

const inTurn = async (some) => {
  for (const step of some) await take(step);
};
const alone = plan.filter((step) => step.builds);
const others = plan.filter((step) => !step.builds);
const lanes = [...new Set(others.map((step) => step.lane))];
await Promise.all(lanes.map((lane) => inTurn(others.filter((step) => step.lane === lane))));
await inTurn(alone);
for (const failure of failures) console.log(`\nFAILED ${failure}`);
console.log(`\n${results.join('\n')}\nin all ${seconds(since)}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
