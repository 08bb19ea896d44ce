/** Text as rules compare it: compatibility forms and marks removed, lower case, blanks joined. */
export const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
