import { describe, expect, it } from 'vitest';
import { actText, amountText, figureText, heightOf, orderText, ownedText, targetText } from './programme-words';

const of = (value: number) => ({ n: 9, few: false, value });
const few = { n: null, few: true, value: null };
const none = { n: 0, few: false, value: null };

describe('a figure of the programme', () => {
  it('has its unit, and fewer than five are not a number', () => {
    expect([amountText('permille', 800), amountText('permille', 667), amountText('count', 12_000)]).toEqual(['80 %', '66.7 %', '12,000']);
    expect([amountText('minutes', 119), amountText('minutes', 150), amountText('minutes', 4320)]).toEqual(['119 min', '2.5 h', '3.0 days']);
    expect([figureText('permille', few), figureText('permille', none), figureText('permille', of(0))]).toEqual(['fewer than 5', 'none', '0 %']);
  });
  it('is wanted in the direction in which its measure is better', () => {
    expect([targetText('straight-through', 800), targetText('hours-to-release', 120)]).toEqual(['at least 80 %', 'at most 2.0 h']);
  });
  it('stands as a bar against the highest month', () => {
    const months = [of(50), of(200), none, few];
    expect(months.map((f) => heightOf(months, f))).toEqual([25, 100, 0, 6]);
    expect(heightOf([few], few)).toBe(6);
  });
});

it('says in words what was done, why a partner stands where it stands, and who owns something', () => {
  expect([actText('match.accept'), actText('inbound.some-new-act')]).toEqual(['Patient confirmed', 'inbound: some new act']);
  expect(orderText('Strategic', 'overdue', '2026-11-20')).toMatch(/^Strategic; the step is overdue, /);
  expect([ownedText(null), ownedText({ part: 'radiology-it', person: 'Mara' })]).toEqual(['Nobody owns it yet', 'Owned by Mara, Radiology IT']);
});
