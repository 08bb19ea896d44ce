/** Smaller pieces are copied together: a sender of single bytes must not cost a buffer for each. */
const SMALL_BYTES = 4096;
const GATHER_BYTES = 64 * 1024;

/** The first pieces of an object, of which nobody knows yet how large it gets: most never need a landing buffer, and a slow sender holds none. */
export class Pieces {
  private parts: Uint8Array[] = [];
  private block: Buffer | null = null;
  private filled = 0;

  keep(bytes: Uint8Array): void {
    if (bytes.length >= SMALL_BYTES) {
      this.closeBlock();
      this.parts.push(bytes);
      return;
    }
    if (this.block && this.filled + bytes.length > GATHER_BYTES) this.closeBlock();
    this.block ??= Buffer.allocUnsafeSlow(GATHER_BYTES);
    this.block.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  all(): readonly Uint8Array[] {
    this.closeBlock();
    return this.parts;
  }

  private closeBlock(): void {
    if (this.block && this.filled > 0) this.parts.push(this.block.subarray(0, this.filled));
    this.block = null;
    this.filled = 0;
  }
}
