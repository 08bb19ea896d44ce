import type { PolicyText } from '../policy-text';

/** May this exam be sent on to this recipient for this purpose? The text every installation starts with. */
export const redisclosureVersion1: PolicyText<'redisclosure'> = {
  kind: 'redisclosure',
  scope: 'all',
  catalogue: 1,
  rules: [
    {
      id: 'unidentified',
      when: { fact: 'patient.identified', op: 'eq', value: false },
      then: { act: 'refuse', attachTerms: false, exception: 'privacy' },
      because: 'patient-not-confirmed',
    },
    {
      id: 'part2',
      when: {
        all: [{ fact: 'patient.flags', op: 'hasAny', value: ['part2', 'restricted'] }, { not: { fact: 'consent.status', op: 'eq', value: 'given' } }],
      },
      then: { act: 'refuse', attachTerms: true, exception: 'privacy' },
      because: 'consent-needed',
      onUnknown: 'fire',
    },
    {
      id: 'patient-access',
      when: { all: [{ fact: 'disclosure.purpose', op: 'eq', value: 'patient-access' }, { fact: 'recipient.kind', op: 'in', value: ['patient', 'proxy'] }] },
      then: { act: 'allow', attachTerms: false, exception: 'none' },
      because: 'patient-access',
    },
    {
      id: 'court',
      when: { fact: 'recipient.kind', op: 'eq', value: 'court' },
      then: { act: 'ask', attachTerms: true, exception: 'none' },
      because: 'legal-review',
    },
    {
      id: 'adopted',
      when: { all: [{ fact: 'exam.trustClass', op: 'eq', value: 'adopted-local' }, { fact: 'disclosure.purpose', op: 'eq', value: 'treatment' }] },
      then: { act: 'allow', attachTerms: true, exception: 'none' },
      because: 'treated-as-local',
    },
    {
      id: 'source-forbids',
      when: { fact: 'source.reDisclosureTerms', op: 'eq', value: 'forbidden' },
      then: { act: 'ask', attachTerms: true, exception: 'none' },
      because: 'source-terms',
    },
    {
      id: 'treatment',
      when: {
        all: [
          { fact: 'disclosure.purpose', op: 'eq', value: 'treatment' },
          { fact: 'source.reDisclosureTerms', op: 'in', value: ['allowed'] },
          { fact: 'recipient.agreement', op: 'eq', value: 'in-force' },
          { fact: 'recipient.named', op: 'eq', value: true },
        ],
      },
      then: { act: 'allow', attachTerms: true, exception: 'none' },
      because: 'treatment-covered',
    },
  ],
  default: { then: { act: 'ask', attachTerms: true, exception: 'none' }, because: 'not-covered' },
};
