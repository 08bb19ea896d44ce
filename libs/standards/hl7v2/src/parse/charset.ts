/** Bytes to text by MSH-18 (HL7 table 0211), as far as TextDecoder goes, and never losing a message to a wrong declaration. */
import { Hl7Problem, type Finding } from '../problem';

export interface Charset {
  /** What MSH-18 says, all repetitions, as sent. */
  readonly declared: readonly string[];
  /** TextDecoder label the text was read with. */
  readonly used: string;
}

export interface DecodedMessage {
  readonly text: string;
  readonly charset: Charset;
  readonly findings: readonly Finding[];
}

const HEADER_BYTES = 8192;
const FALLBACK = 'windows-1252';

/**
 * Table 0211 names without spaces and punctuation, in capitals, and the spellings senders use instead. 8859/1 is read as windows-1252:
 * equal on all printable characters, and the bytes between are always Windows quotes and dashes in practice.
 */
const LABELS: Readonly<Record<string, string>> = {
  ASCII: 'utf-8', USASCII: 'utf-8', ISOIR6: 'utf-8', UNICODEUTF8: 'utf-8', UTF8: 'utf-8', UNICODE: 'utf-8', ISOIR192: 'utf-8',
  88591: 'windows-1252', 88592: 'iso-8859-2', 88593: 'iso-8859-3', 88594: 'iso-8859-4', 88595: 'iso-8859-5', 88596: 'iso-8859-6',
  88597: 'iso-8859-7', 88598: 'iso-8859-8-i', 88599: 'windows-1254', 885910: 'iso-8859-10', 885913: 'iso-8859-13', 885915: 'iso-8859-15',
  ISOIR100: 'windows-1252', ISOIR101: 'iso-8859-2', ISOIR109: 'iso-8859-3', ISOIR110: 'iso-8859-4', ISOIR144: 'iso-8859-5',
  ISOIR127: 'iso-8859-6', ISOIR126: 'iso-8859-7', ISOIR138: 'iso-8859-8-i', ISOIR148: 'windows-1254', WINDOWS1252: 'windows-1252',
  WINDOWS1251: 'windows-1251', ISOIR14: 'shift_jis', SHIFTJIS: 'shift_jis', ISOIR87: 'iso-2022-jp', ISOIR159: 'iso-2022-jp',
  GB180302000: 'gb18030', GB18030: 'gb18030', BIG5: 'big5', KSX1001: 'euc-kr', ISOIR149: 'euc-kr',
};

/** `ISO8859-1`, `8859/1` and `iso_8859_1` are one name. */
function labelFor(name: string): string | undefined {
  const bare = name.slice(0, 40).toUpperCase().replace(/[^A-Z0-9]/g, '');
  return LABELS[bare] ?? (bare.startsWith('ISO8859') ? LABELS[bare.slice(3)] : undefined);
}

/** With several repetitions the message switches by ISO 2022 escapes, which only the Japanese sets do in practice. */
function labelForAll(declared: readonly string[]): string | undefined {
  const labels = declared.map((name) => (name === '' ? 'utf-8' : labelFor(name)));
  return labels.find((label) => label === 'iso-2022-jp') ?? labels[0];
}

function tryDecode(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) > 0x7f) return false;
  return true;
}

/** MSH-18 from the raw header, read before the character set is known: everything up to it is ASCII in all supported sets. */
function declaredCharsets(bytes: Uint8Array): string[] {
  const head = new TextDecoder(FALLBACK).decode(bytes.subarray(0, HEADER_BYTES));
  const start = head.indexOf('MSH');
  if (start === -1) return [];
  const line = head.slice(start).split(/[\r\n]/, 1)[0] ?? '';
  const field = line.split(line.charAt(3), 18)[17];
  return field === undefined || field === '' ? [] : field.split(line.charAt(5) || '~', 10).map((name) => name.trim());
}

function refuseWideUnicode(bytes: Uint8Array): void {
  const [a, b] = bytes;
  const wide = (a === 0xfe && b === 0xff) || (a === 0xff && b === 0xfe) || (a === 0 && b === 0x4d) || (a === 0x4d && b === 0);
  if (wide) throw new Hl7Problem('unsupported-encoding', 'The message is in UTF-16 or UTF-32; send it as UNICODE UTF-8.', { segment: 'MSH', field: 18 });
}

function finding(code: Finding['code'], sentence: string): Finding {
  return { code, location: { segment: 'MSH', field: 18 }, sentence };
}

function guess(bytes: Uint8Array): { text: string; used: string } {
  const utf8 = tryDecode(bytes, 'utf-8');
  return utf8 === null ? { text: new TextDecoder(FALLBACK).decode(bytes), used: FALLBACK } : { text: utf8, used: 'utf-8' };
}

/**
 * Decodes by MSH-18. No or an unknown declaration: UTF-8 if the bytes are that, else Latin-1. A declaration the bytes contradict
 * (invalid for it, or 8859/x that is valid multi-byte UTF-8) is overruled. Every such choice leaves a finding.
 * @param assumed table 0211 name to use when MSH-18 is empty, agreed with the sender
 * @throws Hl7Problem `unsupported-encoding` for UTF-16 and UTF-32, which HL7 does not allow over MLLP
 */
export function decodeMessage(bytes: Uint8Array, assumed?: string): DecodedMessage {
  refuseWideUnicode(bytes);
  const sent = declaredCharsets(bytes);
  const declared = sent.some((name) => name !== '') ? sent : [];
  const label = labelForAll(declared.length > 0 || assumed === undefined ? declared : [assumed]);
  if (isAscii(bytes) && label !== 'iso-2022-jp') {
    const odd = declared.length > 0 && label === undefined;
    const findings = odd ? [finding('charset-unknown', 'MSH-18 names no known character set; the message is plain ASCII.')] : [];
    return { text: new TextDecoder().decode(bytes), charset: { declared, used: label ?? 'utf-8' }, findings };
  }
  if (label === undefined) {
    const { text, used } = guess(bytes);
    return { text, charset: { declared, used }, findings: [finding('charset-unknown', `MSH-18 names no known character set; read as ${used}.`)] };
  }
  const utf8 = label.startsWith('iso-8859') || label.startsWith('windows') ? tryDecode(bytes, 'utf-8') : null;
  const text = utf8 ?? tryDecode(bytes, label);
  if (text !== null && utf8 === null) return { text, charset: { declared, used: label }, findings: [] };
  const read = guess(bytes);
  const sentence = `The bytes are not in the character set of MSH-18; read as ${read.used}.`;
  return { text: read.text, charset: { declared, used: read.used }, findings: [finding('charset-wrong', sentence)] };
}

/** Bytes of a `\Xhh..\` escape in the message's character set; Latin-1 where they are not valid in it. */
export function decodeHex(bytes: Uint8Array, charset: string): string {
  return tryDecode(bytes, charset) ?? new TextDecoder(FALLBACK).decode(bytes);
}
