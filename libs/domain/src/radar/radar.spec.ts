import { describe, expect, it } from 'vitest';
import { addDays } from '../facilities/agreement';
import { radar, type RadarQuestion } from './radar';
import { rhythmOf, usualBetween, weekdayOf, type RadarHour } from './rhythm';

const TODAY = '2026-11-26'; // a Thursday
const hour = (on: string, more: Partial<RadarHour>): RadarHour => ({ on, hour: 10, wire: 0, disc: 0, moved: 0, failed: 0, ...more });
const days = (from: string, until: string): string[] => {
  const all: string[] = [];
  for (let day = from; day <= until; day = addDays(day, 1)) all.push(day);
  return all;
};
/** Four exams at ten o'clock on each weekday, none at weekends. */
const weekdays = (from: string, until: string, wire = 4): RadarHour[] => days(from, until).filter((d) => weekdayOf(d) < 5).map((d) => hour(d, { wire }));
const ask = (hours: readonly RadarHour[], more: Partial<RadarQuestion> = {}): RadarQuestion => ({ hours, since: hours[0]?.on ?? TODAY, today: TODAY, hour: 18, ...more });

describe('the rhythm of a partner', () => {
  it('is how many exams are usual in each hour of each weekday', () => {
    const rhythm = rhythmOf(weekdays('2026-09-07', '2026-11-25'), '2026-09-07', '2026-11-23');
    expect([rhythm.weeks, rhythm.busyWeeks, rhythm.usual[0]?.[10], rhythm.usual[0]?.[11], rhythm.usual[6]?.[10]]).toEqual([11, 11, 4, 0, 0]);
    expect(usualBetween(rhythm, '2026-11-23', '2026-11-24', 9)).toBe(4);
    expect(usualBetween(rhythm, '2026-11-23', '2026-11-24', 11)).toBe(8);
  });
});

describe('a quiet partner', () => {
  it('is one far below its own rhythm, with what is usual and what came', () => {
    const hours = weekdays('2026-08-03', '2026-11-23');
    expect(radar(ask(hours))).toEqual([{ kind: 'quiet', days: 3, usual: 12, came: 0, weeks: 12, lastOn: '2026-11-23' }]);
    expect(radar(ask([...hours, ...weekdays('2026-11-24', TODAY)]))).toEqual([]);
  });

  it('is not quiet at night, at a weekend, or in the morning before it sends', () => {
    const hours = weekdays('2026-08-03', '2026-11-20');
    expect(radar(ask(hours, { today: '2026-11-22', hour: 23 }))).toEqual([]);
    expect(radar(ask(hours, { today: '2026-11-23', hour: 9 }))).toEqual([]);
  });

  it('needs a history of six whole weeks: a new one is left alone', () => {
    expect(radar(ask(weekdays('2026-10-19', '2026-11-20')))).toEqual([]);
    expect(radar(ask(weekdays('2026-09-21', '2026-11-20')))).toMatchObject([{ kind: 'quiet' }]);
  });

  it('is left alone when it comes by season: now and then, with such gaps before, or as a year ago', () => {
    const now = days('2026-08-03', '2026-11-19').filter((d) => ['2026-08-10', '2026-09-14', '2026-10-19'].includes(d)).map((d) => hour(d, { wire: 40 }));
    expect(radar(ask(now, { since: '2026-08-03' }))).toEqual([]);
    const gap = [...weekdays('2026-08-03', '2026-09-25'), ...weekdays('2026-10-12', '2026-11-20')];
    expect(radar(ask(gap, { since: '2026-08-03' }))).toEqual([]);
    const camps = [...weekdays('2025-08-01', '2025-11-14'), ...weekdays('2026-07-01', '2026-11-20')];
    expect(radar(ask(camps, { since: '2025-08-01' }))).toEqual([]);
    expect(radar(ask([...weekdays('2025-08-01', '2026-11-20')], { since: '2025-08-01' }))).toMatchObject([{ kind: 'quiet' }]);
  });

  it('that sends a little, where it sent much, is quiet as well: in the shortest window that is unlike all before it', () => {
    const hours = [...weekdays('2026-08-03', '2026-11-20', 20), hour('2026-11-24', { wire: 3 })];
    expect(radar(ask(hours))).toMatchObject([{ kind: 'quiet', days: 7, usual: 100, came: 23 }]);
  });
});

describe('a slide back to discs', () => {
  it('is told with both shares, and not of a partner that always sent discs', () => {
    const hours = [...weekdays('2026-07-01', '2026-10-29'), ...weekdays('2026-10-30', TODAY, 2), ...days('2026-11-02', TODAY).map((d) => hour(d, { disc: 2 }))];
    expect(radar(ask(hours))).toEqual([{ kind: 'slide', days: 28, wire: 40, disc: 50, sharePermille: 556, beforePermille: 0 }]);
    const always = days('2026-07-01', TODAY).map((d) => hour(d, { wire: 1, disc: 2 }));
    expect(radar(ask(always))).toEqual([]);
  });
});

describe('a burst of failures', () => {
  it('is many movements that failed since yesterday, against what is usual there', () => {
    const steady = weekdays('2026-08-03', TODAY).map((h) => ({ ...h, moved: 5 }));
    expect(radar(ask([...steady, hour(TODAY, { hour: 11, moved: 9, failed: 7 })]))).toEqual([{ kind: 'burst', failed: 7, moved: 19, usual: 0 }]);
    expect(radar(ask([...steady, hour(TODAY, { hour: 11, moved: 4, failed: 4 })]))).toEqual([]);
    const bad = weekdays('2026-08-03', TODAY).map((h) => ({ ...h, moved: 9, failed: 6 }));
    expect(radar(ask(bad))).toEqual([]);
  });
});
