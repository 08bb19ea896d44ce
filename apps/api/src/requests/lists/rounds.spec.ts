import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { nextRound } from './rounds';

const zone = 'America/New_York';
const at = (local: string): Date => DateTime.fromISO(local, { zone }).toJSDate();
const round = (weekday: number, after: string, endsOn: string | null = null): string | null => {
  const found = nextRound({ weekday, endsOn }, at(after), zone);
  return found && DateTime.fromJSDate(found, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
};

describe('the next round of a standing list', () => {
  it('is half past six of its day, today when that lies ahead and in a week when it has begun', () => {
    expect(round(2, '2026-11-24T06:00')).toBe('2026-11-24T06:30');
    expect(round(2, '2026-11-24T06:30')).toBe('2026-12-01T06:30');
    expect(round(1, '2026-11-24T12:00')).toBe('2026-11-30T06:30');
    expect(round(7, '2026-11-24T12:00')).toBe('2026-11-29T06:30');
  });
  it('keeps to the clock on the wall over both changes of the clock', () => {
    expect(round(7, '2026-03-07T12:00')).toBe('2026-03-08T06:30');
    expect(round(7, '2026-03-08T06:30')).toBe('2026-03-15T06:30');
    expect(round(7, '2026-10-31T12:00')).toBe('2026-11-01T06:30');
  });
  it('is none after the last day of the list', () => {
    expect(round(2, '2026-11-24T12:00', '2026-11-30')).toBeNull();
    expect(round(2, '2026-11-24T12:00', '2026-12-01')).toBe('2026-12-01T06:30');
  });
});
