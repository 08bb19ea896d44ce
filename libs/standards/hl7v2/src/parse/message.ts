/** ER7 text to segments. Bounded and linear; anything that is not a message ends in an `Hl7Problem`. */
import { Hl7Problem, type Finding } from '../problem';
import { decodeMessage, type Charset } from './charset';
import { readDelimiters } from './delimiters';
import { PARSE_LIMITS, type ParseLimits } from './limits';
import { Segment, type Syntax } from './segment';

export interface ParseOptions {
  readonly limits?: Partial<ParseLimits>;
  /** Table 0211 name agreed with the sender for messages whose MSH-18 is empty. */
  readonly assumedCharset?: string;
}

export class Message {
  constructor(readonly segments: readonly Segment[], readonly charset: Charset, readonly findings: readonly Finding[]) {}

  first(name: string): Segment | null {
    return this.segments.find((segment) => segment.name === name) ?? null;
  }

  all(name: string): readonly Segment[] {
    return this.segments.filter((segment) => segment.name === name);
  }

  /** @throws Hl7Problem `missing-segment` */
  require(name: string): Segment {
    const found = this.first(name);
    if (found === null) throw new Hl7Problem('missing-segment', `The message needs a segment ${name}.`, { segment: name });
    return found;
  }
}

const CR = 13;
const LF = 10;

function isSegmentStart(text: string, at: number, separator: string): boolean {
  if (!/^[A-Z][A-Z0-9]{2}$/.test(text.slice(at, at + 3))) return false;
  const next = text.charAt(at + 3);
  return next === separator || next === '' || next === '\r' || next === '\n';
}

/** Where a run of line feeds ends. */
function afterLineFeeds(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === LF) end++;
  return end;
}

/**
 * Cuts at CR, LF and CRLF. Line feeds without CR that no segment follows are line breaks somebody left inside a value: they stay there, so
 * that a report keeps its text.
 */
function lines(text: string, separator: string, most: number): string[] {
  const found: string[] = [];
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? CR : text.charCodeAt(i);
    if (code !== CR && code !== LF) continue;
    if (code === LF && i > from) {
      const next = afterLineFeeds(text, i);
      const ends = next === text.length || text.charCodeAt(next) === CR || isSegmentStart(text, next, separator);
      if (!ends) {
        i = next - 1;
        continue;
      }
    }
    if (i > from) found.push(text.slice(from, i));
    if (found.length > most) throw new Hl7Problem('too-many-parts', `More than ${most} segments.`);
    from = i + 1;
  }
  return found;
}

function checkStart(text: string): void {
  if (text.startsWith('MSH')) return;
  if (text.startsWith('FHS') || text.startsWith('BHS')) {
    throw new Hl7Problem('batch', 'This is a batch; its messages have to be read one by one.', { segment: text.slice(0, 3) });
  }
  if (text.startsWith('<')) throw new Hl7Problem('not-er7', 'This is XML; send the message in ER7 (vertical bar) encoding.');
  throw new Hl7Problem('no-msh', 'A message must begin with a segment MSH.', { segment: 'MSH' });
}

function parseText(input: string, charset: Charset, findings: readonly Finding[], limits: ParseLimits): Message {
  const text = input.replaceAll('\0', '\uFFFD').replace(/^[\uFEFF\r\n ]{1,16}/, '');
  checkStart(text);
  const separator = text.charAt(3);
  const rows = lines(text, separator, limits.segments);
  const syntax: Syntax = { delimiters: readDelimiters(rows[0] ?? ''), limits, charset: charset.used };
  const counts = new Map<string, number>();
  const segments = rows.filter((row) => row.trim() !== '').map((row, index) => {
    if (!isSegmentStart(row, 0, separator)) {
      throw new Hl7Problem('bad-segment', `Segment ${index + 1} of the message does not begin with a segment name.`);
    }
    const name = row.slice(0, 3);
    if (name === 'MSH' && index > 0) throw new Hl7Problem('batch', 'Two messages in one; they have to be read one by one.', { segment: 'MSH', sequence: 2 });
    const sequence = (counts.get(name) ?? 0) + 1;
    counts.set(name, sequence);
    return new Segment(name, sequence, row, syntax);
  });
  return new Message(segments, charset, findings);
}

/**
 * One ER7 message (HL7 2.5.1 chapter 2) from text or from bytes, decoded by MSH-18.
 * @throws Hl7Problem and nothing else, whatever the input. Counts of fields and smaller parts are checked when they are read.
 */
export function parseMessage(input: string | Uint8Array, options: ParseOptions = {}): Message {
  const limits = { ...PARSE_LIMITS, ...options.limits };
  if (input.length > limits.size) throw new Hl7Problem('too-large', `The message is larger than ${limits.size} bytes.`);
  if (typeof input === 'string') return parseText(input, { declared: [], used: 'utf-8' }, [], limits);
  const { text, charset, findings } = decodeMessage(input, options.assumedCharset);
  return parseText(text, charset, findings, limits);
}
