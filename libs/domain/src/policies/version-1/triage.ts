import type { PolicyText } from '../policy-text';

/** Does somebody look before release, who, and what do late images do? The text every installation starts with. */
export const triageVersion1: PolicyText<'triage'> = {
  kind: 'triage',
  scope: 'all',
  catalogue: 1,
  rules: [
    {
      id: 'restricted',
      when: { fact: 'patient.flags', op: 'hasAny', value: ['restricted', 'part2', 'donor', 'recipient'] },
      then: { check: 'person', appropriateness: 'person', queue: 'central', checklist: 'restricted', late: 'ask' },
      because: 'restricted-patient',
    },
    {
      id: 'emergency',
      when: { all: [{ fact: 'case.urgency', op: 'eq', value: 'high' }, { fact: 'exam.findings', op: 'isEmpty' }] },
      then: { check: 'automatic', appropriateness: 'none', queue: 'service-line', checklist: 'emergency', late: 'reopen' },
      because: 'emergency-first',
    },
    {
      id: 'not-allowed',
      when: { all: [{ fact: 'case.contentAllowed', op: 'hasNone', value: ['other'] }, { fact: 'exam.contentKind', op: 'eq', value: 'other' }] },
      then: { check: 'person', appropriateness: 'person', queue: 'central', checklist: 'basic', late: 'ask' },
      because: 'content-not-in-template',
    },
    {
      id: 'partial',
      when: { fact: 'exam.completeness', op: 'eq', value: 'partial' },
      then: { check: 'person', appropriateness: 'none', queue: 'central', checklist: 'basic', late: 'extend-silently' },
      because: 'images-missing',
    },
    {
      id: 'live-partner',
      when: {
        all: [
          { fact: 'source.status', op: 'eq', value: 'live' },
          { fact: 'source.tier', op: 'eq', value: 'strategic' },
          { fact: 'exam.findings', op: 'isEmpty' },
          { fact: 'exam.completeness', op: 'eq', value: 'complete' },
        ],
      },
      then: { check: 'automatic', appropriateness: 'none', queue: 'service-line', checklist: 'basic', late: 'reopen' },
      because: 'trusted-partner',
    },
  ],
  default: { then: { check: 'person', appropriateness: 'none', queue: 'central', checklist: 'basic', late: 'reopen' }, because: 'basic-check' },
};
