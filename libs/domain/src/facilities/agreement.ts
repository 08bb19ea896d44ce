/** What two houses agreed, and whether it holds on a day. Days are ISO dates of the site's zone; the last day still counts. */
export interface AgreementTerms {
  readonly kind: 'sharing' | 'baa' | 'transfer-protocol';
  readonly purposes: readonly string[];
  readonly signed: boolean;
  readonly beginsOn: string;
  readonly endsOn: string | null;
  /** Ended before its time. */
  readonly endedOn: string | null;
}

/** With so few days left, and nothing that follows, an agreement counts as ending. */
export const ENDING_DAYS = 7;
/** Days before the end at which somebody is told. */
export const AGREEMENT_NOTICE_DAYS = [90, 30, 7] as const;

export type AgreementState = 'draft' | 'coming' | 'in-force' | 'ended';

export function agreementState(a: AgreementTerms, today: string): AgreementState {
  if (lastDay(a) < today) return 'ended';
  if (!a.signed) return 'draft';
  return a.beginsOn > today ? 'coming' : 'in-force';
}

/** The last day it holds; far in the future when it has no end. */
export function lastDay(a: Pick<AgreementTerms, 'endsOn' | 'endedOn'>): string {
  const days = [a.endsOn, a.endedOn === null ? null : addDays(a.endedOn, -1)].filter((d) => d !== null);
  return days.length === 0 ? '9999-12-31' : days.reduce((x, y) => (x < y ? x : y));
}

/** An agreement without purposes covers all of them. */
export const covers = (a: Pick<AgreementTerms, 'purposes'>, purpose: string): boolean => a.purposes.length === 0 || a.purposes.includes(purpose);

/** Purposes among these that no agreement on sharing in force covers. */
export function uncovered(agreements: readonly AgreementTerms[], purposes: readonly string[], today: string): string[] {
  const inForce = agreements.filter((a) => a.kind === 'sharing' && agreementState(a, today) === 'in-force');
  return purposes.filter((p) => !inForce.some((a) => covers(a, p)));
}

/** Day after which no agreement on sharing holds any more, counting those that follow without a gap; null when none holds today. */
export function heldUntil(agreements: readonly AgreementTerms[], today: string): string | null {
  const sharing = agreements.filter((a) => a.kind === 'sharing' && a.signed && lastDay(a) >= a.beginsOn);
  let until: string | null = null;
  for (let day = today; ; day = addDays(until, 1)) {
    const reach = sharing.filter((a) => a.beginsOn <= day && lastDay(a) >= day).map(lastDay).reduce((x, y) => (x > y ? x : y), '');
    if (reach === '') return until;
    until = reach;
    if (reach >= '9999-12-31') return until;
  }
}

export type AgreementStanding = 'in-force' | 'ending' | 'none';
/** What the agreements come to for a disclosure of this purpose today. */
export function standingOf(agreements: readonly AgreementTerms[], today: string, purpose: string | null = null): AgreementStanding {
  const until = heldUntil(purpose === null ? agreements : agreements.filter((a) => covers(a, purpose)), today);
  if (until === null) return 'none';
  return daysBetween(today, until) < ENDING_DAYS ? 'ending' : 'in-force';
}

const DAY_MS = 86_400_000;
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
