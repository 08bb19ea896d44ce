import type { InboundView, MatchChip } from '@causeway/contracts';
import type { ParkReason, QuarantineReason, RejectReason, ReturnReason } from '@causeway/domain';
import type { CodedReason } from '@causeway/console-ui';
import { reasonWords } from '../core/why/decision-words';
import type { FilterField } from './inbox-query';

// Words of the inbox for the codes of the domain.

export const viewWords: Readonly<Record<InboundView, string>> = {
  open: 'Open', unclaimed: 'All unclaimed', stat: 'STAT', 'needs-match': 'Needs match', 'needs-check': 'Needs QC', waiting: 'Waiting',
  duplicates: 'Duplicates', mine: 'Mine', 'done-today': 'Done today',
};

export const fieldWords: Readonly<Record<FilterField, string>> = {
  state: 'State', urgency: 'Urgency', modality: 'Modality', source: 'From', door: 'Arrives by', match: 'Match', serviceLine: 'Service line', report: 'Outside report',
};

export const urgencyWords: Readonly<Record<string, string>> = { high: 'High', medium: 'Medium', low: 'Low' };

export const doorWords: Readonly<Record<string, string>> = {
  dimse: 'DIMSE', dicomweb: 'DICOMweb', disc: 'Disc', xds: 'XDS-I', fhir: 'FHIR', gateway: 'Gateway', portal: 'Portal', ems: 'EMS app', hl7: 'HL7',
};

export const matchStateWords: Readonly<Record<string, string>> = {
  none: 'Not matched yet', matched: 'Matched', overridden: 'Overridden', proposed: 'Proposed', registering: 'Registering', 'second-look': 'Second person',
};

/** Acts as they stand on a button. Release, split and the need have a place on the exam's own page. */
export const moveWords: Readonly<Record<string, string>> = {
  claim: 'Claim', 'release-claim': 'Release claim', 'take-over': 'Take over', park: 'Set aside', unpark: 'Back to work', return: 'Return to sender', reject: 'Reject',
  quarantine: 'Quarantine', clear: 'Clear', mirror: 'Our own exam', recall: 'Call back', reopen: 'Take up again', 'load-now': 'Load now',
};

export const parkWords: Readonly<Record<ParkReason, string>> = {
  'images-missing': 'Images are missing',
  'report-missing': 'The outside report is missing',
  'patient-not-registered': 'The patient is not registered here yet',
  'question-to-requester': 'A question to the requester',
  'consent-pending': 'Consent is pending',
  other: 'Something else',
};

export const returnWords: Readonly<Record<ReturnReason, string>> = {
  'wrong-patient-sent': 'Another patient was sent',
  'wrong-exam-sent': 'Another exam was sent',
  'images-incomplete': 'Images are incomplete',
  'images-unreadable': 'Images cannot be read',
  'not-addressed-to-us': 'It was not meant for us',
  other: 'Something else',
};

export const rejectWords: Readonly<Record<RejectReason, string>> = {
  'rejected-for-quality': 'Not good enough to be used',
  'rejected-for-patient-safety': 'Unsafe: wrong patient or wrong side',
  'incorrect-worklist-entry': 'Made from a wrong worklist entry',
  'retention-expired': 'Older than we keep',
  'duplicate-of-other-source': 'We have it from another source',
  'not-appropriate': 'Not what was asked for',
};

export const quarantineWords: Readonly<Record<QuarantineReason, string>> = {
  'unknown-sender': 'The sender is not known here',
  'malformed-object': 'An object is malformed',
  'uid-conflict': 'Same identity, other content than what we have',
  'several-patients': 'Images of more than one patient',
  'suspicious-content': 'Suspicious content',
  'by-person': 'A person stopped it',
};

const wordsFor = (words: Readonly<Record<string, string>>, needsText: readonly string[]): CodedReason[] =>
  Object.entries(words).map(([code, text]) => ({ code, words: text, ...(needsText.includes(code) ? { needsText: true } : {}) }));

export const parkReasonList = wordsFor(parkWords, ['other', 'question-to-requester']);
export const returnReasonList = wordsFor(returnWords, ['other']);
export const rejectReasonList = wordsFor(rejectWords, ['rejected-for-patient-safety', 'not-appropriate']);
export const quarantineReasonList = wordsFor(quarantineWords, ['by-person', 'suspicious-content']).filter((r) => ['by-person', 'suspicious-content', 'several-patients'].includes(r.code));

/** Why a person is asked whose exam it is, for the match at a glance; null when nobody is. */
export const asksBecause = ({ because = [] }: Pick<MatchChip, 'because'>): string | null =>
  (because.length === 0 ? null : `A person is asked because ${because.map(reasonWords).join(', ')}`);
