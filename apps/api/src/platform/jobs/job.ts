import type { JobWish } from '../acts/act';
import type { DomainEvent } from '../acts/act';

/** `fast`: decisions and clocks, many at once. `transfer`: movements of images. `slow`: sweeps, previews. */
export type JobLane = 'fast' | 'transfer' | 'slow';

export interface JobKindRow {
  readonly lane: JobLane;
  /** Failures before the job is given up and people are told. */
  readonly attempts: number;
  /** First pause after a failure in seconds; doubles each time up to `longest`, with jitter. */
  readonly pause: number;
  readonly longest: number;
}

export const jobKind = (lane: JobLane, attempts = 8, pause = 2, longest = 600): JobKindRow => ({ lane, attempts, pause, longest });

/** A job that follows from an event, made in the transaction that emits it. */
export interface Reaction {
  readonly on: string;
  readonly wish: (event: DomainEvent & { readonly seq: string }) => JobWish | null;
}

export interface JobRun {
  readonly id: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Which start of this job this is, counted before the work: crashes count too. */
  readonly start: number;
  /** Aborted when the process stops or the lease could not be renewed: stop soon, change nothing more. */
  readonly signal: AbortSignal;
}

/** Work for one or more job kinds. It may run more than once for one job: what it does must bear that. */
export interface JobHandler {
  readonly kinds: readonly string[];
  run(job: JobRun): Promise<void>;
}
/** DI token of the list of handlers of a process. */
export const JOB_HANDLERS = Symbol('job handlers');

/** Not now: try again after so many seconds, without counting a failure. */
export class Later extends Error {
  constructor(readonly seconds: number, readonly code: string) {
    super(code);
    this.name = 'Later';
  }
}

/** Start-up guard: each kind has exactly one handler, and no handler names an unknown kind. */
export function checkHandlers(kinds: Readonly<Record<string, JobKindRow>>, handlers: readonly JobHandler[]): Map<string, JobHandler> {
  const by = new Map<string, JobHandler>();
  const faults: string[] = [];
  for (const handler of handlers) {
    for (const kind of handler.kinds) {
      if (!(kind in kinds)) faults.push(`a handler names the unknown job ${kind}`);
      if (by.has(kind)) faults.push(`job ${kind} has two handlers`);
      by.set(kind, handler);
    }
  }
  for (const kind of Object.keys(kinds)) if (!by.has(kind)) faults.push(`job ${kind} has no handler`);
  if (faults.length > 0) throw new Error(`Jobs cannot be served: ${faults.join('; ')}`);
  return by;
}
