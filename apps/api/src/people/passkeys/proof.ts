import type { PasskeyAnswer } from '@causeway/contracts';
import { verifyAuthenticationResponse, type AuthenticationResponseJSON, type AuthenticatorTransport } from '@simplewebauthn/server';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import type { Act } from '../../platform/acts/act';
import type { RelyingParty } from './relying-party';

export interface PasskeyRow {
  readonly id: string;
  readonly person_id: string;
  readonly credential: string;
  readonly public_key: Buffer;
  /** bigint, as the driver hands it out */
  readonly counter: string;
  readonly transports: AuthenticatorTransport[];
}
/** Why an answer counts for nothing, for the audit; people are told the same whatever it is. */
export type PasskeyFault = 'unknown-passkey' | 'disabled' | 'challenge' | 'origin' | 'another-person' | 'not-proven' | 'counter';

/** The challenge an answer names, or null when it is not readable. Nothing is proven yet. */
export function challengeOf(answer: PasskeyAnswer): string | null {
  try {
    const { challenge } = decodeClientDataJSON(answer.response.clientDataJSON);
    return typeof challenge === 'string' && challenge.length < 200 ? challenge : null;
  } catch {
    return null;
  }
}

/** Bytes an authenticator keeps for whom it signs (user handle, Web Authentication Level 3, 14.6.1): the id of the person, which says nothing about them. */
export const userHandle = (personId: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(personId.replaceAll('-', ''), 'hex'));

/**
 * Holds an answer against the stored key (Web Authentication Level 3, 7.2), its challenge being taken already, and keeps the counter. The row is locked, so that of two
 * answers with the same counter one counts. A counter that did not grow means that the passkey may have been copied (6.1.1): refused.
 */
export async function provenFault(act: Act, party: RelyingParty, row: PasskeyRow, answer: PasskeyAnswer, challenge: string): Promise<PasskeyFault | null> {
  const said = decodeClientDataJSON(answer.response.clientDataJSON);
  if (said.origin !== party.origin || said.crossOrigin === true) return 'origin';
  const handle = answer.response.userHandle;
  if (handle && Buffer.from(handle, 'base64url').compare(userHandle(row.person_id)) !== 0) return 'another-person';
  const [held] = await act.query<{ counter: string }>('select counter from passkey where id = $1 for update', [row.id]);
  if (!held) return 'unknown-passkey';
  const counter = await counterIfProven(party, row, answer, challenge);
  if (counter === null) return 'not-proven';
  const last = Number(held.counter);
  if ((counter > 0 || last > 0) && counter <= last) return 'counter';
  await act.query('update passkey set counter = $2, last_used_at = clock_timestamp() where id = $1', [row.id, counter]);
  return null;
}

/** Counter of an answer whose signature, relying party and user verification are right; null of every other. */
async function counterIfProven(party: RelyingParty, row: PasskeyRow, answer: PasskeyAnswer, challenge: string): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as AuthenticationResponseJSON, expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true,
      // 0: the library looks at the counter before the signature, and then everybody could make one look wrong
      credential: { id: row.credential, publicKey: Uint8Array.from(row.public_key), counter: 0, transports: row.transports },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}
