// Until when must an exam be kept? Written from the sources beside the product, in another form, and with dates of its own. Nothing of the product is imported.

/** Jurisdiction: years for adults, birthday until which a minor's record is kept (0: no rule), age of majority. */
const LAW = new Map<string, readonly [years: number, birthday: number, majority: number]>(`
AK 7 21|AR 10 20|AZ 6 21|CA 7 19|CO 10 28|CT 10 0|DC 10 0|FL 7 0|GA 5 23|HI 7 25|IL 10 0|IN 7 0|KS 10 19|KY 5 21|LA 10 0|MA 20 0|MD 5 21|ME 7 24|MI 7 0|MO 10 23|MT 10 28|NC 11 30|ND 10 21|NE 10 22 19|NH 7 19
|NJ 10 23|NV 5 23|NY 6 21|OK 5 21|OR 10 0|PA 7 25|RI 5 23|SC 10 19|SD 10 20|TN 10 19|TX 10 20|UT 7 22|VA 5 23|VT 10 0|WA 10 21|WI 5 0`
  .split('|').map((line) => line.trim().split(' ')).map(([state = '', years, birthday, majority]) => [`US-${state}`, [Number(years), Number(birthday), Number(majority ?? 18)] as const]));

export const jurisdictions: readonly string[] = [...LAW.keys()];

export interface Case {
  readonly law: string | null;
  readonly received: string;
  readonly study: string | null;
  readonly birth: string | null;
  readonly visit: string | null;
  /** Latest mammogram of the patient known here, this one included. */
  readonly mammogram: string | null;
  readonly modality: string;
  readonly own: boolean;
}

const NEVER = '9999-12-31';

/** The same day so many years later; 29 February becomes the 28th where there is none. */
function plus(day: string, years: number): string {
  const [y = 0, m = 0, d = 0] = day.split('-').map(Number);
  const leap = (y + years) % 4 === 0 && ((y + years) % 100 !== 0 || (y + years) % 400 === 0);
  return `${String(y + years).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(m === 2 && d === 29 && !leap ? 28 : d).padStart(2, '0')}`;
}
const days = (day: string, n: number): string => new Date(Date.parse(`${day}T12:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** Last day on which the exam must still be here; `9999-12-31` is for ever. */
export function lastDay(c: Case): string {
  const all: string[] = [days(c.received, 90), plus(c.received, 5)];
  // the house: minors until thirty, by the birth date, which has to be known
  if (c.birth === null) return NEVER;
  if (c.study === null || c.study < plus(c.birth, 18)) all.push(plus(c.birth, 30));
  if (c.modality === 'MG') {
    all.push(c.study === null ? NEVER : plus(c.study, 10));
    if (c.mammogram !== null) all.push(plus(c.mammogram, 5));
  }
  if (c.own) return all.toSorted().at(-1) ?? NEVER;
  for (const [years, birthday, majority] of c.law === null ? LAW.values() : [LAW.get(c.law)].filter((l) => l !== undefined)) {
    all.push(plus(c.received, years));
    if (c.visit !== null) all.push(plus(c.visit, years));
    if (birthday > 0 && (c.study === null || c.study < plus(c.birth, majority))) all.push(plus(c.birth, birthday));
  }
  return all.toSorted().at(-1) ?? NEVER;
}
