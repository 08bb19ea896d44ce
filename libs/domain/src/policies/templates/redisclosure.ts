import type { PolicyTemplate } from './template';

/** Ready texts for redisclosure policies, to start a draft from. */
export const redisclosureTemplates: readonly PolicyTemplate<'redisclosure'>[] = [
  {
    id: 'own-only',
    title: 'Send on only what we made or adopted',
    rules: [
      {
        id: 'own',
        when: { fact: 'exam.trustClass', op: 'eq', value: 'adopted-local' },
        then: { act: 'allow', attachTerms: true, exception: 'none' },
        because: 'treated-as-local',
      },
      {
        id: 'patient',
        when: { fact: 'recipient.kind', op: 'in', value: ['patient', 'proxy'] },
        then: { act: 'allow', attachTerms: false, exception: 'none' },
        because: 'patient-access',
      },
    ],
    default: { then: { act: 'ask', attachTerms: true, exception: 'none' }, because: 'ask-source-first' },
  },
  {
    id: 'treatment-open',
    title: 'Treatment always, the rest asks',
    rules: [
      {
        id: 'treatment',
        when: { fact: 'disclosure.purpose', op: 'eq', value: 'treatment' },
        then: { act: 'allow', attachTerms: true, exception: 'none' },
        because: 'treatment',
      },
    ],
    default: { then: { act: 'ask', attachTerms: true, exception: 'none' }, because: 'not-treatment' },
  },
  {
    id: 'used-here',
    title: 'Only exams a local decision used',
    rules: [
      {
        id: 'used',
        when: { any: [{ fact: 'exam.usedInDecision', op: 'eq', value: true }, { fact: 'exam.derivedSeries', op: 'eq', value: true }] },
        then: { act: 'allow', attachTerms: true, exception: 'none' },
        because: 'part-of-our-record',
      },
    ],
    default: { then: { act: 'ask', attachTerms: true, exception: 'none' }, because: 'not-used-here' },
  },
];
