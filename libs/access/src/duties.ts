import type { Role } from './roles';

/** Duty roles of the responsibility policy: what each is called, and the roles of people who may fill it. */
export const duties = {
  'radiologist-on-call': { name: 'Radiologist on call', roles: ['rd'] },
  'subspecialty-pool': { name: 'Subspecialty readers', roles: ['rd'] },
  'transfer-nurse': { name: 'Transfer nurse', roles: ['tn'] },
  'pacs-on-call': { name: 'PACS administrator on call', roles: ['pa'] },
  'pacs-admin': { name: 'PACS administrators', roles: ['pa'] },
  'section-lead': { name: 'Section lead', roles: ['sl'] },
  registration: { name: 'Registration desk', roles: ['rg'] },
  'film-room': { name: 'Film room', roles: ['fr'] },
  'clinic-liaison': { name: 'Clinic liaison', roles: ['li'] },
  'service-line-pool': { name: 'Service line intake', roles: ['tr', 'li'] },
  'transfer-centre': { name: 'Transfer centre', roles: ['tn'] },
  outreach: { name: 'Outreach', roles: ['ou'] },
  'outreach-lead': { name: 'Outreach lead', roles: ['ol'] },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly roles: readonly Role[] }>>;

export type DutyRole = keyof typeof duties;

/** Roles that fill a duty; a name no duty has is filled by nobody. */
export const rolesFilling = (duty: string): readonly Role[] => (duty in duties ? duties[duty as DutyRole].roles : []);
