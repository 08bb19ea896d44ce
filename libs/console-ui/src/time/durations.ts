const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "45 s", "6 m", "2 h 10 m", "1.4 days": a length of time for people, from whole seconds. */
export function durationText(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  if (s < MINUTE) return `${s} s`;
  if (s < HOUR) return `${Math.floor(s / MINUTE)} m`;
  if (s < DAY) {
    const minutes = Math.floor((s % HOUR) / MINUTE);
    return minutes === 0 ? `${Math.floor(s / HOUR)} h` : `${Math.floor(s / HOUR)} h ${minutes} m`;
  }
  const days = Math.round((s / DAY) * 10) / 10;
  return days === 1 ? '1 day' : `${days} days`;
}

/** As `durationText`, but under five minutes with its seconds: "4 m 12 s". For a clock that is watched. */
export function countdownText(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  return s >= MINUTE && s < 5 * MINUTE ? `${Math.floor(s / MINUTE)} m ${s % MINUTE} s` : durationText(s);
}
