import { DateTime } from 'luxon';

/** Business time on one weekday, by the wall clock: 1 is Monday (ISO 8601), times are `HH:mm`, the end may be `24:00`. */
export interface DaySpan {
  readonly weekday: number;
  readonly from: string;
  readonly to: string;
}

/** Business hours of a service line and kind of task; null means every line, every kind. */
export interface ServiceHours {
  readonly serviceLine: string | null;
  readonly workKind: string | null;
  /** IANA name. */
  readonly zone: string;
  readonly week: readonly DaySpan[];
}

/** From `from` up to, but not including, `to`; milliseconds since 1970. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Monday to Friday, 07:00 to 19:00: what holds where nobody set hours. */
export const usualWeek: readonly DaySpan[] = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '07:00', to: '19:00' }));

/** True for a zone whose clock this runtime knows. */
export const isZone = (zone: string): boolean => DateTime.utc().setZone(zone).isValid && /^(UTC|[A-Za-z_]+\/.+)$/.test(zone);

/**
 * The instant a wall clock shows a time. A time the clock jumps over is the first instant after the jump by the length of the jump; of a time it shows twice
 * the first is meant. `24:00` is the next midnight.
 */
export function wallClock(day: string, time: string, zone: string): number {
  if (time === '24:00') return DateTime.fromISO(`${dayAfter(day, 1)}T00:00`, { zone }).toMillis();
  return DateTime.fromISO(`${day}T${time}`, { zone }).toMillis();
}

/** Calendar arithmetic without a clock: the date so many days later. */
export const dayAfter = (day: string, days: number): string => DateTime.fromISO(day, { zone: 'UTC' }).plus({ days }).toISODate() ?? day;
/** Whole calendar days from one date to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);
/** Calendar day of an instant in a zone. */
export const dayOf = (at: number, zone: string): string => DateTime.fromMillis(at, { zone }).toISODate() ?? '';

/** Business time inside `within`, in order and without overlap. */
export function businessIn(week: readonly DaySpan[], zone: string, within: Interval): Interval[] {
  const found: Interval[] = [];
  for (let day = dayAfter(dayOf(within.from, zone), -1); wallClock(day, '00:00', zone) < within.to; day = dayAfter(day, 1)) {
    const weekday = DateTime.fromISO(day, { zone: 'UTC' }).weekday;
    for (const span of week.filter((s) => s.weekday === weekday)) {
      const from = Math.max(within.from, wallClock(day, span.from, zone));
      const to = Math.min(within.to, wallClock(day, span.to, zone));
      if (from < to) found.push({ from, to });
    }
  }
  return joined(found.sort((a, b) => a.from - b.from));
}

function joined(sorted: readonly Interval[]): Interval[] {
  const out: Interval[] = [];
  for (const next of sorted) {
    const last = out.at(-1);
    if (last && next.from <= last.to) out[out.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    else out.push(next);
  }
  return out;
}

/** What is left of `within` when the (ordered) intervals are taken out. */
export function withoutThem(within: Interval, taken: readonly Interval[]): Interval[] {
  const out: Interval[] = [];
  let at = within.from;
  for (const t of taken) {
    if (t.from > at) out.push({ from: at, to: t.from });
    at = Math.max(at, t.to);
  }
  if (at < within.to) out.push({ from: at, to: within.to });
  return out;
}

/** The hours that hold for a line and a kind of task: the line's own for this kind, the line's, the house's for this kind, the house's. */
export function hoursFor(all: readonly ServiceHours[], serviceLine: string | null, workKind: string | null): ServiceHours | null {
  const wanted = [[serviceLine, workKind], [serviceLine, null], [null, workKind], [null, null]] as const;
  for (const [line, kind] of wanted) {
    const hit = all.find((h) => h.serviceLine === line && h.workKind === kind);
    if (hit) return hit;
  }
  return null;
}

/** The fact `duty.hours`. */
export const hoursAt = (hours: Pick<ServiceHours, 'week' | 'zone'>, at: number): 'business' | 'off' =>
  (businessIn(hours.week, hours.zone, { from: at, to: at + 1 }).length > 0 ? 'business' : 'off');
