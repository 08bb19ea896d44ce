const grouped = new Intl.NumberFormat('en-US');

/** "1,204": a count for people. */
export const countText = (n: number): string => grouped.format(n);
