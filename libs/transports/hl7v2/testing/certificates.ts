/** Certificates for tests, made afresh (RFC 5280, ECDSA P-256): nothing secret or expiring lies in the repository, no tool has to be there. */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

export interface TestCertificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface TestAuthority {
  /** PEM. */
  readonly ca: string;
  /** A certificate for `localhost` and 127.0.0.1, valid from yesterday on; `days` below zero makes it expired. */
  issue(commonName: string, days?: number): TestCertificate;
}

const DAY_MS = 86_400_000;

function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...contents: readonly Uint8Array[]): Buffer => der(0x30, ...contents);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const octets = (content: Uint8Array): Buffer => der(0x04, content);
const bits = (content: Uint8Array): Buffer => der(0x03, Buffer.of(0), content);

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
const COMMON_NAME = oid('550403');
const BASIC_CONSTRAINTS = oid('551d13');
const ALTERNATIVE_NAMES = oid('551d11');
const TRUE = Buffer.of(0x01, 0x01, 0xff);

function name(commonName: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName)))));
}

function time(at: number): Buffer {
  return der(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
}

interface Request {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly days: number;
  readonly extension: Buffer;
}

function certificate({ subject, issuer, publicKey, signer, days, extension }: Request): string {
  const now = Date.now();
  const validity = days > 0 ? [now - DAY_MS, now + days * DAY_MS] : [now + (days - 30) * DAY_MS, now + days * DAY_MS];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1), randomBytes(8)),
    ECDSA_SHA256,
    name(issuer),
    sequence(...validity.map(time)),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
  const whole = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, signer)));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}

export function makeAuthority(commonName = 'Test authority'): TestAuthority {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ca = certificate({
    subject: commonName,
    issuer: commonName,
    publicKey: authority.publicKey,
    signer: authority.privateKey,
    days: 30,
    extension: sequence(BASIC_CONSTRAINTS, TRUE, octets(sequence(TRUE))),
  });
  const issue = (subject: string, days = 30): TestCertificate => {
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.of(127, 0, 0, 1)));
    const cert = certificate({
      subject, issuer: commonName, publicKey: own.publicKey, signer: authority.privateKey, days, extension: sequence(ALTERNATIVE_NAMES, octets(names)),
    });
    return { cert, key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  };
  return { ca, issue };
}
