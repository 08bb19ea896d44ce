import { expect, it } from 'vitest';
import { playbookFor, playbookStages, standardPlaybooks, tasksOf, type Playbook } from './playbook';

const own: Playbook = { stage: 'testing', kind: 'clinic', steps: [{ words: 'Visit them', days: 3, holder: 'outreach' }] };

it('comes with one for every stage in which there is something to do', () => expect(standardPlaybooks.map((p) => p.stage)).toEqual([...playbookStages]));

it('takes the one of the facility’s kind before the general one, and an own one before that which comes with the product', () => {
  expect(playbookFor([own], 'testing', 'clinic')).toBe(own);
  expect(playbookFor([own], 'testing', 'hospital')?.kind).toBeNull();
  const general: Playbook = { stage: 'testing', kind: null, steps: [] };
  expect(playbookFor([own, general], 'testing', 'hospital')).toBe(general);
  expect(playbookFor([own], 'retired', 'clinic')).toBeNull();
});

it('reckons due days over the end of a month, and leaves out what is open already', () => {
  expect(tasksOf(own, '2026-02-27', [])).toEqual([{ words: 'Visit them', dueOn: '2026-03-02', holder: 'outreach' }]);
  expect(tasksOf(own, '2026-02-27', ['Visit them'])).toEqual([]);
});
