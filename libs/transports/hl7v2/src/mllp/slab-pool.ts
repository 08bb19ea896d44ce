/** The memory all unfinished messages of one server share. */

/** Somebody with an unfinished message. */
export interface SlabHolder {
  /** Bytes held now. */
  readonly held: number;
  /** Gives everything back at once; its sender will have to send again. */
  evict(): void;
}

export const SLAB_BYTES = 16 * 1024;

/** Slabs are cut from blocks this large, so that they do not lie scattered among short-lived read buffers. */
const BLOCK_BYTES = 64 * SLAB_BYTES;

/**
 * Fixed pieces instead of growing buffers: a message trickling in byte by byte costs no more than its size, and what is given back is used
 * again, so a flood cannot outrun the garbage collector. When all is taken, whoever holds most of an unfinished message loses it: a few
 * huge or endless messages cannot keep small honest ones out.
 */
export class SlabPool {
  private readonly free: Buffer[] = [];
  private readonly holders = new Set<SlabHolder>();
  private takenSlabs = 0;
  private handling = 0;

  /** @param limit bytes, for unfinished messages and those being handled together */
  constructor(private readonly limit: number) {}

  get used(): number {
    return this.takenSlabs * SLAB_BYTES + this.handling;
  }

  /** Whether more than half is in use, so that whoever takes much should take it slowly. */
  get scarce(): boolean {
    return this.used > this.limit / 2;
  }

  join(holder: SlabHolder): void {
    this.holders.add(holder);
  }

  leave(holder: SlabHolder): void {
    this.holders.delete(holder);
  }

  /** @returns null when there is nothing left to give, or when making room hit the one who asks */
  take(holder: SlabHolder): Buffer | null {
    while (this.used + SLAB_BYTES > this.limit) {
      const largest = this.largest();
      if (largest === null) return null;
      largest.evict();
      if (largest === holder) return null;
    }
    this.takenSlabs++;
    if (this.free.length === 0) this.cutBlock();
    return this.free.pop() ?? null;
  }

  give(slabs: readonly Buffer[]): void {
    this.takenSlabs -= slabs.length;
    this.free.push(...slabs);
  }

  /** A finished message counts until it is handled; it was counted as slabs before, so there is room. */
  startHandling(bytes: number): void {
    this.handling += bytes;
  }

  endHandling(bytes: number): void {
    this.handling -= bytes;
  }

  private cutBlock(): void {
    const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    for (let at = 0; at < BLOCK_BYTES; at += SLAB_BYTES) this.free.push(block.subarray(at, at + SLAB_BYTES));
  }

  private largest(): SlabHolder | null {
    let found: SlabHolder | null = null;
    for (const holder of this.holders) if (holder.held > (found?.held ?? 0)) found = holder;
    return found;
  }
}
