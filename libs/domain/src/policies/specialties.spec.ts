import { expect, it } from 'vitest';
import type { PolicyText } from './policy-text';
import { imagingSpecialties, specialtiesTouched } from './specialties';
import { version1 } from './version-1';

it('finds the specialties a proposal touches in its scope, conditions and answers', () => {
  expect(specialtiesTouched(version1.overread as PolicyText)).toEqual(['radiology', 'emergency']);
  expect(specialtiesTouched({ ...version1.match, rules: [] } as PolicyText)).toEqual([]);
  expect(specialtiesTouched({
    kind: 'triage', scope: 'cardiology', catalogue: 1, default: { then: { check: 'none', appropriateness: 'none', queue: 'oncology', checklist: 'basic', late: 'ask' }, because: 'x' },
    rules: [{ id: 'a', when: { any: [{ fact: 'exam.subspecialty', op: 'in', value: ['neuro', 'emergency'] }, { fact: 'exam.modalities', op: 'hasAny', value: ['MG'] }] }, then: { check: 'none', appropriateness: 'none', queue: 'central', checklist: 'basic', late: 'ask' }, because: 'x' }],
  } as PolicyText)).toEqual(imagingSpecialties.filter((s) => ['neurology', 'oncology', 'breast', 'cardiology', 'trauma'].includes(s)));
});
