// One holder per folder. The lock is an exclusive transaction on an empty SQLite file: the kernel lets go of it the moment the holder
// dies, so unlike a file with a process id in it, it can neither be left behind nor be taken over by two at once.
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

export class FolderInUse extends Error {
  constructor(
    readonly dir: string,
    readonly holder: string,
  ) {
    super(`The folder ${dir} is in use by ${holder}.`);
    this.name = 'FolderInUse';
  }
}

export interface FolderLock {
  release(): void;
}

/** Takes the folder (made when missing) for this process. Throws FolderInUse when a living process has it. */
export function lockFolder(dir: string): FolderLock {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = path.join(dir, 'lock');
  const who = path.join(dir, 'lock.holder');
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE;');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw new Error(`Cannot lock ${file}: ${(error as Error).message}.`, { cause: error });
    const holder = fs.existsSync(who) ? fs.readFileSync(who, 'utf8').trim() : '';
    throw new FolderInUse(dir, holder ? `process ${holder}` : 'another process');
  }
  fs.writeFileSync(who, `${process.pid}\n`);
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      fs.rmSync(who, { force: true });
      database.close();
    },
  };
}
