// Every transport against our own partners and against software somebody else wrote: the conformance suite and all peer specs, counted.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceRoot } from '../product/workspace';

/** `loopback` runs against partners of our own, `foreign` against Orthanc, dcmtk and others. */
type Against = 'loopback' | 'foreign';
const KIND: Readonly<Record<Against, string>> = { loopback: 'spec', foreign: 'peer-spec' };
/** A call of the suite of transport-kit: how a spec is known to run it. */
const SUITE = 'describeTransport(';
const TITLE = 'keeps the promises of a transport';

interface Counts {
  /** Tests of the conformance suite itself. */
  readonly suite: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[] }[];
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const root = workspaceRoot();

function specsOf(transport: string, kind: string): string[] {
  const dir = path.join(root, 'libs/transports', transport, 'src');
  const files = fs.readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(`.${kind}.ts`)).map((file) => path.join('src', file));
  // Of the unit specs only those that run the suite: the others are about parts of a transport, not about its promises.
  return kind === 'spec' ? files.filter((file) => fs.readFileSync(path.join(dir, '..', file), 'utf8').includes(SUITE)) : files;
}

/** Runs these files; the workspace's configuration of Vitest says where the report goes. */
function vitest(transport: string, kind: string, files: readonly string[]): Promise<void> {
  const script = path.join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [script, 'run', ...files], {
    cwd: path.join(root, 'libs/transports', transport), stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SPEC_KIND: kind, CAUSEWAY_PEERS: 'required', NODE_ENV: 'test' },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

async function run(transport: string, against: Against): Promise<Counts | null> {
  const files = specsOf(transport, KIND[against]);
  if (files.length === 0) return null;
  const out = path.join(root, `dist/test-results/libs-transports-${transport}.${KIND[against]}.json`);
  fs.rmSync(out, { force: true });
  await vitest(transport, KIND[against], files);
  if (!fs.existsSync(out)) return { suite: 0, passed: 0, failed: 1, skipped: 0 };
  const tests = (JSON.parse(fs.readFileSync(out, 'utf8')) as Report).testResults.flatMap((file) => file.assertionResults);
  const count = (...states: readonly string[]): number => tests.filter((test) => states.includes(test.status)).length;
  for (const test of tests.filter((one) => one.status === 'failed')) say(`failed: ${transport}, ${against}: ${test.fullName}`);
  return { suite: tests.filter((test) => test.fullName.includes(TITLE)).length, passed: count('passed'), failed: count('failed'), skipped: count('skipped', 'pending', 'todo') };
}

/** The suite must have run somewhere, and nothing that ran may have failed or been left out. */
const holds = (counts: Readonly<Record<Against, Counts | null>>): boolean => {
  const ran = Object.values(counts).filter((one) => one !== null);
  return ran.some((one) => one.suite > 0) && ran.every((one) => one.failed === 0 && one.skipped === 0 && one.passed > 0);
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { transport: { type: 'string' }, short: { type: 'boolean', default: false } } });
  const all = fs.readdirSync(path.join(root, 'libs/transports')).filter((name) => fs.existsSync(path.join(root, 'libs/transports', name, 'project.json')));
  const transports = values.transport ? all.filter((name) => name === values.transport) : all;
  const figures: Record<string, Readonly<Record<Against, Counts | null>>> = {};
  let pass = transports.length > 0;
  for (const transport of transports) {
    const counts = { loopback: await run(transport, 'loopback'), foreign: values.short ? null : await run(transport, 'foreign') };
    figures[transport] = counts;
    pass &&= holds(counts);
    say(`${transport.padEnd(10)} ${JSON.stringify(counts)}`);
  }
  process.stdout.write(`${JSON.stringify({ name: 'conformance', pass, figures })}\n`);
  process.exitCode = pass ? 0 : 1;
}

await main();
