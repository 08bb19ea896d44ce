/** The value ledger: measured or recorded benefits of exchanging, each with what it was measured from. */
export const valueIds = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8', 'V9', 'V10', 'V11', 'V12', 'V13', 'V14', 'V15', 'V16', 'V17'] as const;
export type ValueId = (typeof valueIds)[number];

export interface ValueRow {
  readonly value: ValueId;
  /** Integer in `unit`: a count, minutes, cents, permille, metres. */
  readonly amount: number;
  readonly unit: 'count' | 'minutes' | 'cents' | 'permille' | 'metres' | 'wrvu-hundredths';
  readonly confidence: 'measured' | 'recorded' | 'reported' | 'estimated';
  /** What it was computed from: ids, instants, versions. Never patient data. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

export const valueNames: Readonly<Record<ValueId, string>> = {
  V1: 'Repeat exam avoided', V2: 'Cost avoided', V3: 'Odds of repeat against baseline', V4: 'Door to images', V5: 'Patient satisfaction', V6: 'CT before transfer', V7: 'Transfer avoided',
  V8: 'Disagreement', V9: 'Unreimbursed repeat avoided', V10: 'ED bay saved', V11: 'Referral relationship', V12: 'Better new-patient mix', V13: 'Travel and co-pays saved',
  V14: 'Request to ready', V15: 'New service revenue', V16: 'Value-based remote review', V17: 'Exposures avoided',
};

/** Under this a count is not shown as a number. */
export const smallestShown = 5;
export const minutesBetween = (from: Date, to: Date): number => Math.max(0, Math.round((to.getTime() - from.getTime()) / 60_000));

/** What undoes a row that no longer holds: the same with the opposite amount, naming the row. A row is never edited. */
export const reversal = (row: ValueRow, rowId: string, because: string): ValueRow => ({ ...row, amount: -row.amount, evidence: { ...row.evidence, reverses: rowId, because } });
