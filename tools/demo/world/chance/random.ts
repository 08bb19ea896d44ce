// Seeded chance: the same seed and names always give the same numbers, whatever else was drawn before.

/** Folds strings and numbers to 32 bits (FNV-1a with a final mix). Not for secrets. */
export function hash32(...parts: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  for (const char of parts.join('\u001f')) {
    h = Math.imul(h ^ char.codePointAt(0)!, 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export interface Random {
  /** Uniform in [0, 1). */
  (): number;
}

/** A stream of its own for each name (mulberry32), so that adding a draw in one place moves nothing elsewhere. */
export function random(...names: readonly (string | number)[]): Random {
  let state = hash32(...names);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const between = (rnd: Random, low: number, high: number): number => low + (high - low) * rnd();

/** Whole number, both ends included. */
export const whole = (rnd: Random, low: number, high: number): number => low + Math.floor(rnd() * (high - low + 1));

export function pick<T>(rnd: Random, from: readonly T[]): T {
  const found = from[Math.floor(rnd() * from.length)];
  if (found === undefined) throw new Error('Nothing to pick from: the list is empty.');
  return found;
}

/** Noise with mean 0 and deviation 1: the sum of two uniforms, close enough to a bell once a picture is blurred. */
export const gauss = (rnd: Random): number => (rnd() + rnd() - 1) * 2.4494897;
