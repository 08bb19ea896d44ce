import { SPEC_PASSWORD } from './harness';

export interface Reply<T> {
  readonly status: number;
  readonly body: T;
  readonly code: string | undefined;
  readonly detail: string;
}
/** One browser: its cookie and nothing else. */
export class Browser {
  cookie = '';

  constructor(private readonly url: string) {}

  async ask<T = { code?: string; detail?: string }>(method: string, path: string, body?: object): Promise<Reply<T>> {
    const answer = await fetch(`${this.url}/api/v1${path}`, { method, headers: { cookie: this.cookie, ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) });
    this.cookie = answer.headers.getSetCookie().at(-1)?.split(';')[0] ?? this.cookie;
    const text = await answer.text();
    const said = (text === '' ? {} : JSON.parse(text)) as T & { code?: string; detail?: string };
    return { status: answer.status, body: said, code: said.code, detail: said.detail ?? '' };
  }
  async signIn(username: string, password = SPEC_PASSWORD): Promise<Reply<{ next?: string; code?: string }>> {
    return this.ask('POST', '/session', { username, password });
  }
  /** Reads the live stream until the server ends it. */
  async stream(): Promise<{ text: Promise<string> }> {
    const answer = await fetch(`${this.url}/api/v1/stream`, { headers: { cookie: this.cookie } });
    if (answer.status !== 200) throw new Error(`The stream answered ${answer.status}.`);
    return { text: answer.text() };
  }
}
