import type { PolicyText } from '../policy-text';

/** Until when must this exam be kept here? The latest date of all rules that fire holds. The text every installation starts with. */
export const retentionVersion1: PolicyText<'retention'> = {
  kind: 'retention',
  scope: 'all',
  catalogue: 1,
  rules: [
    {
      id: 'decision-used',
      when: { fact: 'exam.usedInDecision', op: 'eq', value: true },
      then: { keep: { from: 'exam.receivedAt', n: 10, unit: 'years' } },
      because: 'used-in-local-decision',
      onUnknown: 'fire',
      cite: 'white paper P20',
    },
    {
      id: 'derived',
      when: { fact: 'exam.derivedSeries', op: 'eq', value: true },
      then: { keep: { from: 'exam.receivedAt', n: 10, unit: 'years' } },
      because: 'derived-series-exists',
      onUnknown: 'fire',
      cite: 'white paper P21',
    },
    {
      id: 'minor',
      when: { fact: 'patient.birthDate', op: 'youngerThan', value: 18, unit: 'years', at: 'exam.studyDate' },
      then: { keep: { from: 'patient.birthDate', n: 30, unit: 'years' } },
      because: 'minor-longest-state-rule',
      onUnknown: 'fire',
      cite: 'law table, NC 30; one row per jurisdiction in use',
    },
    {
      id: 'mammography',
      when: { fact: 'exam.modalities', op: 'hasAny', value: ['MG'] },
      then: { keep: { from: 'exam.studyDate', n: 10, unit: 'years' } },
      because: 'mammography',
      onUnknown: 'fire',
      cite: '21 CFR 900.12(c)(4)',
    },
    {
      id: 'mammography-later',
      when: { all: [{ fact: 'exam.modalities', op: 'hasAny', value: ['MG'] }, { fact: 'patient.lastMammogram', op: 'known' }] },
      then: { keep: { from: 'patient.lastMammogram', n: 5, unit: 'years' } },
      because: 'mammography-later-visit',
      cite: '21 CFR 900.12(c)(4)',
    },
    {
      id: 'not-retrievable',
      when: { not: { fact: 'source.retrievable', op: 'gte', value: 980 } },
      then: { keep: { from: 'exam.receivedAt', n: 5, unit: 'years' } },
      because: 'source-may-not-give-it-again',
      onUnknown: 'fire',
      cite: 'white paper P19',
    },
    {
      id: 'still-viewed',
      when: { fact: 'exam.lastViewedAt', op: 'withinLast', value: 12, unit: 'months' },
      then: { keep: { from: 'exam.lastViewedAt', n: 12, unit: 'months' } },
      because: 'viewed-lately',
      cite: 'white paper P19',
    },
    {
      id: 'adopted',
      when: { fact: 'exam.trustClass', op: 'eq', value: 'adopted-local' },
      then: { keep: { from: 'patient.lastVisit', n: 10, unit: 'years' } },
      because: 'treated-as-local',
      cite: 'white paper P18',
    },
  ],
  default: { then: { keep: { from: 'exam.receivedAt', n: 90, unit: 'days' } }, because: 'house-floor' },
};
