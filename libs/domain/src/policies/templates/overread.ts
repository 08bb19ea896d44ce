import type { PolicyTemplate } from './template';

/** Ready texts for overread policies, to start a draft from. */
export const overreadTemplates: readonly PolicyTemplate<'overread'>[] = [
  {
    id: 'every-exam',
    title: 'Read every outside exam (P26)',
    rules: [
      {
        id: 'not-readable',
        when: { fact: 'exam.contentKind', op: 'in', value: ['photograph', 'video', 'document'] },
        then: { read: 'none' },
        because: 'not-readable',
      },
    ],
    default: { then: { read: 'formal', pick: 'none', due: '2d' }, because: 'every-exam' },
  },
  { id: 'none', title: 'Read none (P27)', rules: [], default: { then: { read: 'none' }, because: 'policy-reads-none' } },
  {
    id: 'all-ed',
    title: 'Read all ED exams (P28)',
    rules: [
      {
        id: 'ed',
        when: { any: [{ fact: 'patient.encounterClass', op: 'eq', value: 'emergency' }, { fact: 'case.useCase', op: 'in', value: ['U2', 'U9', 'U10'] }] },
        then: { read: 'formal', pick: 'none', due: '30m' },
        because: 'ed-patient',
      },
    ],
    default: { then: { read: 'none' }, because: 'not-ed' },
  },
  {
    id: 'two-picked',
    title: 'At most two per outside patient, picked by a clinician (P29)',
    rules: [
      {
        id: 'two',
        when: { fact: 'request.pickedRank', op: 'known' },
        then: { read: 'formal', pick: 'clinician', due: '2d' },
        because: 'picked-by-clinician',
        quota: { per: 'patient', max: 2, window: 'ever', orderBy: 'request.pickedRank' },
      },
    ],
    default: { then: { read: 'none' }, because: 'not-picked' },
  },
  {
    id: 'generalist-subspecialty',
    title: 'Neuro, breast and body exams read by a generalist (P25, V8)',
    rules: [
      {
        id: 'sub',
        when: {
          all: [
            { fact: 'source.readerKind', op: 'in', value: ['generalist', 'unread'] },
            { fact: 'exam.subspecialty', op: 'in', value: ['neuro', 'breast', 'body'] },
          ],
        },
        then: { read: 'formal', pick: 'none', due: '2d' },
        because: 'subspecialty-needed',
      },
      {
        id: 'poor-record',
        when: { fact: 'source.discrepancyRate', op: 'gte', value: 150 },
        then: { read: 'formal', pick: 'none', due: '2d' },
        because: 'source-disagrees-often',
      },
    ],
    default: { then: { read: 'none' }, because: 'no-read-asked' },
  },
];
