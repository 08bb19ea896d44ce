import type { PolicyTemplate } from './template';

/** Ready texts for triage policies, to start a draft from. */
export const triageTemplates: readonly PolicyTemplate<'triage'>[] = [
  {
    id: 'no-triage',
    title: 'No triage: machine checks only (P14: no)',
    rules: [
      {
        id: 'finding',
        when: { not: { fact: 'exam.findings', op: 'isEmpty' } },
        then: { check: 'person', appropriateness: 'none', queue: 'central', checklist: 'basic', late: 'ask' },
        because: 'finding',
      },
    ],
    default: { then: { check: 'automatic', appropriateness: 'none', queue: 'service-line', checklist: 'basic', late: 'reopen' }, because: 'no-triage' },
  },
  {
    id: 'service-line',
    title: 'Each service line triages its own (P15, C4)',
    rules: [
      {
        id: 'known-line',
        when: { fact: 'case.serviceLine', op: 'known' },
        then: { check: 'person', appropriateness: 'person', queue: 'service-line', checklist: 'basic', late: 'ask' },
        because: 'own-queue',
      },
    ],
    default: { then: { check: 'person', appropriateness: 'person', queue: 'central', checklist: 'basic', late: 'ask' }, because: 'no-service-line' },
  },
  {
    id: 'old-exams',
    title: 'Exams older than five years need a reason',
    rules: [
      {
        id: 'old',
        when: { fact: 'exam.studyDate', op: 'olderThan', value: 60, unit: 'months' },
        then: { check: 'person', appropriateness: 'person', queue: 'service-line', checklist: 'basic', late: 'ask' },
        because: 'old-exam',
      },
    ],
    default: { then: { check: 'automatic', appropriateness: 'none', queue: 'service-line', checklist: 'basic', late: 'reopen' }, because: 'recent' },
  },
  {
    id: 'import-desk',
    title: 'Everything goes over the desk that imports discs (P5)',
    about: 'For houses with a scanning or disc import desk: exams that come by network are looked at by the same people, with the same list, as those that come on a disc.',
    rules: [
      {
        id: 'carried',
        when: { fact: 'source.door', op: 'in', value: ['disc', 'portal'] },
        then: { check: 'person', appropriateness: 'none', queue: 'central', checklist: 'basic', late: 'ask' },
        because: 'import-desk',
        cite: 'HIMSS-SIIM considerations, existing processes: media import',
      },
      {
        id: 'emergency',
        when: { fact: 'case.urgency', op: 'eq', value: 'high' },
        then: { check: 'automatic', appropriateness: 'none', queue: 'central', checklist: 'emergency', late: 'extend-silently' },
        because: 'emergency-first',
      },
    ],
    default: { then: { check: 'person', appropriateness: 'none', queue: 'central', checklist: 'basic', late: 'reopen' }, because: 'import-desk' },
  },
];
