import { useCaseOf, type UseCase, type UseCaseId } from '../inbound/use-cases';
import type { Disposition } from './dispositions';
import type { ProfileId } from './profiles';

/** R radiology, C cardiology, P photograph, V live video, v video where it helps, O other. */
export type ContentLetter = 'R' | 'C' | 'P' | 'V' | 'v' | 'O';

/** Something that has to be recorded before a case of this kind may be closed. */
export type OutcomeField = 'disposition' | 'destination' | 'advice' | 'team-alerted' | 'answer' | 'exams' | 'identities-apart' | 'readiness' | 'leakage' | 'note';

/** What a case of one use case is made of. The rows are the defaults; a site edits urgency, content and targets of its own copy. */
export interface CaseTemplate {
  readonly useCase: UseCaseId;
  readonly profile: ProfileId;
  readonly content: readonly ContentLetter[];
  /** Who acts, in order. */
  readonly ball: readonly string[];
  /** The outcome in words, as the specification has it. */
  readonly outcome: string;
  readonly mustRecord: readonly OutcomeField[];
  readonly dispositions: readonly Disposition[];
  /** Value rows a case of this kind may write. */
  readonly values: readonly string[];
}

type Row = readonly [id: UseCaseId, profile: ProfileId, content: string, ball: string, outcome: string, values: string, mustRecord: string, dispositions: string];

const EMERGENCY = 'no-transfer urgent-transfer comfort-care';
const VISIT = 'visit-ready re-image redirect';

const ROWS: readonly Row[] = [
  ['U1', 'E', 'P v', 'crew consultant opener', 'destination + advice', 'V4 V7', 'disposition destination advice', 'destination'],
  ['U2', 'E', 'R V', 'sender triage consultant opener', 'treatment decision + transfer or not', 'V4 V7', 'disposition advice', EMERGENCY],
  ['U3', 'E', 'R C P v O', 'sender consultant opener', 'advice text', 'V7 V11', 'advice', 'advised'],
  ['U4', 'M', 'R C P O', 'sender triage consultant opener', 'written answer', 'V11 V16', 'answer', 'advised'],
  ['U5', 'H', 'R C O', 'sender pool reader sender', 'signed primary report (not an over-read)', 'V15', 'answer', 'delivered declined'],
  ['U6', 'E', 'R C V O', 'sender consultant opener', 'advice text', 'V7', 'advice', 'advised'],
  ['U7', 'H', 'R C P O', 'holder identity triage requester', 'priors available or named as missing', 'V1 V17', 'exams', 'delivered declined'],
  ['U8', 'H', 'R C P O', 'records patient', 'delivered or declined with exception', 'V5', 'disposition', 'delivered declined'],
  ['U9', 'E', 'R C P O', 'sender identity triage consultant team', 'arrival plan + team alerted', 'V4 V6 V9', 'disposition team-alerted', EMERGENCY],
  ['U10', 'E', 'R C P V O', 'sender identity triage consultant opener', 'one of: no transfer, urgent transfer, comfort care', 'V4 V7 V9 V10', 'disposition', EMERGENCY],
  ['U11', 'M', 'R C P O', 'sender triage receiver', 'bundle accepted, plan returned', 'V1 V11', 'exams note', 'delivered declined'],
  ['U12', 'H', 'R C P O', 'patient holder triage requester', 'exams available or named as missing', 'V1 V5', 'exams', 'delivered declined'],
  ['U13', 'L', 'R C P O', 'holder identity receiver', 'bundle accepted, counts agree', 'V12', 'exams', 'delivered declined'],
  ['U14', 'M', 'R C P V O', 'holder identity requester', 'exams available, reason for leakage coded', 'V1 V2 V16', 'exams leakage', 'delivered declined'],
  ['U15', 'M', 'R C P V O', 'sender triage requester', 'each arrival seen; yearly renewal', 'V11 V16', 'note', 'delivered declined'],
  ['U16', 'M', 'R C P', 'sender consultant sender', 'plan objects both ways', 'V15', 'exams note', 'delivered declined'],
  ['U17', 'E', 'R C P', 'sender consultant opener', 'accept or decline the organ; identities apart', 'V4', 'disposition identities-apart', 'delivered declined'],
  ['U18', 'M', 'R C P O', 'scheduler patient triage reviewer', 'visit ready, or re-image, or redirect', 'V12 V14', 'disposition', VISIT],
  ['U19', 'H', 'R C P v O', 'sender consultant opener', 'written answer', 'V11 V12', 'answer', `advised ${VISIT}`],
  ['U20', 'H', 'R C P v O', 'sender consultant opener', 'operate, not, or more needed', 'V11 V12', 'answer', `advised ${VISIT}`],
  ['U21', 'M', 'R C P O', 'patient triage reader patient', 'signed opinion sent', 'V13 V15', 'answer', 'advised delivered declined'],
  ['U22', 'M', 'R C', 'centre consultant provider', 'report to both others', 'V11 V15', 'answer', 'advised delivered'],
  ['U23', 'M', 'R', 'sender consultant', 'informal opinion recorded', 'V8', 'advice', 'advised'],
  ['U24', 'M', 'R C P V O', 'sites coordinator board', 'agenda ready (images, report, pathology per patient); decision noted', 'V11 V14', 'readiness answer', 'advised redirect declined'],
  ['U25', 'M', 'P V', 'patient reviewer patient', 'progress note; ended when healed', 'V13 V16', 'note', 'advised'],
  ['U26', 'E', 'R C', 'system consultant', 'first image shown in 20 s at 2 Mbit/s', 'V4', 'answer', 'advised'],
  ['U27', 'E', 'R P', 'system consultant team', 'opened and answered', 'V4 V9', 'answer', `advised ${EMERGENCY}`],
];

const words = <T extends string>(text: string): T[] => text.split(' ').filter(Boolean) as T[];

export const caseTemplates: readonly CaseTemplate[] = ROWS.map(([useCase, profile, content, ball, outcome, values, mustRecord, dispositions]) => ({
  useCase, profile, content: words(content), ball: words(ball), outcome, mustRecord: words(mustRecord), dispositions: words(dispositions), values: words(values),
}));

const byUseCase = new Map(caseTemplates.map((t) => [t.useCase as string, t]));

export const templateOf = (useCase: string): (CaseTemplate & { readonly is: UseCase }) | null => {
  const [template, is] = [byUseCase.get(useCase), useCaseOf(useCase)];
  return template && is ? { ...template, is } : null;
};

const KINDS: Readonly<Record<string, string>> = { R: 'radiology', C: 'cardiology', P: 'photograph', V: 'video', v: 'video', O: 'other' };
/** Kinds of content, in the words of `exam.contentKind`, that a case of this kind takes. */
export const contentKinds = (template: Pick<CaseTemplate, 'content'>): string[] => [...new Set(template.content.map((c) => KINDS[c] ?? 'other'))];
