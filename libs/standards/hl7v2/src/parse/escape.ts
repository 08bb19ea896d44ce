/** Escape sequences (HL7 2.5.1 chapter 2.7), both ways, in one pass over the text. */
import { decodeHex } from './charset';
import { STANDARD_DELIMITERS, type Delimiters } from './delimiters';

const LONGEST_COMMAND = 8;
const MOST_BLANKS = 100;

function hexBytes(digits: string): Uint8Array | null {
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(digits)) return null;
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Formatting commands of FT (2.7.6): line breaks and blanks stay, indents and centring mean nothing outside a printer. */
function formatting(command: string): string | null {
  if (command.length > LONGEST_COMMAND) return null;
  const match = /^\.(br|sp|sk|fi|nf|in|ti|ce)([+-]?\d{1,3})?$/i.exec(command);
  if (match === null) return null;
  const count = Math.min(Math.abs(Number(match[2] ?? 1)), MOST_BLANKS);
  switch (match[1]?.toLowerCase()) {
    case 'br': return '\n';
    case 'ce': return '\n';
    case 'sp': return '\n'.repeat(count);
    case 'sk': return ' '.repeat(count);
    default: return '';
  }
}

function simple(command: string, delimiters: Delimiters): string | null {
  switch (command) {
    case 'F': return delimiters.field;
    case 'S': return delimiters.component;
    case 'T': return delimiters.subcomponent ?? STANDARD_DELIMITERS.subcomponent;
    case 'R': return delimiters.repetition ?? STANDARD_DELIMITERS.repetition;
    case 'E': return delimiters.escape ?? STANDARD_DELIMITERS.escape;
    case 'H': return '';
    case 'N': return '';
    default: return command.startsWith('.') ? formatting(command) : null;
  }
}

/** Collects text and the bytes of adjacent `\X..\`, which may share a character. */
class Output {
  private readonly parts: string[] = [];
  private bytes: Uint8Array[] = [];

  constructor(private readonly charset: string) {}

  hex(bytes: Uint8Array): void {
    this.bytes.push(bytes);
  }

  text(text: string): void {
    if (text === '') return;
    this.flush();
    this.parts.push(text);
  }

  end(): string {
    this.flush();
    return this.parts.join('');
  }

  private flush(): void {
    if (this.bytes.length === 0) return;
    // No store of text keeps NUL, and no sender means it.
    this.parts.push(decodeHex(concat(this.bytes), this.charset).replaceAll('\0', '\uFFFD'));
    this.bytes = [];
  }
}

/**
 * Text of an escaped value. Sequences that are unknown, local (`\Z..\`) or unfinished stay as sent: a Windows path with bare
 * backslashes must survive. Linear in the length of the value.
 * @param charset label the message was decoded with; `\X..\` holds bytes, and a character may be spread over adjacent sequences
 */
export function unescape(raw: string, delimiters: Delimiters, charset = 'utf-8'): string {
  const mark = delimiters.escape;
  if (mark === undefined || !raw.includes(mark)) return raw;
  const out = new Output(charset);
  let literal = 0;
  let open = raw.indexOf(mark);
  while (open !== -1) {
    const close = raw.indexOf(mark, open + 1);
    if (close === -1) break;
    const command = raw.slice(open + 1, close);
    const bytes = command.startsWith('X') ? hexBytes(command.slice(1)) : null;
    const text = bytes === null ? simple(command, delimiters) : '';
    if (text === null) {
      // The closing mark of what is no command may open a real one.
      open = close;
      continue;
    }
    out.text(raw.slice(literal, open));
    if (bytes === null) out.text(text);
    else out.hex(bytes);
    literal = close + 1;
    open = raw.indexOf(mark, literal);
  }
  out.text(raw.slice(literal));
  return out.end();
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const LETTERS = new Map<string, string>([
  [STANDARD_DELIMITERS.field, '\\F\\'],
  [STANDARD_DELIMITERS.component, '\\S\\'],
  [STANDARD_DELIMITERS.subcomponent, '\\T\\'],
  [STANDARD_DELIMITERS.repetition, '\\R\\'],
  [STANDARD_DELIMITERS.escape, '\\E\\'],
]);

/** Value ready to stand between the standard delimiters; control characters (and so line breaks) become `\Xhh\`. */
export function escape(text: string): string {
  return text.replace(/[|^&~\\\u0000-\u001f\u007f]/g, (char) => LETTERS.get(char) ?? `\\X${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}\\`);
}

/** Like `escape`, for FT: line breaks become `\.br\`. */
export function escapeFormatted(text: string): string {
  return text.split(/\r\n|\r|\n/).map(escape).join('\\.br\\');
}
