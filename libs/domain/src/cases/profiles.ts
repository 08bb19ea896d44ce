import type { Target } from '../inbound/targets';

/** E emergency, S in the visit, H high without emergency, M medium, L low. */
export type ProfileId = 'E' | 'S' | 'H' | 'M' | 'L';

/** Instants of an exchange that have a target, counted from the opening of the case or request. Null: none is promised, or it is the end of the visit. */
export interface Profile {
  readonly title: string;
  readonly promised: Target;
  readonly firstImage: Target;
  readonly released: Target;
  readonly answered: Target | null;
  readonly decided: Target | null;
}

const minutes = (n: number): Target => ({ seconds: n * 60 });
const hours = (n: number): Target => ({ seconds: n * 3600 });
const days = (n: number): Target => ({ workingDays: n });

export const profiles: Readonly<Record<ProfileId, Profile>> = {
  E: { title: 'emergency', promised: minutes(10), firstImage: minutes(15), released: minutes(25), answered: minutes(40), decided: minutes(60) },
  S: { title: 'in the visit', promised: minutes(5), firstImage: minutes(10), released: minutes(20), answered: null, decided: null },
  H: { title: 'high, no emergency', promised: minutes(30), firstImage: hours(1), released: hours(2), answered: hours(4), decided: hours(8) },
  M: { title: 'medium', promised: days(1), firstImage: days(2), released: days(2), answered: days(5), decided: days(7) },
  L: { title: 'low', promised: days(3), firstImage: days(10), released: days(10), answered: null, decided: days(20) },
};

/** Profile S is taken by any request that has to be there before a visit ends. */
export const profileOf = (urgency: 'high' | 'medium' | 'low', emergency: boolean, inVisit: boolean): ProfileId =>
  (inVisit ? 'S' : urgency === 'high' ? (emergency ? 'E' : 'H') : urgency === 'medium' ? 'M' : 'L');
