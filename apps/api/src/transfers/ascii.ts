/** Letters whose plain form no decomposition gives. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', Æ: 'AE', ø: 'o', Ø: 'O', œ: 'oe', Œ: 'OE', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ı: 'i', ħ: 'h', Ħ: 'H', '’': "'", '‘': "'", '–': '-', '—': '-',
};

/** The ASCII form of a text, for objects whose character set cannot hold it; `otherwise` where nothing of it is left. */
export function asciiOf(text: string, otherwise: string): string {
  const plain = [...text.normalize('NFKD')]
    .map((letter) => PLAIN[letter] ?? letter)
    .join('')
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
  return /[A-Za-z0-9]/.test(plain) ? plain : otherwise;
}
