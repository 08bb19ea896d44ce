import type { PolicyTemplate } from './template';

/** Ready texts for responsibility policies, to start a draft from. */
export const responsibilityTemplates: readonly PolicyTemplate<'responsibility'>[] = [
  {
    id: 'service-line-owns',
    title: 'Service lines do their own intake (C4)',
    rules: [
      {
        id: 'line',
        when: { all: [{ fact: 'case.serviceLine', op: 'known' }, { fact: 'work.kind', op: 'in', value: ['inbound', 'match'] }] },
        then: { owner: 'pool', pool: 'service-line-pool', escalate: ['pacs-admin', 'pacs-on-call'] },
        because: 'own-queue',
      },
    ],
    default: { then: { owner: 'pool', pool: 'pacs-admin', escalate: ['pacs-on-call'] }, because: 'house-default' },
  },
  {
    id: 'central-desk',
    title: 'One transfer centre round the clock (P12)',
    rules: [
      {
        id: 'read',
        when: { fact: 'work.kind', op: 'eq', value: 'overread' },
        then: { owner: 'pool', pool: 'subspecialty-pool', escalate: ['radiologist-on-call', 'section-lead'] },
        because: 'read',
      },
    ],
    default: { then: { owner: 'pool', pool: 'transfer-centre', escalate: ['pacs-on-call'] }, because: 'central-desk' },
  },
  {
    id: 'overload',
    title: 'Overflow pool when readers hold over two hours of work',
    rules: [
      {
        id: 'full',
        when: { all: [{ fact: 'work.kind', op: 'eq', value: 'overread' }, { fact: 'pool.hoursOfWork', op: 'gt', value: 120 }] },
        then: { owner: 'pool', pool: 'overflow-readers', escalate: ['section-lead'] },
        because: 'pool-full',
      },
    ],
    default: { then: { owner: 'pool', pool: 'subspecialty-pool', escalate: ['section-lead'] }, because: 'read-by-day' },
  },
  {
    id: 'desks-that-exist',
    title: 'The desks the house has: registration, film room, transfer centre (P5)',
    about: 'Nobody is hired for outside exams: registrations go to registration, transfers to the transfer centre, imports and releases of copies to the film room, reads to the readers of the day.',
    rules: [
      {
        id: 'registration',
        when: { fact: 'work.kind', op: 'eq', value: 'registration' },
        then: { owner: 'pool', pool: 'registration', escalate: ['pacs-admin', 'pacs-on-call'] },
        because: 'registration-desk',
        cite: 'HIMSS-SIIM considerations, existing processes: registration',
      },
      {
        id: 'reads',
        when: { fact: 'work.kind', op: 'eq', value: 'overread' },
        then: { owner: 'pool', pool: 'subspecialty-pool', escalate: ['radiologist-on-call', 'section-lead'] },
        because: 'readers-of-the-day',
      },
      {
        id: 'transfer',
        when: { all: [{ fact: 'work.kind', op: 'in', value: ['inbound', 'match', 'request-out'] }, { any: [{ fact: 'case.useCase', op: 'in', value: ['U9', 'U10', 'U27'] }, { fact: 'case.urgency', op: 'eq', value: 'high' }] }] },
        then: { owner: 'pool', pool: 'transfer-centre', escalate: ['pacs-on-call'] },
        because: 'transfer-centre',
        cite: 'HIMSS-SIIM considerations, existing processes: transition of care',
      },
      {
        id: 'imports',
        when: { fact: 'work.kind', op: 'in', value: ['inbound', 'match', 'request-in'] },
        then: { owner: 'pool', pool: 'film-room', escalate: ['pacs-admin', 'pacs-on-call'] },
        because: 'film-room',
        cite: 'HIMSS-SIIM considerations, existing processes: media import',
      },
    ],
    default: { then: { owner: 'pool', pool: 'pacs-admin', escalate: ['pacs-on-call'] }, because: 'house-default' },
  },
  {
    id: 'who-reaches-out',
    title: 'Who calls patients and facilities (P10)',
    rules: [
      {
        id: 'reach-patient',
        when: { fact: 'work.kind', op: 'eq', value: 'reach-patient' },
        then: { owner: 'pool', pool: 'clinic-liaison', escalate: ['transfer-nurse', 'section-lead'] },
        because: 'clinic-calls-patient',
      },
      {
        id: 'reach-facility-off',
        when: { all: [{ fact: 'work.kind', op: 'eq', value: 'reach-facility' }, { fact: 'duty.hours', op: 'eq', value: 'off' }] },
        then: { owner: 'pool', pool: 'transfer-nurse', escalate: ['pacs-on-call', 'section-lead'] },
        because: 'night-calls-facility',
      },
      {
        id: 'reach-facility',
        when: { fact: 'work.kind', op: 'eq', value: 'reach-facility' },
        then: { owner: 'pool', pool: 'film-room', escalate: ['clinic-liaison', 'section-lead'] },
        because: 'records-call-facility',
      },
    ],
    default: { then: { owner: 'pool', pool: 'pacs-admin', escalate: ['pacs-on-call', 'section-lead'] }, because: 'house-default' },
  },
];
