import type { FacilityState } from './facility.machine';
import { addDays } from './agreement';

/** Stages in which there is something to do step by step. */
export const playbookStages = ['prospect', 'contacted', 'agreement', 'connecting', 'testing', 'live'] as const satisfies readonly FacilityState[];
export type PlaybookStage = (typeof playbookStages)[number];
/** Whose a step is: of the owner of the partner, or of the PACS team. */
export const stepHolders = ['outreach', 'pacs'] as const;
export type StepHolder = (typeof stepHolders)[number];

export interface PlaybookStep {
  readonly words: string;
  /** Days after the playbook was applied. */
  readonly days: number;
  readonly holder: StepHolder;
}
export interface Playbook {
  readonly stage: PlaybookStage;
  /** Kind of facility it is for; null: of every other kind. */
  readonly kind: string | null;
  readonly steps: readonly PlaybookStep[];
}

const step = (words: string, days: number, holder: StepHolder = 'outreach'): PlaybookStep => ({ words, days, holder });
/** What holds until somebody writes their own. */
export const standardPlaybooks: readonly Playbook[] = [
  { stage: 'prospect', kind: null, steps: [step('Find the clinical lead and somebody of IT or PACS', 3), step('Ask how they send exams today, and how many on disc', 7)] },
  { stage: 'contacted', kind: null, steps: [step('Meet: clinician with clinician, administrator with administrator', 7), step('Send the worksheet of the connection', 7), step('Name who signs on their side', 14)] },
  { stage: 'agreement', kind: null, steps: [step('Send the agreement', 2), step('Ask again when nothing came back', 14), step('Settle what may be sent on', 14)] },
  { stage: 'connecting', kind: null, steps: [step('Send the onboarding link to their IT', 1), step('Exchange certificates and compare fingerprints by telephone', 5, 'pacs'), step('Test the connection until every rung holds', 10, 'pacs')] },
  { stage: 'testing', kind: null, steps: [step('Send a synthetic exam and see it at their side', 2, 'pacs'), step('Map their names of procedures', 5, 'pacs'), step('Teach their film room what changes', 7)] },
  { stage: 'live', kind: null, steps: [step('Call after the first week', 7), step('Ask whether discs have stopped', 30)] },
];

/** The playbook of this stage: that of the facility's kind, else the general one, each as last written here, else as it comes. */
export function playbookFor(own: readonly Playbook[], stage: string, kind: string): Playbook | null {
  const all = [...own, ...standardPlaybooks];
  return all.find((p) => p.stage === stage && p.kind === kind) ?? all.find((p) => p.stage === stage && p.kind === null) ?? null;
}

/** Its steps as tasks with the days they are due, without those that are open already. */
export function tasksOf(playbook: Playbook, today: string, open: readonly string[]): readonly { readonly words: string; readonly dueOn: string; readonly holder: StepHolder }[] {
  return playbook.steps.filter((s) => !open.includes(s.words)).map((s) => ({ words: s.words, dueOn: addDays(today, s.days), holder: s.holder }));
}
