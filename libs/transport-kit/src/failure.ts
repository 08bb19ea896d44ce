import type { Fault } from './fault';

/** What went wrong, in words a person and the console can act on. One word per cause, the same for every transport. */
export const failureCodes = [
  /** The settings are wrong or incomplete; somebody has to change them. */
  'misconfigured',
  /** No name, no route, or nobody listens at the address. */
  'unreachable',
  /** The secure channel could not be agreed: certificate, trust or version. */
  'tls',
  /** The partner does not know or does not trust us. */
  'unauthorised',
  /** The partner turned the connection down for good. */
  'refused',
  /** The partner turned us down for now: limits, congestion, out of resources. */
  'busy',
  /** The partner does not offer the service, class or syntax needed. */
  'unsupported',
  /** The partner is connected and silent. */
  'timeout',
  /** The connection ended while something was under way. */
  'connection-lost',
  /** The partner broke the rules of the protocol. */
  'protocol',
  /** The partner understood the request and answered with a failure. */
  'rejected',
  /** What we wanted to send could not be read on our side. */
  'source',
  /** The caller gave up: its signal was aborted. */
  'cancelled',
  /** The line was used after `close`. */
  'closed',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** Whether the same call may succeed later without anybody changing anything. */
export type Retry = 'later' | 'never';

/** One settings field and why it was refused; never its value. */
export interface SettingsFault {
  readonly path: string;
  readonly message: string;
}

export interface FailureOptions {
  readonly cause?: unknown;
  readonly faults?: readonly SettingsFault[];
  /** What exactly somebody has to change, where the transport can tell. */
  readonly fault?: Fault;
  /** More of what was met, a line each, for whoever has to find the cause. */
  readonly details?: readonly string[];
}

/**
 * The only error a transport throws. Queues read `retry`, people read `code` and `detail`.
 * `detail` is one sentence that names both values where two differ, and never patient data.
 */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  readonly code: FailureCode;
  readonly retry: Retry;
  readonly detail: string;
  /** Settings fields at fault; empty unless the code is `misconfigured`. */
  readonly faults: readonly SettingsFault[];
  readonly fault: Fault | undefined;
  readonly details: readonly string[];

  constructor(code: FailureCode, retry: Retry, detail: string, options: FailureOptions = {}) {
    super(`${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = retry;
    this.detail = detail;
    this.faults = options.faults ?? [];
    this.fault = options.fault;
    this.details = options.details ?? [];
  }

  /** What may be stored or shown; the cause stays in the process. */
  toJSON(): { code: FailureCode; retry: Retry; detail: string; faults: readonly SettingsFault[] } {
    return { code: this.code, retry: this.retry, detail: this.detail, faults: this.faults };
  }
}

/** Throws `cancelled` when the caller has given up already. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) {
    throw cancelled(signal);
  }
}

export function cancelled(signal: AbortSignal): TransportFailure {
  return new TransportFailure('cancelled', 'later', 'The caller gave up before the partner answered.', { cause: signal.reason });
}
