import type { DutyBook } from './book';

/** One open task and the instant it is asked about. */
export interface WorkAsked {
  readonly workKind: string;
  readonly serviceLine: string | null;
  /** Who holds it: a claim, a lease, or an over-read in hand. */
  readonly holder: string | null;
  /** Of the responsibility decision. */
  readonly pool: string;
  readonly escalate: readonly string[];
  readonly at: number;
}

/** In whose hands a task is: exactly one of a person, a pool, or a step of the escalation. */
export interface WorkOwner {
  readonly by: 'owner' | 'pool' | 'escalation';
  /** Duty role; null for a person. */
  readonly role: string | null;
  readonly people: readonly string[];
  /** A rota that should have filled an earlier role did not. */
  readonly gap: string | null;
}

/** Everybody who could fill a role for a line, on duty or not. */
export type StaffOf = (role: string, serviceLine: string | null) => readonly string[];

/** Who is asked when neither the pool nor its chain has anybody. */
export const lastResort = ['section-lead', 'pacs-on-call', 'pacs-admin'] as const;

/**
 * Who has this task now. A role whose hours a rota plans is filled by whoever is on; where no rota plans the hour, by everybody who holds it. A pool that nobody
 * fills goes to the next of its chain, and a chain that nobody fills to the people behind it, on duty or not. Null only where the house has none of them.
 */
export function ownerOf(work: WorkAsked, book: DutyBook, staff: StaffOf): WorkOwner | null {
  if (work.holder !== null) return { by: 'owner', role: null, people: [work.holder], gap: null };
  let gap: string | null = null;
  for (const [i, role] of [work.pool, ...work.escalate].entries()) {
    const on = book.on(role, work.serviceLine, work.workKind, work.at);
    const people = on.planned ? on.people : staff(role, work.serviceLine);
    if (people.length > 0) return { by: i === 0 ? 'pool' : 'escalation', role, people, gap };
    if (on.planned) gap ??= role;
  }
  for (const role of [...work.escalate, ...lastResort]) {
    const people = staff(role, work.serviceLine);
    if (people.length > 0) return { by: 'escalation', role, people, gap };
  }
  return null;
}
