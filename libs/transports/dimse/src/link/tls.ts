import { isIP, type Socket } from 'node:net';
import { TLSSocket, type ConnectionOptions, type TlsOptions } from 'node:tls';
import type { PeerCertificate } from '../scp/ports';

/** BCP 195 (PS3.15 B.12): TLS 1.2 at least. Everything is PEM text. */
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
    requestCert: required,
    rejectUnauthorized: required,
  };
}

export function clientTlsOptions(settings: ClientTls, host: string): ConnectionOptions {
  const name = settings.serverName ?? host;
  return {
    ...(settings.certPem ? { cert: settings.certPem } : {}),
    ...(settings.keyPem ? { key: settings.keyPem } : {}),
    ...(settings.caPem ? { ca: settings.caPem } : {}),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    // An address cannot be asked for by name (RFC 6066 3); the certificate is then held against the address.
    ...(isIP(name) ? { host: name } : { servername: name }),
  };
}

export function peerCertificate(socket: Socket): PeerCertificate | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) {
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
