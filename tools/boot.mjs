// Zero-dependency start of every command: runs on the Node a person already has (18 or later), installs what the lock asks for,
// and hands over to the Node 24 that the install brings along.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const bin = path.join(modules, '.bin');
const windows = process.platform === 'win32';

export const nx = path.join(modules, 'nx/dist/bin/nx.js');
export const vite = path.join(modules, 'vite/bin/vite.js');

/** True for the versions every dependency accepts: 22.23+, 24.15+, 26 and later. */
function suits(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return (major === 22 && minor >= 23) || (major === 24 && minor >= 15) || major >= 26;
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Says whether node_modules is what package-lock.json asks for. npm writes node_modules/.package-lock.json last, so a killed install
 * does not count; packages for other platforms are optional and rightly absent.
 */
export function installed() {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages;
  const present = readJson(path.join(modules, '.package-lock.json'))?.packages;
  if (!wanted || !present) return false;
  const same = (a, b) => a.version === b.version && a.integrity === b.integrity;
  const complete = Object.entries(wanted).every(([name, entry]) => name === '' || entry.optional || entry.peer || present[name]);
  return complete && Object.entries(present).every(([name, entry]) => wanted[name] && same(wanted[name], entry));
}

/** PATH without this workspace's own folders: `npm ci` deletes node_modules, so the Node that runs it must live elsewhere. */
function outsidePath() {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((dir) => !path.resolve(dir).startsWith(modules))
    .join(path.delimiter);
}

/** Installs exactly what the lock names, when that is not there yet. Ends the process when npm fails. */
export function install() {
  if (installed()) return;
  console.log('Installing dependencies (npm ci), one to two minutes the first time ...');
  const env = { ...process.env, PATH: outsidePath() };
  const result = spawnSync('npm', ['ci', '--loglevel=error'], { cwd: root, stdio: 'inherit', env, shell: windows });
  if (result.status === 0) return;
  console.error(`npm ci failed${result.error ? `: ${result.error.message}` : ''}. It needs npm, and the package registry of this machine.`);
  process.exit(result.status ?? 1);
}

/** The Node to run everything with. Ends the process with advice when there is none. */
export function runtime() {
  const platform = windows ? 'win' : process.platform;
  const own = path.join(modules, `node-${platform}-${process.arch}/bin/node${windows ? '.exe' : ''}`);
  try {
    if (suits(execFileSync(own, ['-v'], { encoding: 'utf8' }))) return own;
  } catch {
    // No package for this platform, or built for another C library: the machine's own Node may do.
  }
  if (suits(process.version)) return process.execPath;
  console.error(`Node ${process.version} is too old, and none comes with Causeway for ${process.platform}-${process.arch}. Install Node 24.`);
  return process.exit(1);
}

/** The environment of everything we run: our Node and tools first, and nothing that phones home. */
export function environment(more = {}) {
  return {
    ...process.env,
    PATH: [path.dirname(runtime()), bin, process.env.PATH ?? ''].join(path.delimiter),
    NX_NO_CLOUD: 'true',
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    DO_NOT_TRACK: '1',
    NG_CLI_ANALYTICS: 'false',
    ...more,
  };
}

/** The processes between us and npm, npm included: it runs a script through a shell, which some shells replace by the script itself. */
function ancestors() {
  try {
    const parent = fs.readFileSync(`/proc/${process.ppid}/status`, 'utf8');
    const throughShell = /^Name:\s*\w*sh$/m.test(parent);
    return `${process.ppid} ${throughShell ? /^PPid:\s*(\d+)/m.exec(parent)?.[1] : ''}`;
  } catch {
    return String(process.ppid);
  }
}

/** Calls back once npm, when it started us, is gone: a killed `npm start` must not leave the product running. */
function whenNpmIsGone(callback) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const before = ancestors();
  const timer = setInterval(() => ancestors() !== before && callback(), 1000);
  return () => clearInterval(timer);
}

/**
 * Runs Node with these arguments in the workspace root and gives its exit code (1 when a signal ended it).
 * Interrupts are passed on, so the program can end in its own order; `onOutput` also receives what it writes, or alone when `quiet`.
 */
export function run(args, { env = {}, onOutput, quiet = false } = {}) {
  return new Promise((resolve) => {
    const stdio = onOutput ? ['inherit', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(runtime(), args, { cwd: root, stdio, env: environment(env) });
    for (const name of onOutput ? ['stdout', 'stderr'] : []) {
      child[name].on('data', (bytes) => {
        if (!quiet) process[name].write(bytes);
        onOutput(String(bytes));
      });
    }
    const pass = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const forget = whenNpmIsGone(() => child.kill('SIGTERM'));
    child.on('error', (error) => {
      forget();
      console.error(`Cannot run ${args[0]}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => {
      forget();
      for (const signal of signals) process.off(signal, pass);
      resolve(code ?? 1);
    });
  });
}

/** Builds every project, or those named; Nx leaves out what has not changed. What the builders say is shown when one fails. */
export async function build({ projects = [] } = {}) {
  console.log('Building, about a minute and a half the first time ...');
  const only = projects.length > 0 ? ['-p', projects.join(',')] : [];
  let said = '';
  const code = await run([nx, 'run-many', '-t', 'build', ...only, '--output-style=static'], { quiet: true, onOutput: (text) => (said += text) });
  if (code !== 0) process.stderr.write(said);
  return code;
}
