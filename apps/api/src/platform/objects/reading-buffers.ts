/** Bytes of one buffer: what is read of a file at a time. */
export const READING_BYTES = 1024 * 1024;
/** What is read at first when somebody waits for the first byte of much: it leaves while the rest is read. */
const FIRST_BYTES = 64 * 1024;
/** Buffers kept for the next reader. */
const MOST_KEPT = 16;

/**
 * Buffers that go round. Each image read into fresh memory is half a megabyte more for the collector to find, and while it marks the heap nothing is
 * sent: reusing the buffers halves the CPU of a transfer.
 */
export class ReadingBuffers {
  private readonly free: Buffer[] = [];

  lease(): BufferLease {
    return new BufferLease(this.free);
  }

  /** For a reader that looks at one piece while the next is read; `littleFirst` where it waits for the first of many. */
  inTurn({ littleFirst = false } = {}): BuffersInTurn {
    return new BuffersInTurn(this.lease(), littleFirst);
  }
}

/** Where a reading gets its buffers, and how much to read next at most. */
export type BufferSource = Pick<BufferLease, 'take' | 'atMost'>;

/** The buffers of one reading. Whoever cannot tell when the bytes were last looked at does not end it, and the buffers are collected like any other. */
export class BufferLease {
  readonly atMost = READING_BYTES;
  private taken: Buffer[] = [];

  constructor(private readonly free: Buffer[]) {}

  /** A buffer of at least so many bytes, which may hold anything. */
  take(bytes: number): Buffer {
    if (bytes > READING_BYTES) return Buffer.allocUnsafeSlow(bytes);
    const buffer = this.free.pop() ?? Buffer.allocUnsafeSlow(READING_BYTES);
    this.taken.push(buffer);
    return buffer;
  }

  /** Nobody looks at the bytes any more. */
  end(): void {
    for (const buffer of this.taken) if (this.free.length < MOST_KEPT) this.free.push(buffer);
    this.taken = [];
  }
}

/** Two buffers that take turns: what is in one holds until the buffer after the next is taken. */
export class BuffersInTurn {
  private readonly pair: Buffer[] = [];
  private turn = 0;

  constructor(private readonly lease: BufferLease, private littleNext: boolean) {}

  get atMost(): number {
    return this.littleNext ? FIRST_BYTES : READING_BYTES;
  }

  take(bytes: number): Buffer {
    this.littleNext = false;
    if (bytes > READING_BYTES) return this.lease.take(bytes);
    this.turn ^= 1;
    return (this.pair[this.turn] ??= this.lease.take(READING_BYTES));
  }

  end(): void {
    this.lease.end();
  }
}
