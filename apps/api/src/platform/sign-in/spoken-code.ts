import { randomInt } from 'node:crypto';
import { digestOf } from './digest';

/** Letters and digits nobody mixes up on the telephone. */
const SPOKEN = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A code that is told apart from its link. Nothing but its digest is kept. */
export const newCode = (): string => Array.from({ length: 8 }, () => SPOKEN[randomInt(SPOKEN.length)]).join('');
/** As it is read out. */
export const spokenCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;
/** As people type it: any case, with or without the dash in the middle. */
export const codeDigest = (typed: string): Buffer => digestOf(`code ${typed.toUpperCase().replace(/[^A-Z0-9]/g, '')}`);
