// `npm run bench -- NAME` and `npm run prove -- NAME [options]`: builds, bundles and runs one program of tools/bench or tools/prove.
// The last line on stdout is its result as JSON: {"name", "pass", "figures"}.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build, environment, install, root, run, runtime, vite } from './boot.mjs';
import { adviseOn, ensurePeers } from './peers.mjs';

const [kind, name, ...options] = process.argv.slice(2);
const KINDS = { bench: 'measures', prove: 'proves' };

/** Name and first comment line of every program of this kind. */
function available() {
  const dir = path.join(root, 'tools', kind);
  const files = fs.existsSync(dir) ? fs.readdirSync(dir).filter((file) => file.endsWith('.ts') && !/\.(\w+-)?spec\.ts$/.test(file)) : [];
  return files.map((file) => ({ name: file.slice(0, -3), about: /^\/[/*]+\s*(.*?)\s*(\*\/)?$/m.exec(fs.readFileSync(path.join(dir, file), 'utf8').slice(0, 400))?.[1] ?? '' }));
}

function listPrograms(write) {
  const programs = available();
  const width = Math.max(0, ...programs.map((program) => program.name.length));
  write(`npm run ${kind} -- NAME [options]   ${KINDS[kind]} one thing\n`);
  for (const program of programs) write(`  ${program.name.padEnd(width)}  ${program.about}`);
  if (programs.length === 0) write(`  There are none yet: a file in tools/${kind} is one.`);
}

/** A result line as the programs write it; undefined for any other text. */
function asResult(line) {
  try {
    const value = JSON.parse(line);
    return typeof value?.name === 'string' && typeof value.pass === 'boolean' && typeof value.figures === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs the program in a process group and a temporary folder of its own, and removes both when it ends, however it ends.
 * What it writes to stdout is passed on, except a result, which is held back so that it can be the last line.
 */
async function runProgram(script, temp) {
  const env = environment({ TMPDIR: temp, CAUSEWAY_WORKSPACE: root });
  const child = spawn(runtime(), ['--enable-source-maps', script, ...options], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env, detached: true });
  let result;
  const lines = createInterface({ input: child.stdout }).on('line', (line) => {
    const found = asResult(line);
    if (result && found) console.log(JSON.stringify(result));
    if (found) result = found;
    else console.log(line);
  });
  const pass = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  const drained = new Promise((resolve) => lines.once('close', resolve));
  const code = await ended;
  // Descendants that still hold our pipe would keep us waiting: give the last lines a moment, then end the group.
  await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, 2000))]);
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing left of it.
  }
  return { code, result };
}

/** Removes the folder for good: a database that ends with its starter may still write there for a moment. */
async function removeFolder(dir) {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    try {
      fs.rmSync(dir, { recursive: true, force: true });
    } catch {
      // Something was written while we removed.
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (!fs.existsSync(dir)) return;
  }
  console.error(`${dir} could not be removed.`);
}

function finish(result) {
  const dir = path.join(root, 'dist/test-results');
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, `${kind}-${name}.json`), `${JSON.stringify(result)}\n`);
  console.log(JSON.stringify(result));
  process.exit(result.pass ? 0 : 1);
}

if (!(kind in KINDS)) {
  console.error('Use: npm run bench -- NAME, or npm run prove -- NAME');
  process.exit(2);
}
if (!name || !available().some((program) => program.name === name)) {
  if (name) console.error(`There is no ${kind} "${name}".`);
  listPrograms(name ? console.error : console.log);
  process.exit(name ? 2 : 0);
}

const fails = (error) => finish({ name, pass: false, figures: {}, error });
install();
const missing = ensurePeers();
// A program that needs one says so itself; most do not.
if (missing.length > 0) console.error(adviseOn(missing));
if (options[options.length - 1] === '--no-build') options.pop();
else if (await build()) fails('the build failed');
const bundled = await run([vite, 'build', '--config', 'tools/vite.config.mts', '--logLevel', 'warn'], { env: { CAUSEWAY_PROGRAM: `${kind}/${name}` } });
if (bundled) fails(`tools/${kind}/${name}.ts could not be bundled`);

const temp = fs.mkdtempSync(path.join(os.tmpdir(), `causeway-${kind}-`));
fs.chmodSync(temp, 0o755);
const { code, result } = await runProgram(path.join(root, `dist/programs/${kind}/${name}.js`), temp);
await removeFolder(temp);
if (!result) fails(`it ended with ${code} and gave no result`);
finish(result.pass && code !== 0 ? { ...result, pass: false, error: `it ended with ${code}` } : result);
