import * as z from 'zod/mini';
import { Id, Instant, Version, type PersonRef } from '../common/common';

export const delegationScopes = ['everything', 'seeing'] as const;
export type DelegationScope = (typeof delegationScopes)[number];
export const LONGEST_DELEGATION_DAYS = 90;

/** POST /api/v1/account/delegations: a colleague acts for the caller's patients, within their own roles. */
export const Delegate = z.object({
  receiverId: Id,
  from: Instant,
  until: Instant,
  scope: z.enum(delegationScopes),
  note: z._default(z.string().check(z.trim(), z.maxLength(200)), ''),
});
export const EndDelegation = z.object({ version: Version });

export interface DelegationView {
  readonly id: string;
  readonly version: number;
  readonly giver: PersonRef;
  readonly receiver: PersonRef;
  readonly from: string;
  readonly until: string;
  readonly scope: DelegationScope;
  readonly note: string;
  readonly state: 'to-come' | 'on' | 'over';
}
/** `colleagues`: who may be chosen; empty for somebody whose roles know no patients of their own. */
export interface DelegationsView {
  readonly given: readonly DelegationView[];
  readonly received: readonly DelegationView[];
  readonly colleagues: readonly PersonRef[];
}
