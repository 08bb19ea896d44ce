// What the rounds count, and everything that was not as it must be, each in a sentence.

export class Tally {
  readonly faults: string[] = [];
  readonly latencies: number[] = [];
  /** Claims and take-overs that were answered with 200. */
  wins = 0;
  refused = 0;
  /** Most of the faults of a broken build are the same one: the first hundred tell enough. */
  private readonly most = 100;

  fault(sentence: string): void {
    if (this.faults.length < this.most) this.faults.push(sentence);
  }

  must(holds: boolean, sentence: () => string): void {
    if (!holds) this.fault(sentence());
  }

  percentile(share: number): number {
    const sorted = [...this.latencies].sort((a, b) => a - b);
    return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  }
}

/** A small generator of numbers between 0 and 1, so that a seed gives the same orders and pauses again. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
