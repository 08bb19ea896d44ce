import { TransportFailure, tlsFault, type Fault } from '@causeway/transport-kit';

const UNREACHABLE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'ETIMEDOUT']);

const FAULTS: Readonly<Record<string, Fault>> = { ECONNREFUSED: 'nobody-listens', EHOSTUNREACH: 'no-route', ENETUNREACH: 'no-route', ENOTFOUND: 'name-unknown', EAI_AGAIN: 'name-service', ETIMEDOUT: 'no-answer' };

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

function isTls(code: string): boolean {
  return /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH|ERR_CRYPTO)/.test(code);
}

/** A system or TLS error as the one error a transport throws. `where` is host and port. */
export function failureOf(error: unknown, where: string): TransportFailure {
  if (error instanceof TransportFailure) return error;
  const code = codeOf(error);
  if (UNREACHABLE.has(code)) return new TransportFailure('unreachable', 'later', `Nobody answers at ${where} (${code}).`, { cause: error, fault: FAULTS[code] ?? 'no-answer' });
  if (isTls(code)) return new TransportFailure('tls', 'never', `The secure channel to ${where} could not be agreed (${code}).`, { cause: error, fault: tlsFault(code) });
  return new TransportFailure('connection-lost', 'later', `The connection to ${where} ended (${code || 'closed'}).`, { cause: error, fault: 'closed' });
}
