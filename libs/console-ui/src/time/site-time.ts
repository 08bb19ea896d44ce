import { Injectable, signal } from '@angular/core';
import { DateTime } from 'luxon';

/** Times as people at this site read them: the site's zone, "24 Nov 2026", "10:42". */
@Injectable({ providedIn: 'root' })
export class SiteTime {
  /** IANA zone of the site; UTC until the session tells. */
  readonly zone = signal('utc');

  at(instant: string | number): DateTime {
    const options = { zone: this.zone() };
    return typeof instant === 'number' ? DateTime.fromMillis(instant, options) : DateTime.fromISO(instant, options);
  }

  /** "10:42" */
  time(instant: string | number): string {
    return this.at(instant).toFormat('HH:mm');
  }

  /** "10:42:07" */
  timeWithSeconds(instant: string | number): string {
    return this.at(instant).toFormat('HH:mm:ss');
  }

  /** "24 Nov 2026" */
  date(instant: string | number): string {
    return this.at(instant).toFormat('dd LLL yyyy');
  }

  /** "2026-11-24": the day at the site, for fields and comparisons. It is not that of UTC for some hours of each day. */
  day(instant: number): string {
    return this.at(instant).toFormat('yyyy-MM-dd');
  }

  /** "24 Nov 2026 10:42" */
  dateTime(instant: string | number): string {
    return this.at(instant).toFormat('dd LLL yyyy HH:mm');
  }

  /** "Today 17:00", "Tomorrow", "27 Nov": when something further away than a working day is due. */
  due(instant: string | number, now: number): string {
    const due = this.at(instant);
    const days = due.startOf('day').diff(this.at(now).startOf('day'), 'days').days;
    if (days <= 0) return `Today ${due.toFormat('HH:mm')}`;
    if (days < 2) return 'Tomorrow';
    return due.toFormat(due.year === this.at(now).year ? 'dd LLL' : 'dd LLL yyyy');
  }
}

/** A calendar date without a time ("1961-03-12") as "12 Mar 1961"; what cannot be read stays as sent. */
export function dateText(day: string): string {
  const date = DateTime.fromISO(day, { zone: 'utc' });
  return date.isValid ? date.toFormat('dd LLL yyyy') : day;
}

/** "65 y", "7 m", "12 d" on the day `on`; empty when the birth date cannot be read or lies ahead. */
export function ageText(birthDate: string, on: number): string {
  const born = DateTime.fromISO(birthDate, { zone: 'utc' });
  const then = DateTime.fromMillis(on, { zone: 'utc' });
  if (!born.isValid || born > then) return '';
  const { years = 0, months = 0, days = 0 } = then.diff(born, ['years', 'months', 'days']).toObject();
  if (years >= 2) return `${years} y`;
  const wholeMonths = years * 12 + months;
  return wholeMonths >= 1 ? `${wholeMonths} m` : `${Math.floor(days)} d`;
}
