import { dispositionRows, isDisposition } from './dispositions';
import type { CaseTemplate, OutcomeField } from './templates';

/** What is on record of a case when somebody wants to close it. */
export interface CaseRecord {
  readonly disposition: string | null;
  readonly destination: string | null;
  readonly advised: boolean;
  readonly teamAlerted: boolean;
  /** Released exams that belong to it. */
  readonly exams: number;
  /** Acknowledged reads, or an answer written down. */
  readonly answered: boolean;
  /** The donor's or recipient's other case shares no patient with this one; null where there is none. */
  readonly identitiesApart: boolean | null;
  readonly ready: boolean;
  /** Texts recorded at closing: `missing`, `leakage`, `note`, `answer`. */
  readonly fields: Readonly<Record<string, string | undefined>>;
}

/** What the template wants recorded and is not, in the order of the template. Empty: it may be closed. */
export function missingOutcome(template: Pick<CaseTemplate, 'mustRecord'>, is: CaseRecord): OutcomeField[] {
  const wanted: OutcomeField[] = [...template.mustRecord];
  const needs = is.disposition !== null && isDisposition(is.disposition) ? dispositionRows[is.disposition].needs : 'nothing';
  if (needs === 'advice' && !wanted.includes('advice')) wanted.push('advice');
  if (needs === 'destination' && !wanted.includes('destination')) wanted.push('destination');
  // the plan goes back where the patient stays, the team is called where the patient comes
  if (is.disposition === 'urgent-transfer' && !wanted.includes('team-alerted')) wanted.push('team-alerted');
  const waived = is.disposition === 'no-transfer' || is.disposition === 'comfort-care';
  return wanted.filter((field) => !(field === 'team-alerted' && waived) && !has(field, is));
}

const said = (text: string | undefined): boolean => (text ?? '').trim().length >= 3;

function has(field: OutcomeField, is: CaseRecord): boolean {
  switch (field) {
    case 'disposition': return is.disposition !== null;
    case 'destination': return said(is.destination ?? undefined);
    case 'advice': return is.advised;
    case 'team-alerted': return is.teamAlerted;
    case 'answer': return is.answered || is.advised || said(is.fields['answer']);
    // what could not be had is named instead
    case 'exams': return is.exams > 0 || said(is.fields['missing']);
    case 'identities-apart': return is.identitiesApart === true;
    case 'readiness': return is.ready || said(is.fields['missing']);
    case 'leakage': return said(is.fields['leakage']);
    case 'note': return said(is.fields['note']) || is.advised;
  }
}
