import type { ConditionLetter } from './abilities';

/** What each letter asks, in the words of the specification (domain.md section 6). */
export const conditionWords: Readonly<Record<ConditionLetter, string>> = {
  2: 'counts as one of two people',
  F: 'facility in the person\'s facilities (partner: own facility only, as source or recipient)',
  L: 'service line in the person\'s service lines',
  C: 'in the care team of this patient, the requester or a delegate',
  O: 'own: created by them, or holder of the lease',
  T: 'only the thing named in the token (link, incident, device, client grant)',
  S: 'not the person who did the earlier step (separation of duties)',
  R: 're-authenticated in the last 60 s',
  D: 'on duty now, or a reason is recorded',
  B: 'also by break-glass',
  M: 'masked: no patient data shown',
  V: 'token scopes name the verb',
};

/** What the release policy asks besides, of those who read or treat by an exam. */
export const audienceWords = 'shown to them by the release policy: to everyone with a right to it, its care team, or who asked for it';

/** Letters of a grant in the order of the specification's table. */
export const lettersOf = (grant: string): ConditionLetter[] => [...grant] as ConditionLetter[];
