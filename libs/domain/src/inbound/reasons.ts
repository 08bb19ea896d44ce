/** Coded reasons a person gives when an exam is set aside, sent back or refused. Codes are stored; words for people live in the console. */

/** Why an exam waits, and who is named as holder of the ball meanwhile. */
export const parkReasons = {
  'images-missing': { holder: 'sender' },
  'report-missing': { holder: 'sender' },
  'patient-not-registered': { holder: 'registration' },
  'question-to-requester': { holder: 'requester' },
  'consent-pending': { holder: 'requester' },
  'other': { holder: 'triage' },
} as const;

export const returnReasons = ['wrong-patient-sent', 'wrong-exam-sent', 'images-incomplete', 'images-unreadable', 'not-addressed-to-us', 'other'] as const;

/** DICOM Key Object titles of IHE IOCM where one fits (PS3.16 CID 7011), a local code else. */
export const rejectReasons = {
  'rejected-for-quality': { iocm: '113001' },
  'rejected-for-patient-safety': { iocm: '113037' },
  'incorrect-worklist-entry': { iocm: '113038' },
  'retention-expired': { iocm: '113039' },
  'duplicate-of-other-source': { iocm: null },
  'not-appropriate': { iocm: null },
} as const;

/** Why an exam is stopped before anybody works on it. */
export const quarantineReasons = ['unknown-sender', 'malformed-object', 'uid-conflict', 'several-patients', 'suspicious-content', 'by-person'] as const;

export type ParkReason = keyof typeof parkReasons;
export type ReturnReason = (typeof returnReasons)[number];
export type RejectReason = keyof typeof rejectReasons;
export type QuarantineReason = (typeof quarantineReasons)[number];
