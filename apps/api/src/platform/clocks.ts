import type { Target } from '@causeway/domain';
import { DateTime } from 'luxon';

/** The instant a target is over. Working days are Monday to Friday of the site's zone, at the same wall-clock time; a start at the weekend counts from Monday 08:00. */
export function dueAfter(from: Date, target: Target, zone: string): Date {
  if ('seconds' in target) return new Date(from.getTime() + target.seconds * 1000);
  let at = DateTime.fromJSDate(from, { zone });
  if (at.weekday > 5) at = at.plus({ days: 8 - at.weekday }).set({ hour: 8, minute: 0, second: 0, millisecond: 0 });
  for (let left = target.workingDays; left > 0;) {
    at = at.plus({ days: 1 });
    if (at.weekday <= 5) left--;
  }
  return at.toJSDate();
}

/** Calendar day of an instant in the site's zone: what policies call today. */
export const dayIn = (instant: Date, zone: string): string => DateTime.fromJSDate(instant, { zone }).toISODate() ?? instant.toISOString().slice(0, 10);

/** Business hours of the site: Monday to Friday, 07:00 to 19:00. */
export function hoursIn(instant: Date, zone: string): 'business' | 'off' {
  const at = DateTime.fromJSDate(instant, { zone });
  return at.weekday <= 5 && at.hour >= 7 && at.hour < 19 ? 'business' : 'off';
}
