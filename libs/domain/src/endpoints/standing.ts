import type { EndpointState } from './endpoint.machine';

/** Limits of the probe clock and of what counts as slow. Seconds unless said otherwise. */
export const probeLimits = {
  every: 900,
  /** After a red line that is not yet failing: look again soon. */
  again: 30,
  /** The longest pause between two probes of a failing line. */
  longest: 900,
  redsToFail: 3,
  /** Days before a certificate's end from which the line counts as degraded, and from which it is told. */
  certificateDays: 14,
  certificateNoticeDays: 30,
  slowFactor: 3,
  /** Milliseconds below which nothing is slow, and probes needed to know what is usual. */
  slowFloorMs: 500,
  usualFrom: 20,
} as const;

export interface ClimbedRung {
  readonly rung: string;
  readonly ok: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly upper?: boolean;
  readonly expiresAt?: string;
}

/** How long probes of this line take: the middle one of the last ones, and the 95th percentile of the newest; null while too few are known. */
export interface Pace {
  readonly usualMs: number | null;
  readonly p95Ms: number | null;
}

export interface Climbed {
  readonly rungs: readonly ClimbedRung[];
  readonly pace: Pace;
  /** ISO instant of the test. */
  readonly at: string;
  /** So many transfers failed on the line that it counts as away. */
  readonly breakerOpen: boolean;
}

export interface Judged {
  /** The move it is worth; null when nothing changes. */
  readonly move: 'pass-probe' | 'degrade' | 'fail-probe' | null;
  /** Reds of the line itself in a row, this one counted. */
  readonly reds: number;
  /** Which rung, and both values, when something is not as it should be. */
  readonly because: { readonly rung: string; readonly expected: string; readonly actual: string } | null;
  /** Seconds until the next probe is due. */
  readonly next: number;
}

const DAY_MS = 86_400_000;

/** What a climbed ladder is worth for an endpoint in `state` after `reds` red ones in a row. */
export function judgeProbe(state: EndpointState, reds: number, climbed: Climbed): Judged {
  const red = climbed.rungs.find((rung) => !rung.ok && !rung.upper);
  if (red) {
    const count = reds + 1;
    const fails = count >= probeLimits.redsToFail || climbed.breakerOpen;
    return { move: fails && state !== 'failing' ? 'fail-probe' : null, reds: count, because: red, next: pauseOf(count, fails) };
  }
  const because = climbed.rungs.find((rung) => !rung.ok) ?? endingSoon(climbed) ?? slow(climbed.pace);
  if (because) {
    return { move: state === 'untested' || state === 'passing' ? 'degrade' : null, reds: 0, because, next: probeLimits.every };
  }
  return { move: state === 'passing' ? null : 'pass-probe', reds: 0, because: null, next: probeLimits.every };
}

/** Half a minute, doubling once it counts as failing. */
function pauseOf(reds: number, fails: boolean): number {
  return fails ? Math.min(probeLimits.longest, probeLimits.again * 2 ** Math.max(0, Math.min(10, reds - probeLimits.redsToFail))) : probeLimits.again;
}

/** Whole days until a certificate ends, by the test's instant; negative when it has. */
export const daysUntil = (expiresAt: string, at: string): number => Math.floor((Date.parse(expiresAt) - Date.parse(at)) / DAY_MS);

function endingSoon({ rungs, at }: Climbed): Judged['because'] {
  const ending = rungs.find(({ expiresAt }) => expiresAt !== undefined && daysUntil(expiresAt, at) < probeLimits.certificateDays);
  if (!ending?.expiresAt) return null;
  const days = daysUntil(ending.expiresAt, at);
  return { rung: ending.rung, expected: `a certificate valid for ${probeLimits.certificateDays} days or more`, actual: `It ends on ${ending.expiresAt.slice(0, 10)}, in ${days} ${days === 1 ? 'day' : 'days'}.` };
}

function slow({ usualMs, p95Ms }: Pace): Judged['because'] {
  if (usualMs === null || p95Ms === null || p95Ms <= probeLimits.slowFloorMs || p95Ms <= probeLimits.slowFactor * usualMs) return null;
  return { rung: 'pace', expected: `about ${Math.round(usualMs)} ms, as usual`, actual: `The line is slow: 95 of 100 tests take up to ${Math.round(p95Ms)} ms now.` };
}
