import type { Target } from '../inbound/targets';
import type { UseCaseId } from '../inbound/use-cases';
import { dispositions, type Disposition } from './dispositions';
import type { ProfileId } from './profiles';
import { caseTemplates, type ContentLetter, type OutcomeField } from './templates';

/** What a site may change of a use case. The rest, its name and the values it writes, is the same everywhere. */
export interface TemplateEdit {
  readonly urgency: 'high' | 'medium' | 'low';
  readonly profile: ProfileId;
  readonly content: readonly ContentLetter[];
  readonly ball: readonly string[];
  readonly mustRecord: readonly OutcomeField[];
  readonly dispositions: readonly Disposition[];
  /** Until when it has to be decided; null: as its profile says. */
  readonly decided: Target | null;
}

/** Who may stand in the chain of a case: everybody who stands in one of the defaults. */
export const caseParties: readonly string[] = [...new Set(caseTemplates.flatMap((t) => t.ball))].sort();
export const outcomeFields = ['disposition', 'destination', 'advice', 'team-alerted', 'answer', 'exams', 'identities-apart', 'readiness', 'leakage', 'note'] as const satisfies readonly OutcomeField[];

export interface TemplateFault { readonly field: keyof TemplateEdit; readonly says: string }

/** What is wrong with a change to a template; empty when it may be kept. */
export function templateFaults(useCase: UseCaseId, t: TemplateEdit): TemplateFault[] {
  const faults: TemplateFault[] = [];
  const twice = (all: readonly string[]): boolean => new Set(all).size !== all.length;
  if (t.content.length === 0) faults.push({ field: 'content', says: 'A case takes at least one kind of images.' });
  if (t.content.includes('V') && t.content.includes('v')) faults.push({ field: 'content', says: 'Live video is either needed or helps: not both.' });
  if (t.ball.length === 0 || t.ball.some((p) => !caseParties.includes(p))) faults.push({ field: 'ball', says: 'Name at least one party, each of them one that is known.' });
  if (t.ball.some((p, i) => p === t.ball[i - 1])) faults.push({ field: 'ball', says: 'The ball does not go from one party to the same one.' });
  if (t.dispositions.length === 0 || twice(t.dispositions) || t.dispositions.some((d) => !dispositions.includes(d))) faults.push({ field: 'dispositions', says: 'At least one thing can follow from a case, each named once.' });
  if (twice(t.mustRecord)) faults.push({ field: 'mustRecord', says: 'Each outcome is named once.' });
  if (t.mustRecord.length === 0) faults.push({ field: 'mustRecord', says: 'A case ends with something on record.' });
  if (t.mustRecord.includes('team-alerted') && !t.dispositions.includes('urgent-transfer')) faults.push({ field: 'mustRecord', says: 'A team is called only where the patient may come to us.' });
  // whoever mixes up a donor and a recipient harms two people: this is not a choice of a site
  if (useCase === 'U17' && !t.mustRecord.includes('identities-apart')) faults.push({ field: 'mustRecord', says: 'Donor and recipient are always recorded as two people.' });
  if (t.profile === 'E' && t.urgency !== 'high') faults.push({ field: 'profile', says: 'The clock of emergencies belongs to what is highly urgent.' });
  if (t.decided && ('seconds' in t.decided ? t.decided.seconds < 300 || t.decided.seconds > 30 * 86_400 : t.decided.workingDays < 1 || t.decided.workingDays > 60)) faults.push({ field: 'decided', says: 'Between five minutes and thirty days, or one and sixty working days.' });
  return faults;
}
