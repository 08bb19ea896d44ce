import { abilities, machineRoles, roles, type AbilityName, type ConditionLetter, type Role, type Step } from '@causeway/access';
import * as z from 'zod/mini';
import { Id, ReasonText, Version, type MoveOffer } from '../common/common';
import type { PasskeyView } from './passkeys';

/** Roles a person may be given; links, devices, gateways and clients have the others. */
export const personRoles = (Object.keys(roles) as Role[]).filter((role) => !machineRoles.includes(role));
export const personStates = ['active', 'disabled'] as const;
export type PersonState = (typeof personStates)[number];

/** A role a person may hold. */
export const PersonRole = z.enum(personRoles as [Role, ...Role[]]);
const Word = z.string().check(z.trim(), z.minLength(1), z.maxLength(60));
const Name = z.string().check(z.trim(), z.minLength(2, 'A name has at least two letters.'), z.maxLength(120));

/** POST /api/v1/people/search: one search over name, user name, title, role and facility. */
export const PersonSearch = z.object({
  words: z._default(z.string().check(z.trim(), z.maxLength(120)), ''),
  role: z.optional(PersonRole),
  facility: z.optional(Id),
  state: z.optional(z.enum(personStates)),
  cursor: z.optional(z.string().check(z.maxLength(400))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 100),
});

const Rights = {
  name: Name,
  title: z.string().check(z.trim(), z.maxLength(120)),
  roles: z.array(PersonRole).check(z.minLength(1, 'Choose at least one role.'), z.maxLength(12)),
  facilities: z.array(Id).check(z.maxLength(5000)),
  serviceLines: z.array(Word).check(z.maxLength(60)),
  subspecialties: z.array(Word).check(z.maxLength(60)),
};
export const AddPerson = z.object({ username: z.string().check(z.trim(), z.regex(/^[a-z0-9][a-z0-9._-]{1,60}$/i, 'A user name has 2 to 61 letters, digits, dots, hyphens or underscores.')), ...Rights });
export const ChangePerson = z.object({ version: Version, reason: ReasonText, ...Rights });
export const AddToken = z.object({
  version: Version,
  name: Name,
  scopes: z.array(z.enum(Object.keys(abilities) as [AbilityName, ...AbilityName[]])).check(z.minLength(1, 'Choose at least one ability.')),
  days: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(3660)),
});
export const EndSession = z.object({ version: Version, session: Id, reason: ReasonText });
export const RevokeToken = z.object({ version: Version, token: Id, reason: ReasonText });
/** The new password of somebody who came in with a one-time password. */
export const ChooseNewPassword = z.object({ password: z.string().check(z.minLength(1), z.maxLength(1000)) });

/** Six digits of an app, or a recovery code. */
export const ShowCode = z.object({ code: z.string().check(z.trim(), z.minLength(6, 'A code has six digits; a recovery code four groups.'), z.maxLength(40)) });
export const EndOwnSession = z.object({ session: Id });

/** GET /api/v1/account: one's own. */
export interface AccountView {
  readonly username: string;
  readonly passwordSetAt: string | null;
  readonly sessions: readonly SessionView[];
  readonly secondFactor: { readonly since: string; readonly recoveryCodesLeft: number } | null;
  readonly passkeys: readonly PasskeyView[];
  /** Origin of the only address at which passkeys work; null when the house has none that browsers allow them at. */
  readonly passkeysAt: string | null;
}
/** POST /api/v1/account/second-factor: what an app needs, as text and as an otpauth address. Shown once. */
export interface NewSecondFactor {
  readonly secret: string;
  readonly uri: string;
}

export interface PersonRow {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly initials: string;
  readonly title: string;
  readonly roles: readonly Role[];
  /** How many; all of them when `everywhere`. */
  readonly facilities: number;
  readonly everywhere: boolean;
  readonly serviceLines: readonly string[];
  readonly state: PersonState;
  readonly lastSignIn: string | null;
  readonly openSessions: number;
  /** The password was set by somebody else and waits for its first use. */
  readonly waitsForFirstSignIn: boolean;
}
export interface PersonPage {
  readonly rows: readonly PersonRow[];
  readonly next: string | null;
  readonly total: number;
}
export interface SessionView {
  readonly id: string;
  readonly address: string;
  readonly since: string;
  readonly lastSeen: string;
  readonly ends: string;
  readonly mine: boolean;
}
export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly AbilityName[];
  readonly since: string;
  readonly ends: string;
  readonly lastUsed: string | null;
}
export interface PersonDetail {
  readonly id: string;
  readonly version: number;
  readonly state: PersonState;
  readonly username: string;
  readonly name: string;
  readonly initials: string;
  readonly title: string;
  readonly roles: readonly Role[];
  readonly facilities: readonly { readonly id: string; readonly name: string }[];
  readonly serviceLines: readonly string[];
  readonly subspecialties: readonly string[];
  readonly madeAt: string;
  readonly passwordSetAt: string | null;
  readonly oneTimeUntil: string | null;
  readonly secondFactorSince: string | null;
  readonly passkeys: readonly PasskeyView[];
  readonly sessions: readonly SessionView[];
  readonly tokens: readonly TokenView[];
  readonly self: boolean;
  readonly moves: readonly MoveOffer[];
}
/** With a secret that is shown once and kept nowhere: a one-time password or a token. */
export interface PersonWithSecret extends PersonDetail {
  readonly secret: string;
  readonly until: string;
}
/** GET /api/v1/people/roles: how many active people hold each role. Who holds what stands in the search. */
export interface RoleHolders {
  readonly roles: readonly { readonly role: Role; readonly people: number }[];
}

export const explainableKinds = ['inbound', 'match', 'overread', 'send', 'transfer', 'case', 'requestOut', 'requestIn', 'parcel', 'hold', 'disposition', 'facility', 'person'] as const;
export type ExplainableKind = (typeof explainableKinds)[number];

/** POST /api/v1/people/explain: can this person do this, to a thing that is there (`object`) or to one as described (`thing`)? */
export const AskWhy = z.object({
  personId: Id,
  ability: z.enum(Object.keys(abilities) as [AbilityName, ...AbilityName[]]),
  object: z.optional(z.object({ kind: z.enum(explainableKinds), id: Id })),
  thing: z.optional(z.object({ facilityId: z.optional(Id), serviceLine: z.optional(Word), inCareTeam: z.optional(z.boolean()), own: z.optional(z.boolean()), didEarlierStep: z.optional(z.boolean()) })),
});
export interface NamedValue {
  readonly id: string;
  readonly name: string;
}
export interface ExplanationView {
  readonly person: { readonly id: string; readonly name: string; readonly state: PersonState; readonly roles: readonly Role[] };
  readonly ability: AbilityName;
  readonly summary: string;
  readonly step: Step;
  readonly grants: readonly {
    readonly role: Role; readonly letters: string; readonly held: boolean;
    readonly checks: readonly { readonly letter: ConditionLetter | 'audience'; readonly outcome: 'held' | 'failed' | 'unasked'; readonly wanted: readonly NamedValue[]; readonly found: readonly NamedValue[] | null }[];
  }[];
  /** Roles that hold the ability at all. */
  readonly holders: readonly Role[];
  readonly asOf: string;
}
export type PersonSearch = z.infer<typeof PersonSearch>;
export type AddPerson = z.infer<typeof AddPerson>;
export type ChangePerson = z.infer<typeof ChangePerson>;
export type AddToken = z.infer<typeof AddToken>;
export type AskWhy = z.infer<typeof AskWhy>;
