import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FolderInUse, lockFolder } from './folder-lock';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-lock-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const HOLD = (file: string) => `
  const { DatabaseSync } = await import('node:sqlite');
  const d = new DatabaseSync(${JSON.stringify(file)});
  d.exec('BEGIN EXCLUSIVE'); console.log('held'); setInterval(() => d, 1000);`;

it('gives a folder to one holder at a time and says who has it', () => {
  const lock = lockFolder(dir);
  expect(() => lockFolder(dir)).toThrow(`The folder ${dir} is in use by process ${process.pid}.`);
  lock.release();
  lockFolder(dir).release();
});

it('keeps two folders apart', () => {
  const one = lockFolder(path.join(dir, 'a'));
  const two = lockFolder(path.join(dir, 'b'));
  one.release();
  two.release();
});

it('is free again the moment its holder is killed', async () => {
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLD(path.join(dir, 'lock'))], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  expect(() => lockFolder(dir)).toThrow(FolderInUse);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  lockFolder(dir).release();
});
