import { describe, expect, it } from 'vitest';
import { amountText } from './value-words';

const some = (amount: number) => ({ few: false, n: 9, amount });
describe('a number of the value ledger', () => {
  it('has its unit, and a count under five is not a number', () => {
    expect(amountText({ how: 'sum', unit: 'count' }, { few: true, n: null, amount: null })).toBe('fewer than 5');
    expect(amountText({ how: 'sum', unit: 'count' }, { few: false, n: 0, amount: null })).toBe('none');
    expect(amountText({ how: 'share', unit: 'count' }, some(125))).toBe('13 %');
    expect(amountText({ how: 'sum', unit: 'cents' }, some(123_456))).toBe('$1,235');
    expect(amountText({ how: 'median', unit: 'minutes' }, some(42))).toBe('42 min');
    expect(amountText({ how: 'sum', unit: 'minutes' }, some(600))).toBe('10 h');
    expect(amountText({ how: 'mean', unit: 'permille' }, some(900))).toBe('90 %');
  });
});
