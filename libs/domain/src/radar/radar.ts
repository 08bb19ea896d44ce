import { addDays, daysBetween } from '../facilities/agreement';
import { type RadarHour, type Rhythm, rhythmOf, usualBetween } from './rhythm';

/** Whether an alarm of silence that was raised with these numbers is still true: it does not become usual by lasting. */
export const stillQuiet = (raised: { readonly days: number; readonly usual: number }, hours: readonly RadarHour[], today: string): boolean =>
  isLow(sum(hours, 'wire', addDays(today, 1 - raised.days), today), raised.usual);

/** Limits of the radar. Days, counts and thousandths. */
export const radarLimits = {
  /** Whole weeks of a partner that must be known, and how many of a thousand of them must have been busy: below that it has no rhythm yet, or comes by season. */
  leastWeeks: 6,
  busyPermille: 750,
  /** Windows that are looked at, the shortest first; so many exams must be usual in one before its silence says anything. */
  windows: [1, 3, 7, 14, 21] as readonly number[],
  leastUsual: 8,
  /** Of what is usual, at most so many of a thousand came. */
  quietPermille: 250,
  slideDays: 28,
  slideBefore: 84,
  slideLeast: 10,
  slideRisePermille: 300,
  burstLeast: 5,
  burstPermille: 200,
  /** Failures of a day count when they are so many times those of an usual day. */
  burstTimes: 3,
  burstDays: 14,
} as const;

export type RadarKind = 'quiet' | 'slide' | 'burst';
export interface RadarQuestion {
  readonly hours: readonly RadarHour[];
  /** First day that counts: when it went live, or its first exam by wire, whichever is later. */
  readonly since: string;
  /** Today and the hour now, by the site's clock. */
  readonly today: string;
  readonly hour: number;
}
/** What was seen, with the numbers it was seen by. They are kept with the alarm, so that it can be explained later. */
export type RadarFinding =
  | { readonly kind: 'quiet'; readonly days: number; readonly usual: number; readonly came: number; readonly weeks: number; readonly lastOn: string | null }
  | { readonly kind: 'slide'; readonly days: number; readonly wire: number; readonly disc: number; readonly sharePermille: number; readonly beforePermille: number }
  | { readonly kind: 'burst'; readonly failed: number; readonly moved: number; readonly usual: number };

/** Everything that is unlike a partner's own rhythm now. A new partner, and one that comes by season, is left alone. */
export function radar(q: RadarQuestion): RadarFinding[] {
  return [quiet(q), slide(q), burst(q)].filter((finding) => finding !== null);
}

/** Far below its own rhythm, in the shortest window that shows it. */
function quiet({ hours, since, today, hour }: RadarQuestion): RadarFinding | null {
  for (const days of radarLimits.windows) {
    const from = addDays(today, 1 - days);
    const rhythm = rhythmOf(hours, since, from);
    if (rhythm.weeks < radarLimits.leastWeeks) return null;
    if (rhythm.busyWeeks * 1000 < rhythm.weeks * radarLimits.busyPermille) continue;
    const usual = usualBetween(rhythm, from, today, hour);
    const came = sum(hours, 'wire', from, today);
    if (usual < radarLimits.leastUsual || !isLow(came, usual)) continue;
    if (wasLowBefore(hours, rhythm, from, days) || isSeason(hours, since, from, days, usual)) continue;
    return { kind: 'quiet', days, usual: Math.round(usual * 10) / 10, came, weeks: rhythm.weeks, lastOn: hours.filter((h) => h.wire > 0).map((h) => h.on).reduce<string | null>((x, y) => (x !== null && x > y ? x : y), null) };
  }
  return null;
}

const isLow = (came: number, usual: number): boolean => came * 1000 <= usual * radarLimits.quietPermille;

/** A window as long and as low lies in the weeks it was learned from: holidays and such are part of the rhythm. */
function wasLowBefore(hours: readonly RadarHour[], rhythm: Rhythm, from: string, days: number): boolean {
  const byDay = daily(hours);
  for (let start = addDays(from, -7 * rhythm.weeks); addDays(start, days) <= from; start = addDays(start, 1)) {
    const end = addDays(start, days - 1);
    const usual = usualBetween(rhythm, start, end, 24);
    if (usual < radarLimits.leastUsual) continue;
    let came = 0;
    for (let day = start; day <= end; day = addDays(day, 1)) came += byDay.get(day) ?? 0;
    if (isLow(came, usual)) return true;
  }
  return false;
}

/** The same weeks a year ago were as low, give or take a week. */
function isSeason(hours: readonly RadarHour[], since: string, from: string, days: number, usual: number): boolean {
  const then = addDays(from, -364);
  if (daysBetween(since, then) < 7) return false;
  const width = days + 14;
  return sum(hours, 'wire', addDays(then, -7), addDays(then, days + 6)) * 1000 <= (usual / days) * width * radarLimits.quietPermille;
}

/** Discs take the place of the wire. */
function slide({ hours, since, today }: RadarQuestion): RadarFinding | null {
  const { slideDays: days, slideBefore: before, slideLeast, slideRisePermille } = radarLimits;
  const from = addDays(today, 1 - days);
  const earlier = since > addDays(from, -before) ? since : addDays(from, -before);
  if (daysBetween(earlier, from) < 7 * radarLimits.leastWeeks) return null;
  const [wire, disc] = [sum(hours, 'wire', from, today), sum(hours, 'disc', from, today)];
  const [wireBefore, discBefore] = [sum(hours, 'wire', earlier, addDays(from, -1)), sum(hours, 'disc', earlier, addDays(from, -1))];
  if (wire + disc < slideLeast || wireBefore + discBefore < slideLeast) return null;
  const share = (d: number, w: number): number => Math.round((d * 1000) / (d + w));
  const [sharePermille, beforePermille] = [share(disc, wire), share(discBefore, wireBefore)];
  return sharePermille - beforePermille >= slideRisePermille ? { kind: 'slide', days, wire, disc, sharePermille, beforePermille } : null;
}

/** Many movements failed since yesterday, and not as on other days. */
function burst({ hours, since, today }: RadarQuestion): RadarFinding | null {
  if (daysBetween(since, today) < radarLimits.burstDays) return null;
  const yesterday = addDays(today, -1);
  const [failed, moved] = [sum(hours, 'failed', yesterday, today), sum(hours, 'moved', yesterday, today)];
  const known = Math.min(28, daysBetween(since, yesterday));
  const usual = (sum(hours, 'failed', addDays(yesterday, -known), addDays(yesterday, -1)) * 2) / known;
  const many = failed >= radarLimits.burstLeast && failed * 1000 >= moved * radarLimits.burstPermille && failed >= usual * radarLimits.burstTimes;
  return many ? { kind: 'burst', failed, moved, usual: Math.round(usual * 10) / 10 } : null;
}

function sum(hours: readonly RadarHour[], what: 'wire' | 'disc' | 'moved' | 'failed', from: string, until: string): number {
  return hours.reduce((n, h) => (h.on >= from && h.on <= until ? n + h[what] : n), 0);
}

function daily(hours: readonly RadarHour[]): Map<string, number> {
  const byDay = new Map<string, number>();
  for (const { on, wire } of hours) byDay.set(on, (byDay.get(on) ?? 0) + wire);
  return byDay;
}
