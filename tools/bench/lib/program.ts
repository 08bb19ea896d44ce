// Processes of a measurement or proof: they say when they are ready, can be killed, and do not outlive us.
import { spawn, type ChildProcess } from 'node:child_process';
import { endWithParent } from '../../processes/keep';

export interface ProgramOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Resolves once the program is ready; given the process. Default: at its first message over the channel. */
  readonly ready?: (child: ChildProcess) => Promise<void>;
  readonly readyWithin?: number;
}

export interface Program {
  readonly pid: number;
  readonly running: boolean;
  /** Resolves when it is gone. */
  readonly exited: Promise<void>;
  /** Asks it to stop in order; kills it after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
  kill(): Promise<void>;
  /** What it last wrote, for when something went wrong. */
  said(): string;
}

const firstMessage = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once('message', () => resolve()));

export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { command, args } = endWithParent({ command: options.command, args: options.args }, 'SIGTERM');
  const child = spawn(command, args, { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => { tail = (tail + bytes.toString()).slice(-4000); });
  let running = true;
  const exited = new Promise<void>((resolve) => {
    const end = (): void => { running = false; resolve(); };
    child.once('exit', end);
    child.once('error', end);
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running) child.kill(signal);
    await exited;
  };
  const program: Program = {
    pid: child.pid ?? 0,
    get running() { return running; },
    exited,
    said: () => tail,
    kill: () => end('SIGKILL'),
    stop: async (graceMs = 20_000) => {
      const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await end('SIGTERM');
      clearTimeout(late);
    },
  };
  const tooLate = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('it took too long')), options.readyWithin ?? 60_000).unref());
  const ended = exited.then(() => { throw new Error('it ended'); });
  try {
    await Promise.race([(options.ready ?? firstMessage)(child), ended, tooLate]);
  } catch (error) {
    await program.kill();
    throw new Error(`${options.command} ${options.args.join(' ')} did not start: ${(error as Error).message}\n${tail}`);
  }
  ended.catch(() => undefined);
  return program;
}
