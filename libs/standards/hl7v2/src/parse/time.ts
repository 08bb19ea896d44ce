/** TS / DTM and DT (HL7 2.5.1 chapter 2.A.21, 2.A.22): as much of a time as was sent, no more. */

export type TimePrecision = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction';

export interface Hl7Time {
  /** ISO 8601 local time cut at the precision: `1980`, `1980-05`, `1980-05-01`, `2010-03-24T12:28`, `2010-03-24T12:28:37.25`. */
  readonly iso: string;
  readonly precision: TimePrecision;
  /** `+05:00`; `null` when the sender leaves its own zone to be known. */
  readonly offset: string | null;
}

const LONGEST = 32;
const SHAPE = /^(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\.\d{1,9})?([+-]\d{4})?$/;

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetOf(text: string | undefined): string | null | undefined {
  if (text === undefined) return null;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3));
  if (hours > 14 || minutes > 59) return undefined;
  return `${hours + minutes === 0 ? '+' : text.charAt(0)}${text.slice(1, 3)}:${text.slice(3)}`;
}

/**
 * Month or day `00` is how many systems say "not known": the time is then cut before it.
 * @returns null when the text is not a time
 */
export function readTime(text: string): Hl7Time | null {
  const match = text.length > LONGEST ? null : SHAPE.exec(text.trim());
  if (match === null) return null;
  const [, year = '', month, day, hour, minute, second, fraction, zone] = match;
  const offset = offsetOf(zone);
  if (offset === undefined || Number(year) === 0 || (fraction !== undefined && second === undefined)) return null;
  if (month === undefined || month === '00') return { iso: year, precision: 'year', offset };
  if (Number(month) > 12) return null;
  if (day === undefined || day === '00') return { iso: `${year}-${month}`, precision: 'month', offset };
  const date = `${year}-${month}-${day}`;
  if (Number(day) > daysIn(Number(year), Number(month))) return null;
  if (hour === undefined) return { iso: date, precision: 'day', offset };
  if (Number(hour) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return null;
  if (minute === undefined) return { iso: `${date}T${hour}`, precision: 'hour', offset };
  if (second === undefined) return { iso: `${date}T${hour}:${minute}`, precision: 'minute', offset };
  return { iso: `${date}T${hour}:${minute}:${second}${fraction ?? ''}`, precision: fraction === undefined ? 'second' : 'fraction', offset };
}

/** Milliseconds since 1970 when the time names its offset and at least the minute; otherwise null: the zone is not ours to guess. */
export function instantOf(time: Hl7Time): number | null {
  if (time.offset === null || !['minute', 'second', 'fraction'].includes(time.precision)) return null;
  const at = Date.parse(time.iso + time.offset);
  return Number.isNaN(at) ? null : at;
}
