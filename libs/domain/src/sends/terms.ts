/** What a source's agreement says about passing its exams on. */
export type Redisclosure = 'allowed' | 'ask' | 'forbidden';

/** Words that travel with an exam: the source's own, or else what its agreement says; null when it asks for nothing. */
export function termsOf(redisclosure: Redisclosure | null, words: string | null): string | null {
  const own = words?.trim();
  if (own) return own;
  switch (redisclosure) {
    case 'ask': return 'Ask the source before you pass this exam on to anybody else.';
    case 'forbidden': return 'The source does not allow this exam to be passed on to anybody else.';
    default: return null;
  }
}
