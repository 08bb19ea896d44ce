import { X509Certificate } from 'node:crypto';
import { Refusal } from '../../platform/acts/refusal';

export interface ReadCertificate { readonly pem: string; readonly subject: string; readonly issuer: string; readonly fingerprint: string; readonly notBefore: Date; readonly notAfter: Date }

const fault = (detail: string): Refusal => new Refusal(422, 'certificate', detail, { errors: [{ pointer: '/pem', detail }] });

/** One X.509 certificate in PEM, as somebody pastes it. A private key is refused before anything of it is kept. */
export function readCertificate(pem: string, now: Date): ReadCertificate {
  if (/PRIVATE KEY/.test(pem)) throw fault('This is a private key. Nobody else may ever have it: make a new one, and send us the certificate only.');
  const [block] = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/.exec(pem) ?? [];
  if (!block) throw fault('This is no certificate. It begins with -----BEGIN CERTIFICATE-----.');
  let read: X509Certificate;
  try {
    read = new X509Certificate(block);
  } catch {
    throw fault('This certificate cannot be read. Copy it again, with its first and last line.');
  }
  const notAfter = new Date(read.validTo);
  if (notAfter <= now) throw fault(`This certificate ended on ${notAfter.toISOString().slice(0, 10)}. Send the new one.`);
  const { publicKey } = read;
  const bits = publicKey.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < 2048) throw fault(`The key of this certificate has ${bits} bits; at least 2048 are needed.`);
  return { pem: `${block}\n`, subject: oneLine(read.subject), issuer: oneLine(read.issuer), fingerprint: read.fingerprint256, notBefore: new Date(read.validFrom), notAfter };
}

const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ').slice(0, 500);
