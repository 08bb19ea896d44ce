import type { Unit } from './condition';

/** Calendar day `YYYY-MM-DD` of a date or of an instant already expressed in the site's zone. */
export const dayOf = (value: string): string => value.slice(0, 10);

/** `day` moved by n units; a day that does not exist becomes the last of its month (29 February + 18 years = 28 February). */
export function shiftDay(day: string, n: number, unit: Unit): string {
  const d = new Date(`${dayOf(day)}T00:00:00Z`);
  if (unit === 'days') {
    d.setUTCDate(d.getUTCDate() + n);
    return d.toISOString().slice(0, 10);
  }
  const wanted = d.getUTCDate();
  d.setUTCDate(1);
  d.setUTCMonth(d.getUTCMonth() + n * (unit === 'years' ? 12 : 1));
  const last = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 0)).getUTCDate();
  d.setUTCDate(Math.min(wanted, last));
  return d.toISOString().slice(0, 10);
}

const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of a date, or of an instant already expressed in the site's zone. */
export const dayNumber = (value: string): number => Date.parse(`${dayOf(value)}T00:00:00Z`) / DAY_MS;

export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** `shiftDay` on day numbers. */
export function shiftDayNumber(day: number, n: number, unit: Unit): number {
  if (unit === 'days') return day + n;
  const from = new Date(day * DAY_MS);
  const month = from.getUTCMonth() + n * (unit === 'years' ? 12 : 1);
  const year = from.getUTCFullYear();
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(from.getUTCDate(), last)) / DAY_MS;
}
