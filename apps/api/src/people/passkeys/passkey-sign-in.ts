import type { PasskeyAnswer, PasskeyOptions } from '@causeway/contracts';
import { generateAuthenticationOptions, type AuthenticatorTransport } from '@simplewebauthn/server';
import { queryable } from '../../exchange/queryable';
import type { Acts } from '../../platform/acts/acts';
import { actorOf, type Actor } from '../../platform/acts/actor';
import { Refusal } from '../../platform/acts/refusal';
import { digestOf, newSecret } from '../../platform/sign-in/secrets';
import { principalOf, type OpenSession, type PersonRow, type Sessions, type StartedSession } from '../../platform/sign-in/sessions';
import { countTry } from '../../platform/sign-in/throttle';
import { keepChallenge, takeChallenge, type ChallengePurpose } from './challenges';
import type { Passkeys } from './passkeys';
import { challengeOf, provenFault, type PasskeyFault, type PasskeyRow } from './proof';

/** Challenges given to one address in a quarter of an hour; each costs a row. */
const MOST_FROM_ADDRESS = 300;
const STRANGER: Actor = { kind: 'person', id: 'unknown', name: 'unknown' };
const REFUSED = 'This passkey does not fit. Try again, or sign in with your password.';

/** Signing in, and signing an act, with a passkey. It is something a person has and, because the device asked who they are, a second factor as well. */
export class PasskeySignIn {
  constructor(private readonly acts: Acts, private readonly sessions: Sessions, private readonly passkeys: Passkeys) {}

  /** A challenge for whoever sits there: the browser asks which of its passkeys it shall be. `secret` is what this browser keeps until it answers. */
  async begin(address: string): Promise<{ readonly options: PasskeyOptions; readonly secret: string }> {
    if ((await countTry(this.acts, `passkey ${address}`)) > MOST_FROM_ADDRESS) throw new Refusal(429, 'too-many-tries', 'Too many tries from here. Wait a quarter of an hour, or sign in with your password.');
    const secret = newSecret();
    return { secret, options: await this.challenge('sign-in', digestOf(secret), []) };
  }

  /** Opens a session of the person whose passkey answered. */
  async end(secret: string | null, answer: PasskeyAnswer, address: string): Promise<StartedSession> {
    const proven = await this.proven('sign-in', digestOf(secret ?? ''), answer, address, null);
    if ('fault' in proven) {
      await this.refused('people.sign-in', proven.person, proven.fault, answer, address);
      throw new Refusal(401, 'wrong-passkey', REFUSED);
    }
    return this.sessions.signInByPasskey(proven.person, address);
  }

  /** A challenge for the person of this session, for one of their own passkeys. */
  async beginSigning(open: OpenSession): Promise<PasskeyOptions> {
    const own = await this.acts.read<{ credential: string; transports: AuthenticatorTransport[] }>('select credential, transports from passkey where person_id = $1 order by last_used_at desc nulls last limit 64', [open.person.id]);
    if (own.length === 0) throw new Refusal(409, 'no-passkey', 'You have no passkey. Type your password.');
    return this.challenge('sign', open.key, own);
  }

  /** Counts as typing the password again. */
  async sign(open: OpenSession, answer: PasskeyAnswer, address: string): Promise<Date> {
    const proven = await this.proven('sign', open.key, answer, address, open.person.id);
    if ('fault' in proven) {
      await this.refused('people.reauthenticate', open.person, proven.fault, answer, address);
      throw new Refusal(403, 'wrong-passkey', 'This passkey does not fit. Try again, or type your password.');
    }
    return this.sessions.reauthenticated(open, 'passkey');
  }

  private async challenge(purpose: ChallengePurpose, holder: Buffer, own: readonly { credential: string; transports: AuthenticatorTransport[] }[]): Promise<PasskeyOptions> {
    const party = this.passkeys.required();
    const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: 'required', allowCredentials: own.map((k) => ({ id: k.credential, transports: k.transports })) });
    await keepChallenge(queryable(this.acts), options.challenge, purpose, holder);
    return { options: { ...options } };
  }

  /** Whose passkey answered, or why the answer counts for nothing. Counted before anything is looked at, as passwords are. */
  private async proven(purpose: ChallengePurpose, holder: Buffer, answer: PasskeyAnswer, address: string, only: string | null): Promise<{ person: PersonRow } | { fault: PasskeyFault; person: PersonRow | null }> {
    const party = this.passkeys.required();
    const tried = `passkey ${digestOf(answer.id).toString('base64url')}`;
    await this.sessions.throttle.tried(tried, address);
    const challenge = challengeOf(answer);
    const fits = challenge !== null && (await takeChallenge(queryable(this.acts), challenge, purpose, holder));
    const [row] = await this.acts.read<PasskeyRow>('select id, person_id, credential, public_key, counter, transports from passkey where credential = $1', [answer.id]);
    const [person] = row ? await this.acts.read<PersonRow>('select * from person where id = $1', [row.person_id]) : [];
    if (!row || !person) return { fault: 'unknown-passkey', person: null };
    if (challenge === null || !fits) return { fault: 'challenge', person };
    if (only !== null && only !== person.id) return { fault: 'another-person', person };
    if (person.disabled_at) return { fault: 'disabled', person };
    // discoverable: the authenticator says for whom it signed (Web Authentication Level 3, 7.2 step 6)
    if (purpose === 'sign-in' && !answer.response.userHandle) return { fault: 'another-person', person };
    const fault = await this.acts.run(actorOf(principalOf(person)), (act) => provenFault(act, party, row, answer, challenge));
    if (fault) return { fault, person };
    await this.sessions.throttle.succeeded(tried, address);
    return { person };
  }

  private refused(action: string, person: PersonRow | null, fault: PasskeyFault, answer: PasskeyAnswer, address: string): Promise<void> {
    return this.acts.run(person ? actorOf(principalOf(person)) : STRANGER, async (act) =>
      act.audit({ action, object: { kind: 'person', id: person?.id ?? 'unknown' }, outcome: 'refused', details: { address, how: 'passkey', problem: fault, credential: answer.id.slice(0, 100) } }));
  }
}
