import type { FactName } from './catalogue-1';
import type { Condition } from './condition';
import type { Keep } from './keep';

/** The kinds of policy this build decides with, and what each may answer. */
export interface Outcomes {
  match: {
    act: 'accept' | 'person' | 'register' | 'mirror' | 'quarantine';
    people?: 1 | 2;
    mustEqual?: readonly string[];
    mayOverride?: string;
  };
  triage: {
    check: 'none' | 'automatic' | 'person';
    appropriateness: 'none' | 'person';
    queue: string;
    checklist: string;
    late: 'reopen' | 'extend-silently' | 'ask';
  };
  release: {
    destinations: readonly ('pacs' | 'vna' | 'viewer-only' | 'service-archive')[];
    when: 'now' | 'after-check' | 'with-appointment';
    /** With the appointment: how many days before it; one where nothing is said. */
    daysBefore?: DaysBefore;
    order: 'none' | 'import' | 'read';
    visible: 'all' | 'care-team' | 'requester';
    accession: 'new' | 'keep-qualified' | 'none';
  };
  overread: {
    read: 'none' | 'formal' | 'comparison' | 'informal' | 'qa';
    pick?: 'none' | 'clinician';
    due?: '30m' | '4h' | '2d';
    subspecialty?: string;
  };
  retention: {
    keep: Keep;
    /** Filled in by the decision: last day of keeping (inclusive), or `forever`. */
    until?: string;
    /** The day to count from was not known. */
    basisUnknown?: boolean;
  };
  redisclosure: {
    act: 'allow' | 'ask' | 'refuse';
    attachTerms: boolean;
    exception: 'none' | 'preventing-harm' | 'privacy' | 'security' | 'infeasibility' | 'health-it-performance' | 'manner' | 'licensing' | 'fees';
  };
  responsibility: { owner: 'pool' | 'person'; pool: string; escalate: readonly string[]; approval?: boolean };
  notification: { tell: readonly Telling[] };
}

/** Days before a visit on which an exam may be loaded; 0 is the day itself. */
export const daysBeforeVisit = [0, 1, 2, 3, 7, 14] as const;
export type DaysBefore = (typeof daysBeforeVisit)[number];

export interface Telling {
  readonly who: string;
  readonly channel: 'in-app' | 'mail' | 'sms' | 'push' | 'pager';
  readonly ack?: boolean;
  readonly urgent?: boolean;
}

export type PolicyKind = keyof Outcomes;
export type HitPolicy = 'first' | 'strictest' | 'collect';

export const hitPolicies: Readonly<Record<PolicyKind, HitPolicy>> = {
  match: 'first',
  triage: 'first',
  release: 'first',
  overread: 'first',
  retention: 'strictest',
  redisclosure: 'first',
  responsibility: 'first',
  notification: 'collect',
};

export interface Quota {
  readonly per: 'patient' | 'source.facility' | 'requester';
  readonly max: number;
  readonly window: 'ever' | 'calendarYear' | 'case' | 'day';
  readonly orderBy: FactName;
}

export interface Rule<O> {
  readonly id: string;
  readonly when: Condition;
  readonly then: O;
  readonly because: string;
  readonly onUnknown?: 'fire';
  readonly quota?: Quota;
  readonly cite?: string;
}

/** What a committee adopts: ordered rules and a default. Immutable once it is a version; named by the sha256 of its canonical JSON. */
export interface PolicyText<K extends PolicyKind = PolicyKind> {
  readonly kind: K;
  readonly scope: string;
  readonly catalogue: number;
  readonly rules: readonly Rule<Outcomes[K]>[];
  readonly default: { readonly then: Outcomes[K]; readonly because: string };
}
