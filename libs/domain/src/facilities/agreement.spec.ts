import { describe, expect, it } from 'vitest';
import { agreementState, heldUntil, standingOf, uncovered, type AgreementTerms } from './agreement';

const TODAY = '2026-11-30';
const terms = (more: Partial<AgreementTerms> = {}): AgreementTerms => ({ kind: 'sharing', purposes: ['treatment'], signed: true, beginsOn: '2026-01-01', endsOn: null, endedOn: null, ...more });

describe('an agreement', () => {
  it('holds from its first day to its last, both included, and only when it is signed', () => {
    expect(agreementState(terms({ beginsOn: TODAY, endsOn: TODAY }), TODAY)).toBe('in-force');
    expect(agreementState(terms({ endsOn: '2026-11-29' }), TODAY)).toBe('ended');
    expect(agreementState(terms({ beginsOn: '2026-12-01' }), TODAY)).toBe('coming');
    expect(agreementState(terms({ signed: false }), TODAY)).toBe('draft');
  });
  it('that was ended before its time does not hold on the day it ended', () => {
    expect(agreementState(terms({ endedOn: TODAY }), TODAY)).toBe('ended');
    expect(agreementState(terms({ endedOn: '2026-12-01', endsOn: '2027-12-31' }), TODAY)).toBe('in-force');
  });
});

describe('what the agreements come to', () => {
  it('a follower without a gap carries on, one with a gap does not', () => {
    const first = terms({ endsOn: '2026-12-05' });
    expect(heldUntil([first, terms({ beginsOn: '2026-12-06', endsOn: '2027-12-05' })], TODAY)).toBe('2027-12-05');
    expect(heldUntil([first, terms({ beginsOn: '2026-12-07', endsOn: '2027-12-05' })], TODAY)).toBe('2026-12-05');
    expect(heldUntil([first, terms({ beginsOn: '2026-12-06', signed: false })], TODAY)).toBe('2026-12-05');
    expect(heldUntil([terms({ endsOn: '2026-11-29' })], TODAY)).toBeNull();
    expect(heldUntil([terms({ kind: 'baa' })], TODAY)).toBeNull();
  });
  it('in its last seven days it counts as ending, and for another purpose as none', () => {
    expect(standingOf([terms({ endsOn: '2026-12-06' })], TODAY)).toBe('ending');
    expect(standingOf([terms({ endsOn: '2026-12-07' })], TODAY)).toBe('in-force');
    expect(standingOf([terms()], TODAY, 'treatment')).toBe('in-force');
    expect(standingOf([terms()], TODAY, 'research')).toBe('none');
    expect(standingOf([], TODAY)).toBe('none');
  });
  it('names the purposes nothing covers; an agreement without purposes covers all', () => {
    expect(uncovered([terms()], ['treatment', 'operations'], TODAY)).toEqual(['operations']);
    expect(uncovered([terms({ purposes: [] })], ['treatment', 'operations'], TODAY)).toEqual([]);
    expect(uncovered([terms({ endsOn: '2026-11-01' })], ['treatment'], TODAY)).toEqual(['treatment']);
  });
});
