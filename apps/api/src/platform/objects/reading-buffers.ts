/** Bytes of one buffer: what is read of a file at a time. */
export const READING_BYTES = 1024 * 1024;
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
}

/** The buffers of one reading. Whoever cannot tell when the bytes were last looked at does not end it, and the buffers are collected like any other. */
export class BufferLease {
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
