import type { Act } from '../../platform/acts/act';
import { digestOf } from '../../platform/sign-in/secrets';

export type ChallengePurpose = 'sign-in' | 'sign' | 'add';
/** So long may somebody look for their phone. */
export const CHALLENGE_SECONDS = 300;

/** Keeps a challenge that goes out to this holder: a browser that signs in, or an open session. Those nobody answered go. */
export async function keepChallenge(db: Pick<Act, 'query'>, challenge: string, purpose: ChallengePurpose, holder: Buffer): Promise<void> {
  await db.query('delete from passkey_challenge where ends_at < clock_timestamp()');
  await db.query('insert into passkey_challenge (id, purpose, holder, ends_at) values ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))', [digestOf(challenge), purpose, holder, CHALLENGE_SECONDS]);
}

/** Uses a challenge up, whoever shows it; true when it was given to this holder for this, and is not over. Two answers to one: the second finds nothing. */
export async function takeChallenge(db: Pick<Act, 'query'>, challenge: string, purpose: ChallengePurpose, holder: Buffer): Promise<boolean> {
  const [row] = await db.query<{ fits: boolean }>('delete from passkey_challenge where id = $1 returning purpose = $2 and holder = $3 and ends_at > clock_timestamp() as fits', [digestOf(challenge), purpose, holder]);
  return row?.fits ?? false;
}
