import { describe, expect, it } from 'vitest';
import { type LedgerCounts, ledgerMarks, ledgerText } from './ledger-marks';

const counts = (total: number, more: Partial<LedgerCounts> = {}): LedgerCounts => ({ total, verified: 0, moving: 0, unknown: 0, refused: 0, ...more });
const tally = (marks: readonly string[]) => Object.fromEntries([...new Set(marks)].map((m) => [m, marks.filter((x) => x === m).length]));

describe('the marks of a transfer', () => {
  it('shows one refused image in ten thousand', () => {
    const marks = ledgerMarks(counts(10_000, { verified: 9_999, refused: 1 }));
    expect(tally(marks)).toEqual({ verified: 43, refused: 1 });
  });

  it('always fills its places, whatever the counts', () => {
    for (let verified = 0; verified <= 700; verified += 7) {
      const marks = ledgerMarks(counts(701, { verified, unknown: Math.min(1, 701 - verified) }));
      expect(marks).toHaveLength(44);
    }
  });

  it('gives each image one mark when there are few', () => {
    expect(tally(ledgerMarks(counts(12, { verified: 10, moving: 1, unknown: 1 })))).toEqual({ verified: 10, moving: 1, unknown: 1 });
  });

  it('never calls waiting images verified', () => {
    expect(tally(ledgerMarks(counts(640, { verified: 214 })))).toEqual({ verified: 15, waiting: 29 });
    expect(ledgerMarks(counts(0))).toEqual([]);
  });

  it('has a text twin with the true numbers', () => {
    expect(ledgerText(counts(848, { verified: 846, refused: 2 }))).toBe('846 verified, 0 moving, 0 unknown, 2 refused, 0 waiting');
  });
});
