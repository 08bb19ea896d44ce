/** Reading one segment by position. Fields, repetitions, components and subcomponents count from 1, as the standard counts them. */
import { Hl7Problem, type Location } from '../problem';
import { type Delimiters } from './delimiters';
import { unescape } from './escape';
import { type ParseLimits } from './limits';

/** A value as HL7 tells it: text, `null` when the sender deletes it (`""`), `undefined` when it was not sent and nothing changes. */
export type Sent<T> = T | null | undefined;

/** What every part of a message needs to be read. */
export interface Syntax {
  readonly delimiters: Delimiters;
  readonly limits: ParseLimits;
  /** TextDecoder label, for `\X..\`. */
  readonly charset: string;
}

function cut(text: string, separator: string | undefined, limit: number, at: Location, what: string): string[] {
  if (separator === undefined) return [text];
  const parts = text.split(separator, limit + 1);
  if (parts.length > limit) throw new Hl7Problem('too-many-parts', `More than ${limit} ${what}.`, at);
  return parts;
}

/** One repetition of a field. */
export class Repetition {
  private parts: readonly string[] | null = null;

  constructor(readonly raw: string, readonly location: Location, private readonly syntax: Syntax) {}

  private get components(): readonly string[] {
    const { delimiters, limits } = this.syntax;
    this.parts ??= cut(this.raw, delimiters.component, limits.components, this.location, 'components');
    return this.parts;
  }

  /** A component as it stands, escapes and subcomponents untouched; empty when not sent. */
  rawComponent(component: number): string {
    return this.components[component - 1] ?? '';
  }

  /** A component or subcomponent. Where a value grew subcomponents in a later version, the first one is the old value (2.8.2). */
  value(component = 1, subcomponent = 1): Sent<string> {
    const whole = this.rawComponent(component);
    if (whole === '""' || this.raw === '""') return null;
    const { delimiters, limits, charset } = this.syntax;
    const at = { ...this.location, component };
    const part = cut(whole, delimiters.subcomponent, limits.components, at, 'subcomponents')[subcomponent - 1] ?? '';
    if (part === '') return undefined;
    return part === '""' ? null : unescape(part, delimiters, charset);
  }

  /** The whole repetition as text: TX and FT know no components, so an unescaped `^` or `&` in them is text. */
  text(): Sent<string> {
    if (this.raw === '') return undefined;
    return this.raw === '""' ? null : unescape(this.raw, this.syntax.delimiters, this.syntax.charset);
  }

  /** A value without surrounding blanks; `null` and blank count as absent. For codes, identifiers and names. */
  string(component = 1, subcomponent = 1): string | null {
    const text = this.value(component, subcomponent)?.trim();
    return text === undefined || text === '' ? null : text;
  }
}

export class Segment {
  private parts: readonly string[] | null = null;

  /** @param sequence counts segments of this name in the message from 1 */
  constructor(readonly name: string, readonly sequence: number, private readonly line: string, readonly syntax: Syntax) {}

  private get fields(): readonly string[] {
    const { delimiters, limits } = this.syntax;
    this.parts ??= cut(this.line, delimiters.field, limits.fields, this.location(), 'fields in one segment');
    return this.parts;
  }

  location(field?: number): Location {
    return { segment: this.name, sequence: this.sequence, ...(field === undefined ? {} : { field }) };
  }

  /** The field as it stands between its separators; empty when not sent. MSH-1 is the separator itself. */
  raw(field: number): string {
    if (this.name !== 'MSH') return this.fields[field] ?? '';
    return field === 1 ? this.syntax.delimiters.field : (this.fields[field - 1] ?? '');
  }

  /** All repetitions, the empty ones too; none when the field was not sent. MSH-2 is never taken apart. */
  repetitions(field: number): readonly Repetition[] {
    const raw = this.raw(field);
    if (raw === '') return [];
    const at = this.location(field);
    const { delimiters, limits } = this.syntax;
    const separator = this.name === 'MSH' && field <= 2 ? undefined : delimiters.repetition;
    return cut(raw, separator, limits.repetitions, at, 'repetitions').map((part) => new Repetition(part, at, this.syntax));
  }

  first(field: number): Repetition | null {
    return this.repetitions(field)[0] ?? null;
  }

  value(field: number, component = 1, subcomponent = 1): Sent<string> {
    return this.first(field)?.value(component, subcomponent);
  }

  string(field: number, component = 1, subcomponent = 1): string | null {
    return this.first(field)?.string(component, subcomponent) ?? null;
  }

  /** Like `string`, with `null` for a deleted and `undefined` for an absent value. */
  sent(field: number, component = 1): Sent<string> {
    const text = this.value(field, component);
    if (text === null || text === undefined) return text;
    return text.trim() === '' ? undefined : text.trim();
  }
}
