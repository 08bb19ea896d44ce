import { brings, isDisposition, keepsAway } from '../cases/dispositions';
import { minutesBetween, type ValueRow } from './value-row';

export interface DecidedCase {
  readonly id: string;
  readonly useCase: string;
  readonly openedAt: Date;
  readonly disposition: string;
  /** The sender asked for a transfer when the case was opened. */
  readonly transferAsked: boolean;
  /** A CT of the sender's that belongs to the case, and when it was made. */
  readonly senderCt: { readonly exam: string; readonly madeAt: Date | null } | null;
}

const of = (c: { readonly disposition: string }) => (isDisposition(c.disposition) ? c.disposition : null);

/** V4: minutes from the patient at the door, or the opening of an emergency case, to released images. */
export const doorToImages = (caseId: string, exam: string, from: Date, releasedAt: Date, since: 'arrival' | 'opened'): ValueRow =>
  ({ value: 'V4', amount: minutesBetween(from, releasedAt), unit: 'minutes', confidence: 'measured', evidence: { case: caseId, exam, from: from.toISOString(), since, releasedAt: releasedAt.toISOString() } });

/** V6: whether the sender had made a CT before the patient was brought here. Only transfers count. */
export function ctBeforeTransfer(c: DecidedCase): ValueRow | null {
  const disposition = of(c);
  return disposition && brings(disposition)
    ? { value: 'V6', amount: c.senderCt ? 1 : 0, unit: 'count', confidence: 'measured', evidence: { case: c.id, exam: c.senderCt?.exam ?? null, disposition } } : null;
}

/** V7: a transfer was asked for, and the patient stayed. */
export function transferAvoided(c: DecidedCase): ValueRow | null {
  const disposition = of(c);
  return disposition && c.transferAsked && keepsAway(disposition)
    ? { value: 'V7', amount: 1, unit: 'count', confidence: 'recorded', evidence: { case: c.id, disposition, openedAt: c.openedAt.toISOString() } } : null;
}

/** V10: emergency bay time a transfer that did not happen would have taken: the site's mean stay. */
export const bayTimeSaved = (v7: ValueRow | null, mean: { readonly minutes: number; readonly month: string } | null): ValueRow | null =>
  (v7?.amount === 1 && mean ? { value: 'V10', amount: mean.minutes, unit: 'minutes', confidence: 'estimated', evidence: { ...v7.evidence, mean: mean.minutes, month: mean.month } } : null);

/** V12: what became of a visit that was reviewed before it: kept, made new images for, or sent elsewhere. */
export function visitReviewed(c: DecidedCase): ValueRow | null {
  const outcome = ({ 'visit-ready': 'kept', 're-image': 're-imaged', redirect: 'redirected' } as Readonly<Record<string, string>>)[c.disposition];
  return outcome ? { value: 'V12', amount: 1, unit: 'count', confidence: 'recorded', evidence: { case: c.id, outcome } } : null;
}

/** V13: travel a visit that was replaced would have cost, in metres there and back. Money for co-pays is kept in the evidence. */
export const travelSaved = (c: { readonly id: string }, visitsReplaced: number, roundTripMetres: number, source: string, coPayCents: number): ValueRow | null =>
  (visitsReplaced > 0 ? { value: 'V13', amount: visitsReplaced * roundTripMetres, unit: 'metres', confidence: 'estimated', evidence: { case: c.id, visits: visitsReplaced, source, coPayCents: coPayCents * visitsReplaced } } : null);

/** V16: a review from afar for a patient whose payer pays for health and not for exams. */
export const valueBasedReview = (c: { readonly id: string }, payer: string | null): ValueRow | null =>
  (payer === 'capitated' || payer === 'value-based' ? { value: 'V16', amount: 1, unit: 'count', confidence: 'recorded', evidence: { case: c.id, payer } } : null);
