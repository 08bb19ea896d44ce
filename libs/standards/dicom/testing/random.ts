/** Small seeded generator (xorshift with a multiply): the same seed gives the same objects and mutants on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed | 0) === 0 ? 0x9e3779b9 : seed | 0;
  }

  /** A whole number from 0 to `below` - 1. */
  next(below: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (Math.imul(x, 0x2c1b3c6d) >>> 0) % below;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.next(choices.length)]!;
  }

  /** A UID under 2.25 that depends on the seed only. */
  uid(): string {
    const words = Array.from({ length: 4 }, () => BigInt(this.next(2 ** 31)));
    return `2.25.${words.reduce((whole, word) => (whole << 31n) | word, 1n)}`;
  }
}
