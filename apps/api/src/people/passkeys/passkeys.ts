import type { NewPasskey, PasskeyOptions, PasskeyView } from '@causeway/contracts';
import { generateRegistrationOptions, verifyRegistrationResponse, type AuthenticatorTransport, type RegistrationResponseJSON } from '@simplewebauthn/server';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import { queryable } from '../../exchange/queryable';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { newId } from '../../platform/ids';
import type { OpenSession } from '../../platform/sign-in/sessions';
import { needsPassword } from '../needs-password';
import { told } from '../person.row';
import { keepChallenge, takeChallenge } from './challenges';
import { userHandle } from './proof';
import type { RelyingParty } from './relying-party';

const MOST_OF_ONE_PERSON = 20;
/** COSE algorithms every authenticator has one of: EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257];
interface Row { id: string; name: string; made_at: Date; last_used_at: Date | null; synced: boolean }

/** Passkeys of one's own: made, named, removed. What adds or takes away a way in asks for the password first. */
export class Passkeys {
  constructor(private readonly acts: Acts, readonly party: RelyingParty | null) {}

  async of(personId: string): Promise<PasskeyView[]> {
    const rows = await this.acts.read<Row>('select id, name, made_at, last_used_at, synced from passkey where person_id = $1 order by made_at, id', [personId]);
    return rows.map((k) => ({ id: k.id, name: k.name, since: k.made_at.toISOString(), lastUsed: k.last_used_at?.toISOString() ?? null, synced: k.synced }));
  }

  /** What the browser needs to make one: discoverable, with user verification (Web Authentication Level 3, 5.4). */
  async begin(caller: Caller, open: OpenSession): Promise<PasskeyOptions> {
    needsPassword(caller);
    const party = this.required();
    const held = await this.acts.read<{ credential: string; transports: AuthenticatorTransport[] }>('select credential, transports from passkey where person_id = $1', [caller.id]);
    if (held.length >= MOST_OF_ONE_PERSON) throw new Refusal(409, 'too-many-passkeys', `You have ${MOST_OF_ONE_PERSON} passkeys. Remove one you do not use any more.`);
    const options = await generateRegistrationOptions({
      rpName: party.name, rpID: party.id, userName: open.person.username, userDisplayName: open.person.name, userID: userHandle(caller.id), attestationType: 'none', supportedAlgorithmIDs: ALGORITHMS,
      excludeCredentials: held.map((k) => ({ id: k.credential, transports: k.transports })), authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await keepChallenge(queryable(this.acts), options.challenge, 'add', open.key);
    return { options: { ...options } };
  }

  /** Its challenge was given to this session within minutes, after the password: whoever takes long on their phone need not type it again. */
  async add(caller: Caller, open: OpenSession, name: string, made: NewPasskey): Promise<void> {
    const kept = await this.proven(open, made);
    await this.acts.run(caller.actor, async (act) => {
      const id = newId();
      const rows = await act.query(
        'insert into passkey (id, person_id, credential, public_key, counter, transports, name, synced) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (credential) do nothing returning id',
        [id, caller.id, kept.credential.id, Buffer.from(kept.credential.publicKey), kept.credential.counter, kept.credential.transports ?? [], name, kept.credentialBackedUp]);
      if (rows.length === 0) throw new Refusal(409, 'known-passkey', 'This passkey is known here already.');
      told(act, caller.id, 'people.passkey-added', { passkey: id, name, own: true });
    });
  }

  rename(caller: Caller, id: string, name: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const rows = await act.query('update passkey set name = $3 where id = $1 and person_id = $2 returning id', [id, caller.id, name]);
      if (rows.length === 0) throw notFound('passkey');
      told(act, caller.id, 'people.passkey-renamed', { passkey: id, name, own: true });
    });
  }

  remove(caller: Caller, id: string): Promise<void> {
    needsPassword(caller);
    return this.acts.run(caller.actor, async (act) => {
      const name = await removePasskey(act, caller.id, id);
      told(act, caller.id, 'people.passkey-removed', { passkey: id, name, own: true });
    });
  }

  /** @throws Refusal 409 where passkeys cannot be */
  required(): RelyingParty {
    if (!this.party) throw new Refusal(409, 'no-passkeys-here', 'Passkeys need the address people use to be an https address with a name. Ask your system administrator to set CAUSEWAY_PUBLIC_URL.');
    return this.party;
  }

  private async proven(open: OpenSession, made: NewPasskey) {
    const party = this.required();
    const unusable = new Refusal(422, 'passkey-not-proven', 'This passkey could not be checked. Begin again.');
    try {
      const { challenge, crossOrigin } = decodeClientDataJSON(made.response.clientDataJSON);
      if (crossOrigin === true || !(await takeChallenge(queryable(this.acts), challenge, 'add', open.key))) throw unusable;
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: made as RegistrationResponseJSON, expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS,
      });
      if (!verified) throw unusable;
      return registrationInfo;
    } catch {
      throw unusable;
    }
  }
}

/** Takes one away and says what it was called. */
export async function removePasskey(act: Act, personId: string, id: string): Promise<string> {
  const [gone] = await act.query<{ name: string }>('delete from passkey where id = $1 and person_id = $2 returning name', [id, personId]);
  if (!gone) throw notFound('passkey');
  return gone.name;
}
