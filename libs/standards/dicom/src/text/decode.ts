/** Text of values in any character set DICOM allows. Values come as the reader keeps them: one character per byte. */
import { TextDecoder } from 'node:util';
import { CHARSET_VRS } from '../structure/vr';
import { characterSet, type CharacterSet } from './character-set';
import { decodeIso2022 } from './iso2022';

const decoders = new Map<string, TextDecoder>();

/** Decodes one run with a WHATWG label; what cannot be decoded becomes U+FFFD. */
export function decodeRun(label: string, bytes: Uint8Array): string {
  let decoder = decoders.get(label);
  if (!decoder) {
    decoder = new TextDecoder(label, { ignoreBOM: true });
    decoders.set(label, decoder);
  }
  return decoder.decode(bytes);
}

const isAscii = (raw: string): boolean => !/[^\0-\x1a\x1c-\x7f]/.test(raw);
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Bytes above 7FH with no character set declared are a fault of the sender. UTF-8 has a shape other sets do not produce by chance, so it is
 * tried first; Latin-1 is what most such devices mean.
 */
function decodeUndeclared(bytes: Buffer): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return decodeRun('windows-1252', bytes);
  }
}

function decodeAll(raw: string, vr: string, set: CharacterSet): string {
  if (isAscii(raw)) return raw;
  const bytes = Buffer.from(raw, 'latin1');
  const escapes = raw.includes('\x1b');
  if (set.label !== null && !(escapes && set.initial)) return decodeRun(set.label, bytes);
  if (escapes || set.extensions.some((code) => code.area === 'G1')) return decodeIso2022(raw, vr, set, decodeRun);
  return decodeUndeclared(bytes);
}

const TRAILING_ONLY = new Set(['LT', 'ST', 'UT', 'UR']);

/** Cuts what PS3.5 6.2 calls padding: NUL and space at the end, and spaces before the text for VRs where they mean nothing. */
function trimValue(text: string, vr: string): string {
  const end = text.replace(/[\0 ]+$/, '');
  return TRAILING_ONLY.has(vr) ? end : end.replace(/^ +/, '');
}

/** VRs whose value is one text, so that a backslash is a character of it (PS3.5 6.2). */
const ONE_VALUE = new Set(['LT', 'ST', 'UT', 'UR']);

/** All values of an element. `charset` is the value of (0008,0005), which only touches the VRs it applies to. Never throws. */
export function decodeValues(raw: string, vr: string, charset: CharacterSet | string = ''): string[] {
  if (raw === '') return [];
  const set = typeof charset === 'string' ? characterSet(charset) : charset;
  const text = CHARSET_VRS.has(vr) ? decodeAll(raw, vr, set) : raw;
  const values = ONE_VALUE.has(vr) ? [text] : text.split('\\');
  return values.map((value) => trimValue(value, vr).replaceAll('\0', ''));
}

/** The whole element as one text, values parted by backslashes. */
export function decodeText(raw: string, vr: string, charset: CharacterSet | string = ''): string {
  return decodeValues(raw, vr, charset).join('\\');
}
