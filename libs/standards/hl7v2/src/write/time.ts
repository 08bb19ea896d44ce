import { Hl7Problem } from '../problem';

/** A moment and the clock it is to be told by. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly epochMs: number;
  /** Minutes east of UTC at that moment at the place concerned. */
  readonly offsetMinutes: number;
}

function digits(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

/** `YYYYMMDDHHMMSS+ZZZZ`: always with offset, so that no receiver has to guess. */
export function writeMoment({ epochMs, offsetMinutes }: Moment): string {
  const local = new Date(epochMs + offsetMinutes * 60_000);
  if (Number.isNaN(local.getTime())) throw new Hl7Problem('bad-value', 'Not a moment in time.');
  const away = Math.abs(offsetMinutes);
  const date = digits(local.getUTCFullYear(), 4) + digits(local.getUTCMonth() + 1) + digits(local.getUTCDate());
  const time = digits(local.getUTCHours()) + digits(local.getUTCMinutes()) + digits(local.getUTCSeconds());
  return `${date}${time}${offsetMinutes < 0 ? '-' : '+'}${digits(Math.floor(away / 60))}${digits(away % 60)}`;
}

/**
 * A date or local time as far as it is known: the `iso` form of `Hl7Time`.
 * @throws Hl7Problem `bad-value`
 */
export function writeIso(iso: string, offset: string | null = null): string {
  if (iso.length > 32 || !/^\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{1,4})?)?)?)?)?)?$/.test(iso)) {
    throw new Hl7Problem('bad-value', 'A date must be written YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS.');
  }
  return iso.replace(/[-T:]/g, '') + (offset ?? '').replace(':', '');
}
