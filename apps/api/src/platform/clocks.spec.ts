import { expect, it } from 'vitest';
import { dayIn, dueAfter, hoursIn } from './clocks';

const NY = 'America/New_York';

it('working days skip the weekend and keep the wall clock over a change to daylight saving time', () => {
  expect(dueAfter(new Date('2026-11-20T15:30:00Z'), { workingDays: 2 }, NY).toISOString()).toBe('2026-11-24T15:30:00.000Z');
  // Friday 10:30 in New York before clocks go forward on Sunday: Tuesday 10:30 is an hour earlier in UTC
  expect(dueAfter(new Date('2026-03-06T15:30:00Z'), { workingDays: 2 }, NY).toISOString()).toBe('2026-03-10T14:30:00.000Z');
  expect(dueAfter(new Date('2026-11-21T15:30:00Z'), { workingDays: 1 }, NY).toISOString()).toBe('2026-11-24T13:00:00.000Z');
});

it('seconds are seconds, and a day is the site’s day', () => {
  expect(dueAfter(new Date('2026-11-24T00:00:00Z'), { seconds: 600 }, NY).toISOString()).toBe('2026-11-24T00:10:00.000Z');
  expect(dayIn(new Date('2026-11-24T03:00:00Z'), NY)).toBe('2026-11-23');
  expect(hoursIn(new Date('2026-11-24T03:00:00Z'), NY)).toBe('off');
});
