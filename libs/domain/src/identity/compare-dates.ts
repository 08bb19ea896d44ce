import { compared, type Compared } from './person';

const FULL = /^\d{4}-\d\d-\d\d$/;
const KNOWN = /^\d{4}(-\d\d(-\d\d)?)?$/;
/** Nobody who is imaged was born outside these. */
const EARLIEST = '1880';
const LATEST = '2100';
/** Dates systems write when nobody knows one. */
const PLACEHOLDERS = new Set(['1900-01-01', '1899-12-31', '1800-01-01', '0001-01-01', '1111-11-11', '9999-12-31']);

/** The date when it says something; null for nothing, nonsense and placeholders. */
export function knownBirthDate(date: string | null): string | null {
  return date !== null && KNOWN.test(date) && !PLACEHOLDERS.has(date) ? date : null;
}

/** Compares dates of birth of any precision. Close are the errors of a hand: day and month exchanged, two digits exchanged, one digit wrong, a day not known. */
export function compareBirthDates(a: string | null, b: string | null): Compared {
  const [left, right] = [knownBirthDate(a), knownBirthDate(b)];
  if (!left || !right) return compared('missing');
  if (left === right) return FULL.test(left) ? compared('agrees') : compared('close', 'less-precise');
  if (left.startsWith(right) || right.startsWith(left)) return compared('close', 'less-precise');
  if (!FULL.test(left) || !FULL.test(right)) return compared('differs');
  if (left.slice(0, 4) === right.slice(0, 4)) {
    if (left.slice(5, 7) === right.slice(8) && left.slice(8) === right.slice(5, 7)) return compared('close', 'day-month-exchanged');
    if (left.endsWith('-01-01') || right.endsWith('-01-01')) return compared('close', 'year-only');
  }
  return digitError(left.replaceAll('-', ''), right.replaceAll('-', ''));
}

function digitError(a: string, b: string): Compared {
  const wrong = [...a].flatMap((digit, i) => (digit === b[i] ? [] : [i]));
  const [first = 0, second = 0] = wrong;
  if (wrong.length === 1) return compared('close', 'one-digit');
  const exchanged = wrong.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first];
  return exchanged ? compared('close', 'digits-exchanged') : compared('differs');
}

/** Whole years between two dates; null when one is not known. */
export function yearsApart(a: string | null, b: string | null): number | null {
  const [left, right] = [knownBirthDate(a), knownBirthDate(b)];
  return left && right ? Math.abs(Number(left.slice(0, 4)) - Number(right.slice(0, 4))) : null;
}

/** Every date that `compareBirthDates` calls equal or close to a full date: what a search by date looks up. */
export function datesNear(date: string): string[] {
  if (!FULL.test(date)) return [date];
  const digits = date.replaceAll('-', '');
  const found = new Set([date, `${date.slice(0, 4)}-${date.slice(8)}-${date.slice(5, 7)}`, `${date.slice(0, 4)}-01-01`, date.slice(0, 4), date.slice(0, 7)]);
  for (let i = 0; i < 8; i++) {
    for (const digit of '0123456789') found.add(dashed(digits.slice(0, i) + digit + digits.slice(i + 1)));
    if (i < 7) found.add(dashed(digits.slice(0, i) + (digits[i + 1] ?? '') + (digits[i] ?? '') + digits.slice(i + 2)));
  }
  return [...found].filter((d) => !FULL.test(d) || isDay(d));
}

const dashed = (digits: string): string => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;

function isDay(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`);
  return date >= EARLIEST && date < LATEST && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}
