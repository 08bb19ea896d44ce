import { TransportFailure, tlsFault, type FailureCode, type Fault, type Retry } from '@causeway/transport-kit';

/** No bytes for too long. */
export class Silent extends Error {
  override readonly name = 'Silent';
}

/** What we were to send could not be read. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
}

const TLS_SENTENCES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'Their certificate has expired.',
  CERT_NOT_YET_VALID: 'Their certificate is not valid yet.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Their certificate is for another name than the host.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Their certificate is signed by itself, and is not among those we trust.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Their certificate is signed by an authority we do not trust.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Their certificate is signed by an authority we do not trust.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'Their certificate is signed by an authority we do not trust.',
};
const UNREACHABLE_FAULTS: Readonly<Record<string, Fault>> = { ENOTFOUND: 'name-unknown', EAI_AGAIN: 'name-service', ECONNREFUSED: 'nobody-listens', EHOSTUNREACH: 'no-route', ENETUNREACH: 'no-route' };
const UNREACHABLE = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EADDRNOTAVAIL']);

/** Names what went wrong on the way. Addresses with their parameters never stand in a sentence: they hold what was searched for. */
export function toFailure(error: unknown): TransportFailure {
  if (error instanceof TransportFailure) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  const failure = (name: FailureCode, retry: Retry, detail: string, fault?: Fault): TransportFailure => new TransportFailure(name, retry, detail, { cause: code || undefined, ...(fault ? { fault } : {}) });
  if (error instanceof Silent) return failure('timeout', 'later', 'They said nothing for too long.');
  if (error instanceof SourceFailed) return failure('source', 'later', 'What was to be sent could not be read here.');
  if (UNREACHABLE.has(code)) return failure('unreachable', 'later', `No connection to their server (${code}).`, UNREACHABLE_FAULTS[code] ?? 'no-answer');
  if (code in TLS_SENTENCES) return failure('tls', 'never', TLS_SENTENCES[code]!, tlsFault(code));
  if (/^(ERR_TLS|ERR_SSL|CERT_|EPROTO|HOSTNAME_MISMATCH)/.test(code)) return failure('tls', 'never', `No secure channel could be agreed (${code}).`, tlsFault(code));
  if (code.startsWith('HPE_')) return failure('protocol', 'never', 'Their server does not speak HTTP as it must.', 'other-protocol');
  return failure('connection-lost', 'later', `The connection ended before its time${code ? ` (${code})` : ''}.`);
}

/** What a status other than the wanted ones means (RFC 9110 15). */
export function failureOfStatus(status: number, what: string): TransportFailure {
  const failure = (name: FailureCode, retry: Retry, sentence: string, fault: Fault): TransportFailure => new TransportFailure(name, retry, `They answered ${status} to ${what}: ${sentence}`, { fault });
  if (status >= 300 && status < 400) return failure('refused', 'never', 'they point to another address, which we do not follow. Enter that address if it is right.', 'redirected');
  if (status === 401) return failure('unauthorised', 'never', 'user name, password or token are wrong or missing.', 'unauthorised');
  if (status === 403) return failure('unauthorised', 'never', 'we may not do this there.', 'forbidden');
  if (status === 404 || status === 405 || status === 501) return failure('unsupported', 'never', 'there is no such service at this address.', 'service-not-found');
  if (status === 406 || status === 415) return failure('unsupported', 'never', 'not in this media type.', 'media-type');
  if (status === 408 || status === 429 || status === 503) return failure('busy', 'later', 'not now.', 'busy');
  return status >= 500 ? failure('rejected', 'later', 'their server failed.', 'server-failed') : failure('rejected', 'never', 'they do not accept the request.', 'status');
}
