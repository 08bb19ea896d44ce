/** Why a partner does not give what we asked for. */
export const outDeclineReasons = ['no-such-exam', 'no-such-patient', 'consent-needed', 'not-released-yet', 'cannot-send', 'ask-elsewhere', 'other'] as const;
export type OutDeclineReason = (typeof outDeclineReasons)[number];
export const outCancelReasons = ['no-longer-needed', 'found-elsewhere', 'duplicate', 'wrong-patient', 'went-to-competitor', 'other'] as const;
export type OutCancelReason = (typeof outCancelReasons)[number];

/** Why we do not give what we were asked for, each with the information-blocking exception it rests on (45 CFR 171). */
export const inDeclineReasons = {
  'no-such-exam': 'none',
  'no-such-patient': 'none',
  'identity-unclear': 'privacy',
  'consent-needed': 'privacy',
  'no-legal-basis': 'privacy',
  'source-forbids': 'privacy',
  'would-harm': 'preventing-harm',
  'not-secure': 'security',
  'cannot-segment': 'infeasible',
  'other': 'infeasible',
} as const;
export type InDeclineReason = keyof typeof inDeclineReasons;
export const informationBlockingExceptions = ['none', 'preventing-harm', 'privacy', 'security', 'infeasible', 'health-it-performance', 'manner', 'licensing', 'fees'] as const;

/** What we ask the requester when a request cannot be answered as it is. */
export const inQuestions = ['which-patient', 'which-exam', 'legal-basis', 'consent-form', 'where-to-send', 'other'] as const;
export type InQuestion = (typeof inQuestions)[number];

export const legalBases = ['treatment', 'patient-authorisation', 'emergency', 'operations', 'public-health', 'legal-order'] as const;
export type LegalBasis = (typeof legalBases)[number];
export const requestPurposes = ['treatment', 'second-opinion', 'comparison', 'planning', 'patient-access', 'operations'] as const;
export type RequestPurpose = (typeof requestPurposes)[number];
