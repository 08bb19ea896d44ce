import { createHash } from 'node:crypto';
import { uidOfUuid } from '@causeway/dicom';

/** A UID made of what it names (PS3.5 B.2), as UUID version 8. */
export function uidFor(text: string): string {
  const hash = createHash('sha256').update(text).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return uidOfUuid(hash.toString('hex'));
}
