import type { RotaView } from '@causeway/contracts';
import type { Rota } from '@causeway/domain';
import { DateTime } from 'luxon';

export { dutyWords as poolWords } from '../core/why/duty-words';
export const coverWords = { always: 'Round the clock', business: 'Business hours', off: 'Nights and weekends' } as const;

/** What the calendar reckons with, of what the page was told. */
export const rotaOf = (r: RotaView): Rota => ({
  id: r.id, pool: r.pool, serviceLine: r.serviceLine, workKinds: r.workKinds, zone: r.zone, cover: r.cover, week: r.week, rotations: r.rotations, overrides: r.overrides,
});

/** "Mon 30 Nov 19:00 to Tue 1 Dec 07:00", by the clock of the zone. */
export function spanWords(from: number, to: number, zone: string): string {
  const [a, b] = [DateTime.fromMillis(from, { zone }), DateTime.fromMillis(to, { zone })];
  return `${a.toFormat('ccc d LLL HH:mm')} to ${b.toFormat(a.hasSame(b, 'day') ? 'HH:mm' : 'ccc d LLL HH:mm')}`;
}

/** Value of a field for date and time, by the clock of the zone, and back. Null when it cannot be read. */
export const toField = (at: number, zone: string): string => DateTime.fromMillis(at, { zone }).toFormat("yyyy-LL-dd'T'HH:mm");
export function fromField(value: string, zone: string): number | null {
  const at = DateTime.fromISO(value, { zone });
  return at.isValid ? at.toMillis() : null;
}

/** Midnights of the days from the Monday of this instant. */
export function daysFrom(at: number, zone: string, days: number): number[] {
  const monday = DateTime.fromMillis(at, { zone }).startOf('week');
  return Array.from({ length: days + 1 }, (_, i) => monday.plus({ days: i }).toMillis());
}
