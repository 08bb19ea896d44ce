import http from 'node:http';
import https from 'node:https';
import { TransportFailure, pinnedLookup, type Egress } from '@causeway/transport-kit';
import { z } from 'zod';
import type { DicomwebSettings } from '../transport/settings';
import { toFailure } from './failures';

/** What a token service answers (RFC 6749 5.1). */
const Granted = z.object({ access_token: z.string().regex(/^[\x21-\x7e]{1,20000}$/), token_type: z.string().regex(/^bearer$/i), expires_in: z.coerce.number().positive().optional() });
/** A token is not used in its last seconds: the request it opens takes time. */
const SPARE_S = 60;
/** Services that do not say how long theirs lasts are asked again after this. */
const UNSAID_S = 300;
const MOST_BYTES = 64 * 1024;

const encoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

/** Tokens of one client by its own right (RFC 6749 4.4, client credentials). Redirects are not followed; the secret goes to the configured address and nowhere else. */
export class TokenSource {
  private current: { readonly token: string; readonly until: number } | null = null;
  private asking: Promise<string> | null = null;

  constructor(private readonly oauth: NonNullable<DicomwebSettings['oauth']>, private readonly settings: Pick<DicomwebSettings, 'connectSeconds'>, private readonly egress: Egress) {}

  /** Whether the next request uses a token that was fetched before. */
  get held(): boolean {
    return this.current !== null && this.current.until > Date.now();
  }

  forget(): void {
    this.current = null;
  }

  /** @throws TransportFailure `unauthorised` when the service does not know us */
  token(signal: AbortSignal): Promise<string> {
    if (this.held) return Promise.resolve(this.current!.token);
    this.asking ??= this.fetch(signal).finally(() => { this.asking = null; });
    return this.asking;
  }

  private async fetch(signal: AbortSignal): Promise<string> {
    const { status, text } = await this.post(signal);
    if (status === 400 || status === 401 || status === 403) throw new TransportFailure('unauthorised', 'never', `Their token address answered ${status}${errorIn(text)}: client, secret or scope are wrong.`, { fault: 'unauthorised' });
    if (status >= 300 && status < 400) throw new TransportFailure('refused', 'never', `Their token address answered ${status}: it points to another address, which we do not follow. Enter that address if it is right.`, { fault: 'redirected' });
    if (status !== 200) throw new TransportFailure('busy', 'later', `Their token address answered ${status}.`, { fault: 'server-failed' });
    const granted = Granted.safeParse(jsonIn(text));
    if (!granted.success) throw new TransportFailure('protocol', 'never', 'Their token address answered with something that is no bearer token: is this the right address?', { fault: 'other-protocol' });
    const { access_token: token, expires_in: lasts = UNSAID_S } = granted.data;
    this.current = { token, until: Date.now() + Math.max(0, lasts - Math.min(SPARE_S, lasts / 2)) * 1000 };
    return token;
  }

  private async post(signal: AbortSignal): Promise<{ readonly status: number; readonly text: string }> {
    const { clientId, clientSecret, scope, inBody, tokenUrl } = this.oauth;
    const url = new URL(tokenUrl);
    const secured = url.protocol === 'https:';
    const port = url.port === '' ? (secured ? 443 : 80) : Number(url.port);
    const lookup = pinnedLookup(await this.egress.reach(url.hostname.replace(/^\[(.*)\]$/, '$1'), port));
    signal.throwIfAborted();
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}), ...(inBody ? { client_id: clientId, client_secret: clientSecret } : {}) }).toString();
    // RFC 6749 2.3.1: both are encoded as in a form before they are joined
    const basic = inBody ? {} : { Authorization: `Basic ${Buffer.from(`${encoded(clientId)}:${encoded(clientSecret)}`).toString('base64')}` };
    const headers = { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body), ...basic };
    return new Promise((resolve, reject) => {
      const asked = (secured ? https : http).request(url, { method: 'POST', lookup, signal, headers, timeout: this.settings.connectSeconds * 1000 }, (answer) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (part: Buffer) => {
          parts.push(part);
          bytes += part.length;
          if (bytes > MOST_BYTES) asked.destroy(new TransportFailure('protocol', 'never', 'Their token address answers with more than a token.'));
        });
        answer.once('error', reject);
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
      });
      asked.once('timeout', () => asked.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })));
      asked.once('error', (error) => reject(signal.aborted ? error : unreached(error)));
      asked.end(body);
    });
  }
}

/** Which of the two addresses it was must be in the sentence. */
function unreached(error: Error): TransportFailure {
  const { code, retry, detail, fault } = toFailure(error);
  return new TransportFailure(code, retry, `At their token address: ${detail}`, { cause: error, ...(fault ? { fault } : {}) });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Their word for it (RFC 6749 5.2), which is one of a few. */
function errorIn(text: string): string {
  const { error } = (jsonIn(text) ?? {}) as { error?: unknown };
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : '';
}
