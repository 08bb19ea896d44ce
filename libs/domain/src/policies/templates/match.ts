import type { PolicyTemplate } from './template';

/** Ready texts for match policies, to start a draft from. */
export const matchTemplates: readonly PolicyTemplate<'match'>[] = [
  {
    id: 'every-exam-by-person',
    title: 'A person confirms every exam',
    rules: [],
    default: { then: { act: 'person', people: 1, mustEqual: ['family', 'birth-date', 'sex'], mayOverride: 'match.override' }, because: 'always-person' },
  },
  {
    id: 'identifier-only',
    title: 'Only a trusted identifier with birth date matches by itself (P1)',
    rules: [
      {
        id: 'identifier',
        when: {
          all: [
            { fact: 'match.trustedIssuer', op: 'eq', value: true },
            { fact: 'match.equal', op: 'hasAll', value: ['identifier', 'birth-date'] },
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
    ],
    default: { then: { act: 'person', people: 1, mustEqual: ['birth-date'], mayOverride: 'match.override' }, because: 'match-needs-person' },
  },
  {
    id: 'spelling',
    title: 'Other spelling of the last name: one person may override (P3)',
    rules: [
      {
        id: 'spelling',
        when: {
          all: [
            { fact: 'match.close', op: 'hasAny', value: ['family'] },
            { fact: 'match.equal', op: 'hasAll', value: ['given', 'birth-date', 'sex'] },
            { fact: 'match.lookalike', op: 'isEmpty' },
          ],
        },
        then: { act: 'person', people: 1, mustEqual: ['birth-date', 'sex'], mayOverride: 'match.override' },
        because: 'name-variant',
      },
    ],
    default: { then: { act: 'person', people: 2, mustEqual: ['family', 'birth-date'], mayOverride: 'match.override' }, because: 'match-needs-person' },
  },
  {
    id: 'registration-desk',
    title: 'Who is not found goes to the registration desk that exists (P5)',
    about: 'For houses whose registration desk makes every record: an exam that fits nobody is asked for there by message, as for any visitor. What fits is confirmed by a person, as a walk-in would be.',
    rules: [
      {
        id: 'nobody',
        when: { fact: 'match.candidates', op: 'eq', value: 0 },
        then: { act: 'register' },
        because: 'registered-by-the-desk',
        cite: 'HIMSS-SIIM considerations, existing processes: registration',
      },
    ],
    default: { then: { act: 'person', people: 1, mustEqual: ['family', 'birth-date', 'sex'], mayOverride: 'match.override' }, because: 'desk-confirms' },
  },
];
