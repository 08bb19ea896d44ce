const CODES: Readonly<Record<string, string>> = Object.fromEntries(
  ['bfpv', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'].flatMap((letters, i) => [...letters].map((letter): [string, string] => [letter, String(i + 1)])));

/** American Soundex of a folded Latin word: the first letter and the first three consonant sounds after it. */
function soundex(word: string): string {
  let code = '';
  let last = CODES[word.charAt(0)] ?? '';
  for (const letter of word.slice(1)) {
    const sound = CODES[letter] ?? '';
    if (sound !== '' && sound !== last) code += sound;
    if (letter !== 'h' && letter !== 'w') last = sound;
  }
  return word.charAt(0) + code.slice(0, 3).padEnd(3, '0');
}

/** Two folded Latin words that are said the same, as Meier and Mayer. */
export const soundsAlike = (a: string, b: string): boolean => /^[a-z]+$/.test(a) && /^[a-z]+$/.test(b) && soundex(a) === soundex(b);
