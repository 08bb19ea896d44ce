import type { Principal, Role } from '@causeway/access';
import type { Act } from '../acts/act';
import type { Acts } from '../acts/acts';
import { actorOf, type Actor } from '../acts/actor';
import { Refusal } from '../acts/refusal';
import { Binder } from '../http/row-sql';
import type { Settings } from '../settings/settings';
import { DELEGATORS, OPENED, RIGHTS_MARK } from './opened';
import { digestOf, newSecret, passwordFits } from './secrets';
import { Throttle } from './throttle';
import { clientOf, fitsAddress, TOKEN_SQL, tokenSqlBeside, type TokenRow } from './tokens';

/** Acts that count as a signature are open this long after the password was typed (R in the abilities). */
export const REAUTHENTICATION_SECONDS = 60;

export interface PersonRow {
  id: string; version: number; username: string; name: string; initials: string; title: string; roles: Role[]; facilities: string[]; service_lines: string[]; subspecialties: string[];
  password_hash: string; disabled_at: Date | null; password_once_until: Date | null;
  /** Exams that emergency access has opened to them; read where the row becomes a caller. */
  opened?: string[];
  /** Colleagues they act for now, and those whose exams they only see; likewise. */
  delegators?: string[];
  seeing_for?: string[];
}
const PERSON_COLUMNS = 'p.id, p.version, p.username, p.name, p.initials, p.title, p.roles, p.facilities, p.service_lines, p.subspecialties, p.password_hash, p.disabled_at, p.password_once_until';
/** What a session still waits for. Only an open one is a caller. */
export type Stage = 'open' | 'second-factor' | 'new-password';
export interface StartedSession {
  readonly secret: string;
  readonly stage: Stage;
}
export interface OpenSession {
  readonly person: PersonRow;
  readonly principal: Principal;
  readonly key: Buffer;
  readonly reauthenticatedUntil: Date | null;
  /** It came through the house's own provider, where its person can sign as well. */
  readonly vouched: boolean;
  /** Another one: they have other rights now. */
  readonly rights: string;
}

export interface PendingSession {
  readonly person: PersonRow;
  readonly key: Buffer;
  readonly stage: Stage;
}
/** What is left to do for somebody who has shown their second factor, or has none. */
export const stageAfterFactor = (person: Pick<PersonRow, 'password_once_until'>): Stage => (person.password_once_until ? 'new-password' : 'open');
/** A step of signing in may take this long. */
const PENDING_SECONDS = 600;

export const principalOf = (p: PersonRow): Principal => ({
  kind: 'person', id: p.id, name: p.name, roles: p.roles, facilities: p.facilities, serviceLines: p.service_lines, ...(p.opened?.length ? { opened: p.opened } : {}),
  ...(p.delegators?.length ? { delegators: p.delegators } : {}), ...(p.seeing_for?.length ? { seeingFor: p.seeing_for } : {}),
});

/** Sessions live in the database: ended, idle or of a disabled person, they are over with the next request. */
export class Sessions {
  /** One limiter for every secret of signing in. */
  readonly throttle: Throttle;

  constructor(private readonly acts: Acts, private readonly settings: Settings) {
    this.throttle = new Throttle(acts);
  }

  /** Begins a session. Unknown user, wrong password and disabled person answer alike. */
  async signIn(username: string, password: string, address: string): Promise<StartedSession> {
    await this.throttle.tried(username, address);
    const [person] = await this.acts.read<PersonRow>('select * from person where username = $1', [username.trim().toLowerCase()]);
    const fits = await passwordFits(person?.password_hash ?? null, password);
    if (!person || !fits || person.disabled_at) {
      const who: Actor = person ? actorOf(principalOf(person)) : { kind: 'person', id: 'unknown', name: 'unknown' };
      await this.acts.run(who, async (act) => act.audit({ action: 'people.sign-in', object: { kind: 'person', id: person?.id ?? 'unknown' }, outcome: 'refused', details: { address } }));
      throw new Refusal(401, 'wrong-credentials', 'User name and password do not fit together.');
    }
    await this.throttle.succeeded(username, address);
    return this.begin(person, address, 'password');
  }

  /**
   * Begins a session of the person with this user name, for whom the house's own provider has vouched. Null when there is no such person, or they are disabled.
   * Their password here plays no part, nor does it count as typed: a signature asks for it.
   */
  async signInVouched(username: string, address: string): Promise<StartedSession | null> {
    const [person] = await this.acts.read<PersonRow>('select * from person where username = $1 and disabled_at is null', [username.trim().toLowerCase()]);
    return person ? this.begin(person, address, 'provider') : null;
  }

  /** Begins a session of somebody whose passkey was proven just now. Their device asked who they are: no second factor is asked for, and it counts as a signature. */
  signInByPasskey(person: PersonRow, address: string): Promise<StartedSession> {
    return this.begin(person, address, 'passkey');
  }

  /** A session of somebody who proved who they are in this way. */
  private async begin(person: PersonRow, address: string, how: 'password' | 'provider' | 'passkey'): Promise<StartedSession> {
    const typed = how === 'password';
    const over = typed && person.password_once_until !== null && person.password_once_until < new Date();
    if (over) throw new Refusal(403, 'password-over', 'This one-time password is over. Ask your administrator for a new one.');
    const [factor] = how === 'passkey' ? [] : await this.acts.read('select 1 as confirmed from totp where person_id = $1 and confirmed_at is not null', [person.id]);
    const stage: Stage = factor ? 'second-factor' : typed ? stageAfterFactor(person) : 'open';
    const secret = newSecret();
    await this.acts.run(actorOf(principalOf(person)), async (act) => {
      await act.query(
        `insert into session (id, person_id, ends_at, address, reauthenticated_at, stage, vouched) values ($1, $2, clock_timestamp() + make_interval(secs => $3), $4, case when $6 then null else clock_timestamp() end, $5, $6)`,
        [digestOf(secret), person.id, this.settings.SESSION_HOURS * 3600, address, stage, how === 'provider']);
      act.audit({ action: 'people.sign-in', object: { kind: 'person', id: person.id }, details: { address, how, ...(stage === 'open' ? {} : { stage }) } });
    });
    return { secret, stage };
  }

  /** The session behind a cookie that still waits for a step, or null. It is nobody's caller. */
  async pending(secret: string): Promise<PendingSession | null> {
    const key = digestOf(secret);
    const [row] = await this.acts.read<PersonRow & { stage: Stage }>(
      `select p.*, s.stage from session s join person p on p.id = s.person_id where s.id = $1 and s.stage <> 'open' and s.ended_at is null
         and s.made_at > clock_timestamp() - make_interval(secs => ${PENDING_SECONDS}) and p.disabled_at is null`, [key]);
    return row ? { person: row, key, stage: row.stage } : null;
  }

  /** Moves a session one step on, inside `act`, under a new secret: the one from before the step opens nothing any more. */
  async advance(act: Act, pending: PendingSession, stage: Stage): Promise<StartedSession> {
    const secret = newSecret();
    const moved = await act.query('update session set id = $2, stage = $3, last_seen_at = clock_timestamp() where id = $1 and stage = $4 and ended_at is null returning handle', [pending.key, digestOf(secret), stage, pending.stage]);
    if (moved.length === 0) throw new Refusal(401, 'sign-in', 'Begin again with your user name and password.');
    return { secret, stage };
  }

  /** The session behind a cookie, or null. A request keeps it awake. */
  async open(secret: string): Promise<OpenSession | null> {
    const key = digestOf(secret);
    const [row] = await this.acts.readOften<PersonRow & { reauthenticated_at: Date | null; rights: string; vouched: boolean }>(
      `with s as (
         update session set last_seen_at = clock_timestamp()
         where id = $1 and stage = 'open' and ended_at is null and ends_at > clock_timestamp() and last_seen_at > clock_timestamp() - make_interval(secs => $2)
         returning person_id, reauthenticated_at, vouched)
       select ${PERSON_COLUMNS}, s.reauthenticated_at, s.vouched, ${OPENED} as opened, ${DELEGATORS}, ${RIGHTS_MARK} as rights from s join person p on p.id = s.person_id where p.disabled_at is null`, [key, this.settings.IDLE_SECONDS]);
    if (!row) return null;
    const until = row.reauthenticated_at ? new Date(row.reauthenticated_at.getTime() + REAUTHENTICATION_SECONDS * 1000) : null;
    return { person: row, principal: principalOf(row), key, reauthenticatedUntil: until && until > new Date() ? until : null, rights: row.rights, vouched: row.vouched };
  }

  /** What the person's rights rest on while their session would still be let in, without waking it; null when it is over. */
  async rightsIfOpen(secret: string): Promise<string | null> {
    const [row] = await this.acts.read<{ rights: string }>(
      `select ${RIGHTS_MARK} as rights from session s join person p on p.id = s.person_id where s.id = $1 and s.stage = 'open' and s.ended_at is null and s.ends_at > clock_timestamp()
         and s.last_seen_at > clock_timestamp() - make_interval(secs => $2) and p.disabled_at is null`, [digestOf(secret), this.settings.IDLE_SECONDS]);
    return row?.rights ?? null;
  }

  async reauthenticate(session: OpenSession, password: string, address: string): Promise<Date> {
    // whoever came through the provider may have one that an administrator knows as well: that signs nothing
    if (session.person.password_once_until) throw new Refusal(403, 'one-time-password', 'You only have a one-time password here. Sign out, sign in with it and choose your own; it is what you sign with.');
    await this.throttle.tried(session.person.username, address);
    const fits = await passwordFits(session.person.password_hash, password);
    await this.acts.run(actorOf(session.principal), async (act) => {
      if (fits) await act.query('update session set reauthenticated_at = clock_timestamp() where id = $1', [session.key]);
      act.audit({ action: 'people.reauthenticate', object: { kind: 'person', id: session.person.id }, outcome: fits ? 'done' : 'refused' });
    });
    if (!fits) throw new Refusal(403, 'wrong-password', 'That is not your password.');
    await this.throttle.succeeded(session.person.username, address);
    return new Date(Date.now() + REAUTHENTICATION_SECONDS * 1000);
  }

  /** The provider vouched for them once more, or one of their passkeys did, just now. Answers until when that counts. */
  async reauthenticated(session: OpenSession, how: 'provider' | 'passkey'): Promise<Date> {
    await this.acts.run(actorOf(session.principal), async (act) => {
      await act.query('update session set reauthenticated_at = clock_timestamp() where id = $1', [session.key]);
      act.audit({ action: 'people.reauthenticate', object: { kind: 'person', id: session.person.id }, details: { how } });
    });
    return new Date(Date.now() + REAUTHENTICATION_SECONDS * 1000);
  }

  async end(session: OpenSession): Promise<void> {
    await this.acts.run(actorOf(session.principal), async (act) => {
      await act.query('update session set ended_at = clock_timestamp() where id = $1', [session.key]);
      act.audit({ action: 'people.sign-out', object: { kind: 'person', id: session.person.id } });
    });
  }

  /** A client with a bearer token, seen from the address it may come from. */
  async client(secret: string, address: string): Promise<Principal | null> {
    const [row] = await this.acts.readOften<TokenRow>(TOKEN_SQL, [digestOf(secret)]);
    return row && fitsAddress(row, address) ? clientOf(row) : null;
  }

  /** The same with the rows of a question, which is not asked when the token is not valid. */
  async clientBeside(secret: string, address: string, question: (bind: Binder['bind']) => string): Promise<{ readonly client: Principal; readonly beside: readonly object[] } | null> {
    const b = new Binder();
    b.bind(digestOf(secret));
    const [row] = await this.acts.readOften<TokenRow & { beside: object[] }>(tokenSqlBeside(question(b.bind)), b.values);
    return row && fitsAddress(row, address) ? { client: clientOf(row), beside: row.beside } : null;
  }
}
