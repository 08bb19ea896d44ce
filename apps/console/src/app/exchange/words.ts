import type { ArrivalView, EntryView } from '@causeway/contracts';
import { nameReason } from '../invitation/invitation-words';

type FitEvidence = ArrivalView['evidence'][number];

/** What a line of the ledger says. */
const LINES: Readonly<Record<string, string>> = {
  opened: 'Opened', 'log-call': 'Call', link: 'Linked', arrived: 'Exam arrived', present: 'Given to who decides', 'ask-more': 'More is needed', advise: 'Advice', decide: 'Decided', revise: 'Decision taken back', 'alert-team': 'Team called',
  'pause-clock': 'Clock stopped', 'resume-clock': 'Clock runs again', close: 'Closed', reopen: 'Taken up again', cancel: 'Called off', consultant: 'Who decides', video: 'Video call', pathology: 'Pathology', board: 'Agenda',
  'sender-said': 'They say', 'link-given': 'Link given', 'link-revoked': 'Link taken back', 'known-well': 'Last known well', handover: 'Care goes on at', 'care-taken-over': 'They go on with the care',
  'plan-sent': 'Sent to where the patient is', 'plan-arrived': 'Their system took it', 'plan-refused': 'Their system refused it: read it to them', 'plan-to-read': 'Read it to them: no line there takes texts',
  report: 'Primary report signed', 'report-added': 'Addendum to the primary report', 'report-taken-back': 'Primary report taken back', 'report-sent': 'Report sent to who asked', 'report-arrived': 'Their system took the report',
  'report-refused': 'Their system refused the report: read it to them', 'report-to-read': 'Read the report to them: no line there takes texts',
  drafted: 'Written', submit: 'Handed in for approval', send: 'Sent', approve: 'Approved and sent', 'send-back': 'Sent back', acknowledge: 'Seen', promise: 'Promised', 'record-arrival': 'Exam arrived', fulfil: 'Answered',
  'withdraw-arrival': 'Exam taken away', decline: 'Declined', expire: 'Expired', remind: 'Reminder', reroute: 'Other way', 'line-refused': 'Their line refused it',
  received: 'Received', review: 'Review begun', 'ask-requester': 'Question to the requester', 'seek-approval': 'Approval asked', accept: 'Promised', 'record-sent': 'Exam sent', reconsider: 'Taken up again', withdraw: 'Withdrawn', 'send-made': 'Put on its way',
  'patient-asked': 'Asked by the patient on the open page', 'patient-invited': 'Patient invited to bring images', 'invitation-revoked': 'Invitation taken back', 'patient-brought': 'Brought by the patient', 'discs-mailed': 'Discs in the mail', 'discs-arrived': 'Discs arrived', 'discs-late': 'Discs are late',
  fetch: 'Fetching asked', fetched: 'Fetched from their archive', 'fetch-waits': 'Fetching waits', 'fetched-in-part': 'Fetched in part', 'fetch-failed': 'Could not be fetched',
};
const VALUES: Readonly<Record<string, string>> = {
  'no-transfer': 'stays, with our advice', 'urgent-transfer': 'transfer to us', 'comfort-care': 'comfort care, not transported', 'visit-ready': 'visit ready', 're-image': 'new images here', redirect: 'sent elsewhere', hl7: 'their line', phone: 'telephone',
  'call-due': 'a call is due', 'when-final': 'each when its report is final', dicom: 'over their line', disc: 'on disc', now: 'they send now', cannot: 'they cannot send', link: 'by link',
};
const HIDDEN = new Set(['exam', 'parcel', 'requestId', 'message', 'facility', 'name', 'birth-date', 'sex', 'identifier', 'modality', 'date', 'words', 'useCase', 'transferAsked', 'remindAt', 'urgent', 'kind', 'm']);

export const lineWord = (what: string): string => LINES[what] ?? what;

/** The facts of a line in one sentence; ids and comparisons stand elsewhere. */
export function lineDetail(e: Pick<EntryView, 'what' | 'values'>, at: (instant: string) => string): string | null {
  const m = e.values['m'];
  const parts = Object.entries(e.values).flatMap(([key, value]) => {
    if (value === null || value === '' || value === false || HIDDEN.has(key)) return [];
    if (key === 'n') return m ? [`${value} of ${m}`] : [`number ${value}`];
    const text = String(value);
    if (key === 'of') return [];
    if (key === 'images') return [typeof e.values['of'] === 'number' ? `${text} of ${e.values['of']} images` : `${text} images`];
    if (key === 'refused') return [`${text} not taken`];
    if (['sentence', 'line', 'study', 'carrier', 'tracking'].includes(key)) return [text];
    if (key === 'discs') return [`${text} ${text === '1' ? 'disc' : 'discs'}`];
    if (key === 'expected') return [`expected ${text}`];
    if (key === 'authorised') return [`authorised ${text}`];
    if (key === 'form') return [`form: ${text}`];
    if (key === 'authorisedBy') return [text === 'patient' ? 'by the patient' : 'by the patient’s representative'];
    if (key === 'otherName') return [`another name is on it: ${nameReason(text)}`];
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return [key === 'at' ? at(text) : `until ${at(text)}`];
    if (key === 'people') return [`${text} people`];
    if (key === 'exams') return [`${text} ${text === '1' ? 'exam' : 'exams'}`];
    return [VALUES[text] ?? text.replaceAll('-', ' ')];
  });
  return parts.length > 0 ? parts.join(' · ') : null;
}

export const stateWord: Readonly<Record<string, string>> = {
  receiving: 'arriving', quarantined: 'quarantined', identifying: 'being matched', checking: 'being checked', triaging: 'to release', releasing: 'on its way to PACS', parked: 'parked', released: 'released', returned: 'returned', rejected: 'rejected',
};

const OF: Readonly<Record<string, string>> = { facility: 'facility', identifier: 'their number', name: 'name', 'birth-date': 'birth date', sex: 'sex', modality: 'modality', date: 'date', words: 'description' };
/** What agrees and what speaks against, in words. */
export function fitText(evidence: readonly FitEvidence[]): string {
  const say = (answer: string): string => evidence.filter((e) => e.answer === answer).map((e) => OF[e.of] ?? e.of).join(', ');
  const [agrees, differs] = [say('agrees'), say('differs')];
  return [agrees ? `agrees: ${agrees}` : '', differs ? `differs: ${differs}` : ''].filter(Boolean).join('; ');
}

export const bases: readonly (readonly [string, string])[] = [
  ['treatment', 'Treatment'], ['emergency', 'Emergency treatment'], ['patient-authorisation', 'The patient’s authorisation'], ['operations', 'Health care operations'], ['public-health', 'Public health'], ['legal-order', 'Legal order'],
];
export const formWords: Readonly<Record<'paper' | 'electronic' | 'spoken', string>> = { paper: 'paper form', electronic: 'electronic form', spoken: 'spoken, noted' };
export const purposes: readonly (readonly [string, string])[] = [
  ['treatment', 'Treatment'], ['comparison', 'Comparison with earlier exams'], ['second-opinion', 'Second opinion'], ['planning', 'Planning'], ['patient-access', 'The patient wants them'], ['operations', 'Operations'],
];
export const modalities: readonly (readonly [string, string])[] = [
  ['', 'Any'], ['CT', 'CT'], ['MR', 'MR'], ['CR', 'X-ray'], ['US', 'Ultrasound'], ['MG', 'Mammography'], ['NM', 'Nuclear medicine'], ['PT', 'PET'], ['XA', 'Angiography'], ['ECG', 'ECG'], ['XC', 'Photographs'],
];
