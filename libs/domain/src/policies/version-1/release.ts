import type { PolicyText } from '../policy-text';

/** Where does it go, when is it visible, and which order is made? The text every installation starts with. */
export const releaseVersion1: PolicyText<'release'> = {
  kind: 'release',
  scope: 'all',
  catalogue: 1,
  rules: [
    {
      id: 'unidentified',
      when: { fact: 'patient.identified', op: 'eq', value: false },
      then: { destinations: ['viewer-only'], when: 'now', order: 'none', visible: 'requester', accession: 'none' },
      because: 'not-yet-identified',
    },
    {
      id: 'restricted',
      when: { fact: 'patient.flags', op: 'hasAny', value: ['restricted', 'part2', 'donor', 'recipient'] },
      then: { destinations: ['pacs'], when: 'after-check', order: 'import', visible: 'care-team', accession: 'new' },
      because: 'restricted-patient',
    },
    {
      id: 'photo',
      when: { fact: 'exam.contentKind', op: 'in', value: ['photograph', 'video', 'document'] },
      then: { destinations: ['vna'], when: 'after-check', order: 'none', visible: 'care-team', accession: 'none' },
      because: 'not-a-radiology-exam',
    },
    {
      id: 'emergency',
      when: { fact: 'case.urgency', op: 'eq', value: 'high' },
      then: { destinations: ['pacs'], when: 'now', order: 'import', visible: 'all', accession: 'new' },
      because: 'emergency-first',
    },
    {
      id: 'has-order',
      when: { fact: 'order.match', op: 'eq', value: 'exact' },
      then: { destinations: ['pacs'], when: 'after-check', order: 'none', visible: 'all', accession: 'keep-qualified' },
      because: 'order-exists',
    },
  ],
  default: { then: { destinations: ['pacs'], when: 'after-check', order: 'import', visible: 'all', accession: 'new' }, because: 'import-to-pacs' },
};
