// Starts processes that cannot outlive this one: a keeper notices when we are gone, and Linux itself tells the process when its keeper is.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { KEEPER_SCRIPT } from './keeper-script';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

export interface KeptOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Operating system user the command and its keeper run as; needs a `cwd` that user can reach. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Opens Node's message channel to the command, which must be a Node program: its `process.send` arrives at `process.on('message')`. */
  readonly channel?: boolean;
  /** What asks the command to stop. PostgreSQL takes SIGINT as "stop now, cleanly". */
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  /** Seconds the command may take to stop before it is killed. */
  readonly graceSeconds: number;
}

export interface Exit {
  /** Null when the keeper itself was ended by a signal. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Kept {
  /** Process id of the keeper, which leads the command's process group. */
  readonly pid: number;
  readonly process: ChildProcess;
  readonly exited: Promise<Exit>;
  readonly running: boolean;
  /** Sends a signal to the command. */
  signal(name: NodeJS.Signals): void;
  /** Asks the command to stop, kills it and its children when the grace has passed, and resolves when they are gone. */
  stop(): Promise<Exit>;
}

let pdeathsig: boolean | undefined;

/** Whether this machine's setpriv can ask the kernel for a signal at the parent's death (util-linux can, busybox cannot). */
function hasPdeathsig(): boolean {
  pdeathsig ??= spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0;
  return pdeathsig;
}

/** Wraps a command so that the kernel sends it `signal` when its parent dies, where that is possible. Must be the innermost wrapper. */
export function endWithParent(inner: Command, signal: 'SIGINT' | 'SIGTERM'): Command {
  if (!hasPdeathsig()) return inner;
  return { command: 'setpriv', args: ['--pdeathsig', signal.slice(3), inner.command, ...inner.args] };
}

/** Starts a command under a keeper, in a process group of its own so that Ctrl-C in a terminal reaches only us. Its stdout and stderr are pipes. */
export function keep(inner: Command, options: KeptOptions): Kept {
  const { command, args } = inner;
  const signal = options.stopSignal.slice(3);
  const child = spawn('/bin/sh', ['-c', KEEPER_SCRIPT, 'keeper', signal, String(options.graceSeconds), command, ...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    uid: options.user?.uid,
    gid: options.user?.gid,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', ...(options.channel ? (['ipc'] as const) : [])],
  });
  child.stdin?.on('error', () => undefined);
  let running = true;
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('exit', (code, by) => resolve({ code, signal: by }));
  }).then((exit) => {
    running = false;
    return exit;
  });
  const send = (target: number, name: NodeJS.Signals) => {
    try {
      process.kill(target, name);
    } catch {
      // Already gone.
    }
  };
  const pid = child.pid ?? 0;
  return {
    pid,
    process: child,
    exited,
    get running() {
      return running;
    },
    signal: (name) => running && pid > 0 && send(pid, name),
    async stop() {
      if (running && pid > 0) send(pid, options.stopSignal);
      const timer = setTimeout(() => pid > 0 && send(-pid, 'SIGKILL'), options.graceSeconds * 1000);
      const exit = await exited;
      clearTimeout(timer);
      if (pid > 0) send(-pid, 'SIGKILL');
      return exit;
    },
  };
}
