/** Fetches what may be wanted next, a few at a time. A new wish replaces what has not begun; what failed is not tried again by itself. */
export class Prefetcher<T> {
  private queue: readonly T[] = [];
  private running = 0;
  private stopped = false;

  constructor(
    private readonly fetch: (item: T) => Promise<void>,
    private readonly atOnce = 3,
  ) {}

  want(items: readonly T[]): void {
    this.queue = items;
    this.fill();
  }

  stop(): void {
    this.stopped = true;
    this.queue = [];
  }

  private fill(): void {
    while (!this.stopped && this.running < this.atOnce && this.queue.length > 0) {
      const [next, ...rest] = this.queue;
      this.queue = rest;
      if (next === undefined) continue;
      this.running += 1;
      const done = (): void => {
        this.running -= 1;
        this.fill();
      };
      this.fetch(next).then(done, done);
    }
  }
}
