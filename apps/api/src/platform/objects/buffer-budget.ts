/**
 * Bytes received and not yet written, of the whole process: together with the share of one writer this bounds what all senders can make us hold,
 * whatever the disk does.
 */
export class BufferBudget {
  private held = 0;
  private waiting: (() => void)[] = [];

  constructor(readonly processBytes: number, readonly writerBytes: number) {
    if (writerBytes > processBytes) throw new RangeError('One writer cannot hold more than the process.');
  }

  get bytes(): number {
    return this.held;
  }
  get full(): boolean {
    return this.held >= this.processBytes;
  }

  take(bytes: number): void {
    this.held += bytes;
  }

  give(bytes: number): void {
    this.held -= bytes;
    if (this.full || this.waiting.length === 0) return;
    const woken = this.waiting;
    this.waiting = [];
    for (const wake of woken) wake();
  }

  /** Resolves when the process has room again. Never takes room itself, so that nobody waits for their own bytes. */
  room(): Promise<void> {
    if (!this.full) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
