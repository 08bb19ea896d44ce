/** Whole fields: a list or a single value of some data type, keeping "deleted" apart from "not sent". */
import { type Finding } from '../problem';
import { type Repetition, type Segment, type Sent } from '../parse/segment';
import { readTime, type Hl7Time } from '../parse/time';

/** `null` for `""`, `undefined` when nothing was sent, otherwise the repetitions that hold something. */
export function sentList<T>(segment: Segment, field: number, read: (from: Repetition) => T | null): Sent<readonly T[]> {
  const repetitions = segment.repetitions(field);
  if (repetitions.length === 1 && repetitions[0]?.raw === '""') return null;
  const items = repetitions.map(read).filter((item) => item !== null);
  return items.length === 0 ? undefined : items;
}

export function list<T>(segment: Segment, field: number, read: (from: Repetition) => T | null): readonly T[] {
  return sentList(segment, field, read) ?? [];
}

export function sentFirst<T>(segment: Segment, field: number, read: (from: Repetition) => T | null): Sent<T> {
  const items = sentList(segment, field, read);
  return items === null ? null : items?.[0];
}

export function first<T>(segment: Segment, field: number, read: (from: Repetition) => T | null): T | null {
  return sentFirst(segment, field, read) ?? null;
}

/** An unreadable time counts as not sent and leaves a finding. */
export function sentTime(segment: Segment, field: number, findings: Finding[]): Sent<Hl7Time> {
  const text = segment.sent(field);
  if (text === null || text === undefined) return text;
  const time = readTime(text);
  if (time !== null) return time;
  findings.push({ code: 'unreadable-time', location: segment.location(field), sentence: 'Not a time of the form YYYY[MM[DD[HHMM[SS]]]][+/-ZZZZ].' });
  return undefined;
}

export function time(segment: Segment, field: number, findings: Finding[]): Hl7Time | null {
  return sentTime(segment, field, findings) ?? null;
}

/** ID of table 0136. Anything but Y and N counts as not sent and leaves a finding. */
export function sentYesNo(segment: Segment, field: number, findings: Finding[]): Sent<boolean> {
  const text = segment.sent(field);
  if (text === null || text === undefined) return text;
  if (text === 'Y' || text === 'N') return text === 'Y';
  findings.push({ code: 'unreadable-value', location: segment.location(field), sentence: 'Neither Y nor N.' });
  return undefined;
}
