// Local wall-clock time of a site, for the dates DICOM and HL7 write. Everything in the world is told relative to `now`.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const before = (now: Date, ms: number): Date => new Date(now.getTime() - ms);

const formats = new Map<string, Intl.DateTimeFormat>();

function parts(at: Date, zone: string): Record<string, string> {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map((p) => [p.type, p.value]));
}

/** DICOM DA: YYYYMMDD. */
export function dicomDate(at: Date, zone: string): string {
  const p = parts(at, zone);
  return `${p['year']!.padStart(4, '0')}${p['month']}${p['day']}`;
}

/** DICOM TM: HHMMSS. */
export function dicomTime(at: Date, zone: string): string {
  const p = parts(at, zone);
  return `${p['hour']}${p['minute']}${p['second']}`;
}

/** Offset as DICOM and HL7 write it: +HHMM or -HHMM. */
export function offset(at: Date, zone: string): string {
  const text = parts(at, zone)['timeZoneName']!.replace('GMT', '').replace('\u2212', '-').replace(':', '');
  return text === '' ? '+0000' : text;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "24 Nov 2026", from a DA value. */
export const spokenDate = (da: string): string => `${Number(da.slice(6, 8))} ${MONTHS[Number(da.slice(4, 6)) - 1]} ${da.slice(0, 4)}`;

/** Whole years from a birth date to a day, both DA. */
export function ageAt(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(4) < birth.slice(4) ? years - 1 : years;
}

/** DICOM AS: years, or months and weeks for the youngest. */
export function ageString(birth: string, day: string): string {
  const years = ageAt(birth, day);
  if (years >= 2) return `${String(years).padStart(3, '0')}Y`;
  const months = years * 12 + ((Number(day.slice(4, 6)) - Number(birth.slice(4, 6)) + 12) % 12);
  return `${String(Math.max(1, months)).padStart(3, '0')}M`;
}
