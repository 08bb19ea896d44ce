// What an earlier run may have left in a cluster's folder: a server that still runs, or only the file that says so.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** What postmaster.pid says (one value a line: process, folder, start time, port, socket folder, address, shared memory, status). */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

const CLEAN_STOP_MS = 30_000;
const HARD_STOP_MS = 10_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function readPidFile(data: string): PidFile | undefined {
  try {
    const lines = fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this process is a PostgreSQL server of this folder, not another program that was given the same number since. */
export function isPostmasterOf(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (process.platform === 'linux') {
    try {
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return command.includes('postgres') && fs.realpathSync(`/proc/${pid}/cwd`) === fs.realpathSync(data);
    } catch {
      return false;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes('postgres') && stdout.includes(data);
}

/** Waits for the server to be gone; false when it still runs after `ms` milliseconds. */
async function gone(pid: number, data: string, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (isPostmasterOf(pid, data)) {
    if (Date.now() > deadline) return false;
    await pause(50);
  }
  return true;
}

/**
 * Makes the folder ready for a new server: stops one that outlived its supervisor (cleanly, then hard: the write-ahead log covers both),
 * and removes a postmaster.pid whose number now belongs to something else, which PostgreSQL itself would refuse to start over.
 * The caller must hold the folder's lock, so that whoever runs here is nobody's.
 */
export async function clearLeftover(data: string, log: (line: string) => void): Promise<void> {
  const left = readPidFile(data);
  if (!left) return;
  for (const [signal, ms] of [['SIGINT', CLEAN_STOP_MS], ['SIGQUIT', HARD_STOP_MS]] as const) {
    if (!isPostmasterOf(left.pid, data)) break;
    log(`stopping the PostgreSQL server (process ${left.pid}) that an earlier run left behind`);
    process.kill(left.pid, signal);
    if (await gone(left.pid, data, ms)) break;
  }
  if (isPostmasterOf(left.pid, data)) throw new Error(`PostgreSQL process ${left.pid} still runs in ${data} and does not stop; end it, then start again.`);
  fs.rmSync(path.join(data, 'postmaster.pid'), { force: true });
}
