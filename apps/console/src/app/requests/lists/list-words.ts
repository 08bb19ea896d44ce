export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
/** 1 Monday to 7 Sunday. */
export const weekdayWord = (weekday: number): string => weekdays[weekday - 1] ?? '';

/** What came of a patient in a round, in words. */
export const outcomeText = (outcome: 'asked' | 'skipped' | 'refused', why: string | null): string =>
  outcome === 'asked' ? 'asked' : outcome === 'skipped' ? 'not asked again: the last request is still open' : `not asked: ${why ?? ''}`;

export const roundText = (last: { readonly asked: number; readonly skipped: number; readonly refused: number }): string =>
  [`${last.asked} asked`, last.skipped > 0 ? `${last.skipped} still open` : '', last.refused > 0 ? `${last.refused} could not be asked` : ''].filter(Boolean).join(', ');
