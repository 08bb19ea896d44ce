import type { AbilityName, ConditionLetter } from './abilities';
import type { Principal } from './principal';
import type { Role } from './roles';

/**
 * What the rules look at on a thing, and on the moment: every guarded object carries these, whatever its kind.
 * The last two describe the session, not the row; list queries leave them out.
 */
export interface Guarded {
  readonly kind: string;
  readonly facilityIds?: readonly string[];
  readonly serviceLine?: string;
  readonly careTeam?: readonly string[];
  /** Of an exam: whom the release policy shows it to, beside those who handle it. `everyone`, or ids of people; nobody when it says nothing. */
  readonly audience?: readonly string[];
  /** Creator and present holder. */
  readonly owners?: readonly string[];
  /** People who did the earlier step that this one must not share a person with. */
  readonly earlierActors?: readonly string[];
  readonly tokenId?: string;
  /** Of an exam, its own id: what emergency access opens. */
  readonly examId?: string;
  readonly reauthenticated?: boolean;
  readonly onDuty?: boolean;
}

export type RowField = 'facilityIds' | 'serviceLine' | 'careTeam' | 'audience' | 'owners' | 'earlierActors' | 'tokenId' | 'examId';
export const sessionFields = ['reauthenticated', 'onDuty'] as const;
export type Conditions = Readonly<Record<string, { readonly $in: readonly string[] } | { readonly $nin: readonly string[] } | true>>;

/** What somebody is handed who shall see and not act. */
const SEEING: ReadonlySet<string> = new Set<AbilityName>(['exam.list', 'exam.view']);

/** In an audience: whoever else has a right to the exam. */
export const EVERYONE = 'everyone';

/** Roles an exam is shown to by the release policy: they read it or treat by it. All others handle exams, and see what they handle. */
export const SHOWN_TO: readonly Role[] = ['rd', 'rs', 'cl'];
/** What is done with an exam one is shown. */
export const BY_SIGHT: readonly AbilityName[] = ['exam.list', 'exam.view', 'exam.download', 'overread.pick', 'send.create'];

/** What the release policy asks of a role before it sees an exam, whatever the letters of its grant; null where it asks nothing. */
export function audienceOf(role: Role, who: Principal, ability: AbilityName): Conditions | null {
  if (!SHOWN_TO.includes(role) || !BY_SIGHT.includes(ability)) return null;
  return { audience: { $in: [EVERYONE, who.id, ...(who.delegators ?? []), ...(SEEING.has(ability) ? (who.seeingFor ?? []) : [])] } };
}

/** CASL conditions of one letter for this principal and ability; null when the letter asks nothing of the row or the session. */
export function conditionOf(letter: ConditionLetter, who: Principal, ability: AbilityName): Conditions | null {
  switch (letter) {
    case 'F': return { facilityIds: { $in: who.facilities } };
    case 'L': return { serviceLine: { $in: who.serviceLines } };
    case 'C': return { careTeam: { $in: [who.id, ...(who.delegators ?? []), ...(SEEING.has(ability) ? (who.seeingFor ?? []) : [])] } };
    case 'O': return { owners: { $in: [who.id] } };
    case 'S':
    case '2': return { earlierActors: { $nin: [who.id] } };
    case 'T': return { tokenId: { $in: who.tokenFor ? [who.tokenFor] : [] } };
    case 'R': return { reauthenticated: true };
    case 'D': return { onDuty: true };
    case 'V':
    case 'M':
    case 'B': return null;
  }
}
