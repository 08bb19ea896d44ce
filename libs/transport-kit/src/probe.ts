import { TransportFailure, cancelled, throwIfCancelled } from './failure';
import { faultOf, type Fault } from './fault';

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
  /** What exactly is wrong, when red. */
  readonly fault?: Fault;
  /** More of what was met, a line each: contexts taken and refused, names in a certificate. */
  readonly details?: readonly string[];
  /** The line itself answers; this rung is about what is done on it. Red, it does not end the climb. */
  readonly upper?: true;
}

/** A test climbs until the first red rung of the line itself; rungs that were not reached are not listed. */
export interface Probe {
  readonly ok: boolean;
  readonly rungs: readonly Rung[];
}

/** Follows a climb while it goes on. */
export interface Climber {
  begun(rung: string, expected: string): void;
  done(rung: Rung): void;
}

export interface ProbeOptions {
  readonly climber?: Climber;
  /** Looks at what the line can do as well, where that costs the partner nothing but an answer. */
  readonly deep?: boolean;
}

export interface RungAnswer {
  readonly actual: string;
  readonly expiresAt?: string;
  readonly details?: readonly string[];
}

export interface Step {
  readonly rung: string;
  readonly expected: string;
  readonly upper?: true;
  /** Resolves with what was met; a `TransportFailure` makes the rung red. */
  run(signal: AbortSignal): Promise<RungAnswer>;
}

/** Climbs the steps in order. A red rung is an answer, not an error; only an aborted signal rejects, with `cancelled`. */
export async function climb(steps: readonly Step[], signal: AbortSignal, climber?: Climber): Promise<Probe> {
  const rungs: Rung[] = [];
  for (const step of steps) {
    throwIfCancelled(signal);
    climber?.begun(step.rung, step.expected);
    const rung = await take(step, signal);
    rungs.push(rung);
    climber?.done(rung);
    if (!rung.ok && !rung.upper) {
      break;
    }
  }
  return { ok: rungs.every((rung) => rung.ok), rungs };
}

async function take(step: Step, signal: AbortSignal): Promise<Rung> {
  const started = performance.now();
  const { rung, expected, upper } = step;
  const base = { rung, expected, ...(upper ? { upper } : {}) };
  const since = (): number => Math.round(performance.now() - started);
  try {
    const answer = await step.run(signal);
    return { ...base, ok: true, ...answer, ms: since() };
  } catch (error) {
    if (signal.aborted) {
      throw cancelled(signal);
    }
    if (!(error instanceof TransportFailure)) {
      throw error;
    }
    return { ...base, ok: false, actual: error.detail, fault: faultOf(error), ...(error.details.length > 0 ? { details: error.details } : {}), ms: since() };
  }
}
