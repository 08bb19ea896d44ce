/** Most under way at once: of everybody, and of one. */
export interface MostAtOnce {
  readonly all: number;
  readonly each: number;
}

/** Counts what is under way, and does not begin what would be one too many. */
export class AtOnce {
  private all = 0;
  private readonly each = new Map<string, number>();

  /** `tooMany` makes what is thrown instead: `each` when this one has too many, `all` when everybody together has. */
  constructor(private readonly most: MostAtOnce, private readonly tooMany: (whose: keyof MostAtOnce) => Error) {}

  async run<T>(one: string, work: () => Promise<T>): Promise<T> {
    const own = this.each.get(one) ?? 0;
    if (own >= this.most.each) throw this.tooMany('each');
    if (this.all >= this.most.all) throw this.tooMany('all');
    this.all++;
    this.each.set(one, own + 1);
    try {
      return await work();
    } finally {
      this.all--;
      const left = this.each.get(one)! - 1;
      if (left > 0) this.each.set(one, left);
      else this.each.delete(one);
    }
  }
}
