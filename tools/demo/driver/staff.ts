// The host's people at work: they sign in and use the routes the console uses, with the same rights and the same refusals.
import { type Problem } from '@causeway/contracts';

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(`${status} ${code}: ${detail}`);
  }
}

/** Somebody was faster, or the thing is no longer as it was: nothing is wrong, one looks again. */
export const overtaken = (error: unknown): boolean => error instanceof ApiProblem && [404, 409, 412].includes(error.status);

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const TIMEOUT_MS = 30_000;
const COOKIE = /^[^=]+=[^;]*/;

/** One person, signed in when needed and again when the session has ended. */
export class Person {
  private cookie: string | null = null;
  private known: Promise<string> | null = null;

  constructor(
    private readonly url: string,
    readonly username: string,
    private readonly password: string,
  ) {}

  /** Their id. */
  id(): Promise<string> {
    this.known ??= this.get<{ person: { id: string } }>('/me').then((me) => me.person.id);
    this.known.catch(() => (this.known = null));
    return this.known;
  }

  get<T>(path: string): Promise<T> {
    return this.ask<T>('GET', path);
  }
  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.ask<T>('POST', path, body);
  }
  put<T>(path: string, body: unknown): Promise<T> {
    return this.ask<T>('PUT', path, body);
  }

  private async ask<T>(method: Method, path: string, body?: unknown): Promise<T> {
    if (!this.cookie) await this.signIn();
    const first = await this.request(method, path, body);
    if (first.status === 401) {
      await this.signIn();
      return answerOf<T>(await this.request(method, path, body));
    }
    if (first.status === 403 && (await codeOf(first.clone())) === 'reauthenticate') {
      await answerOf(await this.request('POST', '/session/reauthenticate', { password: this.password }));
      return answerOf<T>(await this.request(method, path, body));
    }
    return answerOf<T>(first);
  }

  private async signIn(): Promise<void> {
    this.cookie = null;
    const response = await this.request('POST', '/session', { username: this.username, password: this.password });
    if (!response.ok) await answerOf(response);
    await response.arrayBuffer();
    this.cookie = response.headers.getSetCookie().map((c) => COOKIE.exec(c)?.[0] ?? '').join('; ');
  }

  private request(method: Method, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(this.cookie ? { cookie: this.cookie } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }
}

async function codeOf(response: Response): Promise<string | undefined> {
  return ((await response.json().catch(() => ({}))) as Partial<Problem>).code;
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  const problem = parsed(text);
  throw new ApiProblem(response.status, problem.code ?? 'unknown', problem.detail ?? problem.title ?? '');
}

function parsed(text: string): Partial<Problem> {
  try {
    return JSON.parse(text) as Partial<Problem>;
  } catch {
    return {};
  }
}

/** All of them, by user name. */
export class Staff {
  private readonly people = new Map<string, Person>();

  constructor(
    private readonly url: string,
    private readonly password: string,
  ) {}

  as(username: string): Person {
    const person = this.people.get(username) ?? new Person(this.url, username, this.password);
    this.people.set(username, person);
    return person;
  }
}
