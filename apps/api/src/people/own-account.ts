import type { AccountView, NewSecondFactor } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { hashPassword, passwordFits } from '../platform/sign-in/secrets';
import type { OpenSession } from '../platform/sign-in/sessions';
import { needsPassword } from './needs-password';
import type { Passkeys } from './passkeys/passkeys';
import { sessionView, type PersonList } from './person.list';
import { passwordFault } from './person.rules';
import { removeFactor, type SecondFactors } from './second-factors';

/** What everybody does to their own account. What weakens or replaces a secret asks for the password first. */
export class OwnAccount {
  constructor(private readonly acts: Acts, private readonly list: PersonList, private readonly factors: SecondFactors, private readonly passkeys: Passkeys) {}

  async view(caller: Caller): Promise<AccountView> {
    const [p] = await this.acts.read<{ username: string; password_set_at: Date | null; confirmed_at: Date | null; left: number }>(
      `select p.username, p.password_set_at, t.confirmed_at, (select count(*)::int from recovery_code r where r.person_id = p.id and r.used_at is null) as left
       from person p left join totp t on t.person_id = p.id where p.id = $1`, [caller.id]);
    if (!p) throw notFound('person');
    return {
      username: p.username, passwordSetAt: p.password_set_at?.toISOString() ?? null, sessions: (await this.list.sessions(caller.id)).map((s) => sessionView(s, caller)),
      secondFactor: p.confirmed_at ? { since: p.confirmed_at.toISOString(), recoveryCodesLeft: p.left } : null,
      passkeys: await this.passkeys.of(caller.id), passkeysAt: this.passkeys.party?.origin ?? null,
    };
  }

  /** A new password: every other session ends. */
  async setPassword(caller: Caller, open: OpenSession, password: string): Promise<void> {
    needsPassword(caller);
    const fault = passwordFault(password, open.person.username) ?? ((await passwordFits(open.person.password_hash, password)) ? 'That is the password you have.' : null);
    if (fault) throw new Refusal(422, 'password', fault, { errors: [{ pointer: '/password', detail: fault }] });
    const hash = await hashPassword(password);
    await this.acts.run(caller.actor, async (act) => {
      await act.query('update person set password_hash = $2, password_set_at = clock_timestamp(), version = version + 1 where id = $1', [caller.id, hash]);
      await act.query('update session set ended_at = clock_timestamp() where person_id = $1 and id <> $2 and ended_at is null', [caller.id, open.key]);
      act.audit({ action: 'people.password-set', object: { kind: 'person', id: caller.id }, details: { own: true } });
    });
  }

  endSession(caller: Caller, session: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const ended = await act.query('update session set ended_at = clock_timestamp() where person_id = $1 and handle = $2 and ended_at is null returning handle', [caller.id, session]);
      if (ended.length === 0) throw notFound('open session');
      act.audit({ action: 'people.session-ended', object: { kind: 'person', id: caller.id }, details: { session, own: true } });
    });
  }

  beginSecondFactor(caller: Caller, open: OpenSession): Promise<NewSecondFactor> {
    needsPassword(caller);
    return this.acts.run(caller.actor, async (act) => {
      act.audit({ action: 'people.second-factor-begun', object: { kind: 'person', id: caller.id } });
      return this.factors.begin(act, caller.id, open.person.username);
    });
  }

  confirmSecondFactor(caller: Caller, code: string): Promise<readonly string[]> {
    return this.acts.run(caller.actor, async (act) => {
      const codes = await this.factors.confirm(act, caller.id, code);
      act.audit({ action: 'people.second-factor-set', object: { kind: 'person', id: caller.id } });
      return codes;
    });
  }

  removeSecondFactor(caller: Caller): Promise<void> {
    needsPassword(caller);
    return this.acts.run(caller.actor, async (act) => {
      if (!(await removeFactor(act, caller.id))) throw new Refusal(409, 'no-second-factor', 'You have no second factor.');
      act.audit({ action: 'people.second-factor-removed', object: { kind: 'person', id: caller.id }, details: { own: true } });
    });
  }
}
