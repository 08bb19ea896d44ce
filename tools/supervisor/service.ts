// One thing the supervisor keeps running: started again whenever it ends by itself, sooner at first and then less and less eagerly.
import type { Exit } from '../processes/keep';

/** A service that is up and ready. */
export interface Instance {
  readonly exited: Promise<Exit>;
  stop(): Promise<unknown>;
}

export interface ServiceOptions {
  readonly name: string;
  /** Starts it and resolves when it is ready; must leave nothing running when it rejects. `stopping` aborts when it is no longer wanted. */
  start(stopping: AbortSignal): Promise<Instance>;
  readonly say: (line: string) => void;
  /** Exit code 0 means the work is done rather than that something went wrong. */
  readonly mayFinish?: boolean;
  readonly backoff?: Backoff;
}

export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
  /** After running this long the next restart is quick again. */
  readonly forgivenMs: number;
  /** Attempts before the first success; later there is no limit, for then the set-up is known to be good. */
  readonly firstAttempts: number;
}

export const BACKOFF: Backoff = { firstMs: 500, longestMs: 8_000, forgivenMs: 30_000, firstAttempts: 3 };

export interface Service {
  readonly name: string;
  /** How often it was started again after having run. */
  readonly restarts: number;
  stop(): Promise<void>;
}

const words = (exit: Exit) => (exit.signal ? `was ended by ${exit.signal}` : `ended with code ${exit.code ?? '?'}`);

function pause(ms: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopping.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** Starts a service and resolves once it has been ready for the first time. Rejects when it could not be started at all. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { name, say, backoff = BACKOFF } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let instance: Instance | undefined;
  let restarts = 0;
  let wait = backoff.firstMs;

  const attempt = async (limit: number): Promise<boolean> => {
    for (let failures = 0; !signal.aborted; ) {
      try {
        instance = await options.start(signal);
        if (!signal.aborted) return true;
        await instance.stop();
      } catch (error) {
        if (signal.aborted) break;
        if (++failures >= limit) throw error;
        say(`${name} did not start (${error instanceof Error ? error.message : String(error)}); trying again in ${wait / 1000} s`);
        await pause(wait, signal);
        wait = Math.min(wait * 2, backoff.longestMs);
      }
    }
    return false;
  };

  const watch = async (): Promise<void> => {
    while (instance && !signal.aborted) {
      const since = Date.now();
      const exit = await instance.exited;
      if (signal.aborted) return;
      if (options.mayFinish && exit.code === 0) return say(`${name} has finished`);
      if (Date.now() - since > backoff.forgivenMs) wait = backoff.firstMs;
      say(`${name} ${words(exit)}; starting it again in ${wait / 1000} s`);
      await pause(wait, signal);
      wait = Math.min(wait * 2, backoff.longestMs);
      if (!(await attempt(Infinity))) return;
      restarts++;
      say(`${name} is back`);
    }
  };

  await attempt(backoff.firstAttempts);
  wait = backoff.firstMs;
  const watching = watch();
  return {
    name,
    get restarts() {
      return restarts;
    },
    async stop() {
      stopping.abort();
      await instance?.stop();
      await watching;
    },
  };
}
