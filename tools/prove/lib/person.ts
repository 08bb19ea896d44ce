// A person of a site, signed in: what proofs ask the api as.
import { randomUUID } from 'node:crypto';
import argon2 from 'argon2';
import type { Site } from '../../bench/lib/site';

const PASSWORD = 'four words for proofs';

export interface Answered<T> {
  readonly status: number;
  readonly body: T;
}

export class Person {
  private constructor(private readonly base: string, private readonly cookie: string) {}

  /** Adds somebody with the role who sees every facility, and signs them in; the api must run. */
  static async of(site: Site, role: string): Promise<Person> {
    const [id, username] = [randomUUID(), `prover.${role}`];
    const hash = await argon2.hash(PASSWORD, { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    await site.sql(`insert into person (id, username, name, initials, title, roles, facilities, password_hash) values ($1, $2, 'Proving Person', 'PP', 'Proof', $3, array(select id from facility), $4)`, [id, username, [role], hash]);
    const base = `http://127.0.0.1:${site.httpPort}/api/v1`;
    const answer = await fetch(`${base}/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username, password: PASSWORD }) });
    if (answer.status !== 204) throw new Error(`Signing in was answered with ${answer.status}.`);
    return new Person(base, answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '));
  }

  async ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answered<T>> {
    const headers = { cookie: this.cookie, ...(body ? { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() } : {}) };
    const answer = await fetch(`${this.base}/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  /** Types the password again: for a minute, acts that need it may be done. */
  async sign(): Promise<void> {
    const { status } = await this.ask('POST', 'session/reauthenticate', { password: PASSWORD });
    if (status >= 300) throw new Error(`The password was answered with ${status}.`);
  }
}
