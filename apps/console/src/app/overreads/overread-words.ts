import type { CodedReason, StateLook } from '@causeway/console-ui';
import type { OverreadView } from '@causeway/contracts';
import type { declineReasons, Grade, ReadKind, Subspecialty, withdrawReasons } from '@causeway/domain';

// Words of over-reads for the codes of the domain.

export const viewWords: Readonly<Record<OverreadView, string>> = {
  'mine-to-read': 'My subspecialty', stat: 'STAT', mine: 'Mine', drafts: 'Drafts', 'to-acknowledge': 'Awaiting acknowledgement',
  discrepancies: 'Discrepancies', 'all-open': 'All open', signed: 'Signed',
};

export const subspecialtyWords: Readonly<Record<Subspecialty, string>> = {
  neuro: 'Neuro', msk: 'Musculoskeletal', chest: 'Chest', body: 'Body', breast: 'Breast', cardiac: 'Cardiac', paediatric: 'Paediatric', vascular: 'Vascular',
  emergency: 'Emergency', nuclear: 'Nuclear', general: 'General',
};
/** A code we have no word for is shown as it is rather than hidden. */
export const subspecialtyOf = (code: string): string => (subspecialtyWords as Readonly<Record<string, string>>)[code] ?? code;

/** What a read is called: in the list, on its page and above its report. */
export const kindWords: Readonly<Record<ReadKind, { readonly word: string; readonly report: string }>> = {
  'over-read': { word: 'Over-read', report: 'Over-read' },
  primary: { word: 'Primary read', report: 'Diagnostic imaging report' },
};

/** Primary reads are marked; an over-read is what every other line is. */
export const primaryLook: StateLook = { hue: 'active', icon: 'looks_one', word: 'Primary read' };

export const purposeWords: Readonly<Record<string, string>> = {
  formal: 'Formal read', comparison: 'Read for comparison', informal: 'Informal opinion', qa: 'Quality review', primary: 'Primary read',
};

export const urgencyWords: Readonly<Record<string, string>> = { high: 'STAT', medium: 'Medium', low: 'Low' };

export const gradeWords: Readonly<Record<Grade, { readonly word: string; readonly means: string }>> = {
  agree: { word: 'Agree', means: 'no change' },
  minor: { word: 'Minor', means: 'no change of care' },
  major: { word: 'Major', means: 'changes care, pages now' },
  critical: { word: 'Critical', means: 'calls and escalates' },
};

export const adequacyWords = { yes: 'Yes', 'with-limits': 'With limits', no: 'No' } as const;

const declineWords: Readonly<Record<(typeof declineReasons)[number], string>> = {
  'wrong-specialty': 'Not my subspecialty',
  'conflict-of-interest': 'Conflict of interest',
  'images-inadequate': 'The images are not good enough',
  workload: 'Too much to read now',
  other: 'Something else',
};

export const withdrawWords: Readonly<Record<(typeof withdrawReasons)[number], string>> = {
  'archived-without-report': 'Archive it without a report',
  'read-elsewhere': 'It was read elsewhere',
  'no-longer-needed': 'It is no longer needed',
  'wrong-exam': 'It is the wrong exam',
  'wrong-patient': 'It is the wrong patient',
};

const releaseWords = {
  'called-away': 'Called away', 'end-of-shift': 'End of shift', 'colleague-better': 'A colleague is better placed', other: 'Something else',
};
const retractWords = { 'wrong-patient': 'It was read for the wrong patient', 'wrong-exam': 'It was read for the wrong exam' };

const list = (words: Readonly<Record<string, string>>, needsText: readonly string[] = []): CodedReason[] =>
  Object.entries(words).map(([code, text]) => ({ code, words: text, ...(needsText.includes(code) ? { needsText: true } : {}) }));

export const releaseReasonList = list(releaseWords, ['other']);
export const declineReasonList = list(declineWords, ['other']);
export const withdrawReasonList = list(withdrawWords);
export const retractReasonList = list(retractWords);

/** Acts as they stand on a button. Draft, sign, addend and acknowledge have their own place on the report page. */
export const moveWords: Readonly<Record<string, string>> = {
  claim: 'Claim', release: 'Release', decline: 'Decline', return: 'Ask for images', 'take-over': 'Take over', resume: 'Back to the pool', submit: 'Hand to attending',
  'send-back': 'Send back', withdraw: 'Withdraw', retract: 'Retract', pick: 'Ask for a read',
};
