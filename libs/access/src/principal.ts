import type { AbilityName } from './abilities';
import type { Role } from './roles';

/** Whoever acts: a person signed in, or a client with a token. Everything a rule may look at. */
export interface Principal {
  readonly kind: 'person' | 'client';
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Ids of facilities whose things they work on; for a partner user only their own. */
  readonly facilities: readonly string[];
  readonly serviceLines: readonly string[];
  /** People who handed them their duties: their patients are also this person's. */
  readonly delegators?: readonly string[];
  /** People whose patients' exams they see, without acting for them. */
  readonly seeingFor?: readonly string[];
  /** Exams that emergency access has opened to them for now. */
  readonly opened?: readonly string[];
  /** For clients: the verbs their token names. */
  readonly scopes?: readonly AbilityName[];
  /** For clients: the person who stands behind the token. Without one a client may do nothing. */
  readonly behind?: Principal;
  /** For tokens that open one thing: its id. */
  readonly tokenFor?: string;
}
