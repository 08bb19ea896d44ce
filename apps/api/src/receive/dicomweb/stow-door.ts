import fs from 'node:fs';
import http, { type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { baseUrl } from '../../dicomweb/http/base-url';
import { endOnceRead } from '../../platform/http/end-once-read';
import type { Logger } from '../../platform/log';
import type { Settings } from '../../platform/settings/settings';
import type { Intake } from '../intake/intake';
import { AtOnce } from './at-once';
import { Refused, sourceOf, type ReadToken } from './clients';
import type { DoorAddress } from './door-address';
import { storeAnswer } from './store-answer';
import { StoreRequest } from './store-request';
import { addressOf, boundaryOf, checkAccept, studyOf, traceOf, type Caller } from './stow-head';
import { asRefused, FAULTS, tooManyRequests } from './stow-refusals';

export interface StowDoorOptions {
  readonly intake: Intake;
  readonly readToken: ReadToken;
  /** False while the database is away. */
  readonly ready: () => boolean;
  /** Resolves once everything that was stored before can be asked for. */
  readonly posted?: () => Promise<void>;
  readonly settings: Pick<Settings, 'PUBLIC_URL'>;
  readonly log: Logger;
  readonly limits?: Partial<StowLimits>;
}

export interface StowLimits {
  /** A sender may pause this long, in milliseconds. */
  readonly idleMs: number;
  /** Requests at once: of everybody, and of one token. */
  readonly requests: number;
  readonly requestsPerClient: number;
  readonly objectBytes?: number;
}
const LIMITS: StowLimits = { idleMs: 60_000, requests: 64, requestsPerClient: 8 };
/** Questions for a token at once, of everybody and from one address: whoever guesses must not keep the database from the others. */
const ASKED = { all: 64, each: 16 };
/** Connections of anybody at once. */
const MOST_CONNECTIONS = 512;
/** How long a sender whose request was refused early may go on before the connection is cut. Longer than the api waits, which hands it on. */
const LINGER_MS = 5000;

/**
 * Takes objects over STOW-RS (PS3.18 10.5), as the api hands requests on, and from anybody at a port of its own where there is one. Whoever sends is asked
 * for their token here, whatever the api thinks.
 */
export class StowDoor {
  private readonly servers: Server[] = [];
  private readonly limits: StowLimits;
  private readonly requests: AtOnce;
  private readonly asked = new AtOnce(ASKED, () => new Refused(503, 'too-many-at-once', 'Too many requests from this address at once. Send again in a moment.', 5));

  constructor(private readonly options: StowDoorOptions) {
    this.limits = { ...LIMITS, ...options.limits };
    const { requests: all, requestsPerClient: each } = this.limits;
    this.requests = new AtOnce({ all, each }, tooManyRequests(each));
  }

  /** Returns the port, or null for a socket in the file system. */
  async listen(address: DoorAddress, caller: Caller): Promise<number | null> {
    const server = http.createServer({ requestTimeout: 0, keepAliveTimeout: 30_000, maxHeaderSize: 32_768 }, (request, response) => void this.serve(request, response, caller));
    if (caller === 'anybody') server.maxConnections = MOST_CONNECTIONS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, () => resolve());
    });
    this.servers.push(server);
    if ('path' in address) fs.chmodSync(address.path, 0o600);
    const at = server.address();
    return at !== null && typeof at === 'object' ? at.port : null;
  }

  /** Requests under way may end first. */
  async close(graceMs: number): Promise<void> {
    await Promise.all(this.servers.map(async (server) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(late);
    }));
  }

  private async serve(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void> {
    const trace = traceOf(request, caller);
    response.setHeader('X-Trace-Id', trace).setHeader('X-Content-Type-Options', 'nosniff').setHeader('Cache-Control', 'no-store');
    try {
      await this.store(request, response, caller, trace);
    } catch (error) {
      refuse(request, response, asRefused(error, () => this.options.log.error({ error }, 'stow failed')), trace);
    }
  }

  private async store(request: IncomingMessage, response: ServerResponse, caller: Caller, trace: string): Promise<void> {
    const { readToken, intake, ready, settings } = this.options;
    const studyUid = studyOf(request);
    if (!ready()) throw new Refused(503, 'not-now', 'The database is away. Nothing was stored; send again.', 5);
    const address = addressOf(request, caller);
    const source = await this.asked.run(address, () => sourceOf(request.headers.authorization, address, trace, readToken));
    const boundary = boundaryOf(request);
    checkAccept(request);
    const base = baseUrl({ headers: request.headers, protocol: request.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http' }, settings);
    await this.requests.run(source.id, async () => {
      request.setTimeout(this.limits.idleMs, () => request.destroy());
      const storing = new StoreRequest({ intake, source, studyUid, boundary, ...(this.limits.objectBytes ? { mostObjectBytes: this.limits.objectBytes } : {}) });
      const { outcomes, fault } = await storing.receive(request);
      if (fault === 'gone') return;
      // who has our answer may ask for what they sent; stored it is either way
      await this.options.posted?.().catch(() => undefined);
      // an answer names each object; only where it could not, or where the sender must do something else, does it say less
      if (fault && (FAULTS[fault].status === 413 || !outcomes.some((o) => o.kind === 'stored'))) throw FAULTS[fault];
      const { status, body, warnings } = storeAnswer(outcomes, base, fault && FAULTS[fault].detail);
      answer(request, response, status, { 'Content-Type': 'application/dicom+json', ...(warnings.length > 0 ? { Warning: [...warnings] } : {}), ...(status === 503 ? { 'Retry-After': '30' } : {}) }, body);
    });
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, code, detail, title, again }: Refused, traceId: string): void {
  const headers = { 'Content-Type': 'application/problem+json', ...(again ? { 'Retry-After': String(again) } : {}), ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}) };
  answer(request, response, status, headers, { type: `/problems/${code}`, title, status, code, detail, traceId });
}

/** Also before the request has come whole: then its sender may go on until it has read this. */
function answer(request: IncomingMessage, response: ServerResponse, status: number, headers: OutgoingHttpHeaders, body: object): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(text), ...(request.complete ? {} : { Connection: 'close' }) });
  response.write(text);
  endOnceRead(request, response, LINGER_MS);
}
