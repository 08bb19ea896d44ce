import { serviceLines, type ArbitrationState, type PolicyKind } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, Instant, type MoveOffer, type PersonRef, ReasonText, Version } from '../common/common';

/** Longest a kind stays with a service line before the house hands it over anew. */
export const LONGEST_MANDATE_DAYS = 730;
/** Longest an arbiter is given. */
export const LONGEST_ARBITRATION_DAYS = 60;

/** POST /api/v1/committees/:id/mandates: the committee of a service line may adopt policies of these kinds for its line, until a day. */
export const GiveMandate = z.object({
  kinds: z.array(z.enum(['match', 'triage', 'release', 'overread', 'retention', 'redisclosure', 'responsibility'])).check(z.minLength(1)),
  until: Instant,
  reason: ReasonText,
});
export const EndMandate = z.object({ reason: ReasonText });

export interface MandateView {
  readonly id: string; readonly kind: PolicyKind; readonly scope: string; readonly committee: string; readonly givenBy: string; readonly reason: string; readonly from: string; readonly until: string;
  readonly ended: { readonly at: string; readonly by: string; readonly reason: string } | null;
  readonly state: 'on' | 'over';
}

/** POST /api/v1/policies/:id/arbitrations: a dispute of two committees goes to a person, or to a third committee whose officers rule. */
export const ReferDispute = z.object({
  version: Version,
  disputeId: Id,
  otherCommitteeId: Id,
  arbiter: z.union([z.object({ personId: Id }), z.object({ committeeId: Id })]),
  question: ReasonText,
  dueAt: Instant,
});
export const rulings = ['adopt', 'change', 'withdraw'] as const;
export type Ruling = (typeof rulings)[number];
export const RuleOnDispute = z.object({ version: Version, ruling: z.enum(rulings), reason: ReasonText });

export interface ArbitrationView {
  readonly id: string; readonly version: number; readonly state: ArbitrationState; readonly stateSince: string;
  readonly committees: readonly [string, string];
  readonly dispute: { readonly id: string; readonly person: string; readonly text: string };
  readonly arbiter: string; readonly question: string; readonly referredBy: string; readonly at: string; readonly dueAt: string;
  readonly ruling: Ruling | null; readonly reason: string | null; readonly ruledBy: string | null;
  readonly moves: readonly MoveOffer[];
}
/** Disputes of a proposal before an arbiter, the newest first; whom it may be referred to, for who may refer. */
export interface ArbitrationsOf {
  readonly items: readonly ArbitrationView[];
  readonly committees: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly PersonRef[];
}

/** GET /api/v1/policies/lines/:line: which version of each kind decides for a service line, and who is asked to do what. */
export const lineNames: readonly string[] = serviceLines;
export interface LinePolicyRow {
  readonly kind: PolicyKind; readonly policyId: string; readonly scope: string; readonly number: number; readonly inForceAt: string;
  /** Committee that votes on a version of this line now, and until when where the house has handed it over. */
  readonly committee: string | null; readonly mandateUntil: string | null;
  /** What stays of the house's rules when the line has its own: all its layers, its answer as a floor, or nothing. */
  readonly floor: 'layers' | 'answer' | 'none';
}
/** One kind of work: who is responsible, accountable, consulted and informed by the policy in force. Duty roles. */
export interface RaciRow {
  readonly workKind: string; readonly hours: 'business' | 'off'; readonly responsible: string; readonly accountable: string; readonly consulted: readonly string[]; readonly informed: readonly string[]; readonly because: string;
}
export interface LinePolicies { readonly line: string; readonly lines: readonly string[]; readonly policies: readonly LinePolicyRow[]; readonly raci: readonly RaciRow[] }
