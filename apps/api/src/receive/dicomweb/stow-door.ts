import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isUid } from '@causeway/dicom';
import { isBoundary, parseMediaType } from '@causeway/transport-dicomweb';
import { givable, parseAccept } from '../../dicomweb/http/accept';
import { baseUrl, ROOT } from '../../dicomweb/http/base-url';
import { Refusal } from '../../platform/acts/refusal';
import { plainAddress } from '../../platform/addresses';
import type { Logger } from '../../platform/log';
import type { Settings } from '../../platform/settings/settings';
import type { Intake } from '../intake/intake';
import { Refused, sourceOf, type ReadToken } from './clients';
import type { DoorAddress } from './door-address';
import { storeAnswer } from './store-answer';
import { StoreRequest, type BodyFault } from './store-request';

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
/** How long a sender whose request was refused early may go on before the connection is cut: it could not read the answer otherwise. Longer than the api waits, which hands it on. */
const LINGER_MS = 5000;
const JSON_TYPES = ['application/dicom+json', 'application/json'];

const FAULTS: Readonly<Record<Exclude<BodyFault, 'gone'>, Refused>> = {
  truncated: new Refused(400, 'truncated', 'The body ended without its closing boundary. What came whole was stored; send the rest again.'),
  empty: new Refused(400, 'no-objects', 'The body holds no part: look at the boundary in Content-Type.'),
  'header-invalid': new Refused(400, 'part-header', 'A part of the body has headers that cannot be read.'),
  'header-too-long': new Refused(400, 'part-header', 'A part of the body has more than 16 KiB of headers.'),
  'too-many-parts': new Refused(413, 'too-many-objects', 'A request may hold 10,000 objects. The first 10,000 were taken; send the others in further requests.'),
  'no-objects-in-parts': new Refused(413, 'no-objects', 'A hundred parts of the body could not be taken, so the rest was not read. What could be taken was stored.'),
  'object-too-large': new Refused(413, 'object-too-large', 'One object is larger than is taken here. What came before it was stored.'),
};

/** Takes objects over STOW-RS (PS3.18 10.5), as the api hands requests on. Whoever sends is asked for their token here, whatever the api thinks. */
export class StowDoor {
  private readonly server: Server;
  private readonly limits: StowLimits;
  private readonly running = new Map<string, number>();
  private open = 0;

  constructor(private readonly options: StowDoorOptions) {
    this.limits = { ...LIMITS, ...options.limits };
    this.server = http.createServer({ requestTimeout: 0, keepAliveTimeout: 30_000, maxHeaderSize: 32_768 }, (request, response) => void this.serve(request, response));
  }

  /** Returns the port, or null for a socket in the file system. */
  async listen(address: DoorAddress): Promise<number | null> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(address, () => resolve());
    });
    if ('path' in address) fs.chmodSync(address.path, 0o600);
    const at = this.server.address();
    return at !== null && typeof at === 'object' ? at.port : null;
  }

  /** Requests under way may end first. */
  async close(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const late = setTimeout(() => this.server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(late);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.store(request, response);
    } catch (error) {
      this.refuse(request, response, asRefused(error, () => this.options.log.error({ error }, 'stow failed')));
    }
  }

  private async store(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { readToken, intake, ready, settings } = this.options;
    const studyUid = studyOf(request);
    if (!ready()) throw new Refused(503, 'not-now', 'The database is away. Nothing was stored; send again.', 5);
    const source = await sourceOf(request.headers.authorization, addressOf(request), traceOf(request), readToken);
    const boundary = boundaryOf(request);
    if (givable(parseAccept(request.headers.accept), { types: JSON_TYPES, forms: ['single', 'multipart'] }).length === 0) throw new Refused(406, 'not-in-this-form', 'The answer is given as application/dicom+json.');
    const base = baseUrl({ headers: request.headers, protocol: request.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http' }, settings);
    this.enter(source.id);
    try {
      request.setTimeout(this.limits.idleMs, () => request.destroy());
      const storing = new StoreRequest({ intake, source, studyUid, boundary, ...(this.limits.objectBytes ? { mostObjectBytes: this.limits.objectBytes } : {}) });
      const { outcomes, fault } = await storing.receive(request);
      // who has our answer may ask for what they sent; stored it is either way
      await this.options.posted?.().catch(() => undefined);
      if (fault === 'gone') return;
      // an answer names each object; only where it could not, or where the sender must do something else, does it say less
      if (fault && (FAULTS[fault].status === 413 || !outcomes.some((o) => o.kind === 'stored'))) throw FAULTS[fault];
      const answer = storeAnswer(outcomes, base);
      const body = JSON.stringify(answer.body);
      response.writeHead(answer.status, {
        'Content-Type': 'application/dicom+json', 'Content-Length': Buffer.byteLength(body), ...(answer.warnings.length > 0 ? { Warning: [...answer.warnings] } : {}), ...(answer.status === 503 ? { 'Retry-After': '30' } : {}),
      });
      response.end(body);
    } finally {
      this.leave(source.id);
    }
  }

  private enter(client: string): void {
    const own = this.running.get(client) ?? 0;
    if (own >= this.limits.requestsPerClient) throw new Refused(503, 'too-many-at-once', `A connection may send ${this.limits.requestsPerClient} requests at once. Wait for one to end.`, 2);
    if (this.open >= this.limits.requests) throw new Refused(503, 'too-many-at-once', 'Too many senders at once. Send again in a moment.', 5);
    this.open++;
    this.running.set(client, own + 1);
  }

  private leave(client: string): void {
    this.open--;
    const left = (this.running.get(client) ?? 1) - 1;
    if (left > 0) this.running.set(client, left);
    else this.running.delete(client);
  }

  private refuse(request: IncomingMessage, response: ServerResponse, { status, code, detail, title, again }: Refused): void {
    if (response.destroyed) return;
    const body = JSON.stringify({ type: `/problems/${code}`, title, status, code, detail, traceId: traceOf(request) });
    response.writeHead(status, {
      'Content-Type': 'application/problem+json', 'Content-Length': Buffer.byteLength(body), ...(request.complete ? {} : { Connection: 'close' }), ...(again ? { 'Retry-After': String(again) } : {}), ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    });
    response.end(body);
    if (request.complete) return;
    request.on('error', () => undefined);
    request.resume();
    setTimeout(() => request.destroy(), LINGER_MS).unref();
  }
}

function studyOf(request: IncomingMessage): string | null {
  const path = /^\/([^?]*)/.exec(request.url ?? '')?.[1] ?? '';
  const study = path === `${ROOT}/studies` ? null : path.startsWith(`${ROOT}/studies/`) ? path.slice(`${ROOT}/studies/`.length) : undefined;
  if (study === undefined) throw new Refused(404, 'not-found', 'Objects are stored at /studies or /studies/{study}.');
  if (request.method !== 'POST') throw new Refused(405, 'method', 'Objects are stored with POST.');
  if (study !== null && !isUid(study)) throw new Refused(400, 'study-uid', 'The study in the address is no UID.');
  return study;
}

/** The body must be plain multipart/related of application/dicom: nothing here inflates a request. */
function boundaryOf(request: IncomingMessage): string {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new Refused(415, 'content-encoding', 'Send the body without a content encoding.');
  const type = parseMediaType(request.headers['content-type']);
  if (type?.type !== 'multipart/related') throw new Refused(415, 'media-type', 'Send multipart/related; type="application/dicom"; boundary=...');
  const inner = type.parameters.get('type')?.toLowerCase() ?? 'application/dicom';
  if (inner !== 'application/dicom') throw new Refused(415, 'media-type', `Objects are taken as whole files, not as ${inner.slice(0, 60)}: send multipart/related; type="application/dicom".`);
  const boundary = type.parameters.get('boundary');
  if (!isBoundary(boundary)) throw new Refused(400, 'boundary', 'Content-Type must name a boundary of 1 to 200 characters.');
  return boundary;
}

/** The api says where the request came from; nobody but the api reaches this door. */
const addressOf = (request: IncomingMessage): string => plainAddress(String(request.headers['x-forwarded-for'] ?? request.socket.remoteAddress ?? '').split(',')[0]!.trim());

function traceOf(request: IncomingMessage): string {
  const given = request.headers['x-trace-id'];
  return typeof given === 'string' && /^[0-9a-f-]{36}$/.test(given) ? given : randomUUID();
}

function asRefused(error: unknown, log: () => void): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof Refusal && error.status === 400) return new Refused(400, error.code, error.detail);
  log();
  return new Refused(503, 'not-now', 'This could not be done now. What was stored is recognised when it is sent again.', 5);
}
