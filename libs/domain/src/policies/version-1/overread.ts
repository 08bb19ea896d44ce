import type { PolicyText } from '../policy-text';

/** Is a local read made, by which pool, by when, and who picks? The text every installation starts with. */
export const overreadVersion1: PolicyText<'overread'> = {
  kind: 'overread',
  scope: 'all',
  catalogue: 1,
  rules: [
    {
      id: 'not-readable',
      when: {
        any: [
          { fact: 'exam.quality', op: 'eq', value: 'non-diagnostic' },
          { fact: 'exam.contentKind', op: 'in', value: ['photograph', 'video', 'document'] },
        ],
      },
      then: { read: 'none' },
      because: 'not-readable',
    },
    {
      id: 'asked-stat',
      when: { all: [{ fact: 'request.wantsRead', op: 'eq', value: true }, { fact: 'case.urgency', op: 'eq', value: 'high' }] },
      then: { read: 'formal', pick: 'none', due: '30m' },
      because: 'asked-urgent',
    },
    {
      id: 'emergency-transfer',
      when: { fact: 'case.useCase', op: 'in', value: ['U9', 'U10', 'U2'] },
      then: { read: 'formal', pick: 'none', due: '30m' },
      because: 'emergency',
    },
    {
      id: 'ed',
      when: { fact: 'patient.encounterClass', op: 'eq', value: 'emergency' },
      then: { read: 'formal', pick: 'none', due: '4h' },
      because: 'ed-patient',
    },
    {
      id: 'two-per-patient',
      when: { fact: 'request.pickedRank', op: 'known' },
      then: { read: 'formal', pick: 'clinician', due: '2d' },
      because: 'picked-by-clinician',
      quota: { per: 'patient', max: 2, window: 'calendarYear', orderBy: 'request.pickedRank' },
    },
    {
      id: 'second-opinion',
      when: {
        all: [
          { fact: 'request.purpose', op: 'eq', value: 'second-opinion' },
          { fact: 'request.pickedRank', op: 'unknown' },
          { fact: 'exam.studyDate', op: 'withinLast', value: 6, unit: 'months' },
        ],
      },
      then: { read: 'formal', pick: 'clinician', due: '2d' },
      because: 'second-opinion-recent',
    },
  ],
  default: { then: { read: 'none' }, because: 'no-read-asked' },
};
