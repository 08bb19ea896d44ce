/** Seeded damage to valid files: the same seed gives the same mutant. */
import { Random } from './random';

const LENGTHS = [0xffffffff, 0x7fffffff, 0x80000000, 0xfffffffe, 3] as const;

export interface Mutant {
  readonly seed: number;
  readonly damage: 'byte' | 'length' | 'scatter' | 'shift' | 'zeros';
  readonly bytes: Buffer;
}

/** Where damage starts in a file: behind the preamble and the prefix. */
const FIRST = 132;
const FAR = 4096;

/** One mutant of a file of at least 200 bytes. */
export function mutantOf(file: Buffer, seed: number): Mutant {
  const random = new Random(seed * 2654435761 + 1);
  const bytes = Buffer.from(file);
  const at = FIRST + random.next(Math.min(bytes.length - FIRST, FAR));
  const damage = random.pick(['byte', 'length', 'scatter', 'shift', 'zeros'] as const);
  if (damage === 'byte') bytes[at] = random.next(256);
  else if (damage === 'length') bytes.writeUInt32LE(random.pick(LENGTHS), Math.min(at, bytes.length - 4));
  else if (damage === 'scatter') for (let i = 0; i < 16; i++) bytes[FIRST + random.next(bytes.length - FIRST)] = random.next(256);
  else if (damage === 'shift') bytes.copy(bytes, Math.min(at + 2, bytes.length - 64), at, Math.min(at + 64, bytes.length));
  else bytes.fill(0, at, Math.min(bytes.length, at + 24));
  return { seed, damage, bytes };
}
