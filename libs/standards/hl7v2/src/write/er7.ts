/** Building ER7 with the standard delimiters. Plain strings are escaped here and nowhere else. */
import { escape } from '../parse/escape';

/** A piece of ER7 that is escaped already. */
export interface Er7 {
  readonly er7: string;
}

/** Text to escape; `null` writes `""` (delete), `undefined` and `''` write nothing (not sent). */
export type FieldValue = string | number | null | undefined | Er7;

function encode(value: FieldValue): string {
  if (value === undefined) return '';
  if (value === null) return '""';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object') return value.er7;
  return value === '""' ? '\\X2222\\' : escape(value);
}

function join(values: readonly FieldValue[], separator: string): Er7 {
  const parts = values.map(encode);
  while (parts.length > 0 && parts.at(-1) === '') parts.pop();
  return { er7: parts.join(separator) };
}

export function components(...values: readonly FieldValue[]): Er7 {
  return join(values, '^');
}

export function subcomponents(...values: readonly FieldValue[]): Er7 {
  return join(values, '&');
}

export function repetitions(values: readonly FieldValue[]): Er7 {
  return join(values.filter((value) => encode(value) !== ''), '~');
}

/** @param fields by their number in the standard; numbers left out are not sent */
export function segment(name: string, fields: Readonly<Record<number, FieldValue>>): string {
  const numbers = Object.keys(fields).map(Number);
  const values = Array.from({ length: Math.max(0, ...numbers) }, (_, i) => fields[i + 1]);
  return [name, join(values, '|').er7].join('|');
}

/** MSH by the numbers of the standard, where MSH-1 is the separator itself; MSH-3 is the first to give. */
export function mshSegment(fields: Readonly<Record<number, FieldValue>>): string {
  const shifted = Object.entries(fields).map(([number, value]) => [Number(number) - 1, value] as const);
  return segment('MSH', { 1: { er7: '^~\\&' }, ...Object.fromEntries(shifted) });
}

/** Segments to a message: each ends with CR, the last one too (2.5.1 chapter 2.5.2). */
export function message(segments: readonly string[]): string {
  return segments.map((line) => `${line}\r`).join('');
}

/** The bytes on the wire; messages written here declare UNICODE UTF-8. */
export function encodeMessage(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
