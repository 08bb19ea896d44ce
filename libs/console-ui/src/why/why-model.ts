/** A stored decision in words, ready to be read. Whoever opens the drawer turns codes into these. */
export interface WhyModel {
  /** "Why is an over-read wanted?" */
  readonly title: string;
  /** The sentence; parts marked strong name rule and version. */
  readonly sentence: readonly { readonly text: string; readonly strong?: boolean }[];
  readonly facts: readonly WhyFact[];
  /** Instant at which the facts were stored. */
  readonly storedAt: string;
  readonly considered: readonly WhyRule[];
  readonly notReached: readonly string[];
  /** What a draft now before the committee would say. */
  readonly underDraft?: { readonly title: string; readonly text: string };
  readonly policy: string;
  readonly adoptedBy?: string;
  readonly inForceSince: string | null;
  readonly decidedBy: string;
  readonly decisionId: string;
  readonly sha256?: string;
}

export interface WhyFact {
  readonly words: string;
  readonly value: string;
  /** yes: it held and counted; no: it did not hold; used: a rule looked at it; unknown: nobody told us; not-asked: no rule looked at it. */
  readonly answer: 'yes' | 'no' | 'used' | 'unknown' | 'not-asked';
}

export interface WhyRule {
  readonly name: string;
  readonly words: string;
  readonly answer: 'fits' | 'does-not-fit' | 'unknown' | 'quota-full';
}
