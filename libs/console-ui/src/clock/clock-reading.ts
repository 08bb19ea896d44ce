import type { Hue } from '../state/hue';
import { countdownText, durationText } from '../time/durations';
import { holderWord } from './holders';

/** A deadline and who must act. Instants are ISO 8601 in server time. */
export interface ClockModel {
  readonly state: 'running' | 'paused' | 'none';
  readonly startedAt: string | null;
  readonly dueAt: string | null;
  /** Code of the ball holder: sender, registration, triage, reader... */
  readonly holder: string | null;
  readonly holderName: string | null;
  readonly pausedBecause?: string | undefined;
  /** Set when the work is done: the clock then says how long it took. */
  readonly endedAt?: string | null;
  readonly segments: readonly { readonly holder: string; readonly seconds: number }[];
}

export interface ClockReading {
  readonly hue: Hue;
  readonly text: string;
  readonly holds: string;
  /** The text is a time that a target can be held beside; "Paused" and "Tomorrow" are not. */
  readonly counts?: true;
}

/** Under this many seconds on either side of the deadline a reading changes each second. */
export const WATCHED_SECONDS = 5 * 60;
const FAR_SECONDS = 4 * 3600;

/** Why a clock stands still, as a holder would be said: short, for a second line. */
const pauses: Readonly<Record<string, string>> = {
  'images-missing': 'Images are missing', 'report-missing': 'The report is missing', 'patient-not-registered': 'Not registered yet', 'question-to-requester': 'Requester was asked',
  'consent-pending': 'Consent is pending', other: 'Set aside',
};

/** What the clock says at `now` (ms). More than half left: wait; under half: active; under a quarter: attn; over: stop; paused: held. */
export function readClock(clock: ClockModel, now: number, dueText: (due: string) => string): ClockReading {
  if (clock.state === 'paused') return { hue: 'held', text: 'Paused', holds: clock.pausedBecause ? (pauses[clock.pausedBecause] ?? clock.pausedBecause) : holdsText(clock) };
  const started = clock.startedAt === null ? null : Date.parse(clock.startedAt);
  const due = clock.dueAt === null ? null : Date.parse(clock.dueAt);
  if (clock.endedAt && started !== null) return readEnded(Date.parse(clock.endedAt), started, due);
  if (clock.state === 'none' || due === null || clock.dueAt === null) {
    return { hue: 'wait', text: 'No deadline', holds: holdsText(clock) };
  }
  const left = Math.ceil((due - now) / 1000);
  if (left < 0) return { hue: 'stop', text: `${durationText(-left)} over`, holds: holdsText(clock), counts: true };
  const hue = hueOf(left, started === null ? null : (due - started) / 1000);
  if (left > FAR_SECONDS) return { hue, text: dueText(clock.dueAt), holds: holdsText(clock) };
  return { hue, text: leftText(left, hue), holds: holdsText(clock), counts: true };
}

/** What follows a time that has a target: "4 m over 20 m", "17 m left of 30 m". */
export function targetText(reading: ClockReading, target: string | undefined): string {
  if (target === undefined || !reading.counts) return '';
  return reading.hue === 'stop' ? ` ${target}` : ` of ${target}`;
}

/** "X holds it", with the person's name where one holds it. */
export function holdsText(clock: ClockModel): string {
  const who = clock.holderName ?? (clock.holder === null ? null : holderWord(clock.holder));
  return who === null ? 'Nobody waits' : `${who} holds it`;
}

function readEnded(ended: number, started: number, due: number | null): ClockReading {
  const took = durationText((ended - started) / 1000);
  const late = due !== null && ended > due;
  const target = due === null ? '' : `target ${durationText((due - started) / 1000)}`;
  return { hue: late ? 'stop' : 'good', text: `In ${took}`, holds: target };
}

function hueOf(left: number, whole: number | null): Hue {
  if (whole === null || whole <= 0 || left > whole / 2) return 'wait';
  return left > whole / 4 ? 'active' : 'attn';
}

/** A clock nobody needs to watch yet does not say "left": the number alone reads calmer. */
const leftText = (left: number, hue: Hue): string => (hue === 'wait' ? countdownText(left) : `${countdownText(left)} left`);
