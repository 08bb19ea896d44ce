import type { FactValue, PolicyKind } from '@causeway/domain';

// Words for the codes of decisions. A code without words here is read out as it is: nothing is ever hidden for want of a word.

export const kindWords: Readonly<Record<PolicyKind, string>> = {
  match: 'Match', triage: 'Triage', release: 'Release', overread: 'Over-read', retention: 'Retention', redisclosure: 'Re-disclosure', responsibility: 'Responsibility', notification: 'Notification',
};

/** What a version is for, where that is not every exam: a service line, the law, or what is no patient's. */
export const scopeWords = (scope: string): string => ({ law: 'the law', house: 'policies, holds and connections' })[scope] ?? scope;

/** What the drawer is headed with. */
export const questions: Readonly<Record<PolicyKind, string>> = {
  match: 'Why this match?',
  triage: 'Why is it triaged so?',
  release: 'Why is it released so?',
  overread: 'Why this over-read?',
  retention: 'Why is it kept so long?',
  redisclosure: 'Why may it be sent on, or not?',
  responsibility: 'Why do they hold it?',
  notification: 'Why were they told?',
};

const reasons: Readonly<Record<string, string>> = {
  'already-ours': 'every image was made by us: it came back',
  'several-people': 'images of more than one person arrived together',
  lookalike: 'another local patient looks almost the same',
  'trusted-identifier-agrees': 'an identifier of a trusted issuer and the name agree',
  'demographics-and-context-agree': 'name, birth date and sex agree, and the exam was expected',
  'no-candidate': 'no local patient comes near',
  'near-match': 'a local patient comes near, but not near enough',
  'match-needs-person': 'nothing decides it, so two people look',
  'restricted-patient': 'the patient’s record is restricted',
  'emergency-first': 'it is urgent',
  'content-not-in-template': 'the request does not cover such content',
  'images-missing': 'images are missing',
  'trusted-partner': 'a strategic partner sent it complete and without findings',
  'basic-check': 'nothing special applies',
  'not-yet-identified': 'we do not know yet whose it is',
  'not-a-radiology-exam': 'it is a photograph, a video or a document',
  'order-exists': 'a local order for it exists',
  'import-to-pacs': 'it is an ordinary exam',
  'not-readable': 'it cannot be read as an exam',
  'asked-urgent': 'a read was asked for urgently',
  emergency: 'it belongs to an emergency transfer',
  'ed-patient': 'the patient is in the emergency department',
  'picked-by-clinician': 'the clinician chose it',
  'second-opinion-recent': 'a second opinion was asked for on a recent exam',
  'no-read-asked': 'nobody asked for a read',
  'used-in-local-decision': 'it was used in a decision about the patient here',
  'derived-series-exists': 'something was made from it here',
  'minor-longest-state-rule': 'the patient was a minor',
  mammography: 'it is a mammogram',
  'mammography-later-visit': 'a later mammogram needs it for comparison',
  'source-may-not-give-it-again': 'the source may not give it again',
  'viewed-lately': 'somebody looked at it lately',
  'treated-as-local': 'it was taken in as our own',
  'state-law': 'the law of the state asks for it',
  'state-law-last-visit': 'the law of the state counts from the last visit',
  'state-law-minor': 'the law of the state keeps what was made of minors longer',
  'federal-conditions': 'federal conditions for hospitals ask for it',
  'extended-by-person': 'a person made it longer',
  'no-law-known': 'no law is known here',
  'house-floor': 'the house keeps everything at least this long',
  'patient-not-confirmed': 'nobody has confirmed whose it is',
  'consent-needed': 'the record needs the patient’s consent',
  'patient-access': 'patients have a right to their own exams',
  'legal-review': 'a court asks, so somebody looks first',
  'source-terms': 'the facility it came from does not allow it',
  'treatment-covered': 'it is for treatment and the agreements cover it',
  'not-covered': 'no agreement covers it',
  'urgent-at-night': 'it is urgent and out of hours',
  'read-at-night': 'reads out of hours go to who is on call',
  'read-by-day': 'reads in hours go to the reading pool',
  'registration-desk': 'a registration is wanted',
  'records-desk': 'requests from outside go to the records desk',
  'clinic-asks': 'the clinic asked for it',
  'clinic-calls-patient': 'the clinic calls its patients',
  'night-calls-facility': 'at night the transfer nurse calls other houses',
  'records-call-facility': 'the records desk calls other houses',
  relations: 'it is about a partner',
  'fault-at-night': 'something broke out of hours',
  'house-default': 'no rule names anybody else',
  'your-exam-is-there': 'the exam they waited for is here',
  'urgent-exam-is-there': 'an urgent exam they waited for is here',
  'finding-differs': 'the read differs from the outside report',
  'report-is-there': 'the report they waited for is signed',
  'team-called': 'the team was called',
  'take-it-back': 'something they received is taken back',
  'clock-nearly-over': 'the time is nearly over',
  'clock-over': 'the time is over',
  'connection-broken': 'a connection is down',
  'your-committee': 'their committee answers for it',
  'you-wrote-it': 'they wrote it',
  'your-vote-is-asked': 'their vote is asked for',
  'your-vote-is-missing': 'their vote is missing',
  'your-work-follows-it': 'their work follows it',
  'you-keep-the-records': 'they keep the records',
  'second-person-wanted': 'a second person is wanted',
  'you-review-what-ends': 'they review what is ended',
  'something-keeps-it': 'something keeps an exam',
  'your-partner': 'they look after the partner',
  'you-look-after-connections': 'they look after connections',
  'will-not-come': 'what they wait for will not come',
  'nobody-needs-it': 'nobody needs to know',
};

/** "not-yet-identified" as words of ours, or as the code read aloud. */
export const reasonWords = (code: string): string => reasons[code] ?? spoken(code);

/** "exam.studyDate" as "exam study date", "picked-by-clinician" as "picked by clinician". */
export const spoken = (code: string): string => code.replace(/[.\-_]/g, ' ').replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

/** "exam.studyDate" as "Exam study date". */
export const factWords = (name: string): string => {
  const words = spoken(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A fact's value as it was stored then; a null is not known. */
export function valueText(value: FactValue, unit: string | undefined): string {
  if (value === null) return 'not known';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return unit === undefined || unit.includes(' ') ? String(value) : `${value} ${unit}`;
  if (typeof value === 'string') return value;
  return value.length === 0 ? 'none' : value.join(', ');
}
