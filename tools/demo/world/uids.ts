// Identifiers of the demo world: under 2.25 from a digest, so that the same seed and names give the same UID everywhere.
import { createHash } from 'node:crypto';

/** A UID of at most 44 characters (PS3.5 B.2), named by the seed and the path of names. */
export function uid(...names: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(names.join('\u001f')).digest();
  // Version 4 and variant bits, so that the number is that of a proper UUID.
  digest[6] = (digest[6]! & 0x0f) | 0x40;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${digest.subarray(0, 16).toString('hex')}`).toString()}`;
}
