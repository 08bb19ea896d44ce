import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from 'vitest';
import { durationText } from './durations';
import { ageText, dateText, SiteTime } from './site-time';

describe('times for people', () => {
  it('writes lengths with their unit', () => {
    expect([45, 360, 3600, 7800, 86_400, 120_960].map(durationText)).toEqual(['45 s', '6 m', '1 h', '2 h 10 m', '1 day', '1.4 days']);
  });

  it('shows an instant in the zone of the site', () => {
    const site = TestBed.inject(SiteTime);
    site.zone.set('America/Chicago');
    expect(site.dateTime('2026-11-24T04:30:00Z')).toBe('23 Nov 2026 22:30');
  });

  it('takes today and tomorrow from the calendar of the site, not from hours', () => {
    const site = TestBed.inject(SiteTime);
    site.zone.set('America/Chicago');
    const evening = Date.parse('2026-11-24T23:30:00-06:00');
    // tomorrow by UTC already
    expect(site.day(evening)).toBe('2026-11-24');
    expect(site.due('2026-11-25T06:00:00-06:00', evening)).toBe('Tomorrow');
    expect(site.due('2026-11-24T23:50:00-06:00', evening)).toBe('Today 23:50');
    expect(site.due('2027-01-02T09:00:00-06:00', evening)).toBe('02 Jan 2027');
  });

  it('gives ages in years, months or days, and none for a birth date ahead or unreadable', () => {
    const on = Date.parse('2026-11-24T12:00:00Z');
    expect(ageText('1961-03-12', on)).toBe('65 y');
    expect(ageText('2026-04-20', on)).toBe('7 m');
    expect(ageText('2026-11-12', on)).toBe('12 d');
    expect(ageText('2030-01-01', on)).toBe('');
    expect(ageText('19610312?', on)).toBe('');
  });

  it('leaves a date that cannot be read as it was sent', () => {
    expect(dateText('1961-03-12')).toBe('12 Mar 1961');
    expect(dateText('about 1960')).toBe('about 1960');
  });
});
