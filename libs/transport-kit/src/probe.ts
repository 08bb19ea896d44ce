import { TransportFailure, cancelled, throwIfCancelled } from './failure';

/** One step of a connection test, with what we expected and what we met. */
export interface Rung {
  /** `dns`, `tcp`, `tls`, `association`, `echo`, `query` ...: the protocol's own word. */
  readonly rung: string;
  readonly ok: boolean;
  readonly expected: string;
  readonly actual: string;
  /** Duration of this step in milliseconds. */
  readonly ms: number;
  /** ISO instant after which this rung will fail by itself, for example a certificate's end. */
  readonly expiresAt?: string;
}

/** A test climbs until the first red rung; rungs that were not reached are not listed. */
export interface Probe {
  readonly ok: boolean;
  readonly rungs: readonly Rung[];
}

export interface RungAnswer {
  readonly actual: string;
  readonly expiresAt?: string;
}

export interface Step {
  readonly rung: string;
  readonly expected: string;
  /** Resolves with what was met; a `TransportFailure` makes the rung red. */
  run(signal: AbortSignal): Promise<RungAnswer>;
}

/** Climbs the steps in order. A red rung is an answer, not an error; only an aborted signal rejects, with `cancelled`. */
export async function climb(steps: readonly Step[], signal: AbortSignal): Promise<Probe> {
  const rungs: Rung[] = [];
  for (const step of steps) {
    throwIfCancelled(signal);
    const started = performance.now();
    const since = (): number => Math.round(performance.now() - started);
    try {
      const answer = await step.run(signal);
      rungs.push({ rung: step.rung, ok: true, expected: step.expected, ...answer, ms: since() });
    } catch (error) {
      if (signal.aborted) {
        throw cancelled(signal);
      }
      if (!(error instanceof TransportFailure)) {
        throw error;
      }
      rungs.push({ rung: step.rung, ok: false, expected: step.expected, actual: error.detail, ms: since() });
      return { ok: false, rungs };
    }
  }
  return { ok: true, rungs };
}
