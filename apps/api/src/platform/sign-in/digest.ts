import { createHash } from 'node:crypto';

/** How secrets of 256 bits are stored: nothing can be guessed back from it, and nothing slower is needed. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
