import { abilities, exclusiveRoles, roles, type AbilityName, type Role } from '@causeway/access';
import type { PersonRef } from '@causeway/contracts';
import type { Actor } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';
import { digestOf, hashPassword, newSecret } from '../platform/sign-in/secrets';

export interface NewPerson {
  readonly id?: string;
  readonly username: string;
  readonly name: string;
  readonly title: string;
  readonly roles: readonly Role[];
  readonly facilities: readonly string[];
  readonly serviceLines: readonly string[];
  readonly subspecialties: readonly string[];
  readonly password: string;
  readonly demo?: boolean;
}

const LEAST_PASSWORD = 15;
const LONGEST_TOKEN_DAYS = 3660;

/** Accounts. A system administrator or an auditor holds no other role; passwords are long rather than complicated. */
export class People {
  constructor(private readonly acts: Acts) {}

  async add(actor: Actor, p: NewPerson): Promise<string> {
    const problem = faultOf(p);
    if (problem) throw new Refusal(422, 'person', problem);
    const id = p.id ?? newId();
    const hash = await hashPassword(p.password);
    await this.acts.run(actor, async (act) => {
      const [known] = await act.query('select 1 as known from person where username = $1', [p.username.toLowerCase()]);
      if (known) throw new Refusal(409, 'username-taken', `There is already a person with the user name ${p.username}.`);
      await act.query(
        `insert into person (id, username, name, initials, title, roles, facilities, service_lines, subspecialties, password_hash, demo)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, p.username.toLowerCase(), p.name, initialsOf(p.name), p.title, p.roles, p.facilities, p.serviceLines, p.subspecialties, hash, p.demo ?? false]);
      act.audit({ action: 'people.added', object: { kind: 'person', id }, details: { roles: p.roles, facilities: p.facilities, serviceLines: p.serviceLines } });
    });
    return id;
  }

  /** Takes the account away: signed in or not, the next request is refused, and so are tokens of this person. What they did stays under their name. */
  disable(actor: Actor, username: string): Promise<void> {
    return this.changed(actor, username, 'people.disabled', 'disabled_at = coalesce(disabled_at, clock_timestamp())');
  }

  enable(actor: Actor, username: string): Promise<void> {
    return this.changed(actor, username, 'people.enabled', 'disabled_at = null');
  }

  /** A new password; sessions that were opened with the old one end. */
  async setPassword(actor: Actor, username: string, password: string): Promise<void> {
    const problem = passwordFault(password);
    if (problem) throw new Refusal(422, 'person', problem);
    await this.changed(actor, username, 'people.password-set', 'password_hash = $2', await hashPassword(password));
  }

  private changed(actor: Actor, username: string, action: string, set: string, ...values: readonly string[]): Promise<void> {
    return this.acts.run(actor, async (act) => {
      const [row] = await act.query<{ id: string }>(`update person set ${set}, version = version + 1 where username = $1 returning id`, [username.trim().toLowerCase(), ...values]);
      if (!row) throw new Refusal(404, 'not-found', `Nobody has the user name ${username}.`);
      await act.query('update session set ended_at = clock_timestamp() where person_id = $1 and ended_at is null', [row.id]);
      act.audit({ action, object: { kind: 'person', id: row.id } });
    });
  }

  /** A bearer token for a client, which acts with this person's facilities and service lines; shown once, stored as a digest. */
  async addToken(actor: Actor, name: string, personId: string, scopes: readonly AbilityName[], days: number): Promise<string> {
    const held = Object.entries(abilities).flatMap(([ability, row]) => ('ac' in row.grants ? [ability] : []));
    const unknown = scopes.filter((scope) => !held.includes(scope));
    if (scopes.length === 0 || unknown.length > 0) throw new Refusal(422, 'token', `${unknown.length > 0 ? `A client cannot hold ${unknown.join(', ')}. ` : ''}It may hold: ${held.join(', ')}.`);
    if (!(days >= 1 && days <= LONGEST_TOKEN_DAYS)) throw new Refusal(422, 'token', `A token lasts 1 to ${LONGEST_TOKEN_DAYS} days.`);
    const secret = newSecret();
    const id = newId();
    await this.acts.run(actor, async (act) => {
      await act.query(
        'insert into api_token (id, name, secret, person_id, scopes, ends_at) values ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(days => $6))',
        [id, name, digestOf(secret), personId, scopes, days]);
      act.audit({ action: 'people.token-added', object: { kind: 'api-token', id }, details: { name, scopes, days } });
    });
    return secret;
  }
}

function faultOf(p: NewPerson): string | null {
  if (!/^[a-z0-9][a-z0-9._-]{1,60}$/i.test(p.username)) return 'A user name has 2 to 61 letters, digits, dots, hyphens or underscores.';
  if (p.roles.length === 0) return 'A person needs at least one role.';
  const unknown = p.roles.filter((r) => !(r in roles));
  if (unknown.length > 0) return `Unknown role ${unknown.join(', ')}. Roles are: ${Object.keys(roles).join(', ')}.`;
  const alone = p.roles.find((r) => exclusiveRoles.includes(r));
  if (alone && p.roles.length > 1) return `The role ${roles[alone]} is held alone.`;
  return p.demo ? null : passwordFault(p.password);
}

const passwordFault = (password: string): string | null => (password.length < LEAST_PASSWORD ? `A password has at least ${LEAST_PASSWORD} characters. Several words are easy to remember.` : null);

export const initialsOf = (name: string): string =>
  name.replace(/^(Dr|Prof)\.?\s+/i, '').split(/\s+/).filter((w) => /^\p{L}/u.test(w)).map((w) => [...w][0] ?? '').slice(0, 3).join('').toUpperCase().replace(/^(.).*(.)$/, '$1$2');

export interface PersonColumns { id: string; name: string; initials: string; title: string }
export const personRef = (row: PersonColumns): PersonRef => ({ id: row.id, name: row.name, initials: row.initials, title: row.title });
