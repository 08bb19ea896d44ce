import type { TransportFailure } from './failure';

/**
 * What exactly is wrong with a connection, finer than the failure code: one word per thing somebody has to change. The fix card is written from it.
 */
export const faults = [
  /** The address is one this installation may not call. */
  'address-not-allowed',
  'name-unknown', 'name-service', 'nobody-listens', 'no-route', 'no-answer',
  'not-tls', 'tls-version', 'tls', 'certificate-expired', 'certificate-not-yet-valid', 'certificate-name', 'certificate-untrusted',
  'our-certificate-wanted', 'our-certificate-refused', 'our-certificate-expired',
  'called-ae-title', 'called-ae-title-case', 'calling-ae-title', 'association-refused', 'busy', 'aborted', 'silent', 'closed', 'other-protocol',
  /** No presentation context accepted for a service, or not in a syntax we may use. */
  'service-not-offered', 'contexts-refused', 'transfer-syntax',
  /** The service answered with a failure status. */
  'status',
  'unauthorised', 'forbidden', 'service-not-found', 'redirected', 'not-dicomweb', 'server-failed', 'media-type',
  'message-refused', 'message-error',
  'clock', 'not-seen', 'not-the-same', 'slow', 'folder', 'settings', 'source',
] as const;

export type Fault = (typeof faults)[number];

const BY_CODE: Readonly<Record<TransportFailure['code'], Fault>> = {
  misconfigured: 'settings', unreachable: 'no-answer', tls: 'tls', unauthorised: 'unauthorised', refused: 'association-refused', busy: 'busy', unsupported: 'service-not-offered', timeout: 'silent',
  'connection-lost': 'closed', protocol: 'other-protocol', rejected: 'status', source: 'source', cancelled: 'no-answer', closed: 'closed',
};

/** The fault a failure names; where a transport could not tell, the broad one of its code. */
export const faultOf = (failure: TransportFailure): Fault => failure.fault ?? BY_CODE[failure.code];
