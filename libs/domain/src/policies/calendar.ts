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
