// Creates the files of a new PostgreSQL cluster.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { RunAs } from './run-as';
import { SUPERUSER, type Secrets } from './secrets';

function own(file: string, as: RunAs): void {
  if (as.user) fs.chownSync(file, as.user.uid, as.user.gid);
}

function runInitdb(as: RunAs, args: readonly string[]): Promise<void> {
  const { command, args: rest } = as.command('initdb', args);
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { ...as.user, cwd: as.user ? '/' : undefined, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += String(bytes)));
    child.once('error', (error) => reject(new Error(`initdb could not be started: ${error.message}`)));
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`initdb failed (${code}):\n${said.trim()}`))));
  });
}

/**
 * Creates the cluster `data`: checksummed pages, UTF-8, and no connection without a password. It is made beside its place and moved
 * there when complete, so a start that is killed half-way leaves nothing that looks like a cluster.
 */
export async function createCluster(data: string, as: RunAs, secrets: Secrets, durable: boolean): Promise<void> {
  const unfinished = `${data}.unfinished`;
  const password = `${data}.password`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.rmSync(password, { force: true });
  fs.mkdirSync(unfinished, { mode: 0o700 });
  own(unfinished, as);
  fs.writeFileSync(password, `${secrets.superuser}\n`, { mode: 0o600, flag: 'wx' });
  own(password, as);
  try {
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const access = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${password}`];
    await runInitdb(as, [`--pgdata=${unfinished}`, '--data-checksums', ...access, ...locale, ...(durable ? [] : ['--no-sync'])]);
    fs.renameSync(unfinished, data);
  } finally {
    fs.rmSync(password, { force: true });
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}

export function clusterExists(data: string): boolean {
  return fs.existsSync(path.join(data, 'PG_VERSION'));
}
