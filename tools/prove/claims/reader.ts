// A radiologist at a browser: a session cookie, requests over HTTP to any of the api processes, and what came back.
import { randomUUID } from 'node:crypto';
import http from 'node:http';

interface Heard {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** One api process as its clients see it. Connections are kept, so that a claim costs a request and not a handshake. */
export class Door {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 256 });

  constructor(readonly port: number) {}

  /**
   * Status 0: no answer came, so nobody knows what happened. A kept connection the server was just closing is no such case: as browsers do, the request
   * goes out once more on a new one.
   */
  ask(method: string, path: string, headers: Readonly<Record<string, string>>, body: string | undefined, first = true): Promise<Heard> {
    return new Promise((resolve) => {
      const lost = (error?: NodeJS.ErrnoException): void => {
        if (first && error?.code === 'ECONNRESET' && request.reusedSocket) resolve(this.ask(method, path, headers, body, false));
        else resolve({ status: 0, headers: {}, text: '' });
      };
      const request = http.request({ host: '127.0.0.1', port: this.port, agent: this.agent, method, path, headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }) } }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString('utf8') }));
        response.on('error', () => lost());
        response.on('close', () => response.complete || lost());
      });
      request.on('error', lost);
      request.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

export interface Problem {
  readonly code?: string;
  readonly by?: string;
  readonly detail?: string;
}

/** The parts of an over-read's page this proof looks at. */
export interface Task extends Problem {
  readonly id: string;
  readonly version: number;
  readonly epoch: number;
  readonly state: string;
  readonly lease: { readonly holder: { readonly id: string }; readonly mine: boolean } | null;
}

export interface Answer<T = Task> {
  readonly status: number;
  readonly body: T;
  readonly replayed: boolean;
  readonly ms: number;
}

export interface Signature {
  readonly version: number;
  readonly epoch: number;
  /** Instead of the text that says who signs under which epoch. */
  readonly impression?: string;
}

let turn = 0;

export class Reader {
  private cookie = '';

  constructor(readonly id: string, readonly username: string, readonly name: string, private readonly doors: readonly Door[]) {}

  async signIn(password: string): Promise<void> {
    const { status, headers } = await this.doors[0]!.ask('POST', '/api/v1/session', { 'Content-Type': 'application/json' }, JSON.stringify({ username: this.username, password }));
    if (status !== 204) throw new Error(`Signing in answered ${status}.`);
    this.cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  }

  /** A signature needs the password again, for a minute. */
  async typePassword(password: string): Promise<void> {
    const { status } = await this.ask('POST', '/api/v1/session/reauthenticate', { password });
    if (status >= 300) throw new Error(`Typing the password again answered ${status}.`);
  }

  open(task: string): Promise<Answer> {
    return this.ask('GET', `/api/v1/overreads/${task}`);
  }
  claim(task: string, version: number): Promise<Answer> {
    return this.ask('POST', `/api/v1/overreads/${task}/claim`, { version });
  }
  claimNext(): Promise<Answer<Task | null>> {
    return this.ask('POST', '/api/v1/overreads/claim-next', {});
  }
  release(task: string, seen: { readonly version: number; readonly epoch: number }): Promise<Answer> {
    return this.ask('POST', `/api/v1/overreads/${task}/release`, { ...pick(seen), reason: 'end of shift' });
  }
  takeOver(task: string): Promise<Answer> {
    return this.ask('POST', `/api/v1/overreads/${task}/take-over`, { reason: 'end of shift' });
  }
  renew(task: string, seen: { readonly version: number; readonly epoch: number }): Promise<Answer> {
    return this.ask('POST', `/api/v1/overreads/${task}/renew`, pick(seen));
  }
  save(task: string, seen: Signature): Promise<Answer> {
    return this.ask('PUT', `/api/v1/overreads/${task}/draft`, { ...pick(seen), text: this.text(seen), revisionSeen: 1 });
  }
  sign(task: string, seen: Signature, how: { readonly key?: string; readonly door?: Door } = {}): Promise<Answer> {
    return this.ask('POST', `/api/v1/overreads/${task}/sign`, { ...pick(seen), text: this.text(seen), revisionSeen: 1 }, how);
  }

  /** Each request carries a key of its own, as the console's do, and goes to the processes in turn. */
  async ask<T>(method: string, path: string, body?: unknown, how: { readonly key?: string; readonly door?: Door } = {}): Promise<Answer<T>> {
    const door = how.door ?? this.doors[turn++ % this.doors.length]!;
    const headers: Record<string, string> = { Cookie: this.cookie };
    if (method !== 'GET') Object.assign(headers, { 'Content-Type': 'application/json', 'Idempotency-Key': how.key ?? randomUUID() });
    const since = performance.now();
    const { status, headers: answered, text } = await door.ask(method, path, headers, body === undefined ? undefined : JSON.stringify(body));
    return { status, body: (text === '' ? null : JSON.parse(text)) as T, replayed: answered['idempotent-replay'] === 'true', ms: performance.now() - since };
  }

  /** Says who writes and under which epoch, so that a stored report tells by itself whether it is stale. */
  private text(seen: Signature): object {
    return { comparison: 'none', adequacy: 'yes', findings: 'None.', impression: seen.impression ?? markOf(this.id, seen.epoch), recommendation: '', grade: 'agree', call: null };
  }
}

export const markOf = (readerId: string, epoch: number): string => `${readerId} ${epoch}`;
const pick = ({ version, epoch }: { readonly version: number; readonly epoch: number }): object => ({ version, epoch });
