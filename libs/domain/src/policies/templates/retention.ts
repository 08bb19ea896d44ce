import type { PolicyTemplate } from './template';

/** Ready texts for retention policies, to start a draft from. */
export const retentionTemplates: readonly PolicyTemplate<'retention'>[] = [
  {
    id: 'as-local',
    title: 'Treat outside exams as local ones (P18)',
    rules: [
      {
        id: 'local',
        when: { fact: 'exam.trustClass', op: 'known' },
        then: { keep: { from: 'patient.lastVisit', n: 10, unit: 'years' } },
        because: 'treated-as-local',
        onUnknown: 'fire',
        cite: 'system policy',
      },
    ],
    default: { then: { keep: { from: 'exam.receivedAt', n: 10, unit: 'years' } }, because: 'house-floor' },
  },
  {
    id: 'short-if-retrievable',
    title: 'Thirty days when the source reliably gives it again (P19)',
    rules: [
      {
        id: 'unreliable',
        when: { not: { fact: 'source.retrievable', op: 'gte', value: 990 } },
        then: { keep: { from: 'exam.receivedAt', n: 7, unit: 'years' } },
        because: 'source-may-not-give-it-again',
        onUnknown: 'fire',
        cite: 'P19',
      },
      {
        id: 'used',
        when: { any: [{ fact: 'exam.usedInDecision', op: 'eq', value: true }, { fact: 'exam.derivedSeries', op: 'eq', value: true }] },
        then: { keep: { from: 'exam.receivedAt', n: 10, unit: 'years' } },
        because: 'used-here',
        onUnknown: 'fire',
        cite: 'P20, P21',
      },
    ],
    default: { then: { keep: { from: 'exam.receivedAt', n: 30, unit: 'days' } }, because: 'retrievable-again' },
  },
  {
    id: 'two-years-unviewed',
    title: 'Two years after arrival, one year after last view',
    rules: [
      {
        id: 'viewed',
        when: { fact: 'exam.lastViewedAt', op: 'known' },
        then: { keep: { from: 'exam.lastViewedAt', n: 1, unit: 'years' } },
        because: 'viewed-lately',
        cite: 'field practice',
      },
    ],
    default: { then: { keep: { from: 'exam.receivedAt', n: 2, unit: 'years' } }, because: 'two-years' },
  },
  {
    id: 'minors-ca',
    title: 'California: 7 years; minors majority plus one, at least 7',
    rules: [
      {
        id: 'base',
        when: { fact: 'law.jurisdiction', op: 'eq', value: 'US-CA' },
        then: { keep: { from: 'exam.studyDate', n: 7, unit: 'years' } },
        because: 'state-law',
        onUnknown: 'fire',
        cite: 'state law table',
      },
      {
        id: 'minor',
        when: {
          all: [
            { fact: 'law.jurisdiction', op: 'eq', value: 'US-CA' },
            { fact: 'patient.birthDate', op: 'youngerThan', value: 18, unit: 'years', at: 'exam.studyDate' },
          ],
        },
        then: { keep: { from: 'patient.birthDate', n: 19, unit: 'years' } },
        because: 'state-law-minor',
        onUnknown: 'fire',
        cite: 'state law table',
      },
    ],
    default: { then: { keep: { from: 'exam.receivedAt', n: 90, unit: 'days' } }, because: 'house-floor' },
  },
];
