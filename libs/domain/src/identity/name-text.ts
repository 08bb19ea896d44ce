/** Names as they are compared: per script, without what systems add or lose on the way. */

export type NameScript = 'latin' | 'greek' | 'cyrillic' | 'arabic' | 'hebrew' | 'han' | 'kana' | 'hangul' | 'other';

const SCRIPTS: readonly (readonly [NameScript, RegExp])[] = [
  ['han', /\p{Script=Han}/u], ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u], ['hangul', /\p{Script=Hangul}/u], ['arabic', /\p{Script=Arabic}/u],
  ['hebrew', /\p{Script=Hebrew}/u], ['greek', /\p{Script=Greek}/u], ['cyrillic', /\p{Script=Cyrillic}/u], ['latin', /\p{Script=Latin}/u],
];

/** Script of a name: only names of one script can be compared. */
export const scriptOf = (text: string): NameScript => SCRIPTS.find(([, letters]) => letters.test(text))?.[0] ?? 'other';

const MARKS_ARE_DECORATION: ReadonlySet<NameScript> = new Set(['latin', 'greek', 'cyrillic', 'arabic', 'hebrew']);
/** Letters that do not fall apart into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i', ى: 'ي', ة: 'ه', ـ: '' };
/** How German and Nordic names are written where there are no such letters. */
const SPELT_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };
const HIRAGANA_TO_KATAKANA = 0x60;

const replaceLetters = (text: string, table: Readonly<Record<string, string>>): string => text.replace(/\p{L}|ـ/gu, (letter) => table[letter] ?? letter);

/** Words of a name in lower case without marks; apostrophes join, hyphens and other signs part. Kana become katakana. */
export function nameWords(text: string): string[] {
  // the iota below is the one mark that is a letter in upper case: then it would make a name Greek
  const lower = text.normalize('NFKC').toLowerCase().replaceAll('\u0345', '');
  const plain = MARKS_ARE_DECORATION.has(scriptOf(lower)) ? replaceLetters(lower, LETTERS).normalize('NFKD').replace(/\p{Mn}/gu, '') : lower;
  const kana = plain.replace(/[\u3041-\u3096]/g, (c) => String.fromCharCode(c.charCodeAt(0) + HIRAGANA_TO_KATAKANA));
  return kana.normalize('NFC').replace(/['’`´ʼ]/g, '').split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
}

/** The same with umlauts and Nordic letters spelt out: `Müller` also is `mueller`. */
export const speltOut = (text: string): string => nameWords(replaceLetters(text.normalize('NFC').toLowerCase(), SPELT_OUT)).join('');

/** Search key of a whole name: family then given, folded, words joined by blanks. */
export const nameKey = (family: string, given: string): string => [...nameWords(family), ...nameWords(given)].join(' ');

const GENERATIONS: Readonly<Record<string, string>> = { jr: 'jr', junior: 'jr', sr: 'sr', senior: 'sr', ii: '2', '2nd': '2', iii: '3', '3rd': '3', iv: '4' };

/** Generation a name carries (Jr, Sr, III) in its suffix or as last word of a part; null when it carries none. */
export function generationOf(name: { readonly family: string; readonly given: string; readonly suffix?: string | null }): string | null {
  const last = (text: string): string[] => {
    const words = nameWords(text);
    return words.length > 1 ? words.slice(-1) : [];
  };
  const said = [...nameWords(name.suffix ?? ''), ...last(name.given), ...last(name.family)].map((word) => GENERATIONS[word]);
  return said.find((generation) => generation !== undefined) ?? null;
}

/** Words of a part without a generation at its end. */
export function partWords(text: string): string[] {
  const words = nameWords(text);
  return words.length > 1 && GENERATIONS[words.at(-1) ?? ''] ? words.slice(0, -1) : words;
}
