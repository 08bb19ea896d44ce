/** How many instances of a transfer stand where. The rest, up to `total`, waits. */
export interface LedgerCounts {
  readonly total: number;
  readonly verified: number;
  readonly moving: number;
  readonly unknown: number;
  readonly refused: number;
}

export type LedgerMark = 'verified' | 'moving' | 'unknown' | 'refused' | 'waiting';

export const markColours: Readonly<Record<LedgerMark, string>> = {
  verified: 'var(--cw-viz-4)',
  moving: 'var(--cw-active)',
  unknown: 'var(--cw-held)',
  refused: 'var(--cw-stop)',
  waiting: 'var(--mat-sys-surface-container-highest)',
};

const order: readonly Exclude<LedgerMark, 'waiting'>[] = ['verified', 'moving', 'unknown', 'refused'];

/**
 * Shares `slots` marks among the kinds in proportion. A kind that has any instance gets at least one mark, so that one refused image in
 * a thousand is seen; it is taken from the largest kind. Fewer instances than slots give one mark each.
 */
export function ledgerMarks(counts: LedgerCounts, slots = 44): LedgerMark[] {
  const waiting = Math.max(0, counts.total - order.reduce((sum, kind) => sum + counts[kind], 0));
  const kinds: [LedgerMark, number][] = [...order.map((kind): [LedgerMark, number] => [kind, counts[kind]]), ['waiting', waiting]];
  const places = Math.min(slots, counts.total);
  if (places === 0) return [];
  const marks = kinds.map(([kind, n]) => ({ kind, exact: (n / counts.total) * places, n: n > 0 ? Math.max(1, Math.floor((n / counts.total) * places)) : 0 }));
  let spare = places - marks.reduce((sum, m) => sum + m.n, 0);
  for (const mark of [...marks].sort((a, b) => (b.exact % 1) - (a.exact % 1))) {
    if (spare <= 0) break;
    if (mark.exact > mark.n) {
      mark.n += 1;
      spare -= 1;
    }
  }
  while (spare < 0) {
    const largest = marks.reduce((a, b) => (b.n > a.n ? b : a));
    largest.n -= 1;
    spare += 1;
  }
  return marks.flatMap((m) => Array.from({ length: m.n }, () => m.kind));
}

/** "846 verified, 0 moving, 0 unknown, 2 refused, 0 waiting" */
export function ledgerText(counts: LedgerCounts): string {
  const waiting = Math.max(0, counts.total - counts.verified - counts.moving - counts.unknown - counts.refused);
  return `${counts.verified} verified, ${counts.moving} moving, ${counts.unknown} unknown, ${counts.refused} refused, ${waiting} waiting`;
}
