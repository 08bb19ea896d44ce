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
];
