import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { NewPasskey, PasskeyAnswer } from '@causeway/contracts';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;
const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

interface Asked { readonly challenge: string }
/** What a wrong one does differently. */
interface Wrong { readonly origin?: string; readonly rpId?: string; readonly unverified?: boolean; readonly counter?: number; readonly crossOrigin?: boolean; readonly userHandle?: string | null; readonly type?: string }

/** One passkey in software: ES256, user verified, with a counter (Web Authentication Level 3, 6). */
export class SoftPasskey {
  readonly id = b64(randomBytes(32));
  private readonly privateKey: KeyObject;
  private readonly cose: Uint8Array;
  private counter = 0;
  private handle = '';

  constructor(private readonly origin: string, private readonly rpId: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = privateKey;
    const jwk = publicKey.export({ format: 'jwk' });
    // COSE_Key (RFC 9053): kty EC2, alg ES256, crv P-256, x, y
    this.cose = isoCBOR.encode(new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, new Uint8Array(Buffer.from(jwk.x ?? '', 'base64url'))], [-3, new Uint8Array(Buffer.from(jwk.y ?? '', 'base64url'))]]) as never);
  }

  make(options: Asked & { readonly user: { readonly id: string } }, wrong: Wrong = {}): NewPasskey {
    this.handle = options.user.id;
    const id = Buffer.from(this.id, 'base64url');
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, this.cose]);
    const authData = Buffer.concat([this.data(ATTESTED, wrong), attested]);
    const attestationObject = isoCBOR.encode(new Map<string, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', new Uint8Array(authData)]]) as never);
    return { ...this.credential(), response: { clientDataJSON: b64(this.client('webauthn.create', options, wrong)), attestationObject: b64(attestationObject), transports: ['internal'] } };
  }

  answer(options: Asked, wrong: Wrong = {}): PasskeyAnswer {
    this.counter += 1;
    const client = this.client('webauthn.get', options, wrong);
    const data = this.data(0, wrong);
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), this.privateKey);
    return { ...this.credential(), response: { clientDataJSON: b64(client), authenticatorData: b64(data), signature: b64(signature), userHandle: wrong.userHandle === undefined ? this.handle : wrong.userHandle } };
  }

  private credential() {
    return { id: this.id, rawId: this.id, type: 'public-key' as const, clientExtensionResults: {} };
  }
  private client(type: string, { challenge }: Asked, wrong: Wrong): Buffer {
    return Buffer.from(JSON.stringify({ type: wrong.type ?? type, challenge, origin: wrong.origin ?? this.origin, crossOrigin: wrong.crossOrigin ?? false }));
  }
  private data(flags: number, wrong: Wrong): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(wrong.counter ?? this.counter);
    return Buffer.concat([sha256(wrong.rpId ?? this.rpId), Buffer.from([flags | PRESENT | (wrong.unverified ? 0 : VERIFIED)]), counter]);
  }
}
