import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applied, liveRows, type LiveRows, waitingOf, withChange, withPage } from './live-rows';

interface Row {
  readonly id: string;
  readonly n: number;
}
const keyOf = (row: Row): string => row.id;
const byNumber = (a: Row, b: Row): number => a.n - b.n;
const row = (id: string, n: number): Row => ({ id, n });
const order = (rows: LiveRows<Row>): string => rows.shown.map(keyOf).join('');

describe('rows that stay where they are', () => {
  const start = liveRows([row('a', 1), row('b', 2), row('c', 3)]);

  it('shows a changed row where it stood, with its new content', () => {
    const next = withChange(start, 'a', row('a', 9), keyOf);
    expect(order(next)).toBe('abc');
    expect(next.shown[0]).toEqual(row('a', 9));
    expect(waitingOf(next)).toEqual({ arrived: 0, changed: 1 });
  });

  it('lets a new row wait and a lost one stand until they are applied', () => {
    const next = withChange(withChange(start, 'd', row('d', 0), keyOf), 'b', null, keyOf);
    expect(order(next)).toBe('abc');
    expect(waitingOf(next)).toEqual({ arrived: 1, changed: 1 });
    expect(order(applied(next, keyOf, byNumber))).toBe('dac');
  });

  it('forgets a new row that went again before it was shown', () => {
    const next = withChange(withChange(start, 'd', row('d', 0), keyOf), 'd', null, keyOf);
    expect(waitingOf(next)).toEqual({ arrived: 0, changed: 0 });
  });

  it('does not show a row twice when its page comes after its signal', () => {
    const next = withPage(withChange(start, 'd', row('d', 4), keyOf), [row('c', 3), row('d', 4)], keyOf);
    expect(order(next)).toBe('abcd');
    expect(waitingOf(next)).toEqual({ arrived: 0, changed: 0 });
  });

  it('never moves, adds or drops a shown row before the person says so, whatever comes in', () => {
    const changes = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.option(fc.integer({ min: 0, max: 9 }))), { maxLength: 30 });
    fc.assert(
      fc.property(changes, (list) => {
        const end = list.reduce((rows, [id, n]) => withChange(rows, id, n === null ? null : row(id, n), keyOf), start);
        expect(order(end)).toBe('abc');
        const last = new Map<string, number | null>([['a', 1], ['b', 2], ['c', 3], ...list]);
        const expected = [...last].filter(([, n]) => n !== null).map(([id]) => id).sort().join('');
        expect([...order(applied(end, keyOf, byNumber))].sort().join('')).toBe(expected);
      }),
    );
  });
});
