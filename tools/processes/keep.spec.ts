import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAlive } from './alive';
import { endWithParent, keep } from './keep';
import { KEEPER_SCRIPT } from './keeper-script';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-keep-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

/** A Node program given as text, as the command line that runs it. */
function program(text: string) {
  const file = path.join(dir, `${Math.random().toString(36).slice(2)}.mjs`);
  fs.writeFileSync(file, text);
  return { command: process.execPath, args: [file] };
}

async function dies(pid: number, ms: number): Promise<boolean> {
  for (const deadline = Date.now() + ms; Date.now() < deadline; ) {
    if (!isAlive(pid)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string> {
  if (!stream) throw new Error('no output');
  const [line] = (await once(createInterface({ input: stream }), 'line')) as [string];
  return line;
}

const SLEEPER = `console.log(process.pid); setInterval(() => {}, 1000);`;
const STUBBORN = `process.on('SIGTERM', () => {}); ${SLEEPER}`;

it('passes output, arguments and the exit code on', async () => {
  const { command, args } = program(`console.log(process.argv[2]); process.exit(7);`);
  const kept = keep({ command, args: [...args, 'two words; $HOME'] }, { stopSignal: 'SIGTERM', graceSeconds: 5 });
  expect(await firstLine(kept.process.stdout)).toBe('two words; $HOME');
  expect(await kept.exited).toEqual({ code: 7, signal: null });
  expect(kept.running).toBe(false);
});

it('lets the command stop in its own time when asked', async () => {
  const kept = keep(program(`process.on('SIGTERM', () => setTimeout(() => process.exit(3), 300)); ${SLEEPER}`), { stopSignal: 'SIGTERM', graceSeconds: 5 });
  await firstLine(kept.process.stdout);
  expect(await kept.stop()).toEqual({ code: 3, signal: null });
});

it('kills a command that does not stop within its grace', async () => {
  const kept = keep(program(STUBBORN), { stopSignal: 'SIGTERM', graceSeconds: 1 });
  const pid = Number(await firstLine(kept.process.stdout));
  await kept.stop();
  expect(await dies(pid, 1000)).toBe(true);
});

it('ends the command when the keeper itself is killed', async (context) => {
  const command = endWithParent(program(SLEEPER), 'SIGTERM');
  if (command.command !== 'setpriv') context.skip('setpriv is not here');
  const kept = keep(command, { stopSignal: 'SIGTERM', graceSeconds: 5 });
  const pid = Number(await firstLine(kept.process.stdout));
  process.kill(kept.pid, 'SIGKILL');
  expect(await dies(pid, 5000)).toBe(true);
});

/** Starts a process that keeps `command` and tells the command's process id; it is that process the tests kill. */
async function parentOf({ command, args }: { command: string; args: string[] }): Promise<{ parent: number; child: number }> {
  const { args: file } = program(`
    import { spawn } from 'node:child_process';
    const child = spawn('/bin/sh', ['-c', ${JSON.stringify(KEEPER_SCRIPT)}, 'keeper', 'TERM', '1', ...${JSON.stringify([command, ...args])}], { detached: true, stdio: ['pipe', 'inherit', 'inherit'] });
    setInterval(() => child.pid, 1000);
  `);
  const parent = spawn(process.execPath, file, { stdio: ['ignore', 'pipe', 'inherit'] });
  return { child: Number(await firstLine(parent.stdout)), parent: parent.pid ?? 0 };
}

it('ends the command when the process that started it is killed with -9, with no help from the kernel', async () => {
  const { parent, child } = await parentOf(program(SLEEPER));
  process.kill(parent, 'SIGKILL');
  expect(await dies(child, 5000)).toBe(true);
});

it('kills a stubborn command, and what it started, when its starter is killed with -9', async () => {
  const grandchild = program(STUBBORN).args[0] ?? '';
  const { parent, child } = await parentOf(
    program(`process.on('SIGTERM', () => {});
      import { spawn } from 'node:child_process';
      const grand = spawn(process.execPath, [${JSON.stringify(grandchild)}], { stdio: 'ignore' });
      console.log(process.pid + '.' + String(grand.pid).padStart(10, '0')); setInterval(() => {}, 1000);`),
  );
  const [stubborn = '', grand = ''] = child.toFixed(10).split('.');
  expect(isAlive(Number(stubborn)) && isAlive(Number(grand))).toBe(true);
  process.kill(parent, 'SIGKILL');
  expect(await dies(Number(stubborn), 5000)).toBe(true);
  expect(await dies(Number(grand), 1000)).toBe(true);
});
