import type { NewSecondFactor } from '@causeway/contracts';
import { generateSecret, generateURI, verifySync } from 'otplib';
import type { Act } from '../platform/acts/act';
import { Refusal } from '../platform/acts/refusal';
import { sealer } from '../platform/outward';
import { digestOf, newRecoveryCode } from '../platform/sign-in/secrets';

/** A clock may be half a minute off. */
const TOLERANCE_SECONDS = 30;
const RECOVERY_CODES = 10;

interface TotpRow { sealed: string; confirmed_at: Date | null; last_step: string }

/** One-time codes by clock (RFC 6238: SHA-1, six digits, 30 s, as every app reads them) and the recovery codes beside them. */
export class SecondFactors {
  constructor(private readonly issuer: string) {}

  /** A new secret, which counts once a code of it was shown. An earlier one that counts stays until then. */
  async begin(act: Act, personId: string, username: string): Promise<NewSecondFactor> {
    const [known] = await act.query<TotpRow>('select sealed, confirmed_at, last_step from totp where person_id = $1 for update', [personId]);
    if (known?.confirmed_at) throw new Refusal(409, 'has-second-factor', 'You have a second factor. Remove it before you set up another.');
    const secret = generateSecret();
    await act.query(
      'insert into totp (person_id, sealed) values ($1, $2) on conflict (person_id) do update set sealed = excluded.sealed, made_at = clock_timestamp(), last_step = 0', [personId, sealer.sealText(secret, boundTo(personId))]);
    return { secret, uri: generateURI({ issuer: this.issuer, label: username, secret }) };
  }

  /** The first code of the new secret: it counts from now on. Answers the recovery codes, of which only digests are kept. */
  async confirm(act: Act, personId: string, code: string): Promise<readonly string[]> {
    const [row] = await act.query<TotpRow>('select sealed, confirmed_at, last_step from totp where person_id = $1 for update', [personId]);
    if (!row || row.confirmed_at) throw new Refusal(409, 'nothing-to-confirm', 'Begin again: there is no second factor that waits for its first code.');
    const step = stepOf(row, personId, code, act.now);
    if (step === null) throw new Refusal(422, 'wrong-code', 'This code does not fit. Is the clock of your phone right? Wait for the next code.', { errors: [{ pointer: '/code', detail: 'This code does not fit.' }] });
    await act.query('update totp set confirmed_at = clock_timestamp(), last_step = $2 where person_id = $1', [personId, step]);
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await act.query('delete from recovery_code where person_id = $1', [personId]);
    await act.query('insert into recovery_code (person_id, digest) select $1, unnest($2::bytea[])', [personId, codes.map(digestOf)]);
    return codes;
  }

  /** Uses a code up: how it fitted, or null. The row is locked, so that the same code at the same moment counts once. */
  async take(act: Act, personId: string, code: string): Promise<'app' | 'recovery-code' | null> {
    const [row] = await act.query<TotpRow>('select sealed, confirmed_at, last_step from totp where person_id = $1 and confirmed_at is not null for update', [personId]);
    if (!row) return null;
    const step = stepOf(row, personId, code, act.now);
    if (step !== null) {
      await act.query('update totp set last_step = $2 where person_id = $1', [personId, step]);
      return 'app';
    }
    const used = await act.query('update recovery_code set used_at = clock_timestamp() where person_id = $1 and digest = $2 and used_at is null returning used_at', [personId, digestOf(code.trim().toLowerCase())]);
    return used.length > 0 ? 'recovery-code' : null;
  }
}

/** Takes secret and recovery codes away; false when there was none. */
export async function removeFactor(act: Act, personId: string): Promise<boolean> {
  const gone = await act.query('delete from totp where person_id = $1 returning person_id', [personId]);
  await act.query('delete from recovery_code where person_id = $1', [personId]);
  return gone.length > 0;
}

const boundTo = (personId: string): string => `totp|${personId}`;

/** Time step of a code that fits and is younger than the last one taken; null for every other. */
function stepOf(row: TotpRow, personId: string, code: string, now: Date): number | null {
  const digits = code.replaceAll(/\s/g, '');
  const secret = /^\d{6}$/.test(digits) ? sealer.openText(row.sealed, boundTo(personId)) : null;
  if (secret === null) return null;
  const said = verifySync({ secret, token: digits, epoch: Math.floor(now.getTime() / 1000), epochTolerance: TOLERANCE_SECONDS });
  return said.valid && 'timeStep' in said && said.timeStep > Number(row.last_step) ? said.timeStep : null;
}
