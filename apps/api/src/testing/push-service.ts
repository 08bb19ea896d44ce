import { createDecipheriv, createECDH, createHash, createPublicKey, hkdfSync, randomBytes, verify, type ECDH } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const b64 = (bytes: Buffer): string => bytes.toString('base64url');
const hkdf = (ikm: Buffer, salt: Buffer, info: Buffer, length: number): Buffer => Buffer.from(hkdfSync('sha256', ikm, salt, info, length));

export interface Pushed { readonly text: Record<string, unknown>; readonly headers: http.IncomingHttpHeaders; readonly raw: Buffer; readonly signedBy: string; readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string } }

/** A browser: keys of its own, and an address at the service. */
export class PushBrowser {
  private readonly ecdh: ECDH = createECDH('prime256v1');
  private readonly auth = randomBytes(16);
  readonly path = `/push/${b64(randomBytes(12))}`;

  constructor(private readonly origin: string) {
    this.ecdh.generateKeys();
  }

  get subscription() {
    return { endpoint: `${this.origin}${this.path}`, keys: { p256dh: b64(this.ecdh.getPublicKey()), auth: b64(this.auth) } };
  }

  /** Opens one message (RFC 8291 3.4 over RFC 8188, `aes128gcm`, one record). */
  open(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const keyLength = body.readUInt8(20);
    const theirs = body.subarray(21, 21 + keyLength);
    const cipher = body.subarray(21 + keyLength);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.ecdh.getPublicKey(), theirs]);
    const ikm = hkdf(this.ecdh.computeSecret(theirs), this.auth, info, 32);
    const key = hkdf(ikm, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = hkdf(ikm, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const opener = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(cipher.subarray(-16));
    const plain = Buffer.concat([opener.update(cipher.subarray(0, -16)), opener.final()]);
    // the last record ends with 2 and padding (RFC 8188 2)
    return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
  }
}

/** A push service as browser makers run them (RFC 8030), with the signature of the sender checked (RFC 8292). */
export class PushService {
  readonly got: Pushed[] = [];
  readonly browsers: PushBrowser[] = [];
  /** What it answers; by path of a browser, else for all. */
  readonly answers = new Map<string, number>();

  private constructor(private readonly server: http.Server, readonly origin: string) {}

  static async start(): Promise<PushService> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const service = new PushService(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        const status = service.answers.get(request.url ?? '') ?? service.answers.get('*') ?? 201;
        if (status === 201) service.take(request, Buffer.concat(parts));
        response.writeHead(status).end();
      });
    });
    return service;
  }

  browser(): PushBrowser {
    const browser = new PushBrowser(this.origin);
    this.browsers.push(browser);
    return browser;
  }
  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private take(request: http.IncomingMessage, raw: Buffer): void {
    const browser = this.browsers.find((one) => one.path === request.url);
    if (!browser) throw new Error(`Nobody subscribed at ${request.url}.`);
    const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(request.headers.authorization ?? '') ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: b64(point.subarray(1, 33)), y: b64(point.subarray(33)) } });
    const signed = verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    if (!signed) throw new Error('The sender did not sign this with the key it names.');
    this.got.push({ text: JSON.parse(browser.open(raw)) as Record<string, unknown>, headers: request.headers, raw, signedBy: key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Pushed['claims'] });
  }
}

export const pushDigest = (endpoint: string): string => createHash('sha256').update(endpoint).digest('base64url');
