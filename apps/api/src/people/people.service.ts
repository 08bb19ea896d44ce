import { abilities, type AbilityName, type Role } from '@causeway/access';
import type { PersonRef } from '@causeway/contracts';
import type { Act } from '../platform/acts/act';
import type { Actor } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';
import { digestOf, hashPassword, newSecret } from '../platform/sign-in/secrets';
import { changesOf, endSessions, keepAnAdministrator, lockedPerson, told, type LockedPerson, type Rights } from './person.row';
import { passwordFault, rolesFault } from './person.rules';

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
  /** The password is good for one sign-in until then. */
  readonly onceUntil?: Date;
}

const LONGEST_TOKEN_DAYS = 3660;

/** Accounts. A system administrator or an auditor holds no other role; passwords are long rather than complicated. */
export class People {
  /** `hash`: how a new person's first password is kept. */
  constructor(
    private readonly acts: Acts,
    private readonly hash: typeof hashPassword = hashPassword,
  ) {}

  async add(actor: Actor, p: NewPerson): Promise<string> {
    const problem = faultOf(p);
    if (problem) throw new Refusal(422, 'person', problem);
    const id = p.id ?? newId();
    const hash = await this.hash(p.password);
    await this.acts.run(actor, async (act) => {
      const [known] = await act.query('select 1 as known from person where username = $1', [p.username.toLowerCase()]);
      if (known) throw new Refusal(409, 'username-taken', `There is already a person with the user name ${p.username}.`);
      await act.query(
        `insert into person (id, username, name, initials, title, roles, facilities, service_lines, subspecialties, password_hash, demo, password_once_until, password_set_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, clock_timestamp())`,
        [id, p.username.toLowerCase(), p.name, initialsOf(p.name), p.title, p.roles, p.facilities, p.serviceLines, p.subspecialties, hash, p.demo ?? false, p.onceUntil ?? null]);
      told(act, id, 'people.added', { roles: p.roles, facilities: p.facilities, serviceLines: p.serviceLines });
    });
    return id;
  }

  /** Takes the account away: signed in or not, the next request is refused, and so are tokens of this person. What they did stays under their name. */
  disable(actor: Actor, username: string): Promise<void> {
    return this.acts.run(actor, async (act) => this.setDisabled(act, await lockedPerson(act, { username }), true, null));
  }

  enable(actor: Actor, username: string): Promise<void> {
    return this.acts.run(actor, async (act) => this.setDisabled(act, await lockedPerson(act, { username }), false, null));
  }

  /** A new password; sessions that were opened with the old one end. */
  async setPassword(actor: Actor, username: string, password: string): Promise<void> {
    const fault = passwordFault(password, username);
    if (fault) throw new Refusal(422, 'person', fault);
    const hash = await hashPassword(password);
    await this.acts.run(actor, async (act) => this.keepPassword(act, await lockedPerson(act, { username }), hash, null));
  }

  /** The same inside an act. `onceUntil`: it must be replaced at the first sign-in, and not later than then. */
  async keepPassword(act: Act, person: LockedPerson, hash: string, onceUntil: Date | null): Promise<void> {
    await act.query('update person set password_hash = $2, password_once_until = $3, password_set_at = clock_timestamp(), version = version + 1 where id = $1', [person.id, hash, onceUntil]);
    await endSessions(act, person.id);
    told(act, person.id, onceUntil ? 'people.one-time-password-set' : 'people.password-set', {});
  }

  /** Nobody takes the last system administrator away: then nobody could give rights any more. */
  async setDisabled(act: Act, person: LockedPerson, disabled: boolean, reason: string | null): Promise<void> {
    if (disabled) await keepAnAdministrator(act, person);
    const at = disabled ? 'coalesce(disabled_at, clock_timestamp())' : 'null';
    await act.query(`update person set disabled_at = ${at}, version = version + 1 where id = $1`, [person.id]);
    await endSessions(act, person.id);
    told(act, person.id, disabled ? 'people.disabled' : 'people.enabled', {}, reason);
  }

  /** What a person may do from now on; open sessions go on with the new rights from their next request. */
  async setRights(act: Act, person: LockedPerson, to: Rights, reason: string): Promise<void> {
    const fault = rolesFault(to.roles);
    if (fault) throw new Refusal(422, 'person', fault);
    if (!to.roles.includes('sa')) await keepAnAdministrator(act, person);
    await act.query(
      'update person set name = $2, initials = $3, title = $4, roles = $5, facilities = $6, service_lines = $7, subspecialties = $8, version = version + 1 where id = $1',
      [person.id, to.name, initialsOf(to.name), to.title, to.roles, to.facilities, to.serviceLines, to.subspecialties]);
    told(act, person.id, 'people.changed', changesOf(person, to), reason);
  }

  /** A bearer token for a client, which acts with this person's facilities and service lines; shown once, stored as a digest. */
  async addToken(actor: Actor, name: string, personId: string, scopes: readonly AbilityName[], days: number): Promise<string> {
    return this.acts.run(actor, (act) => this.makeToken(act, name, personId, scopes, days));
  }

  /** The same inside an act. */
  async makeToken(act: Act, name: string, personId: string, scopes: readonly AbilityName[], days: number): Promise<string> {
    const held = Object.entries(abilities).flatMap(([ability, row]) => ('ac' in row.grants ? [ability] : []));
    const unknown = scopes.filter((scope) => !held.includes(scope));
    if (scopes.length === 0 || unknown.length > 0) throw new Refusal(422, 'token', `${unknown.length > 0 ? `A client cannot hold ${unknown.join(', ')}. ` : ''}It may hold: ${held.join(', ')}.`);
    if (!(days >= 1 && days <= LONGEST_TOKEN_DAYS)) throw new Refusal(422, 'token', `A token lasts 1 to ${LONGEST_TOKEN_DAYS} days.`);
    const secret = newSecret();
    const id = newId();
    await act.query(
      'insert into api_token (id, name, secret, person_id, scopes, ends_at) values ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(days => $6))',
      [id, name, digestOf(secret), personId, scopes, days]);
    act.audit({ action: 'people.token-added', object: { kind: 'api-token', id }, details: { name, scopes, days, personId } });
    return secret;
  }
}

function faultOf(p: NewPerson): string | null {
  if (!/^[a-z0-9][a-z0-9._-]{1,60}$/i.test(p.username)) return 'A user name has 2 to 61 letters, digits, dots, hyphens or underscores.';
  return rolesFault(p.roles) ?? (p.demo ? null : passwordFault(p.password, p.username));
}

export const initialsOf = (name: string): string =>
  name.replace(/^(Dr|Prof)\.?\s+/i, '').split(/\s+/).filter((w) => /^\p{L}/u.test(w)).map((w) => [...w][0] ?? '').slice(0, 3).join('').toUpperCase().replace(/^(.).*(.)$/, '$1$2');

export interface PersonColumns { id: string; name: string; initials: string; title: string }
export const personRef = (row: PersonColumns): PersonRef => ({ id: row.id, name: row.name, initials: row.initials, title: row.title });
