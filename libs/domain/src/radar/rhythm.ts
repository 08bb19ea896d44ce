import { addDays, daysBetween } from '../facilities/agreement';

/** What came and went with one partner in one hour of the site's clock: exams by wire and on disc, movements that ended and those of them that failed. Hours in which nothing happened may be left out. */
export interface RadarHour {
  /** `YYYY-MM-DD`. */
  readonly on: string;
  /** 0 to 23. */
  readonly hour: number;
  readonly wire: number;
  readonly disc: number;
  readonly moved: number;
  readonly failed: number;
}

export interface Rhythm {
  /** Exams by wire that are usual in each hour of each weekday: 7 × 24, Monday first. */
  readonly usual: readonly (readonly number[])[];
  /** Whole weeks it was learned from, and in how many of them anything came. */
  readonly weeks: number;
  readonly busyWeeks: number;
}

/** Monday is 0. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** Most weeks a rhythm is learned from: what was a quarter ago is somebody else's rhythm. */
export const LEARNED_WEEKS = 12;

/** The rhythm of the whole weeks that end with the day before `until`, the newest twelve of those from `since` on. */
export function rhythmOf(hours: readonly RadarHour[], since: string, until: string): Rhythm {
  const weeks = Math.max(0, Math.min(LEARNED_WEEKS, Math.floor(daysBetween(since, until) / 7)));
  const first = addDays(until, -7 * weeks);
  const usual = Array.from({ length: 7 }, () => Array<number>(24).fill(0));
  const busy = new Set<number>();
  for (const { on, hour, wire } of hours) {
    if (on < first || on >= until || wire === 0) continue;
    const day = usual[weekdayOf(on)];
    if (day) day[hour] = (day[hour] ?? 0) + wire;
    busy.add(Math.floor(daysBetween(first, on) / 7));
  }
  return { usual: usual.map((day) => day.map((n) => (weeks === 0 ? 0 : n / weeks))), weeks, busyWeeks: busy.size };
}

/** Exams by wire that are usual from the beginning of `from` until `hour` of the day `until`. */
export function usualBetween({ usual }: Rhythm, from: string, until: string, hour: number): number {
  let sum = 0;
  for (let day = from; day <= until; day = addDays(day, 1)) sum += (usual[weekdayOf(day)] ?? []).slice(0, day === until ? hour : 24).reduce((n, x) => n + x, 0);
  return sum;
}
