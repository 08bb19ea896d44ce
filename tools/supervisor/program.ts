// A Node program of the product as a service: kept, its output forwarded line by line, ready when it says so.
import { createInterface } from 'node:readline';
import { endWithParent, keep, type Kept } from '../processes/keep';
import { NODE_ENVIRONMENT, NODE_FLAGS } from '../processes/node-flags';
import type { Instance } from './service';

export interface ProgramOptions {
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (name: string, line: string) => void;
  /** Milliseconds it may take to become ready. */
  readonly readyWithin: number;
  /** Seconds it may take to stop. */
  readonly graceSeconds: number;
  /** Receives the message with which the program says that it is ready: `{ ready: name, ... }` by `process.send`. */
  readonly onReady?: (message: Readonly<Record<string, unknown>>) => void;
}

function launch(options: ProgramOptions, channel: boolean): Kept {
  const command = { command: process.execPath, args: [...NODE_FLAGS, options.script, ...(options.args ?? [])] };
  const kept = keep(endWithParent(command, 'SIGTERM'), { env: { ...NODE_ENVIRONMENT, ...options.env }, stopSignal: 'SIGTERM', graceSeconds: options.graceSeconds, channel });
  for (const input of [kept.process.stdout, kept.process.stderr]) {
    if (input) createInterface({ input }).on('line', (line) => options.onLine(options.name, line));
  }
  return kept;
}

/** Starts the program and resolves when it has said that it is ready. */
export async function startProgram(options: ProgramOptions, stopping: AbortSignal): Promise<Instance> {
  const kept = launch(options, true);
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      kept.process.on('message', (message: unknown) => {
        const ready = (message ?? {}) as Readonly<Record<string, unknown>>;
        if (!('ready' in ready)) return;
        options.onReady?.(ready);
        resolve();
      });
      void kept.exited.then(({ code, signal }) => reject(new Error(`it ended with ${signal ?? `code ${code}`} before it was ready`)));
      stopping.addEventListener('abort', () => reject(new Error('no longer wanted')), { once: true });
      timer = setTimeout(() => reject(new Error(`it was not ready after ${options.readyWithin / 1000} s`)), options.readyWithin);
    });
  } catch (error) {
    await kept.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return kept;
}

/** Runs a program to its end. Throws when it fails. */
export async function runToEnd(options: Omit<ProgramOptions, 'readyWithin' | 'onReady'>): Promise<void> {
  const kept = launch({ ...options, readyWithin: 0 }, false);
  const { code, signal } = await kept.exited;
  if (code !== 0) throw new Error(`${options.name} failed (${signal ?? `code ${code}`}): see above.`);
}
