import type { PolicyText } from '@causeway/domain';

/** Twelve rules as a committee might write them, the fifth with places for each patient. */
export const twelveRules: PolicyText<'overread'> = {
  kind: 'overread', scope: 'all', catalogue: 1,
  rules: [
    { id: 'not-readable', when: { any: [{ fact: 'exam.quality', op: 'eq', value: 'non-diagnostic' }, { fact: 'exam.contentKind', op: 'in', value: ['photograph', 'video', 'document'] }] }, then: { read: 'none' }, because: 'not-readable' },
    { id: 'asked-stat', when: { all: [{ fact: 'request.wantsRead', op: 'eq', value: true }, { fact: 'case.urgency', op: 'eq', value: 'high' }] }, then: { read: 'formal', due: '30m' }, because: 'asked-urgent' },
    { id: 'transfer', when: { fact: 'case.useCase', op: 'in', value: ['U9', 'U10', 'U2'] }, then: { read: 'formal', due: '30m' }, because: 'emergency' },
    { id: 'ed-neuro', when: { all: [{ fact: 'patient.encounterClass', op: 'eq', value: 'emergency' }, { fact: 'exam.subspecialty', op: 'in', value: ['neuro', 'emergency'] }] }, then: { read: 'formal', due: '4h' }, because: 'ed-patient' },
    {
      id: 'two-per-patient', when: { fact: 'request.pickedRank', op: 'known' }, then: { read: 'formal', pick: 'clinician', due: '2d' }, because: 'picked-by-clinician',
      quota: { per: 'patient', max: 2, window: 'calendarYear', orderBy: 'request.pickedRank' },
    },
    { id: 'recent-mr', when: { all: [{ fact: 'exam.modalities', op: 'hasAny', value: ['MR'] }, { fact: 'exam.studyDate', op: 'withinLast', value: 6, unit: 'months' }, { fact: 'exam.reportPresent', op: 'eq', value: false }] }, then: { read: 'formal', due: '2d' }, because: 'no-report' },
    { id: 'breast', when: { all: [{ fact: 'exam.modalities', op: 'hasAny', value: ['MG'] }, { not: { fact: 'exam.studyDate', op: 'olderThan', value: 24, unit: 'months' } }] }, then: { read: 'comparison', due: '2d' }, because: 'breast' },
    { id: 'large-ct', when: { all: [{ fact: 'exam.modalities', op: 'hasAny', value: ['CT'] }, { fact: 'exam.instances', op: 'gte', value: 900 }] }, then: { read: 'formal', due: '2d' }, because: 'large' },
    { id: 'children', when: { fact: 'exam.subspecialty', op: 'eq', value: 'paediatric' }, then: { read: 'formal', due: '4h' }, because: 'child' },
    { id: 'weak-source', when: { all: [{ fact: 'source.tier', op: 'eq', value: 'occasional' }, { fact: 'exam.reportPresent', op: 'eq', value: false }] }, then: { read: 'formal', due: '2d' }, because: 'source' },
    { id: 'pet', when: { fact: 'exam.modalities', op: 'hasAny', value: ['PT'] }, then: { read: 'formal', due: '2d' }, because: 'pet' },
    { id: 'second-opinion', when: { all: [{ fact: 'request.purpose', op: 'eq', value: 'second-opinion' }, { fact: 'exam.studyDate', op: 'withinLast', value: 12, unit: 'months' }] }, then: { read: 'formal', pick: 'clinician', due: '2d' }, because: 'second-opinion' },
  ],
  default: { then: { read: 'none' }, because: 'no-read-asked' },
};
