import type { NameView } from '@causeway/contracts';

const LATIN = /^[\p{Script=Latin}\p{M}\p{N}\p{P}\p{Zs}\p{S}]*$/u;
/** Script of the name's own writing, as a language hint for fonts and screen readers; null where a script serves many. */
const LANGS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'], [/\p{Script=Hangul}/u, 'ko'], [/\p{Script=Arabic}/u, 'ar'], [/\p{Script=Hebrew}/u, 'he'], [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Devanagari}/u, 'hi'], [/\p{Script=Thai}/u, 'th'], [/\p{Script=Cyrillic}/u, 'ru'], [/\p{Script=Han}/u, 'ja'],
];

const parts = (group: string): { family: string; given: string } => {
  const [family = '', given = '', middle = ''] = group.split('^').map((p) => p.trim());
  return { family, given: [given, middle].filter(Boolean).join(' ') };
};
/** Writings that put a space, not a comma, between family and given name. */
const SPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const joined = (n: { family: string; given: string }): string => [n.family, n.given].filter(Boolean).join(SPACED.test(n.family) ? ' ' : ', ');

/** A Person Name (PS3.5 6.2, groups alphabetic=ideographic=phonetic) as people read it: Latin letters first, then its own writing. */
export function nameView(pn: string): NameView {
  const [alphabetic = '', ideographic = ''] = pn.split('=');
  const first = parts(alphabetic);
  const native = ideographic.trim() !== '' ? joined(parts(ideographic)) : LATIN.test(alphabetic) ? '' : joined(first);
  const text = joined(first) || native || 'Unknown';
  return { family: first.family, given: first.given, text, native: native && native !== text ? { text: native, lang: langOf(native) } : null };
}

export const langOf = (text: string): string | null => LANGS.find(([script]) => script.test(text))?.[1] ?? null;
