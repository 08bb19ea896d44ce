import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import type { Fault } from './fault';

/** What we trust, and the name we ask for. */
export interface Trust {
  /** Certificates trusted to sign the other side's, PEM; the authorities of this system when not given. */
  readonly caPem?: string;
  /** Name the partner's certificate must carry, when it is not the host we connect to. */
  readonly serverName?: string;
}

/** What the other side's alert says about us (RFC 8446 6.2), by OpenSSL's names; with TLS 1.3 it arrives after the handshake. */
const ALERTS: Readonly<Record<string, string>> = {
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'they want a certificate from us',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'they found nothing to agree on; they may want a certificate from us',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'they did not take our certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'they did not take our certificate',
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: 'they did not take our certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'our certificate has expired',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: 'our certificate was revoked',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'they do not trust the authority of our certificate',
  ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR: 'they could not check the signature of our certificate',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'they speak no version of TLS we allow (1.2 and 1.3)',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'they speak no version of TLS we allow (1.2 and 1.3)',
  ERR_SSL_WRONG_VERSION_NUMBER: 'they do not speak TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'they do not speak TLS on this port',
};

/** OpenSSL 3.2 and later say SSL/TLS where earlier ones said SSLv3 for the same alert. */
const oneName = (code: string): string => code.replace('ERR_SSL_SSL/TLS_ALERT_', 'ERR_SSL_SSLV3_ALERT_');

const FAULTS: Readonly<Record<string, Fault>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'our-certificate-wanted',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'our-certificate-wanted',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'our-certificate-expired',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'our-certificate-refused',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'our-certificate-refused',
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: 'our-certificate-refused',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: 'our-certificate-refused',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'our-certificate-refused',
  ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR: 'our-certificate-refused',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'tls-version',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls-version',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'not-tls',
};

/** The fault by OpenSSL's or Node's name of it. */
export const tlsFault = (code: string): Fault => FAULTS[oneName(code)] ?? 'tls';

/** Null for an error that is none of TLS. */
export function alertSentence(code: string): string | null {
  return code.startsWith('ERR_SSL_') ? (ALERTS[oneName(code)] ?? `the secure channel failed (${code.slice('ERR_SSL_'.length).toLowerCase().replaceAll('_', ' ')})`) : null;
}

/** Why a certificate the partner showed is not taken, with both values. `code` is OpenSSL's or Node's name of the fault. */
export function distrustSentence(code: string, shown: PeerCertificate, settings: Trust, host: string, now = new Date()): string {
  const day = (text: string): string => new Date(text).toISOString().slice(0, 10);
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `their certificate has expired: it was valid until ${day(shown.valid_to)}, and today is ${day(now.toISOString())}`;
    case 'CERT_NOT_YET_VALID':
      return `their certificate is not valid yet: it begins on ${day(shown.valid_from)}, and today is ${day(now.toISOString())}`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `their certificate is for another name: it names ${namesOf(shown)}, and we asked for ${settings.serverName ?? host}`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `their certificate is self-signed by ${commonName(shown.subject)}; we trust ${trusted(settings)}`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `their certificate authority is not trusted here: it is ${commonName(shown.issuer)}, and we trust ${trusted(settings)}`;
    default:
      return `their certificate is not taken (${code})`;
  }
}

/** Names a certificate is valid for. */
export function namesOf(shown: PeerCertificate): string {
  return shown.subjectaltname?.replaceAll(/(DNS|IP Address):/g, '') ?? commonName(shown.subject);
}

function commonName(name: { CN?: string | string[] } | undefined): string {
  return [name?.CN ?? 'somebody without a name'].flat().join(', ');
}

/** Common names of the authorities in the settings. */
function trusted({ caPem }: Trust): string {
  const pems = caPem?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const names = pems.map((pem) => /CN=([^\n,]+)/.exec(subjectOf(pem))?.[1] ?? 'an authority without a name');
  return names.length > 0 ? names.join(', ') : 'the authorities of this system';
}

function subjectOf(pem: string): string {
  try {
    return new X509Certificate(pem).subject;
  } catch {
    return '';
  }
}
