import { heldUntil, daysBetween, uncovered, type AgreementTerms } from './agreement';
import type { ContactKind, Lacking } from './stages';

export interface ScoreFacts {
  readonly contacts: readonly ContactKind[];
  readonly purposes: readonly string[];
  readonly agreements: readonly AgreementTerms[];
  /** Whether it was said what may be sent on. */
  readonly termsSaid: boolean;
  readonly today: string;
  readonly greenEndpoints: number;
  /** Ways that were proven. */
  readonly proven: { readonly sent: boolean; readonly received: boolean; readonly reportSent: boolean; readonly reportReceived: boolean };
  /** Exams behind their names of procedures, and those behind names that are mapped to ours. */
  readonly procedures: { readonly exams: number; readonly mapped: number };
}

export interface ScorePart {
  readonly part: 'agreement' | 'contacts' | 'connection' | 'procedures' | 'reports';
  readonly points: number;
  readonly of: number;
}
export interface GoLiveScore {
  readonly points: number;
  readonly needed: number;
  readonly parts: readonly ScorePart[];
  /** What has to be there whatever the points are: round trip both ways, a report that travels, nine of ten exams' names mapped, somebody after hours. */
  readonly lacking: readonly Lacking[];
}

export const SCORE_NEEDED = 80;
/** Permille of exams whose procedure has a name of ours. */
export const MAPPED_PERMILLE = 900;

export const mappedPermille = (p: ScoreFacts['procedures']): number => (p.exams === 0 ? 0 : Math.floor((p.mapped * 1000) / p.exams));

/** How ready a partner is, in points of a hundred, with the parts they come from. */
export function goLiveScore(f: ScoreFacts): GoLiveScore {
  const until = heldUntil(f.agreements, f.today);
  const covered = until !== null && uncovered(f.agreements, f.purposes.length > 0 ? f.purposes : ['treatment'], f.today).length === 0;
  const mapped = mappedPermille(f.procedures);
  const has = (kind: ContactKind): boolean => f.contacts.includes(kind);
  const parts: ScorePart[] = [
    { part: 'agreement', of: 20, points: sum([covered, 14], [f.termsSaid, 3], [until !== null && daysBetween(f.today, until) > 90, 3]) },
    { part: 'contacts', of: 18, points: sum([has('clinical'), 4], [has('it') || has('pacs'), 4], [has('administrative'), 4], [has('after-hours'), 6]) },
    { part: 'connection', of: 30, points: sum([f.greenEndpoints > 0, 10], [f.proven.sent, 10], [f.proven.received, 10]) },
    { part: 'procedures', of: 22, points: Math.round((22 * Math.min(mapped, MAPPED_PERMILLE)) / MAPPED_PERMILLE) },
    { part: 'reports', of: 10, points: sum([f.proven.reportSent || f.proven.reportReceived, 6], [f.proven.reportSent && f.proven.reportReceived, 4]) },
  ];
  const musts: readonly (readonly [boolean, Lacking])[] = [
    [f.proven.sent, 'sent'], [f.proven.received, 'received'], [f.proven.reportSent || f.proven.reportReceived, 'report'], [mapped >= MAPPED_PERMILLE, 'procedures'], [has('after-hours'), 'after-hours-contact'],
  ];
  return { points: parts.reduce((n, p) => n + p.points, 0), needed: SCORE_NEEDED, parts, lacking: musts.flatMap(([there, what]) => (there ? [] : [what])) };
}

const sum = (...tests: readonly (readonly [boolean, number])[]): number => tests.reduce((n, [there, points]) => n + (there ? points : 0), 0);
