import type { Acts } from '../platform/acts/acts';
import { actorOf } from '../platform/acts/actor';
import { Refusal } from '../platform/acts/refusal';
import { hashPassword, passwordFits } from '../platform/sign-in/secrets';
import { principalOf, stageAfterFactor, type PendingSession, type Sessions, type StartedSession } from '../platform/sign-in/sessions';
import { passwordFault } from './person.rules';
import type { SecondFactors } from './second-factors';

/** What comes between a right password and an open session. */
export class SignInSteps {
  constructor(private readonly acts: Acts, private readonly sessions: Sessions, private readonly factors: SecondFactors) {}

  /** Takes a code of the person's app, or one of their recovery codes; each counts once. */
  async showSecondFactor(pending: PendingSession, code: string, address: string): Promise<StartedSession> {
    const { person } = pending;
    const name = `second factor of ${person.username}`;
    await this.sessions.throttle.tried(name, address);
    const started = await this.acts.run(actorOf(principalOf(person)), async (act) => {
      const how = await this.factors.take(act, person.id, code);
      act.audit({ action: 'people.second-factor', object: { kind: 'person', id: person.id }, outcome: how ? 'done' : 'refused', details: { address, ...(how ? { how } : {}) } });
      return how ? this.sessions.advance(act, pending, stageAfterFactor(person)) : null;
    });
    if (!started) throw new Refusal(401, 'wrong-code', 'This code does not fit, or was used already. Wait for the next one.');
    await this.sessions.throttle.succeeded(name, address);
    return started;
  }

  /** Replaces a one-time password by the person's own, and opens the session. */
  async chooseNewPassword(pending: PendingSession, password: string): Promise<StartedSession> {
    const { person } = pending;
    const fault = passwordFault(password, person.username) ?? ((await passwordFits(person.password_hash, password)) ? 'Choose another password than the one you were given.' : null);
    if (fault) throw new Refusal(422, 'password', fault, { errors: [{ pointer: '/password', detail: fault }] });
    const hash = await hashPassword(password);
    return this.acts.run(actorOf(principalOf(person)), async (act) => {
      await act.query('update person set password_hash = $2, password_once_until = null, password_set_at = clock_timestamp(), version = version + 1 where id = $1', [person.id, hash]);
      act.audit({ action: 'people.password-set', object: { kind: 'person', id: person.id }, details: { own: true } });
      return this.sessions.advance(act, pending, 'open');
    });
  }
}
