/** Roles of people and of machines that call. The two letters are what grants, tokens and tests use. */
export const roles = {
  pa: 'PACS administrator',
  tr: 'triage',
  rd: 'radiologist',
  rs: 'resident',
  sl: 'section lead',
  cl: 'clinician',
  tn: 'transfer nurse',
  li: 'liaison or scheduler',
  fr: 'film-room clerk',
  rg: 'registration clerk',
  ou: 'outreach',
  ol: 'outreach lead',
  gm: 'governance member',
  gc: 'governance chair',
  rm: 'risk and records manager',
  au: 'auditor',
  sa: 'system administrator',
  pu: 'partner user',
  pt: 'patient by link',
  em: 'EMS crew',
  gw: 'gateway',
  ac: 'API client',
} as const;

export type Role = keyof typeof roles;

/** Nobody holds one of these beside another role: one sees no patient data, the other changes nothing. */
export const exclusiveRoles: readonly Role[] = ['sa', 'au'];
