/** Code extensions of ISO 2022 as PS3.5 6.1.2.5 allows them: escape sequences switch G0 or G1 until a delimiter or a line end. */
import { CODE_ELEMENTS, type CharacterSet, type CodeElement } from './character-set';

type DecodeRun = (label: string, bytes: Uint8Array) => string;

const ESCAPE = 0x1b;
const LONGEST_ESCAPE = 4;

/** Characters after which the codes are the initial ones again (PS3.5 6.1.2.5.3). */
function resets(code: number, vr: string): boolean {
  if (code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d) return true;
  if (code === 0x5c) return vr !== 'LT' && vr !== 'ST' && vr !== 'UT';
  return vr === 'PN' && (code === 0x5e || code === 0x3d);
}

function escapeAt(raw: string, at: number): CodeElement | null {
  const ahead = raw.slice(at, at + LONGEST_ESCAPE);
  return CODE_ELEMENTS.find((code) => ahead.startsWith(code.escape)) ?? null;
}

/** End of the run that starts at `from` and stays in one area, with no escape sequence and, for one-byte codes, no reset inside. */
function runEnd(raw: string, from: number, high: boolean, wide: boolean, vr: string): number {
  let at = from;
  while (at < raw.length) {
    const code = raw.charCodeAt(at);
    if (code === ESCAPE || code >= 0x80 !== high) break;
    if (!high && (wide ? code < 0x20 : resets(code, vr))) break;
    at++;
  }
  return at;
}

function decodeWide(raw: string, code: CodeElement, run: DecodeRun): string {
  const bytes: number[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    if (code.prefix !== undefined) bytes.push(code.prefix);
    bytes.push(raw.charCodeAt(i) | 0x80);
    if (i + 1 < raw.length) bytes.push(raw.charCodeAt(i + 1) | 0x80);
  }
  return run(code.label, Uint8Array.from(bytes));
}

/**
 * Decodes one element. Escape sequences the data set did not declare are followed too: the codes are there whether declared or not.
 * Bytes above 7FH that come before any escape sequence use the first declared set that has such codes.
 */
export function decodeIso2022(raw: string, vr: string, set: CharacterSet, run: DecodeRun): string {
  const initial = set.initial ?? set.extensions.find((code) => code.area === 'G1') ?? null;
  let low: CodeElement | null = null;
  let high = initial;
  let text = '';
  let at = 0;
  while (at < raw.length) {
    const code = raw.charCodeAt(at);
    if (code === ESCAPE) {
      const found = escapeAt(raw, at);
      if (found?.area === 'G0') low = found;
      else if (found) high = found;
      at += found ? found.escape.length : 1;
      continue;
    }
    const wide = low?.bytes === 2;
    if (code < 0x80 && resets(code, vr) && !(wide && code > 0x20)) {
      low = null;
      high = initial;
      text += raw[at];
      at++;
      continue;
    }
    const end = Math.max(at + 1, runEnd(raw, at, code >= 0x80, wide, vr));
    const piece = raw.slice(at, end);
    if (code >= 0x80) text += run(high?.label ?? 'windows-1252', Buffer.from(piece, 'latin1'));
    else text += wide && code > 0x20 ? decodeWide(piece, low!, run) : piece;
    at = end;
  }
  return text;
}
