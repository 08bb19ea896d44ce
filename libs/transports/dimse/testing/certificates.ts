import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate with its key, in PEM; for tests and the demo only. */
export interface TestIdentity {
  readonly certPem: string;
  readonly keyPem: string;
}

export interface TestAuthority extends TestIdentity {
  readonly name: string;
  readonly key: KeyObject;
}

export interface IssueOptions {
  /** Common name, and the subject alternative name when it is an address or host. */
  readonly name: string;
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

const DAY_MS = 86_400_000;

export function testAuthority(name = 'Test authority'): TestAuthority {
  const { publicKey, privateKey } = keyPair();
  const certPem = certificate({ name }, publicKey, name, privateKey, true);
  return { name, key: privateKey, certPem, keyPem: pemOf(privateKey) };
}

export function issue(authority: TestAuthority, options: IssueOptions): TestIdentity {
  const { publicKey, privateKey } = keyPair();
  return { certPem: certificate(options, publicKey, authority.name, authority.key, false), keyPem: pemOf(privateKey) };
}

function keyPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** An X.509 version 3 certificate (RFC 5280 4.1), signed with SHA-256 and RSA. */
function certificate(options: IssueOptions, publicKey: KeyObject, issuer: string, issuerKey: KeyObject, authority: boolean): string {
  const algorithm = sequence(oid('2a864886f70d01010b'), der(0x05));
  const from = options.validFrom ?? new Date(Date.now() - DAY_MS);
  const to = options.validTo ?? new Date(Date.now() + 30 * DAY_MS);
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
    algorithm,
    commonName(issuer),
    sequence(time(from), time(to)),
    commonName(options.name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(options.name, authority))),
  );
  const signature = sign('sha256', toBeSigned, issuerKey);
  const whole = sequence(toBeSigned, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function extensions(name: string, authority: boolean): Buffer[] {
  const basic = sequence(...(authority ? [der(0x01, Buffer.from([0xff]))] : []));
  const constraints = sequence(oid('551d13'), der(0x01, Buffer.from([0xff])), der(0x04, basic));
  return authority ? [constraints] : [constraints, sequence(oid('551d11'), der(0x04, sequence(alternativeName(name))))];
}

function alternativeName(name: string): Buffer {
  return isIP(name) === 4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name, 'ascii'));
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name, 'utf8')))));
}

/** UTCTime: years 1950 to 2049. */
function time(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`, 'ascii'));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts);
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 128) {
    return Buffer.concat([Buffer.from([tag, content.length]), content]);
  }
  const length = Buffer.alloc(3);
  length[0] = 0x82;
  length.writeUInt16BE(content.length, 1);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}
