/**
 * The line to one partner: when it counts as away, how often it is asked whether it is back, and how many retries it is worth.
 * Pure: the time comes in as seconds since any fixed instant, chance as a number in [0, 1).
 */
export interface LineStanding {
  /** `closed`: work goes over it. `open`: away, only probed. `half-open`: it answered again, one transfer at a time tries it. */
  readonly breaker: 'closed' | 'open' | 'half-open';
  /** Failures of the line in a row. */
  readonly failures: number;
  /** Since when it counts as away, in seconds. */
  readonly openedAt: number | null;
  /** Retries that may still be made at once, and when that was counted. */
  readonly budget: number;
  readonly budgetAt: number;
}

export const lineLimits = {
  /** Failures in a row after which a partner counts as away. */
  failuresToOpen: 3,
  /** Least seconds between two probes of a partner that is away. */
  probeSeconds: 30,
  /** Retries a partner may have at once, and how many seconds bring one back. */
  budget: 30,
  secondsPerRetry: 20,
  /** Transfers of one line at the same time. */
  atOnce: 2,
  attempts: 12,
} as const;

export const freshLine = (now: number): LineStanding => ({ breaker: 'closed', failures: 0, openedAt: null, budget: lineLimits.budget, budgetAt: now });

/** Whether a failure says something of the line, and not of one image or of us. */
export const saysLineIsAway = (code: string): boolean =>
  ['unreachable', 'timeout', 'connection-lost', 'busy', 'tls', 'unauthorised', 'refused'].includes(code);
/** Causes that need somebody at either end: one failure is enough, the next hundred would fail alike. */
const needsPeople = (code: string): boolean => ['tls', 'unauthorised', 'refused'].includes(code);

export function afterLineFailure(line: LineStanding, code: string, now: number): LineStanding {
  if (!saysLineIsAway(code)) return line;
  const failures = line.failures + 1;
  const away = line.breaker !== 'closed' || needsPeople(code) || failures >= lineLimits.failuresToOpen;
  return { ...line, failures, breaker: away ? 'open' : 'closed', openedAt: away ? (line.openedAt ?? now) : null };
}

export const afterProbe = (line: LineStanding, passed: boolean): LineStanding =>
  line.breaker === 'closed' ? line : { ...line, breaker: passed ? 'half-open' : 'open' };

/** A transfer went through: the partner is there. */
export const afterLineSuccess = (line: LineStanding): LineStanding => ({ ...line, breaker: 'closed', failures: 0, openedAt: null });

/** Transfers that may run over the line at the same time. */
export const slotsOf = (line: Pick<LineStanding, 'breaker'>): number => (line.breaker === 'closed' ? lineLimits.atOnce : line.breaker === 'half-open' ? 1 : 0);

/** Seconds to the next probe: never fewer than the limit, a little more by chance so that many lines do not probe in step. */
export const probePause = (chance: number): number => lineLimits.probeSeconds * (1 + chance * 0.1);

/** Seconds before an attempt after `attempt` failed ones: doubles from 5 s to 10 min, with jitter so that what waited together does not come back together. */
export const backoffSeconds = (attempt: number, chance: number): number => Math.min(600, 5 * 2 ** Math.max(0, attempt - 1)) * (0.75 + chance / 2);

/** Takes one retry from the partner's budget. When none is left, the seconds until the next one; the retry is then taken in advance. */
export function spendRetry(line: LineStanding, now: number): { readonly line: LineStanding; readonly waitSeconds: number } {
  const grown = Math.min(lineLimits.budget, line.budget + Math.max(0, now - line.budgetAt) / lineLimits.secondsPerRetry);
  const left = grown - 1;
  return { line: { ...line, budget: left, budgetAt: now }, waitSeconds: left >= 0 ? 0 : -left * lineLimits.secondsPerRetry };
}

/** Pauses in seconds before what is missing at the far side is sent again; null when healing by itself is over. */
const HEAL_SECONDS = [10, 600, 3600, 6 * 3600, 86_400, 86_400, 86_400, 86_400, 86_400, 86_400, 86_400];
export const healSeconds = (time: number): number | null => HEAL_SECONDS[Math.max(0, time - 1)] ?? null;

/** Bytes per second, smoothed over the last few readings. */
export const smoothedRate = (before: number | null, bytes: number, seconds: number): number =>
  seconds <= 0 ? (before ?? 0) : before === null ? bytes / seconds : before * 0.7 + (bytes / seconds) * 0.3;
