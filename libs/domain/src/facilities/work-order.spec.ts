import { expect, it } from 'vitest';
import { compareWork, workReason, type Workable } from './work-order';

const TODAY = '2026-12-01';
const partner = (name: string, tier: string, nextStepOn: string | null, more: Partial<Workable> = {}): Workable => ({ name, tier, nextStepOn, state: 'connecting', hasNextStep: nextStepOn !== null, stale: false, ...more });

it('says what is to be done by the next step, and that a live partner without one needs nobody', () => {
  const reason = (f: Workable) => workReason(f, TODAY);
  expect(reason(partner('a', 'regular', '2026-11-30'))).toBe('overdue');
  expect([reason(partner('a', 'regular', TODAY)), reason(partner('a', 'regular', '2026-12-08')), reason(partner('a', 'regular', '2026-12-09'))]).toEqual(['due', 'due', 'planned']);
  expect(reason(partner('a', 'regular', null, { stale: true }))).toBe('stale');
  expect([reason(partner('a', 'regular', null, { hasNextStep: true })), reason(partner('a', 'regular', null)), reason(partner('a', 'regular', null, { state: 'live' }))]).toEqual(['no-day', 'no-step', 'nothing-due']);
});

it('brings partners that matter most first, among them what is due first, and those that need nobody last', () => {
  const all = [
    partner('rests', 'strategic', null, { state: 'live' }), partner('late', 'regular', '2026-11-01'), partner('far', 'strategic', '2027-02-01'), partner('near', 'strategic', '2026-12-02'), partner('lost', 'strategic', null, { stale: true }),
    partner('overdue', 'strategic', '2026-11-20'), partner('unrated', 'unknown', '2026-10-01'), partner('odd', 'somebody-typed', '2026-10-01'),
  ];
  expect(all.sort((a, b) => compareWork(a, b, TODAY)).map((f) => f.name)).toEqual(['overdue', 'lost', 'near', 'far', 'late', 'unrated', 'odd', 'rests']);
});
