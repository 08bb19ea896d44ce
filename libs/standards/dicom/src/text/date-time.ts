/** DA, TM and DT (PS3.5 6.2). Nothing here throws: what is not a date is null, and the caller still has the raw value. */

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]!) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month !== 2 || day < 29 || leap;
}

/** `20040119`, or `2004.01.19` as before 1993, to `2004-01-19`. */
export function parseDate(text: string): string | null {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(text.trim()) ?? /^(\d{4})\.(\d\d)\.(\d\d)$/.exec(text.trim());
  if (!match) return null;
  const [, year, month, day] = match;
  return isDay(Number(year), Number(month), Number(day)) ? `${year}-${month}-${day}` : null;
}

/** `HH[MM[SS[.F]]]`, or with colons as before 1993, to `HH:MM:SS.FFFFFF` with as many parts as were given. A leap second is kept. */
export function parseTime(text: string): string | null {
  const match = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(\.\d{1,6})?)?)?$/.exec(text.trim());
  if (!match) return null;
  const [, hours, minutes, seconds, fraction] = match;
  if (Number(hours) > 23 || Number(minutes ?? 0) > 59 || Number(seconds ?? 0) > 60) return null;
  return [hours, minutes, seconds].filter((part) => part !== undefined).join(':') + (fraction ?? '');
}

/** `+HHMM` as minutes east of UTC, -12:00 to +14:00; null when it is none. */
export function parseOffset(text: string): number | null {
  const match = /^([+-])(\d\d)(\d\d)$/.exec(text.trim());
  if (!match || Number(match[3]) > 59) return null;
  const minutes = (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1);
  return minutes >= -720 && minutes <= 840 ? minutes : null;
}

export interface DateTime {
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly date: string;
  readonly time: string | null;
  /** Minutes east of UTC; null when the value does not say. */
  readonly offset: number | null;
}

/** `YYYY[MM[DD[HH[MM[SS[.F]]]]]][&ZZXX]`. */
export function parseDateTime(text: string): DateTime | null {
  const match = /^(\d{4})(\d\d)?(\d\d)?(\d\d(?:\d\d(?:\d\d(?:\.\d{1,6})?)?)?)?([+-]\d{4})?$/.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, clock, zone] = match;
  if (!isDay(Number(year), Number(month ?? 1), Number(day ?? 1))) return null;
  const time = clock === undefined ? null : parseTime(clock);
  const offset = zone === undefined ? null : parseOffset(zone);
  if ((clock !== undefined && time === null) || (zone !== undefined && offset === null)) return null;
  return { date: [year, month, day].filter((part) => part !== undefined).join('-'), time, offset };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** An instant as DT in UTC with its offset: `20261124035500+0000`. */
export function formatDateTime(instant: Date): string {
  const date = `${String(instant.getUTCFullYear()).padStart(4, '0')}${two(instant.getUTCMonth() + 1)}${two(instant.getUTCDate())}`;
  return `${date}${two(instant.getUTCHours())}${two(instant.getUTCMinutes())}${two(instant.getUTCSeconds())}+0000`;
}

/**
 * The instant a DA and a TM stand for, given the offset in minutes (of (0008,0201), or the site's); null when either is missing or wrong.
 * A leap second is the last second of its minute.
 */
export function instantOf(date: string, time: string, offset: number): Date | null {
  const day = parseDate(date);
  const clock = parseTime(time);
  if (day === null || clock === null) return null;
  const [hours, minutes = '0', seconds = '0'] = clock.split(':');
  const [year, month, dayOfMonth] = day.split('-');
  const milliseconds = Math.min(Number(seconds) * 1000, 59_999);
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth), Number(hours), Number(minutes)) + Math.floor(milliseconds);
  return new Date(utc - offset * 60_000);
}
