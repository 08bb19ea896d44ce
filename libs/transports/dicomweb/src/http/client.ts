import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { TransportFailure, anywhere, pinnedLookup, type Egress } from '@causeway/transport-kit';
import type { DicomwebSettings } from '../transport/settings';
import { Silent } from './failures';
import { TokenSource } from './token-source';

export interface Ask {
  readonly method: 'GET' | 'POST';
  /** Below the configured address, with its parameters. */
  readonly path: string;
  readonly accept: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** Writes the body; called once the request is under way. */
  readonly body?: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Read it to its end, or destroy it. */
  readonly body: IncomingMessage;
}

/** How long a partner may think about whether it wants a body; some never say. */
const CONTINUE_MS = 1000;
/** Bytes of an answer that is read as a whole. */
const MOST_TEXT = 32 * 1024 * 1024;

/**
 * Requests to one partner. Everything goes to the configured address: redirects are not followed, and addresses in answers are not called, so a
 * partner cannot make us ask another machine, or hand our password to one.
 */
export class Client {
  readonly base: URL;
  private readonly agent: http.Agent;
  private readonly tokens: TokenSource | null;

  constructor(private readonly settings: DicomwebSettings, private readonly egress: Egress = anywhere) {
    this.base = new URL(settings.url);
    this.tokens = settings.oauth ? new TokenSource(settings.oauth, settings, egress) : null;
    const { caPem, certPem, keyPem, serverName } = settings.tls ?? {};
    const options = { keepAlive: true, maxSockets: 4 };
    this.agent = this.base.protocol === 'http:'
      ? new http.Agent(options)
      : new https.Agent({ ...options, ...(caPem ? { ca: caPem } : {}), ...(certPem ? { cert: certPem, key: keyPem } : {}), ...(serverName ? { servername: serverName } : {}), rejectUnauthorized: true });
  }

  /** Asks once; or twice when a token we held ceased to be good before its time, and nothing but a question was sent with it. */
  async ask(what: Ask, signal: AbortSignal): Promise<Answer> {
    const held = this.tokens?.held ?? false;
    const answer = await this.once(what, signal);
    if (answer.status !== 401 || !this.tokens) return answer;
    this.tokens.forget();
    if (!held || what.body) return answer;
    dismiss(answer);
    return this.once(what, signal);
  }

  private async once({ method, path, accept, headers = {}, body }: Ask, signal: AbortSignal): Promise<Answer> {
    const { request } = this.base.protocol === 'http:' ? http : https;
    const url = new URL(`${this.base.href.replace(/\/+$/, '')}${path}`);
    const authorization = await this.authorization(signal);
    const lookup = pinnedLookup(await this.reach());
    signal.throwIfAborted();
    return new Promise<Answer>((resolve, reject) => {
      const asked = request(url, { method, agent: this.agent, lookup, signal, headers: { Accept: accept, ...(body && this.settings.quirks.askFirst ? { Expect: '100-continue' } : {}), ...authorization, ...headers } });
      const connecting = setTimeout(() => asked.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })), this.settings.connectSeconds * 1000);
      asked.once('socket', (socket) => {
        const connected = (): void => clearTimeout(connecting);
        if (!socket.connecting) connected();
        else socket.once(this.base.protocol === 'http:' ? 'connect' : 'secureConnect', connected);
      });
      asked.setTimeout(this.settings.answerSeconds * 1000, () => asked.destroy(new Silent()));
      asked.once('close', () => clearTimeout(connecting));
      asked.once('error', reject);
      asked.once('response', (answer) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: answer }));
      if (body) void this.sendBody(asked, body);
      else asked.end();
    });
  }

  /** Addresses of the partner that may be called; asked before each request, and the connection goes to one of them. */
  reach(): ReturnType<Egress['reach']> {
    return this.egress.reach(this.host, this.port);
  }

  get host(): string {
    return this.base.hostname.replace(/^\[(.*)\]$/, '$1');
  }

  get port(): number {
    const { port, protocol } = this.base;
    return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  }

  close(): void {
    this.agent.destroy();
  }

  /**
   * Sends the body once they said that they will take it (RFC 9110 10.1.1), or said nothing for a moment. An answer that comes before that, such as a
   * wrong token or too large a body, costs nobody the transfer.
   */
  private async sendBody(asked: http.ClientRequest, body: NonNullable<Ask['body']>): Promise<void> {
    try {
      if (this.settings.quirks.askFirst && !(await wanted(asked))) return;
      await body((bytes) => written(asked, bytes));
      asked.end();
    } catch (error) {
      asked.destroy(error instanceof Error ? error : new Error('the body could not be written'));
    }
  }

  private async authorization(signal: AbortSignal): Promise<Record<string, string>> {
    const { username, password } = this.settings;
    const token = this.tokens ? await this.tokens.token(signal) : this.settings.token;
    if (token) return { Authorization: `Bearer ${token}` };
    return username ? { Authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` } : {};
  }
}

/** Whether the body is to be sent; false when the answer is here already. */
function wanted(asked: http.ClientRequest): Promise<boolean> {
  asked.flushHeaders();
  return new Promise((resolve, reject) => {
    let wait: NodeJS.Timeout | undefined;
    const settle = (send: boolean): void => {
      clearTimeout(wait);
      resolve(send);
    };
    asked.once('continue', () => settle(true));
    asked.once('response', (answer: IncomingMessage) => {
      answer.once('close', () => asked.destroy());
      settle(false);
    });
    asked.once('close', () => reject(new Error('the request ended')));
    asked.once('socket', (socket) => {
      const start = (): void => void (wait = setTimeout(() => settle(true), CONTINUE_MS));
      if (socket.connecting) socket.once('connect', start);
      else start();
    });
  });
}

/** Resolves when there is room for more. */
function written(asked: http.ClientRequest, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (asked.destroyed) return reject(new Error('the request ended'));
    if (asked.write(bytes)) return resolve();
    const settle = (): void => {
      asked.off('drain', settle).off('close', settle);
      if (asked.destroyed) reject(new Error('the request ended'));
      else resolve();
    };
    asked.on('drain', settle).on('close', settle);
    return undefined;
  });
}

/** Lets the connection go without reading on. */
export function dismiss({ body }: Answer): void {
  body.on('error', () => undefined);
  body.destroy();
}

/** The body as text, at most 32 MiB. */
export async function textOf({ body }: Answer): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_TEXT) throw new TransportFailure('protocol', 'never', 'Their answer is larger than 32 MiB.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The body as JSON; undefined when it is none. */
export async function jsonOf(answer: Answer): Promise<unknown> {
  const text = await textOf(answer);
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
