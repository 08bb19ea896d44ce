import { expect, it } from 'vitest';
import { segmentsOf } from '../../../testing/policy-arbitraries';
import type { PolicyText } from '../policy-text';
import { capacityOf, compareCapacity, demandOf, overCapacity } from './capacity';
import { costDefaults } from './cost-defaults';
import { outcomesOf } from './outcomes';

const reading = (read: 'formal' | 'none'): PolicyText<'overread'> => ({
  kind: 'overread', scope: 'all', catalogue: 1, default: { then: { read: 'none' }, because: 'x' },
  rules: [{ id: 'ct', when: { fact: 'exam.modalities', op: 'hasAny', value: ['CT'] }, then: { read }, because: 'x' }],
});
const keys = { patient: null, 'source.facility': null, requester: null, case: null };
const row = (today: string, modality: string) => ({ today, keys, facts: { 'exam.modalities': [modality], 'exam.subspecialty': 'neuro' } });

it('adds the minutes of each day and counts the days that ask for more than there are', () => {
  const segments = segmentsOf([row('2026-02-01', 'CT'), row('2026-02-01', 'CT'), row('2026-02-02', 'CT'), row('2026-02-03', 'MR')], 2);
  const draft = demandOf(outcomesOf(reading('formal'), segments), segments, costDefaults);
  expect(draft.get('neuro')?.toSorted((a, b) => a - b)).toEqual([12, 24]);
  const base = demandOf(outcomesOf(reading('none'), segments), segments, costDefaults);
  expect(compareCapacity([{ name: 'neuro', minutes: 20, from: 'rotations' }, { name: 'body', minutes: 60, from: 'readers' }], draft, base, 3)).toEqual([
    { name: 'body', minutes: 60, from: 'readers', draft: { mean: 0, peak: 0, daysOver: 0 }, base: { mean: 0, peak: 0, daysOver: 0 } },
    { name: 'neuro', minutes: 20, from: 'rotations', draft: { mean: 12, peak: 24, daysOver: 1 }, base: { mean: 0, peak: 0, daysOver: 0 } },
  ]);
});

it('a subspecialty nobody reads has no minutes, and any read of it is over', () => {
  expect(compareCapacity([], new Map([['msk', [4]]]), new Map(), 30)).toMatchObject([{ name: 'msk', minutes: 0, draft: { daysOver: 1 } }]);
  expect(overCapacity([10, 20], 2, 20).daysOver).toBe(0);
  expect(overCapacity([10, 20], 2, 19).daysOver).toBe(1);
});

it('takes planned duty where there is some, spread over what each reader reads, and a usual day where there is none', () => {
  const readers = [{ subspecialties: ['neuro', 'body'], plannedMinutes: 2800 }, { subspecialties: ['body'], plannedMinutes: 0 }, { subspecialties: ['msk'], plannedMinutes: 0 }, { subspecialties: ['msk'], plannedMinutes: 0 }];
  expect(capacityOf(readers, 28, 500, 45)).toEqual([{ name: 'body', minutes: 25, from: 'rotations' }, { name: 'msk', minutes: 90, from: 'readers' }, { name: 'neuro', minutes: 25, from: 'rotations' }]);
});
