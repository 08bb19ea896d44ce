import type { PolicyTemplate } from './template';

/** Ready texts for release policies, to start a draft from. */
export const releaseTemplates: readonly PolicyTemplate<'release'>[] = [
  {
    id: 'viewer-first',
    title: 'Viewer only; PACS when somebody asks (C3)',
    rules: [
      {
        id: 'asked',
        when: { fact: 'request.wantsRead', op: 'eq', value: true },
        then: { destinations: ['pacs'], when: 'after-check', order: 'read', visible: 'all', accession: 'new' },
        because: 'read-asked',
      },
    ],
    default: { then: { destinations: ['viewer-only'], when: 'after-check', order: 'none', visible: 'care-team', accession: 'none' }, because: 'viewer-first' },
  },
  {
    id: 'vna-all',
    title: 'Everything to the VNA, radiology also to PACS (P6)',
    rules: [
      {
        id: 'rad',
        when: { fact: 'exam.contentKind', op: 'eq', value: 'radiology' },
        then: { destinations: ['vna', 'pacs'], when: 'after-check', order: 'import', visible: 'all', accession: 'new' },
        because: 'radiology',
      },
    ],
    default: { then: { destinations: ['vna'], when: 'after-check', order: 'none', visible: 'all', accession: 'none' }, because: 'enterprise-archive' },
  },
  {
    id: 'appointment',
    title: 'Clinic exams become visible with the appointment',
    rules: [
      {
        id: 'clinic',
        when: { fact: 'case.useCase', op: 'in', value: ['U18', 'U21', 'U22'] },
        then: { destinations: ['pacs'], when: 'with-appointment', order: 'import', visible: 'care-team', accession: 'new' },
        because: 'clinic',
      },
    ],
    default: { then: { destinations: ['pacs'], when: 'after-check', order: 'import', visible: 'all', accession: 'new' }, because: 'import-to-pacs' },
  },
  {
    id: 'as-a-disc',
    title: 'By network as on a disc: imported to PACS under a new number (P5)',
    about: 'For houses that import discs today: exams go to PACS as an import order under an accession number of this house, whichever way they came, and nothing else in the house has to change.',
    rules: [
      {
        id: 'unidentified',
        when: { fact: 'patient.identified', op: 'eq', value: false },
        then: { destinations: ['viewer-only'], when: 'now', order: 'none', visible: 'requester', accession: 'none' },
        because: 'not-yet-identified',
      },
    ],
    default: { then: { destinations: ['pacs'], when: 'after-check', order: 'import', visible: 'all', accession: 'new' }, because: 'as-a-disc' },
  },
  {
    id: 'transition-of-care',
    title: 'Images travel with the patient: transfers at once, visits with the appointment (P5, P6)',
    about: 'For houses with a transition-of-care process: what belongs to a transfer is in PACS for the receiving team at once; what belongs to a visit is loaded the day before it; the rest after its check.',
    rules: [
      {
        id: 'unidentified',
        when: { fact: 'patient.identified', op: 'eq', value: false },
        then: { destinations: ['viewer-only'], when: 'now', order: 'none', visible: 'requester', accession: 'none' },
        because: 'not-yet-identified',
      },
      {
        id: 'transfer',
        when: { any: [{ fact: 'case.useCase', op: 'in', value: ['U9', 'U10', 'U27'] }, { fact: 'case.urgency', op: 'eq', value: 'high' }] },
        then: { destinations: ['pacs'], when: 'now', order: 'import', visible: 'all', accession: 'new' },
        because: 'comes-with-the-patient',
        cite: 'HIMSS-SIIM considerations, existing processes: transition of care',
      },
      {
        id: 'visit',
        when: { fact: 'case.useCase', op: 'in', value: ['U11', 'U18', 'U22'] },
        then: { destinations: ['pacs'], when: 'with-appointment', daysBefore: 1, order: 'import', visible: 'care-team', accession: 'new' },
        because: 'comes-with-the-visit',
      },
    ],
    default: { then: { destinations: ['pacs'], when: 'after-check', order: 'import', visible: 'all', accession: 'new' }, because: 'import-to-pacs' },
  },
];
