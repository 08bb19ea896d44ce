import { describe, expect, it } from 'vitest';
import { channelStanding } from './channels';
import { goalStanding, measureIds, measures } from './measures';
import { vendorScore, type VendorFacts } from './vendor-score';

const FACTS: VendorFacts = { commitments: { kept: 3, broken: 1, late: 0, promised: 2 }, connections: { all: 4, standard: 3 }, transfers: { ended: 100, failed: 4 }, tests: { run: 50, failed: 5 } };
const points = (facts: Partial<VendorFacts>) => vendorScore({ ...FACTS, ...facts });

describe('a goal', () => {
  it('is met at its target, in the direction in which its measure is better', () => {
    const share = { measure: 'straight-through', target: 800, byOn: '2027-01-31' } as const;
    expect([799, 800, 950].map((v) => goalStanding(share, v, '2026-12-01'))).toEqual(['open', 'met', 'met']);
    expect([241, 240, 10].map((v) => goalStanding({ measure: 'hours-to-release', target: 240, byOn: null }, v, '2026-12-01'))).toEqual(['open', 'met', 'met']);
  });
  it('is missed after its day, not on it, and a figure nobody knows reaches nothing', () => {
    const goal = { measure: 'partners-live', target: 12, byOn: '2026-12-31' } as const;
    expect(goalStanding(goal, 11, '2026-12-31')).toBe('open');
    expect(goalStanding(goal, 11, '2027-01-01')).toBe('missed');
    expect(goalStanding(goal, 12, '2027-01-01')).toBe('met');
    expect(goalStanding(goal, null, '2026-12-31')).toBe('not-known');
    expect(goalStanding(goal, null, '2027-01-01')).toBe('missed');
  });
  it('has a measure that says what is counted', () => {
    expect(measureIds.length).toBeGreaterThan(6);
    for (const id of measureIds) expect(measures[id].says.length).toBeGreaterThan(30);
  });
});

describe('the score of a vendor', () => {
  it('is the sum of its parts, each of which says what it counts', () => {
    const score = points({});
    expect(score.parts.map((p) => [p.part, p.points, p.of])).toEqual([['commitments', 26, 35], ['standards', 19, 25], ['transfers', 24, 25], ['tests', 14, 15]]);
    expect([score.points, score.known]).toEqual([83, 100]);
  });
  it('counts a late commitment like a broken one, and one that is not due not at all', () => {
    expect(points({ commitments: { kept: 3, broken: 0, late: 1, promised: 9 } }).points).toBe(83);
    expect(points({ commitments: { kept: 3, broken: 0, late: 0, promised: 9 } }).parts[0]?.points).toBe(35);
  });
  it('leaves out what too little is known of, and says nothing when that is most', () => {
    const few = points({ transfers: { ended: 4, failed: 4 }, tests: { run: 0, failed: 0 } });
    expect(few.parts.map((p) => p.points)).toEqual([26, 19, null, null]);
    expect([few.points, few.known]).toEqual([75, 60]);
    expect(points({ commitments: { kept: 0, broken: 0, late: 0, promised: 5 }, transfers: { ended: 0, failed: 0 } })).toMatchObject({ points: null, known: 40 });
  });
});

describe('a channel beside the exchange', () => {
  const of = (secure: boolean, replaceBy: string | null, endedOn: string | null = null) => channelStanding({ secure, replaceBy, endedOn }, '2026-12-01');
  it('needs a day by which it is replaced when it is not secure', () => {
    expect([of(true, null), of(false, null), of(false, '2026-12-01'), of(false, '2026-11-30'), of(false, '2026-11-30', '2026-11-29')]).toEqual(['fine', 'no-plan', 'planned', 'late', 'replaced']);
  });
});
