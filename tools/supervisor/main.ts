// The product's one command: settings from CAUSEWAY_*, everything under one process, output on stdout.
import path from 'node:path';
import { FolderInUse } from '../processes/folder-lock';
import { logLine } from './log-line';
import { readRegister } from './register';
import { readSettings, type SupervisorSettings } from './settings';
import { supervise, type Supervised } from './supervise';

/** A second Ctrl-C this many milliseconds after the first means "at once"; sooner it is the same one, arriving by two ways. */
const SECOND_INTERRUPT_MS = 1500;
const PARENT_CHECK_MS = 1000;

const readable = process.env['CAUSEWAY_LOG_FORMAT'] ? process.env['CAUSEWAY_LOG_FORMAT'] !== 'json' : process.stdout.isTTY || process.env['CAUSEWAY_DEMO'] === '1';
const write = (name: string, line: string) => void process.stdout.write(`${logLine(name, line, readable)}\n`);

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function explain(error: unknown, settings: SupervisorSettings): string {
  if (error instanceof FolderInUse) {
    const running = readRegister(settings.dataDir);
    const where = running ? ` It runs at ${running.url}.` : '';
    return `${error.message}${where} Set CAUSEWAY_DATA_DIR (and the CAUSEWAY_*PORT settings) to run a second copy, or stop the first.`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Resolves with the reason when we are told to stop; a second interrupt ends the process at once, and the keepers end the rest. */
function toldToStop(endWithParent: boolean): Promise<string> {
  return new Promise((resolve) => {
    let first = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (first > 0 && Date.now() - first > SECOND_INTERRUPT_MS) process.exit(1);
        first ||= Date.now();
        resolve(signal);
      });
    }
    const parent = process.ppid;
    if (endWithParent) setInterval(() => process.ppid !== parent && resolve('the starting process is gone'), PARENT_CHECK_MS).unref();
  });
}

async function main(): Promise<void> {
  let settings: SupervisorSettings;
  try {
    settings = readSettings(process.env);
  } catch (error) {
    return fail((error as Error).message);
  }
  process.stdout.on('error', () => undefined);
  const told = toldToStop(settings.endWithParent);
  const starting = supervise({ settings, env: process.env, dist: path.resolve(import.meta.dirname, '..'), onLine: write });
  let up: Supervised | string;
  try {
    up = await Promise.race([starting, told]);
    if (typeof up === 'string') return process.exit(0);
  } catch (error) {
    return fail(explain(error, settings));
  }
  if (readable) process.stdout.write(`${up.summary}\n`);
  else write('causeway', `running at port ${settings.port}`);
  const reason = await told;
  write('causeway', `stopping (${reason})`);
  await up.stop();
  process.exit(0);
}

await main();
