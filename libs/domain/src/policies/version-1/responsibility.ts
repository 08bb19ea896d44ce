import type { PolicyText } from '../policy-text';

/** Who does this work now, and who is next when they do not? The text every installation starts with. */
export const responsibilityVersion1: PolicyText<'responsibility'> = {
  kind: 'responsibility',
  scope: 'all',
  catalogue: 1,
  rules: [
    {
      id: 'urgent-off',
      when: {
        all: [
          { fact: 'case.urgency', op: 'eq', value: 'high' },
          { fact: 'duty.hours', op: 'eq', value: 'off' },
          { fact: 'work.kind', op: 'in', value: ['inbound', 'match', 'request-out', 'transfer'] },
        ],
      },
      then: { owner: 'pool', pool: 'transfer-nurse', escalate: ['pacs-on-call', 'section-lead'] },
      because: 'urgent-at-night',
    },
    {
      id: 'read-off',
      when: { all: [{ fact: 'work.kind', op: 'eq', value: 'overread' }, { fact: 'duty.hours', op: 'eq', value: 'off' }] },
      then: { owner: 'pool', pool: 'radiologist-on-call', escalate: ['section-lead'] },
      because: 'read-at-night',
    },
    {
      id: 'read',
      when: { fact: 'work.kind', op: 'eq', value: 'overread' },
      then: { owner: 'pool', pool: 'subspecialty-pool', escalate: ['section-lead'] },
      because: 'read-by-day',
    },
    {
      id: 'registration',
      when: { fact: 'work.kind', op: 'eq', value: 'registration' },
      then: { owner: 'pool', pool: 'registration', escalate: ['transfer-nurse', 'pacs-on-call'] },
      because: 'registration-desk',
    },
    {
      id: 'request-in',
      when: { fact: 'work.kind', op: 'eq', value: 'request-in' },
      then: { owner: 'pool', pool: 'film-room', escalate: ['pacs-on-call'] },
      because: 'records-desk',
    },
    {
      id: 'clinic-request',
      when: { all: [{ fact: 'work.kind', op: 'eq', value: 'request-out' }, { fact: 'duty.hours', op: 'eq', value: 'business' }] },
      then: { owner: 'pool', pool: 'clinic-liaison', escalate: ['section-lead'] },
      because: 'clinic-asks',
    },
    {
      id: 'outreach',
      when: { fact: 'work.kind', op: 'eq', value: 'outreach' },
      then: { owner: 'pool', pool: 'outreach', escalate: ['outreach-lead'] },
      because: 'relations',
    },
    {
      id: 'fault-off',
      when: { all: [{ fact: 'work.kind', op: 'eq', value: 'transfer' }, { fact: 'duty.hours', op: 'eq', value: 'off' }] },
      then: { owner: 'pool', pool: 'pacs-on-call', escalate: ['section-lead'] },
      because: 'fault-at-night',
    },
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
};
