/** Writing text in the character set an object already has. What the set cannot say is answered with null, never with a substitute. */
import { CHARSET_VRS } from '../structure/vr';
import { characterSet, type CharacterSet, type CodeElement } from './character-set';
import { doubleByteTable, gbkTable, katakanaTable, singleByteTable, type ReverseTable } from './reverse-tables';

const isAscii = (text: string): boolean => /^[\t\n\f\r\x20-\x7e]*$/.test(text);
const hasLoneSurrogate = (text: string): boolean => /\p{Surrogate}/u.test(text);

function tableOf(code: CodeElement): ReverseTable {
  if (code.bytes === 2) return doubleByteTable(code.label, code.prefix);
  return code.label === 'shift_jis' ? katakanaTable() : singleByteTable(code.label);
}

function encodeGb(text: string): Buffer | null {
  const table = gbkTable();
  const bytes: number[] = [];
  for (const character of text) {
    if (character < '\x80') bytes.push(character.charCodeAt(0));
    else {
      const code = table.get(character);
      if (!code) return null;
      bytes.push(...code);
    }
  }
  return Buffer.from(bytes);
}

/** Back to one-byte codes: the Roman set of JIS X 0201 where the object starts in it, else ASCII. */
const narrowEscape = (set: CharacterSet): string => (set.initial?.term === 13 ? '\x1b(J' : '\x1b(B');

/** One stretch between two characters at which the codes are reset. */
function encodeStretch(text: string, set: CharacterSet, choices: readonly CodeElement[]): number[] | null {
  const bytes: number[] = [];
  const escape = (sequence: string): void => void bytes.push(...Buffer.from(sequence, 'latin1'));
  let wideG0: CodeElement | null = null;
  let g1 = set.initial?.bytes === 2 ? null : set.initial;
  for (const character of text) {
    if (character < '\x80') {
      if (wideG0) escape(narrowEscape(set));
      wideG0 = null;
      bytes.push(character.charCodeAt(0));
      continue;
    }
    const says = (code: CodeElement | null): boolean => code !== null && tableOf(code).has(character);
    const chosen: CodeElement | null | undefined = says(wideG0) ? wideG0 : says(g1) ? g1 : choices.find(says);
    if (!chosen) return null;
    if (chosen !== wideG0 && chosen !== g1) {
      escape(chosen.escape);
      if (chosen.area === 'G0') wideG0 = chosen;
      else g1 = chosen;
    }
    const code = tableOf(chosen).get(character)!;
    bytes.push(...code.map((byte) => (chosen.area === 'G0' ? byte & 0x7f : byte)));
  }
  if (wideG0) escape(narrowEscape(set));
  return bytes;
}

function encodeExtended(text: string, vr: string, set: CharacterSet): Buffer | null {
  const choices = set.extensions.filter((code) => code.bytes === 2 || code.area === 'G1');
  const stretches = text.split(vr === 'PN' ? /([\^=\\\t\n\f\r])/ : /([\\\t\n\f\r])/);
  const bytes: number[] = [];
  for (const stretch of stretches) {
    const encoded = encodeStretch(stretch, set, choices);
    if (!encoded) return null;
    bytes.push(...encoded);
  }
  return Buffer.from(bytes);
}

/**
 * Bytes of `text` in the character set `charset` (the value of (0008,0005)), unpadded; null when the set cannot represent it. ASCII goes
 * into every set. Values are parted by backslashes in `text`.
 */
export function encodeText(text: string, vr: string, charset: CharacterSet | string = ''): Buffer | null {
  if (isAscii(text)) return Buffer.from(text, 'latin1');
  if (!CHARSET_VRS.has(vr) || hasLoneSurrogate(text)) return null;
  if (/[\0-\x08\x0b\x0e-\x1f\x7f]/.test(text)) return null;
  const set = typeof charset === 'string' ? characterSet(charset) : charset;
  if (set.label === 'utf-8') return Buffer.from(text, 'utf8');
  if (set.label === 'gb18030' || set.label === 'gbk') return encodeGb(text);
  return encodeExtended(text, vr, set);
}
