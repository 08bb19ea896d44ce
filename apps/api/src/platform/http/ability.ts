import type { AbilityName, Guarded } from '@causeway/access';
import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const ABILITY = 'causeway:ability';

export type RouteRule = { readonly ability: readonly AbilityName[] } | { readonly open: true } | { readonly signedIn: true };

/**
 * The ability a route needs. The guard asks whether this person could ever have it; the service asks again for the thing itself.
 * With several names, one of them is enough to come in.
 */
export const Needs = (...ability: AbilityName[]): CustomDecorator => SetMetadata(ABILITY, { ability } satisfies RouteRule);
/** For anyone, signed in or not: sign-in page, health. */
export const Open = (): CustomDecorator => SetMetadata(ABILITY, { open: true } satisfies RouteRule);
/** For everyone signed in: what is theirs alone (own session, own notices). */
export const SignedIn = (): CustomDecorator => SetMetadata(ABILITY, { signedIn: true } satisfies RouteRule);

export type ThingFor<K extends string> = Guarded & { readonly kind: K };
