/** A-ASSOCIATE-RJ: the three numbers, and what they mean (PS3.8 9.3.4). */
export interface Rejection {
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

export const RESULT = { permanent: 1, transient: 2 } as const;
export const SOURCE = { user: 1, acse: 2, presentation: 3 } as const;

export const REJECTION = {
  noReason: { result: RESULT.permanent, source: SOURCE.user, reason: 1 },
  applicationContext: { result: RESULT.permanent, source: SOURCE.user, reason: 2 },
  callingAeTitle: { result: RESULT.permanent, source: SOURCE.user, reason: 3 },
  calledAeTitle: { result: RESULT.permanent, source: SOURCE.user, reason: 7 },
  protocolVersion: { result: RESULT.permanent, source: SOURCE.acse, reason: 2 },
  congestion: { result: RESULT.transient, source: SOURCE.presentation, reason: 1 },
  localLimit: { result: RESULT.transient, source: SOURCE.presentation, reason: 2 },
} as const satisfies Record<string, Rejection>;

const REASONS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [SOURCE.user]: {
    1: 'no reason given',
    2: 'application context name not supported',
    3: 'calling AE title not recognised',
    7: 'called AE title not recognised',
  },
  [SOURCE.acse]: { 1: 'no reason given', 2: 'protocol version not supported' },
  [SOURCE.presentation]: { 1: 'temporary congestion', 2: 'local limit exceeded' },
};

/** `called AE title not recognised`; unknown pairs are told by their numbers. */
export function rejectionReason({ source, reason }: Rejection): string {
  return REASONS[source]?.[reason] ?? `source ${source}, reason ${reason}`;
}

/** One sentence with the value at fault: `They refused: called AE title not recognised; we called DEMO_PACS.` */
export function rejectionSentence(rejection: Rejection, calledAeTitle: string, callingAeTitle: string): string {
  const lasting = rejection.result === RESULT.transient ? 'They refused for now' : 'They refused';
  return `${lasting}: ${rejectionReason(rejection)}; ${ourPart(rejection, calledAeTitle, callingAeTitle)}.`;
}

function ourPart({ source, reason }: Rejection, calledAeTitle: string, callingAeTitle: string): string {
  if (source === SOURCE.user && reason === REJECTION.calledAeTitle.reason) {
    return `we called ${calledAeTitle}`;
  }
  if (source === SOURCE.user && reason === REJECTION.callingAeTitle.reason) {
    return `we are ${callingAeTitle}`;
  }
  return `we called ${calledAeTitle} as ${callingAeTitle}`;
}
