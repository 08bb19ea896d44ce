import type { Column } from './column';

/**
 * Columns a segment has besides the facts: `#today` is the day the decision was made (days since 1970-01-01); `#patient`, `#source.facility`, `#requester`
 * and `#case` are numbers that stand for the things a quota counts by; `#outcome` and `#rule` are what was decided then.
 */
export const TODAY = '#today';
export const OUTCOME = '#outcome';
export const RULE = '#rule';
/** Number of the decision's row, by which its exam is found. */
export const NUMBER = '#no';
export const quotaColumn = (per: 'patient' | 'source.facility' | 'requester' | 'case'): string => `#${per}`;

/** Some decisions of one kind in the order they were made, column by column. A column that is not there is unknown in every row. */
export interface Segment {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
  /** Rows that count no more, because the subject was decided again: 1 for each. */
  readonly superseded?: Uint8Array;
}

export const rowsOf = (segments: readonly Segment[]): number => segments.reduce((sum, segment) => sum + segment.rows, 0);
