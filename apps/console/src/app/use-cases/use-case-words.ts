import type { OutcomeField, Target, TemplateEdit } from '@causeway/domain';

export const contentWords: readonly (readonly [letter: TemplateEdit['content'][number], words: string])[] = [
  ['R', 'Radiology'], ['C', 'Cardiology'], ['P', 'Photographs'], ['V', 'Live video'], ['v', 'Video where it helps'], ['O', 'Other images'],
];
export const contentWord = (letter: string): string => contentWords.find(([l]) => l === letter)?.[1] ?? letter;

/** What has to be on record before a case is closed. */
export const outcomeWords: Readonly<Record<OutcomeField, string>> = {
  disposition: 'what should happen', destination: 'where the patient goes', advice: 'advice to the sender', 'team-alerted': 'the team called', answer: 'an answer', exams: 'exams, or what is missing',
  'identities-apart': 'donor and recipient known to be two people', readiness: 'images, report and pathology', leakage: 'why the images were made elsewhere', note: 'a note',
};
export const profileWords: Readonly<Record<string, string>> = { E: 'Emergency: decided in 60 minutes, day and night', H: 'High: decided in 8 hours', M: 'Medium: decided in 7 working days', L: 'Low: decided in 20 working days' };
export const fieldWords: Readonly<Record<keyof TemplateEdit, string>> = {
  urgency: 'Urgency', profile: 'Clock', content: 'Images', ball: 'Parties', mustRecord: 'On record before it is closed', dispositions: 'What may follow', decided: 'Decided within',
};
/** A target in words; null: what the clock says. */
export const targetWords = (target: Target | null): string | null => (target === null ? null : 'seconds' in target ? `${Math.round(target.seconds / 60)} minutes` : `${target.workingDays} working days`);
