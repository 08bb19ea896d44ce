/** Unique identifiers (PS3.5 section 9). */
import { randomUUID } from 'node:crypto';

/** True for digits and dots in components without leading zeros, 64 characters at most. */
export const isUid = (text: string): boolean => text.length <= 64 && /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*$/.test(text);

/** A UUID as a UID: `2.25.` and its value in decimal (PS3.5 B.2). */
export function uidOfUuid(uuid: string): string {
  const hex = uuid.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new RangeError('A UUID of 32 hexadecimal digits is needed to make a UID.');
  return `2.25.${BigInt(`0x${hex}`)}`;
}

export const newUid = (): string => uidOfUuid(randomUUID());
