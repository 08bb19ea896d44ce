import type { CaseState } from './case.machine';
import type { Disposition } from './dispositions';
import type { OpinionState } from './opinion.machine';

/** What is asked for: that images are read again, or what somebody here would do. */
export const opinionKinds = ['images', 'treatment'] as const;
export type OpinionKind = (typeof opinionKinds)[number];

/** Why a house does not give the opinion. The words for the patient hold nothing clinical. */
export const opinionDeclines = ['not-offered', 'in-person', 'referral-needed', 'not-enough', 'not-allowed', 'no-room', 'not-reached'] as const;
export type OpinionDecline = (typeof opinionDeclines)[number];

/** How far it is, for the patient. */
export const opinionStages = ['waiting', 'images', 'checking', 'reading', 'answered', 'ended', 'declined', 'withdrawn', 'expired'] as const;
export type OpinionStage = (typeof opinionStages)[number];

export interface OpinionFacts {
  readonly state: OpinionState;
  /** The case it became, once it was accepted. */
  readonly case: { readonly state: CaseState; readonly disposition: Disposition | null } | null;
  /** Something was brought for it, or exams of the case are here. */
  readonly brought: boolean;
}

/** The stage is what the case says: nothing of it is written down a second time. */
export function opinionStage(f: OpinionFacts): OpinionStage {
  if (f.state !== 'accepted') return f.state;
  if (!f.case || f.case.state === 'cancelled') return 'ended';
  if (f.case.state === 'open') return f.brought ? 'checking' : 'images';
  if (f.case.state === 'deciding') return 'reading';
  return f.case.disposition === 'declined' ? 'ended' : 'answered';
}

/** How long a mail may lie unconfirmed, how long an answer may take, and how long what was not taken up is kept, in days. */
export const OPINION_DAYS = { confirm: 1, answer: 30, kept: 30 } as const;

/** What the door bears: tries of one network address in a quarter of an hour, open ones of one mail address, unconfirmed ones, and ones that wait for somebody here. */
export const OPINION_LIMITS = { perAddress: 10, perMail: 3, unconfirmed: 500, waiting: 500 } as const;
