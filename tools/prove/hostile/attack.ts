// One attack and what it must come to.

export interface Outcome {
  readonly door: 'dicom' | 'mllp' | 'http';
  readonly name: string;
  /** What the product said, or that it cut the connection. */
  readonly saw: string;
  readonly fine: boolean;
}

export class Attacks {
  readonly outcomes: Outcome[] = [];

  constructor(private readonly door: Outcome['door']) {}

  /** Plays an attack; `saw` is held against what is allowed. An attack that gets no answer at all in its patience says `nothing`. */
  async play(name: string, allowed: RegExp, attack: () => Promise<string>): Promise<void> {
    let saw: string;
    try {
      saw = await attack();
    } catch (error) {
      saw = error instanceof Error ? error.message : String(error);
    }
    this.outcomes.push({ door: this.door, name, saw, fine: allowed.test(saw) });
  }
}

export interface Target {
  readonly dicomPort: number;
  readonly mllpPort: number;
  readonly httpPort: number;
  /** Where receivers take STOW-RS themselves. */
  readonly stowPort: number;
  /** Bearer token of a client. */
  readonly token: string;
  readonly short: boolean;
}

/** Does the work `width` at a time. */
export async function sideBySide<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  }));
}
