import type { AskerRelation } from '@causeway/contracts';
import type { OpinionDecline, OpinionKind, OpinionStage } from '@causeway/domain';

/** Departments in words a patient knows. */
const LINES: Readonly<Record<string, string>> = {
  neurology: 'Brain, spine and nerves', orthopaedics: 'Bones and joints', chest: 'Lungs and chest', oncology: 'Cancer', breast: 'Breast', cardiology: 'Heart', paediatrics: 'Children', vascular: 'Blood vessels', trauma: 'Injuries', burn: 'Burns', general: 'General medicine and surgery',
};
export const departmentWord = (line: string): string => LINES[line] ?? line;

export const kindWords: Readonly<Record<OpinionKind, readonly [short: string, long: string]>> = {
  images: ['Second reading', 'Look at my images again and tell me what you see'], treatment: ['Advice on treatment', 'Tell me what you would advise, operation or not'],
};

export const askerWords: readonly (readonly [AskerRelation, string])[] = [
  ['self', 'I am the patient'], ['parent', 'I am the patient’s mother or father'], ['guardian', 'I am the patient’s guardian or representative'], ['helper', 'I help the patient, who knows of it'],
];
export const askerWord = (relation: string): string => ({ self: 'the patient', parent: 'mother or father', guardian: 'guardian or representative', helper: 'helper, with the patient’s knowledge' })[relation] ?? relation;

/** Why it is not taken up: for the one who says so, and for the patient. */
export const declineWords: Readonly<Record<OpinionDecline, readonly [here: string, patient: string]>> = {
  'not-offered': ['We do not offer this at a distance', 'What you ask for is not something we offer at a distance.'],
  'in-person': ['The patient must be seen here', 'For this we need to see you in person. Call us and we find an appointment.'],
  'referral-needed': ['A referral is needed', 'For this we need a referral from the doctor who treats you.'],
  'not-enough': ['What they wrote is not enough', 'What you wrote is not enough for us to answer. Call us, and we tell you what is needed.'],
  'not-allowed': ['Whoever asks may not ask for the patient', 'We can take this question only from the patient, or from somebody who may speak for them.'],
  'no-room': ['We have no room now', 'We have no room for further questions at the moment.'],
  'not-reached': ['We could not reach them', 'We tried to reach you and could not.'],
};

/** What the patient reads of how far it is. */
export const stageWords: Readonly<Record<OpinionStage, readonly [title: string, text: string]>> = {
  waiting: ['Your question is here', 'Somebody reads it and decides whether we can take it up. You get a mail.'],
  images: ['We take it up, and need your images', 'Bring them with the link we mailed you. It opens with the same code.'],
  checking: ['Your images are here', 'We check them and give them to the specialist. If something is missing we call you.'],
  reading: ['A specialist has your images', 'You get a mail when the answer is there.'],
  answered: ['The answer is there', 'Call us: we tell you the answer, and how you get it in writing.'],
  ended: ['This was closed without a written answer', 'Call us: we tell you why, and what you can do.'],
  declined: ['We cannot take it up', ''],
  withdrawn: ['You took your question back', 'We delete what you wrote within 30 days.'],
  expired: ['Nobody answered in time', 'We are sorry. Please call us, or ask again.'],
};

/** The way of a question that is answered. */
export const wayOf: readonly (readonly [OpinionStage, string])[] = [['waiting', 'Your question is here'], ['images', 'We take it up; you bring your images'], ['checking', 'Your images are checked'], ['reading', 'A specialist looks at them'], ['answered', 'The answer is there']];
export type Standing = 'done' | 'now' | 'open';
/** Where each step stands; null where the way ended early. */
export function standings(stage: OpinionStage): readonly Standing[] | null {
  const at = wayOf.findIndex(([step]) => step === stage);
  return at < 0 ? null : wayOf.map((_, i) => (i < at || stage === 'answered' ? 'done' : i === at ? 'now' : 'open'));
}
