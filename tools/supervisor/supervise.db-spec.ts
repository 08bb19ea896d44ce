import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { isAlive } from '../processes/alive';
import { readPidFile } from '../postgres/leftover';
import { buildStandIns, processesOf, run, type Running } from './stand-ins';

let dist: string;
let dataDir: string;
const running: Running[] = [];

beforeAll(() => {
  dist = buildStandIns();
});
afterAll(() => fs.rmSync(dist, { recursive: true, force: true }));
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-supervisor-'));
});
afterEach(async () => {
  for (const one of running.splice(0)) {
    if (one.child.exitCode === null && one.child.signalCode === null) {
      one.child.kill('SIGTERM');
      await one.exited;
    }
  }
  for (const pid of processesOf(dataDir)) process.kill(pid, 'SIGKILL');
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function start(env: Readonly<Record<string, string>> = {}, from = dist, dir = dataDir): Promise<Running> {
  const one = await run(from, dir, env);
  running.push(one);
  return one;
}

async function up(env: Readonly<Record<string, string>> = {}, dir = dataDir): Promise<Running> {
  const one = await start(env, dist, dir);
  await one.says('Causeway is running.');
  return one;
}

interface Visit {
  readonly pid: number;
  readonly before: number;
}

const visit = async (one: Running) => (await (await fetch(one.url)).json()) as Visit;

/** Asks until the api answers; gives the answer and the milliseconds it took. */
async function answers(one: Running, ms: number): Promise<Visit & { readonly after: number }> {
  const since = Date.now();
  for (;;) {
    try {
      const response = await fetch(one.url);
      if (response.ok) return { ...((await response.json()) as Visit), after: Date.now() - since };
    } catch {
      // Not back yet.
    }
    if (Date.now() - since > ms) throw new Error(`no answer within ${ms} ms:\n${one.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function gone(dir: string, ms: number): Promise<number> {
  const since = Date.now();
  while (processesOf(dir).some(isAlive)) {
    if (Date.now() - since > ms) throw new Error(`still running: ${processesOf(dir).join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return Date.now() - since;
}

const events = () => fs.readFileSync(path.join(dataDir, 'events'), 'utf8').trim().split('\n');
const postmaster = () => readPidFile(path.join(dataDir, 'postgres/data'))?.pid ?? 0;

it('brings everything up, says where it is, and stops it in order', async () => {
  const one = await up();
  expect(one.output()).toContain(`Console  ${one.url}`);
  expect((await visit(one)).before).toBeGreaterThanOrEqual(1);
  one.child.kill('SIGTERM');
  expect(await one.exited).toBe(0);
  expect(events()).toEqual(['migrate', 'stop receiver', 'stop worker', 'stop api']);
  expect(processesOf(dataDir)).toEqual([]);
  expect(fs.existsSync(path.join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
  expect(fs.existsSync(path.join(dataDir, 'supervisor.json'))).toBe(false);
});

it('finds its data again, also after everything was killed at once', async () => {
  const first = await up();
  await visit(first);
  const { before } = await visit(first);
  for (const pid of processesOf(dataDir)) process.kill(pid, 'SIGKILL');
  await first.exited;
  const second = await up();
  expect((await visit(second)).before).toBeGreaterThan(before);
});

it('leaves no process behind when it is killed with -9, and its successor starts over what is still ending', async () => {
  const first = await up();
  const { before } = await visit(first);
  const server = postmaster();
  expect(processesOf(dataDir).length).toBeGreaterThan(5);
  first.child.kill('SIGKILL');
  await first.exited;
  const second = await up();
  expect((await visit(second)).before).toBeGreaterThan(before);
  expect(isAlive(server)).toBe(false);
  second.child.kill('SIGKILL');
  await second.exited;
  expect(await gone(dataDir, 10_000)).toBeLessThan(10_000);
});

it('starts a program again that crashed, and the database too, on the same port', async () => {
  const one = await up();
  const first = await visit(one);
  await fetch(`${one.url}/crash`).catch(() => undefined);
  const second = await answers(one, 20_000);
  expect(second.pid).not.toBe(first.pid);
  const server = postmaster();
  process.kill(server, 'SIGKILL');
  await one.says('postgres is back');
  const third = await answers(one, 20_000);
  expect(third.before).toBeGreaterThan(first.before);
  expect(postmaster()).not.toBe(server);
  expect(one.output()).toMatch(/api ended with code 9; starting it again in 0.5 s/);
});

it('refuses a second copy on the same data folder and says where the first one runs', async () => {
  const first = await up();
  const second = await start();
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`${dataDir} is in use by process ${first.pid}. It runs at ${first.url}. Set CAUSEWAY_DATA_DIR`);
  expect((await visit(first)).before).toBeGreaterThan(0);
});

it('runs two copies side by side, each with its own data', async () => {
  const other = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-supervisor-'));
  const [one, two] = await Promise.all([up(), up({}, other)]);
  for (let n = 0; n < 3; n++) await visit(one);
  expect((await visit(two)).before).toBeLessThan((await visit(one)).before);
  two.child.kill('SIGTERM');
  await two.exited;
  fs.rmSync(other, { recursive: true, force: true });
});

it('names a port that is taken, who has it and the variable to change, and starts nothing', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as net.AddressInfo;
  const one = await start({ CAUSEWAY_DICOM_PORT: String(port) });
  expect(await one.exited).toBe(1);
  other.close();
  expect(one.output()).toMatch(new RegExp(`Port ${port} is already in use, probably by .*\\(process ${process.pid}\\)\\. Stop that, or set CAUSEWAY_DICOM_PORT to another port\\.`));
  expect(processesOf(dataDir)).toEqual([]);
});

it('loads the demonstration with a password of its own and shows who can sign in', async () => {
  const one = await up({ CAUSEWAY_DEMO: '1' });
  const password = fs.readFileSync(path.join(dataDir, 'demo-password'), 'utf8').trim();
  expect(events()).toContain(`demo ${password}`);
  expect(one.output()).toContain(`Sign in with the password ${password} as\n    pa.one  Pat One, PACS administrator`);
});

it('uses a database of the site’s own when given one, and starts none', async () => {
  const { appUrl, ownerUrl } = inject('postgres');
  const one = await up({ CAUSEWAY_DATABASE_URL: appUrl, CAUSEWAY_DATABASE_OWNER_URL: ownerUrl });
  expect((await visit(one)).before).toBeGreaterThanOrEqual(0);
  expect(fs.existsSync(path.join(dataDir, 'postgres'))).toBe(false);
});

it('stops within seconds, and everything with it, when told to while starting', async () => {
  const one = await start();
  await one.says('listening');
  one.child.kill('SIGINT');
  await one.exited;
  await gone(dataDir, 10_000);
});

it('gives up with the reason when a program cannot start, and leaves nothing running', async () => {
  const broken = buildStandIns({ 'apps/api/worker.js': `console.error('the queue is nowhere'); process.exit(1);` });
  const one = await start({}, broken);
  expect(await one.exited).toBe(1);
  expect(one.output()).toContain('the queue is nowhere');
  expect(one.output()).toContain('it ended with code 1 before it was ready');
  await gone(dataDir, 10_000);
  fs.rmSync(broken, { recursive: true, force: true });
});

it('names what is not built before it starts anything', async () => {
  const broken = buildStandIns();
  fs.rmSync(path.join(broken, 'apps/api/receiver.js'));
  const one = await start({}, broken);
  expect(await one.exited).toBe(1);
  expect(one.output()).toContain(`${path.join(broken, 'apps/api/receiver.js')} is missing: build first`);
  expect(fs.existsSync(path.join(dataDir, 'postgres'))).toBe(false);
  fs.rmSync(broken, { recursive: true, force: true });
});

it('says at once what is wrong with the settings', async () => {
  const one = await start({ CAUSEWAY_PORT: 'eighty' });
  expect(await one.exited).toBe(1);
  expect(one.output().trim()).toBe('CAUSEWAY_PORT must be a port number from 1 to 65535, not "eighty".');
});
