import type { PolicyText } from '../policy-text';

/** Whose exam is this, and who must say so? The text every installation starts with. */
export const matchVersion1: PolicyText<'match'> = {
  kind: 'match',
  scope: 'all',
  catalogue: 1,
  rules: [
    { id: 'own-all', when: { fact: 'exam.isOwn', op: 'eq', value: 'all-instances' }, then: { act: 'mirror' }, because: 'already-ours' },
    {
      id: 'mixed',
      when: { any: [{ fact: 'parcel.patients', op: 'gt', value: 1 }, { fact: 'exam.findings', op: 'hasAny', value: ['other-person'] }] },
      then: { act: 'person', people: 2, mustEqual: ['family', 'given', 'birth-date'], mayOverride: 'match.override' },
      because: 'several-people',
    },
    {
      id: 'lookalike',
      when: { not: { fact: 'match.lookalike', op: 'isEmpty' } },
      then: { act: 'person', people: 2, mustEqual: ['family', 'given', 'birth-date', 'identifier'], mayOverride: 'match.override' },
      because: 'lookalike',
    },
    {
      id: 'identifier',
      when: {
        all: [
          { fact: 'match.trustedIssuer', op: 'eq', value: true },
          { fact: 'match.equal', op: 'hasAll', value: ['identifier', 'birth-date', 'sex'] },
          { fact: 'match.equal', op: 'hasAny', value: ['family'] },
          {
            all: [
              { fact: 'match.lookalike', op: 'isEmpty' },
              { fact: 'match.differs', op: 'isEmpty' },
              { fact: 'parcel.patients', op: 'eq', value: 1 },
              { not: { fact: 'exam.findings', op: 'hasAny', value: ['other-person', 'conflict'] } },
            ],
          },
        ],
      },
      then: { act: 'accept' },
      because: 'trusted-identifier-agrees',
    },
    {
      id: 'context',
      when: {
        all: [
          { fact: 'match.equal', op: 'hasAll', value: ['family', 'given', 'birth-date', 'sex'] },
          { fact: 'match.context', op: 'hasAny', value: ['open-request', 'earlier-pair', 'link'] },
          { fact: 'match.score', op: 'gte', value: 950 },
          { fact: 'match.margin', op: 'gte', value: 150 },
          {
            all: [
              { fact: 'match.lookalike', op: 'isEmpty' },
              { fact: 'match.differs', op: 'isEmpty' },
              { fact: 'parcel.patients', op: 'eq', value: 1 },
              { not: { fact: 'exam.findings', op: 'hasAny', value: ['other-person', 'conflict'] } },
            ],
          },
        ],
      },
      then: { act: 'accept' },
      because: 'demographics-and-context-agree',
    },
    { id: 'none', when: { fact: 'match.candidates', op: 'eq', value: 0 }, then: { act: 'register' }, because: 'no-candidate' },
    {
      id: 'near',
      when: {
        all: [
          { fact: 'match.equal', op: 'hasAll', value: ['birth-date', 'sex'] },
          { any: [{ fact: 'match.equal', op: 'hasAny', value: ['family'] }, { fact: 'match.close', op: 'hasAny', value: ['family'] }] },
        ],
      },
      then: { act: 'person', people: 1, mustEqual: ['birth-date', 'sex'], mayOverride: 'match.override' },
      because: 'near-match',
    },
  ],
  default: { then: { act: 'person', people: 2, mustEqual: ['family', 'birth-date'], mayOverride: 'match.override' }, because: 'match-needs-person' },
};
