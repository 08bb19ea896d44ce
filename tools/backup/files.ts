// Copies folders for backups: private, and without the files that belong to a running process.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export interface Copied {
  files: number;
  bytes: number;
}

export interface CopyOptions {
  /** Paths below the folder, with `/`, that are left out with everything below them. */
  readonly leaveOut?: (relative: string) => boolean;
  /** Owner of the copies, where it is not us. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

const gone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Puts everything below a folder on the disk. One flush of the file system takes a fraction of the time that a flush of each file takes. */
export function flush(dir: string): void {
  const { status, error } = spawnSync('sync', process.platform === 'linux' ? ['-f', dir] : []);
  if (status !== 0) throw new Error(`What was copied to ${dir} could not be put on the disk: ${error?.message ?? `sync ended with ${status}`}.`);
}

/** Files below a folder. */
export const countFiles = (dir: string): number => fs.readdirSync(dir, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).length;

/** Copies one file with its mode. A file that disappears meanwhile counts as never there. */
export function copyFile(from: string, to: string, copied: Copied, owner?: CopyOptions['owner']): void {
  try {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE);
  } catch (error) {
    if (gone(error)) return;
    throw error;
  }
  if (owner) fs.chownSync(to, owner.uid, owner.gid);
  copied.files += 1;
  copied.bytes += fs.statSync(to).size;
}

/** Copies a folder while others write in it: files and folders only. */
export function copyFolder(from: string, to: string, copied: Copied, options: CopyOptions = {}, relative = ''): void {
  fs.mkdirSync(to, { recursive: true, mode: 0o700 });
  if (options.owner) fs.chownSync(to, options.owner.uid, options.owner.gid);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const below = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (options.leaveOut?.(below)) continue;
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target, copied, options, below);
    else if (entry.isFile()) copyFile(source, target, copied, options.owner);
  }
}

/** Refuses a folder that holds something: nothing is ever written over. */
export function mustBeEmpty(dir: string, advice: string): void {
  if (fs.existsSync(dir) && fs.readdirSync(dir).length > 0) throw new Error(`${dir} is not empty. ${advice}`);
}
