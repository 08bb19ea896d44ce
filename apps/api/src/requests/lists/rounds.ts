import { DateTime } from 'luxon';

/** When a list is worked through: before the day's work begins, by the clock on the wall. */
const [HOUR, MINUTE] = [6, 30];

/** The first round of a list after an instant: half past six of its weekday (1 Monday to 7 Sunday) in the site's zone, whatever the change of the clock. Null: its last day is over by then. */
export function nextRound(list: { readonly weekday: number; readonly endsOn: string | null }, after: Date, zone: string): Date | null {
  const from = DateTime.fromJSDate(after, { zone });
  let at = from.plus({ days: (list.weekday - from.weekday + 7) % 7 }).set({ hour: HOUR, minute: MINUTE, second: 0, millisecond: 0 });
  if (at <= from) at = at.plus({ days: 7 }).set({ hour: HOUR, minute: MINUTE });
  return list.endsOn !== null && (at.toISODate() ?? '') > list.endsOn ? null : at.toJSDate();
}

/** By when what a round asks for is needed: so many days on, counted from when it is really asked. */
export const neededBy = (asked: Date, days: number): Date => new Date(asked.getTime() + days * 86_400_000);
