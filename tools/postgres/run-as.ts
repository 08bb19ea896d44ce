// PostgreSQL refuses to run as root. Three ways round, by what the machine allows: run as ourselves when we are not root; run inside a
// user namespace, where root's files stay root's but the server sees itself as `nobody`; or really become `nobody`.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { endWithParent, type Command } from '../processes/keep';
import { nativeFolder, nativeVersion } from './binaries';

export type RunAsHow = 'self' | 'namespace' | 'nobody';

export interface RunAs {
  readonly how: RunAsHow;
  /** Set only for `nobody`: the operating system user to switch to. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Folder for the cluster: the one asked for, unless `nobody` cannot reach it. */
  readonly dir: string;
  /** The command line that runs a PostgreSQL program and ends it with its parent. */
  command(program: 'initdb' | 'postgres', args: readonly string[]): Command;
}

const RELOCATED = '/var/lib/causeway';
const NAMESPACE = ['--user', '--map-user=65534', '--map-group=65534'];

function namespacesWork(): boolean {
  const probe = spawnSync('unshare', [...NAMESPACE, 'id', '-u'], { encoding: 'utf8' });
  return probe.status === 0 && probe.stdout.trim() === '65534';
}

/** The way PostgreSQL runs on this machine for this user. */
export function howHere(): RunAsHow {
  if (process.getuid?.() !== 0) return 'self';
  return namespacesWork() ? 'namespace' : 'nobody';
}

function nobody(): { uid: number; gid: number } {
  const ask = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  const [uid, gid] = [ask('-u'), ask('-g')];
  if (!uid || !gid) throw new Error('PostgreSQL does not run as root, and there is no user `nobody` to run it as: start Causeway as an ordinary user.');
  return { uid, gid };
}

/** Whether a user can enter this folder, judged by trying: every folder above it counts too. */
function reachableBy(user: { uid: number; gid: number }, dir: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1" && ls "$1"', 'sh', dir], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * The folder itself when `nobody` can reach it, else one outside that it names in a note. The next start follows the note; deleting the
 * folder forgets the database, as anyone would expect.
 */
function reachableFolder(dir: string, user: { uid: number; gid: number }): string {
  fs.mkdirSync(dir, { recursive: true });
  fs.chmodSync(dir, 0o755);
  const note = path.join(dir, 'moved-to');
  if (fs.existsSync(note)) return fs.readFileSync(note, 'utf8').trim();
  if (reachableBy(user, dir)) return dir;
  const other = path.join(RELOCATED, randomUUID());
  fs.mkdirSync(other, { recursive: true, mode: 0o755 });
  fs.writeFileSync(note, `${other}\n`);
  return other;
}

/** The packaged server, or a copy of it beside the cluster when the checkout cannot be reached. */
function reachableNative(native: string, dir: string, user: { uid: number; gid: number }): string {
  if (reachableBy(user, path.join(native, 'bin'))) return native;
  const copy = path.join(dir, `native-${nativeVersion(native)}`);
  if (!fs.existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    fs.cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(unfinished, copy);
  }
  return copy;
}

/** Decides how PostgreSQL can run here for a cluster in `dir`. `how` forces one way, for tests of the others. */
export function runAs(dir: string, how: RunAsHow = howHere()): RunAs {
  const native = nativeFolder();
  const plain = (from: string) => (program: string, args: readonly string[]): Command => ({ command: path.join(from, 'bin', program), args });
  if (how === 'nobody') {
    const user = nobody();
    const place = reachableFolder(dir, user);
    const inner = plain(reachableNative(native, place, user));
    return { how, user, dir: place, command: (program, args) => endWithParent(inner(program, args), 'SIGINT') };
  }
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const inner = plain(native);
  if (how === 'self') return { how, dir, command: (program, args) => endWithParent(inner(program, args), 'SIGINT') };
  return {
    how,
    dir,
    command(program, args) {
      // Becoming another user clears the signal at the parent's death, so it is asked for inside the namespace.
      const { command, args: rest } = endWithParent(inner(program, args), 'SIGINT');
      return { command: 'unshare', args: [...NAMESPACE, command, ...rest] };
    },
  };
}
