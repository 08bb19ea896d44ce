// For the specs of the supervisor: the bundled supervisor with small real programs in the places of the product's, which behave like them
// towards the supervisor (messages, signals, ports, database) and do nothing else.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { freePortRange } from '../processes/ports';

const ROOT = path.resolve(import.meta.dirname, '../..');

const COMMON = `
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
const note = (name) => fs.appendFileSync(path.join(process.env.CAUSEWAY_DATA_DIR, 'events'), name + '\\n');
const listen = (server, port) => new Promise((ok, no) => server.once('error', no).listen(Number(port), '127.0.0.1', ok));
const stops = (name, close) => process.on('SIGTERM', () => { note('stop ' + name); close?.(); process.exit(0); });
const say = (msg) => console.log(JSON.stringify({ level: 30, time: Date.now(), msg }));
`;

const PROGRAMS: Readonly<Record<string, string>> = {
  'apps/api/cli.js': `
    const client = new pg.Client({ connectionString: process.env.CAUSEWAY_DATABASE_OWNER_URL });
    await client.connect();
    await client.query('create table if not exists visit (at timestamptz default now())');
    await client.query('grant select, insert on visit to causeway_app');
    await client.end();
    note('migrate');`,
  'apps/api/main.js': `
    if (process.env.CAUSEWAY_DATABASE_OWNER_URL) throw new Error('the api must not see the owner');
    const pool = new pg.Pool({ connectionString: process.env.CAUSEWAY_DATABASE_URL, max: 2 });
    pool.on('error', () => {});
    const server = http.createServer(async (request, response) => {
      if (request.url === '/crash') process.exit(9);
      try {
        const { rows } = await pool.query('insert into visit default values returning (select count(*)::int from visit) as before');
        response.end(JSON.stringify({ pid: process.pid, before: rows[0].before }));
      } catch (error) {
        response.writeHead(503).end(error.message);
      }
    });
    await listen(server, process.env.CAUSEWAY_PORT);
    stops('api');
    say('listening');
    process.send({ ready: 'api' });`,
  'apps/api/worker.js': `stops('worker'); setInterval(() => {}, 1000); process.send({ ready: 'worker' });`,
  'apps/api/receiver.js': `
    await listen(net.createServer(), process.env.CAUSEWAY_DICOM_PORT);
    await listen(net.createServer(), process.env.CAUSEWAY_MLLP_PORT);
    stops('receiver');
    process.send({ ready: 'receiver' });`,
  'tools/demo.js': `
    stops('demo');
    setInterval(() => {}, 1000);
    note('demo ' + process.env.CAUSEWAY_DEMO_PASSWORD);
    process.send({ ready: 'demo', people: [{ username: 'pa.one', name: 'Pat One', title: 'PACS administrator' }] });`,
};

/** Builds a `dist` with the real supervisor and the stand-ins, inside the workspace so that packages resolve. Gives its folder. */
export function buildStandIns(replace: Readonly<Record<string, string>> = {}): string {
  const dist = path.join(ROOT, 'dist', `spec-${process.pid}-${Date.now()}`);
  const env = { ...process.env, CAUSEWAY_OUT_DIR: path.join(dist, 'tools') };
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: path.join(ROOT, 'tools'), env, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
  for (const [file, text] of Object.entries({ ...PROGRAMS, ...replace })) {
    fs.mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
    fs.writeFileSync(path.join(dist, file), COMMON + text);
  }
  return dist;
}

export interface Running {
  readonly pid: number;
  readonly url: string;
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  readonly env: Readonly<Record<string, string>>;
  output(): string;
  /** Resolves when the output holds this. */
  says(text: string | RegExp, ms?: number): Promise<void>;
}

/** Starts the supervisor of `dist` on a data folder, with free ports unless `env` names them. */
export async function run(dist: string, dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const first = await freePortRange(13);
  const settings = { CAUSEWAY_DATA_DIR: dataDir, CAUSEWAY_PORT: String(first), CAUSEWAY_DICOM_PORT: String(first + 1), CAUSEWAY_MLLP_PORT: String(first + 2), CAUSEWAY_DEMO_PORT: String(first + 3), CAUSEWAY_LOG_FORMAT: 'text', ...env };
  const child = spawn(process.execPath, [path.join(dist, 'tools/supervisor.js')], { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (text += String(bytes)));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${settings.CAUSEWAY_PORT}`,
    child,
    exited,
    env: settings,
    output: () => text,
    async says(wanted, ms = 30_000) {
      const there = () => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text));
      for (const deadline = Date.now() + ms; !there(); ) {
        if (Date.now() > deadline || child.exitCode !== null) throw new Error(`The supervisor did not say ${wanted}, but:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

/** Process ids of all processes whose command line or environment names this folder: those of one supervisor. */
export function processesOf(dataDir: string): number[] {
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const about = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8') + fs.readFileSync(`/proc/${pid}/environ`, 'utf8');
      return about.includes(dataDir) ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}
