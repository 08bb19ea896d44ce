// A second reckoning of who is on duty and whether it is business time: by Intl and counted days, without the calendar's own code.
export interface Turns { readonly people: readonly string[]; readonly every: 'day' | 'week'; readonly n: number; readonly from: string; readonly at: string }

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Date, weekday (1 Monday) and minutes since midnight that the wall clock of a zone shows. */
export function wall(at: number, zone: string): { readonly day: string; readonly weekday: number; readonly minutes: number } {
  let clock = clocks.get(zone);
  if (!clock) clocks.set(zone, (clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', weekday: 'short', hourCycle: 'h23' })));
  const part = Object.fromEntries(clock.formatToParts(at).map((p) => [p.type, p.value]));
  return { day: `${part['year']}-${part['month']}-${part['day']}`, weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part['weekday'] ?? '') + 1, minutes: Number(part['hour']) * 60 + Number(part['minute']) };
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00Z`) / 86_400_000);

/** Whose turn it is: days since the first hand-over, counted on the calendar, where a day begins at the hand-over. */
export function onTurn(t: Turns, at: number, zone: string): string | null {
  const { day, minutes } = wall(at, zone);
  const days = dayNumber(day) - dayNumber(t.from) - (minutes < minutesOf(t.at) ? 1 : 0);
  return days < 0 ? null : (t.people[Math.floor(days / (t.n * (t.every === 'week' ? 7 : 1))) % t.people.length] ?? null);
}

/** Monday to Friday, 07:00 to 19:00. */
export function isBusiness(at: number, zone: string): boolean {
  const { weekday, minutes } = wall(at, zone);
  return weekday <= 5 && minutes >= 420 && minutes < 1140;
}
