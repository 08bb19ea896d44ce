import { isIP, type Socket } from 'node:net';
import { TLSSocket, type ConnectionOptions, type TlsOptions } from 'node:tls';
import type { PeerCertificate } from '../scp/ports';

/**
 * BCP 195 profile (PS3.15 B.12, RFC 9325 4.2): TLS 1.2 at least, and of 1.2 only suites with forward secrecy and authenticated encryption.
 */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'DHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256',
].join(':');

/** Everything is PEM text. */
interface TlsIdentity {
  readonly certPem: string;
  readonly keyPem: string;
  /** Certificates trusted to sign the other side's. */
  readonly caPem: string;
}

export interface ServerTls extends TlsIdentity {
  /** Default true: a partner without a certificate we trust is refused in the handshake. */
  readonly requireClientCertificate?: boolean;
}

export interface ClientTls extends Partial<TlsIdentity> {
  /** Name the partner's certificate must carry, when it is not the host we connect to. */
  readonly serverName?: string;
}

export function serverTlsOptions(settings: ServerTls): TlsOptions {
  const required = settings.requireClientCertificate ?? true;
  return {
    cert: settings.certPem,
    key: settings.keyPem,
    ca: settings.caPem,
    minVersion: 'TLSv1.2',
    ciphers: CIPHERS,
    honorCipherOrder: true,
    requestCert: required,
    // a partner's own certificate is trusted without whoever signed it: see `unknownClient`
    rejectUnauthorized: false,
  };
}

export function clientTlsOptions(settings: ClientTls, host: string): ConnectionOptions {
  const name = settings.serverName ?? host;
  return {
    ...(settings.certPem ? { cert: settings.certPem } : {}),
    ...(settings.keyPem ? { key: settings.keyPem } : {}),
    ...(settings.caPem ? { ca: settings.caPem } : {}),
    minVersion: 'TLSv1.2',
    ciphers: CIPHERS,
    // Trust is looked at once the handshake is over, where the certificate can still be told apart: see `secure`.
    rejectUnauthorized: false,
    // An address cannot be asked for by name (RFC 6066 3); the certificate is then held against the address.
    ...(isIP(name) ? { host: name } : { servername: name }),
  };
}

/**
 * Why a client's certificate does not count; null when it does: an authority of the house signed it, or it is one that is trusted for itself (SHA-256, upper-case hex with colons) and in its
 * time. That the client holds its key was proven in the handshake either way.
 */
export function unknownClient(socket: TLSSocket, trusted: ReadonlySet<string>): string | null {
  if (socket.authorized) return null;
  const { fingerprint256, valid_from: from, valid_to: to } = socket.getPeerCertificate();
  if (!fingerprint256) return 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE';
  const now = Date.now();
  return trusted.has(fingerprint256) && Date.parse(from) <= now && now < Date.parse(to) ? null : 'ERR_SSL_CERTIFICATE_VERIFY_FAILED';
}

/** Of a client whose certificate counts. */
export function peerCertificate(socket: Socket): PeerCertificate | undefined {
  if (!(socket instanceof TLSSocket)) {
    return undefined;
  }
  const certificate = socket.getPeerCertificate();
  if (!certificate.fingerprint256) {
    return undefined;
  }
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    fingerprint256: certificate.fingerprint256,
    validTo: new Date(certificate.valid_to).toISOString(),
  };
}

function distinguishedName(name: object): string {
  return Object.entries(name)
    .map(([attribute, value]) => `${attribute}=${Array.isArray(value) ? value.join('+') : value}`)
    .join(', ');
}
