// Starts the PostgreSQL server that comes with Causeway and keeps nothing running after us.
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { keep, type Exit, type Kept } from '../processes/keep';
import { lockFolder } from '../processes/folder-lock';
import { freePort, portHolder, portIsFree } from '../processes/ports';
import { clusterExists, createCluster } from './cluster';
import { clearLeftover, isPostmasterOf, readPidFile } from './leftover';
import { provision } from './provision';
import { runAs, type RunAs, type RunAsHow } from './run-as';
import { APP_ROLE, databaseUrl, OWNER_ROLE, secretsFor, SUPERUSER, type Secrets } from './secrets';

export interface PostgresOptions {
  /** Folder for the cluster and its passwords; made when missing, found again at the next start. */
  readonly dir: string;
  /** Default: the port of the last start when it is free, else any free one. */
  readonly port?: number;
  /** False gives up surviving a crash for speed: only for throw-away test data. Default true. */
  readonly durable?: boolean;
  /** Further settings, as for `postgres -c`. */
  readonly settings?: Readonly<Record<string, string | number>>;
  readonly log?: (line: string) => void;
  /** Milliseconds until the server must accept connections, crash recovery included. Default 120 s. */
  readonly readyWithin?: number;
  /** Forces one way of not being root. */
  readonly how?: RunAsHow;
}

export interface Postgres {
  /** Role that owns the database and runs migrations; no superuser. */
  readonly ownerUrl: string;
  /** Role the product runs as: owns nothing, so row-level security applies to it. */
  readonly appUrl: string;
  readonly superUrl: string;
  readonly port: number;
  /** Process id of the server itself. */
  readonly pid: number;
  readonly how: RunAsHow;
  /** Folder of the cluster's files. */
  readonly data: string;
  /** Resolves when the server is gone, whatever ended it. */
  readonly exited: Promise<Exit>;
  /** `fast` ends connections and writes a checkpoint; `immediate` is a crash on purpose, recovered from at the next start. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
}

const STOP_SECONDS = 30;

/** Sized for one machine that also runs the product; a site with its own server tunes that. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '1GB',
  random_page_cost: 1.1,
  jit: 'off',
  // Parallel plans need /dev/shm, which containers keep at 64 MB.
  max_parallel_workers_per_gather: 0,
  // The server's log must not carry patient data: no statement text, no DETAIL lines with the offending values.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const NOT_DURABLE = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

async function choosePort(dir: string, wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) {
    if (await portIsFree(wanted)) return wanted;
    const holder = portHolder(wanted);
    throw new Error(`Port ${wanted} for PostgreSQL is already in use${holder ? `, probably by ${holder}` : ''}.`);
  }
  const file = path.join(dir, 'port');
  const last = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
  return last > 0 && (await portIsFree(last)) ? last : freePort();
}

function launch(as: RunAs, data: string, port: number, options: PostgresOptions): Kept {
  const settings = { ...SETTINGS, ...(options.durable === false ? NOT_DURABLE : {}), ...options.settings, port };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return keep(as.command('postgres', ['-D', data, ...args]), { stopSignal: 'SIGINT', graceSeconds: STOP_SECONDS, user: as.user, cwd: as.user ? '/' : undefined });
}

/** Waits for `ready` in postmaster.pid, which the server writes when it accepts connections. Gives its process id. */
async function ready(kept: Kept, data: string, ms: number, said: readonly string[]): Promise<number> {
  const deadline = Date.now() + ms;
  for (;;) {
    const now = readPidFile(data);
    if (now?.status === 'ready' && isPostmasterOf(now.pid, data)) return now.pid;
    if (!kept.running) throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`);
    if (Date.now() > deadline) throw new Error(`PostgreSQL is not ready after ${Math.round(ms / 1000)} s:\n${said.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function signalServer(pid: number, data: string, signal: NodeJS.Signals): void {
  if (isPostmasterOf(pid, data)) process.kill(pid, signal);
}

function handle(kept: Kept, as: RunAs, data: string, pid: number, port: number, secrets: Secrets): Postgres {
  const url = (role: string, password: string) => databaseUrl(role, password, port);
  return {
    ownerUrl: url(OWNER_ROLE, secrets.owner),
    appUrl: url(APP_ROLE, secrets.app),
    superUrl: url(SUPERUSER, secrets.superuser),
    port,
    pid,
    how: as.how,
    data,
    exited: kept.exited,
    async stop(how = 'fast') {
      signalServer(pid, data, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      const timer = setTimeout(() => signalServer(pid, data, 'SIGQUIT'), STOP_SECONDS * 1000);
      await kept.exited;
      clearTimeout(timer);
    },
  };
}

/**
 * Starts the server on a folder, creating the cluster on first use and recovering it after a crash. A server left there by a killed
 * process is stopped first. Throws FolderInUse when a living process already runs one there, and says what PostgreSQL said when it fails.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const log = options.log ?? (() => undefined);
  const as = runAs(path.resolve(options.dir), options.how);
  if (as.dir !== path.resolve(options.dir)) log(`user nobody cannot reach ${options.dir}; the database is kept in ${as.dir}`);
  const data = path.join(as.dir, 'data');
  const lock = lockFolder(as.dir);
  let kept: Kept | undefined;
  try {
    const existed = clusterExists(data);
    const secrets = secretsFor(as.dir, existed);
    if (existed) await clearLeftover(data, log);
    else await createCluster(data, as, secrets, options.durable !== false);
    const port = await choosePort(as.dir, options.port);
    const said: string[] = [];
    kept = launch(as, data, port, options);
    for (const input of [kept.process.stdout, kept.process.stderr]) {
      if (input) createInterface({ input }).on('line', (line) => void (said.push(line), said.splice(0, said.length - 20), log(line)));
    }
    const pid = await ready(kept, data, options.readyWithin ?? 120_000, said);
    await provision(port, secrets);
    fs.writeFileSync(path.join(as.dir, 'port'), `${port}\n`);
    void kept.exited.then(() => lock.release());
    return handle(kept, as, data, pid, port, secrets);
  } catch (error) {
    await kept?.stop();
    lock.release();
    throw error;
  }
}
