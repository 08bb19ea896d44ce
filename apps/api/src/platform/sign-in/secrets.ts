import { randomBytes, randomInt } from 'node:crypto';
import argon2 from 'argon2';

export { digestOf } from './digest';

/** OWASP's second argon2id profile: 19 MiB, two passes, one lane. */
const PROFILE = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => argon2.hash(password, PROFILE);
/** Same work for an unknown user, so that time does not tell who exists. */
export async function passwordFits(hash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  const fits = await argon2.verify(hash ?? (await decoy), password).catch(() => false);
  return hash !== null && fits;
}
let decoy: Promise<string> | undefined;

/** A secret of 256 bits; only its digest is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Letters and digits nobody mixes up when they are read out. */
const SPOKEN = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Five groups of four, about 99 bits: written down once, handed over, and used up by one sign-in. */
export const newOneTimePassword = (): string => spoken(5);

/** Four groups of four, about 79 bits: stands in for the second factor once. */
export const newRecoveryCode = (): string => spoken(4);

const spoken = (groups: number): string => Array.from({ length: groups }, () => Array.from({ length: 4 }, () => SPOKEN[randomInt(SPOKEN.length)]).join('')).join('-');
