import { DateTime } from 'luxon';

/** When a partner opens next, in the site's zone; null when it is open now. `22:00-06:00` runs over midnight, equal ends mean always. */
export function openingOf(hours: string | null, now: Date, zone: string): Date | null {
  const m = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(hours ?? '');
  if (!m) return null;
  const [from, to] = [Number(m[1]) * 60 + Number(m[2]), Number(m[3]) * 60 + Number(m[4])];
  const at = DateTime.fromJSDate(now, { zone });
  const minute = at.hour * 60 + at.minute;
  const open = from <= to ? from === to || (minute >= from && minute < to) : minute >= from || minute < to;
  if (open) return null;
  const opens = at.set({ hour: Math.floor(from / 60), minute: from % 60, second: 0, millisecond: 0 });
  return (opens <= at ? opens.plus({ days: 1 }) : opens).toJSDate();
}
