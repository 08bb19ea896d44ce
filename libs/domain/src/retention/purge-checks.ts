/** What is looked at inside the transaction that deletes, after the exam is locked. */
export interface PurgeFacts {
  readonly holds: number;
  readonly transfers: number;
  readonly sends: number;
  readonly requests: number;
  readonly leases: number;
  readonly reads: number;
  readonly cases: number;
  readonly recalls: number;
  readonly state: string;
  /** Revision the reviewers saw, and the one it has now. */
  readonly reviewed: number;
  readonly revision: number;
  /** Images nobody has counted yet. */
  readonly uncounted: number;
  /** Last day of keeping, decided again just now under the versions in force; `forever` or `YYYY-MM-DD`. */
  readonly until: string;
  readonly today: string;
}

export type PurgeObjection =
  | 'held' | 'moving' | 'being-sent' | 'asked-for' | 'claimed' | 'being-read' | 'in-a-case' | 'being-called-back' | 'not-in-a-state-to-purge' | 'other-revision' | 'new-images' | 'kept-longer';

const PURGEABLE: ReadonlySet<string> = new Set(['quarantined', 'mirrored', 'released', 'returned', 'rejected']);

/** Every reason why the exam may not be deleted now; none means that it may (INV-27, INV-28). A hold comes first. */
export function objectionsToPurge(f: PurgeFacts): PurgeObjection[] {
  const checks: readonly (readonly [boolean, PurgeObjection])[] = [
    [f.holds > 0, 'held'],
    [f.transfers > 0, 'moving'],
    [f.sends > 0, 'being-sent'],
    [f.requests > 0, 'asked-for'],
    [f.leases > 0, 'claimed'],
    [f.reads > 0, 'being-read'],
    [f.cases > 0, 'in-a-case'],
    [f.recalls > 0, 'being-called-back'],
    [!PURGEABLE.has(f.state), 'not-in-a-state-to-purge'],
    [f.revision !== f.reviewed, 'other-revision'],
    [f.uncounted > 0, 'new-images'],
    // inclusive: the day itself still counts as kept
    [f.until === 'forever' || f.until >= f.today, 'kept-longer'],
  ];
  return checks.filter(([holds]) => holds).map(([, objection]) => objection);
}
