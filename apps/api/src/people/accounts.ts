import type { AddPerson, AddToken, ChangePerson, EndSession, RemovePasskey, RevokeToken } from '@causeway/contracts';
import { serviceLines, subspecialties } from '@causeway/domain';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { hashPassword, newOneTimePassword } from '../platform/sign-in/secrets';
import { People } from './people.service';
import { removePasskey } from './passkeys/passkeys';
import { removeFactor } from './second-factors';
import { lockedPerson, told, type LockedPerson, type Rights } from './person.row';

/** A one-time password not used by then is over. */
const ONE_TIME_HOURS = 72;
type In<T extends z.ZodMiniType> = z.output<T>;

export interface NewSecret {
  readonly id: string;
  readonly secret: string;
  readonly until: Date;
}

/** What a system administrator does to accounts: never to their own, always with their password typed again. */
export class Accounts {
  private readonly people: People;

  constructor(private readonly acts: Acts) {
    this.people = new People(acts);
  }

  /** A new person, with a password that must be replaced at the first sign-in. */
  async add(caller: Caller, body: In<typeof AddPerson>): Promise<NewSecret> {
    caller.require('people.manage', {}, 'people.manage');
    const rights = await this.checked(body, []);
    const secret = newOneTimePassword();
    const until = inHours(new Date());
    const id = await this.people.add(caller.actor, { ...rights, username: body.username, password: secret, onceUntil: until });
    return { id, secret, until };
  }

  async change(caller: Caller, id: string, body: In<typeof ChangePerson>): Promise<void> {
    await this.with(caller, id, body.version, async (act, person) => {
      const held = [...person.service_lines, ...person.subspecialties];
      await this.people.setRights(act, person, await this.checked(body, held, person.facilities), body.reason);
    });
  }

  setDisabled(caller: Caller, id: string, version: number, disabled: boolean, reason: string): Promise<void> {
    return this.with(caller, id, version, (act, person) => this.people.setDisabled(act, person, disabled, reason));
  }

  async oneTimePassword(caller: Caller, id: string, version: number): Promise<NewSecret> {
    const secret = newOneTimePassword();
    const hash = await hashPassword(secret);
    return this.with(caller, id, version, async (act, person) => {
      const until = inHours(act.now);
      await this.people.keepPassword(act, person, hash, until);
      return { id, secret, until };
    });
  }

  endSession(caller: Caller, id: string, body: In<typeof EndSession>): Promise<void> {
    return this.with(caller, id, body.version, async (act) => {
      const ended = await act.query('update session set ended_at = clock_timestamp() where person_id = $1 and handle = $2 and ended_at is null returning handle', [id, body.session]);
      if (ended.length === 0) throw notFound('open session');
      told(act, id, 'people.session-ended', { session: body.session }, body.reason);
    });
  }

  /** For who lost their phone and their recovery codes: they sign in with the password alone until they set another up. */
  removeSecondFactor(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, version, async (act) => {
      if (!(await removeFactor(act, id))) throw new Refusal(409, 'no-second-factor', 'There is no second factor to remove.');
      told(act, id, 'people.second-factor-removed', {}, reason);
    });
  }

  /** For a device that was lost, or that is not theirs. */
  removePasskey(caller: Caller, id: string, body: In<typeof RemovePasskey>): Promise<void> {
    return this.with(caller, id, body.version, async (act) => {
      const name = await removePasskey(act, id, body.passkey);
      told(act, id, 'people.passkey-removed', { passkey: body.passkey, name }, body.reason);
    });
  }

  addToken(caller: Caller, id: string, body: In<typeof AddToken>): Promise<NewSecret> {
    return this.with(caller, id, body.version, async (act, person) => {
      if (person.disabled_at) throw new Refusal(409, 'disabled', 'A disabled person can have no new token. Enable them first.');
      const secret = await this.people.makeToken(act, body.name, id, body.scopes, body.days);
      return { id, secret, until: new Date(act.now.getTime() + body.days * 86_400_000) };
    });
  }

  revokeToken(caller: Caller, id: string, body: In<typeof RevokeToken>): Promise<void> {
    return this.with(caller, id, body.version, async (act) => {
      const revoked = await act.query('update api_token set revoked_at = clock_timestamp() where person_id = $1 and id = $2 and revoked_at is null returning id', [id, body.token]);
      if (revoked.length === 0) throw notFound('token');
      told(act, id, 'people.token-revoked', { token: body.token }, body.reason);
    });
  }

  private with<T>(caller: Caller, id: string, version: number, work: (act: Act, person: LockedPerson) => Promise<T>): Promise<T> {
    if (caller.id === id) throw new Refusal(403, 'own-account', 'Nobody changes their own account here. Ask another system administrator.');
    return this.acts.run(caller.actor, async (act) => {
      caller.require('people.manage', { earlierActors: [id] }, 'people.manage');
      return work(act, await lockedPerson(act, { id, version }));
    });
  }

  /** Words that nobody knows are refused, unless the person has them already: lines come and go. */
  private async checked(rights: Rights, held: readonly string[], heldFacilities: readonly string[] = []): Promise<Rights> {
    const known: readonly string[] = [...serviceLines, ...subspecialties, ...held];
    const stranger = [...rights.serviceLines, ...rights.subspecialties].find((word) => !known.includes(word));
    if (stranger !== undefined) throw new Refusal(422, 'unknown-word', 'There is no such service line or subspecialty. Choose from the list.');
    const wanted = [...new Set(rights.facilities)].filter((f) => !heldFacilities.includes(f));
    const rows = await this.acts.read('select id from facility where id = any($1::uuid[])', [wanted]);
    if (rows.length !== wanted.length) throw new Refusal(422, 'facility', 'One of the facilities is not there any more. Read the page again.');
    return rights;
  }
}

const inHours = (from: Date): Date => new Date(from.getTime() + ONE_TIME_HOURS * 3_600_000);
