import type { AppRule, Role } from '@causeway/access';
import * as z from 'zod/mini';

export const SignIn = z.object({
  username: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
  password: z.string().check(z.minLength(1), z.maxLength(1000)),
});
export type SignIn = z.infer<typeof SignIn>;

export const Reauthenticate = z.object({ password: z.string().check(z.minLength(1), z.maxLength(1000)) });
export type Reauthenticate = z.infer<typeof Reauthenticate>;

/** Answer of POST /api/v1/session while a step is missing; without one it is 204 and the session is open. */
export interface SignInStep {
  readonly next: 'second-factor' | 'new-password';
}

/** GET /api/v1/me. `rules` are the CASL rules the api enforces for this person. */
export interface Me {
  readonly person: {
    readonly id: string; readonly username: string; readonly name: string; readonly initials: string; readonly title: string;
    readonly roles: readonly Role[]; readonly facilities: readonly string[]; readonly serviceLines: readonly string[]; readonly subspecialties: readonly string[];
  };
  readonly rules: readonly AppRule[];
  readonly site: { readonly name: string; readonly zone: string };
  readonly demo: boolean;
  /** The session ends by itself after this many seconds without a request. */
  readonly idleSeconds: number;
  /** Name of the house's own provider, where this session came through it: there its person can sign as well. Else null. */
  readonly provider: string | null;
  /** Origin at which this person may sign with a passkey; null when they have none or there is no such place. */
  readonly passkeysAt: string | null;
  /** Until when acts that ask for the password again are open; null when they are not. */
  readonly reauthenticatedUntil: string | null;
  readonly now: string;
}

/** GET /api/v1/session/site, open: what the sign-in page shows. Demo people are listed only in demo mode. */
export interface SignInPage {
  readonly site: { readonly name: string; readonly zone: string };
  /** Name of the house's own provider, where people may sign in through it; else null. */
  readonly provider: string | null;
  /** Origin at which people may sign in with a passkey; null when there is none. */
  readonly passkeysAt: string | null;
  readonly demo: boolean;
  readonly demoPassword: string | null;
  readonly people: readonly { readonly username: string; readonly name: string; readonly title: string; readonly roles: readonly Role[]; readonly can: string }[];
}

/** Why signing in through the provider ended on the sign-in page again: `?problem=` there. */
export const providerProblems = ['provider-away', 'provider-refused', 'answer-unusable', 'took-too-long', 'no-account', 'no-provider', 'too-many-tries', 'another-person', 'not-asked-again'] as const;
export type ProviderProblem = (typeof providerProblems)[number];
