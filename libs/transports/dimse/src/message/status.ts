/** DIMSE statuses used or explained here (PS3.7 annex C, PS3.4 B.2.3 and C.4.1.1.4). */
export const STATUS = {
  success: 0x0000,
  cancelled: 0xfe00,
  pending: 0xff00,
  pendingWithoutOptionalKeys: 0xff01,
  processingFailure: 0x0110,
  invalidArgumentValue: 0x0115,
  invalidObjectInstance: 0x0117,
  sopClassNotSupported: 0x0122,
  noSuchAction: 0x0123,
  notAuthorised: 0x0124,
  unrecognisedOperation: 0x0211,
  resourceLimitation: 0x0213,
  outOfResources: 0xa700,
  noSubOperations: 0xa702,
  moveDestinationUnknown: 0xa801,
  dataSetMismatch: 0xa900,
  coercion: 0xb000,
  elementsDiscarded: 0xb006,
  dataSetWarning: 0xb007,
  cannotUnderstand: 0xc000,
} as const;

export type StatusKind = 'success' | 'warning' | 'pending' | 'cancel' | 'failure';

/** What a status says to a sender: kind, sentence, and whether the same request may succeed later. */
export interface StatusMeaning {
  readonly kind: StatusKind;
  /** As the field writes it: `A700H`. */
  readonly code: string;
  readonly meaning: string;
  readonly retry: 'later' | 'never' | null;
}

const EXACT: Readonly<Record<number, string>> = {
  0x0000: 'success',
  0x0001: 'requested optional attributes are not supported',
  0x0105: 'no such attribute',
  0x0106: 'invalid attribute value',
  0x0107: 'attribute list error',
  0x0110: 'processing failure',
  0x0111: 'duplicate SOP instance',
  0x0112: 'no such object instance',
  0x0115: 'invalid argument value',
  0x0116: 'attribute value out of range',
  0x0117: 'invalid object instance',
  0x0118: 'no such SOP class',
  0x0119: 'class-instance conflict',
  0x0120: 'missing attribute',
  0x0121: 'missing attribute value',
  0x0122: 'SOP class not supported',
  0x0123: 'no such action',
  0x0124: 'not authorised',
  0x0210: 'duplicate invocation',
  0x0211: 'unrecognised operation',
  0x0212: 'mistyped argument',
  0x0213: 'resource limitation',
  0xa701: 'out of resources, the matches cannot be counted',
  0xa702: 'out of resources, the instances cannot be sent',
  0xa801: 'move destination unknown',
  0xb000: 'stored after coercion of data elements',
  0xb006: 'stored after elements were discarded',
  0xb007: 'stored, data set does not match SOP class',
  0xfe00: 'cancelled',
  0xff00: 'pending',
  0xff01: 'pending, optional keys are not supported',
};

/** Failures a partner gets over by itself. */
const TEMPORARY = new Set([0x0110, 0x0213]);

export function explainStatus(status: number): StatusMeaning {
  const kind = kindOf(status);
  return { kind, code: statusCode(status), meaning: meaningOf(status), retry: kind === 'failure' || kind === 'cancel' ? retryOf(status) : null };
}

/** `0000H`, `A700H`. */
export function statusCode(status: number): string {
  return `${status.toString(16).toUpperCase().padStart(4, '0')}H`;
}

/** PS3.7 C.1 to C.6. */
function kindOf(status: number): StatusKind {
  if (status === STATUS.success) {
    return 'success';
  }
  if (status === STATUS.pending || status === STATUS.pendingWithoutOptionalKeys) {
    return 'pending';
  }
  if (status === STATUS.cancelled) {
    return 'cancel';
  }
  return status === 0x0001 || status === 0x0107 || status === 0x0116 || status >> 12 === 0xb ? 'warning' : 'failure';
}

function meaningOf(status: number): string {
  const exact = EXACT[status];
  if (exact) {
    return exact;
  }
  switch (status >> 8) {
    case 0xa7:
      return 'out of resources';
    case 0xa8:
      return 'move destination unknown';
    case 0xa9:
      return 'data set does not match SOP class';
  }
  if (status >> 12 === 0xc) {
    return 'cannot understand';
  }
  return status >> 12 === 0xb ? 'warning' : 'failure of the partner';
}

function retryOf(status: number): 'later' | 'never' {
  return status >> 8 === 0xa7 || status === STATUS.cancelled || TEMPORARY.has(status) ? 'later' : 'never';
}
