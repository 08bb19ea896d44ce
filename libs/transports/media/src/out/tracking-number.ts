import { randomBytes } from 'node:crypto';

/** Without letters and digits that are taken for one another when somebody reads them over the telephone. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A number to ask for a disc by: `CW261129-7KQ3RT`. 30^6 for each day; says nothing about anybody. */
export function trackingNumber(at: Date): string {
  const day = at.toISOString().slice(2, 10).replaceAll('-', '');
  const tail = Array.from(randomBytes(24)).filter((byte) => byte < 240).slice(0, 6).map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return tail.length === 6 ? `CW${day}-${tail}` : trackingNumber(at);
}

export const volumeIdOf = (tracking: string): string => tracking.replaceAll('-', '_');
