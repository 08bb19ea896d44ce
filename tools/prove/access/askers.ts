// Everybody who asks: a person of each role, with and without their password typed a moment ago; clients; and those who must be let in nowhere.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { personRoles, type Asker } from './expected';
import { OWN_LINE, type Sql } from './things';

/** `in`: known at the door. `out`: must be answered 401 everywhere but on open routes. */
export interface Caller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly door: 'in' | 'out';
  readonly asker: Asker;
  readonly passwordTyped: boolean;
}

const NOBODY: Asker = { id: randomUUID(), roles: [], facilities: [], lines: [], scopes: null };
const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();
/** The password counts as typed from then on for a minute: far enough ahead that it lasts the whole walk. */
const TYPED = `clock_timestamp() + interval '1 day'`;

export class Askers {
  readonly callers: Caller[] = [];

  constructor(private readonly sql: Sql, private readonly own: string) {}

  async prepare(short: boolean): Promise<void> {
    const roles = short ? ['pa', 'tr', 'cl', 'sa'] : personRoles;
    for (const role of roles) {
      const asker = await this.person([role]);
      this.in(`${role}, password typed`, await this.session(asker.id, TYPED), asker, true);
      if (!short || role === 'pa') this.in(`${role}, password not typed`, await this.session(asker.id, 'null'), asker, false);
    }
    if (!short) {
      const both = await this.person(['tr', 'cl']);
      this.in('tr and cl', await this.session(both.id, TYPED), both, true);
    }
    const clients = [['client of a PACS administrator', 'pa', ['exam.list', 'exam.view', 'inbound.receive']], ['client of a system administrator', 'sa', ['exam.list', 'exam.view']], ['client that may list only', 'pa', ['exam.list']]] as const;
    for (const [name, role, scopes] of short ? clients.slice(0, 1) : clients) {
      const behind = await this.person([role]);
      const secret = await this.token(behind.id, scopes);
      this.callers.push({ name, headers: { authorization: `Bearer ${secret}` }, door: 'in', passwordTyped: false, asker: { ...behind, scopes } });
    }
    await this.strangers(short);
  }

  private async strangers(short: boolean): Promise<void> {
    const out = (name: string, headers: Readonly<Record<string, string>>): void => void this.callers.push({ name, headers, door: 'out', passwordTyped: false, asker: NOBODY });
    const cookie = (secret: string): Readonly<Record<string, string>> => ({ cookie: `causeway_session=${secret}` });
    out('nobody', {});
    const disabled = await this.person(['pa']);
    out('somebody disabled', cookie(await this.session(disabled.id, TYPED)));
    const token = await this.token(disabled.id, ['exam.list']);
    await this.sql('update person set disabled_at = now() where id = $1', [disabled.id]);
    const pa = await this.person(['pa']);
    if (short) return;
    const half = await this.session(pa.id, TYPED);
    await this.sql(`update session set stage = 'new-password' where id = $1`, [digest(half)]);
    out('somebody with a one-time password', cookie(half));
    out('client of somebody disabled', { authorization: `Bearer ${token}` });
    out('somebody with an invented cookie', cookie(randomBytes(32).toString('base64url')));
    const idle = await this.session(pa.id, TYPED);
    await this.sql(`update session set last_seen_at = now() - interval '1 day' where id = $1`, [digest(idle)]);
    out('somebody who was idle too long', cookie(idle));
    const ended = await this.session(pa.id, TYPED);
    await this.sql('update session set ended_at = now() where id = $1', [digest(ended)]);
    out('somebody whose session was ended', cookie(ended));
    const revoked = await this.token(pa.id, ['exam.list']);
    await this.sql('update api_token set revoked_at = now() where secret = $1', [digest(revoked)]);
    out('client with a revoked token', { authorization: `Bearer ${revoked}` });
  }

  async person(roles: readonly string[]): Promise<Asker> {
    const id = randomUUID();
    await this.sql(
      `insert into person (id, username, name, initials, title, roles, facilities, service_lines, password_hash) values ($1, $2, $2, 'P', 'Proof', $3, $4, $5, '-')`,
      [id, `proof.${roles.join('.')}.${id.slice(0, 8)}`, roles, [this.own], [OWN_LINE]]);
    return { id, roles, facilities: [this.own], lines: [OWN_LINE], scopes: null };
  }

  async session(person: string, typed: string): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    await this.sql(`insert into session (id, person_id, ends_at, address, reauthenticated_at) values ($1, $2, now() + interval '1 day', '127.0.0.1', ${typed})`, [digest(secret), person]);
    return secret;
  }

  async token(person: string, scopes: readonly string[]): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    await this.sql(`insert into api_token (id, name, secret, person_id, scopes, ends_at) values ($1, 'proof', $2, $3, $4, now() + interval '1 day')`, [randomUUID(), digest(secret), person, scopes]);
    return secret;
  }

  private in(name: string, secret: string, asker: Asker, passwordTyped: boolean): void {
    this.callers.push({ name, headers: { cookie: `causeway_session=${secret}` }, door: 'in', passwordTyped, asker });
  }
}
