import fs from 'node:fs';

/** Somebody removed the file while it was open here: what is written to it now is lost with the descriptor. */
export class SegmentGone extends Error {
  override readonly name = 'SegmentGone';
}

/** The disk took only a part of a write: it is full. */
class ShortWrite extends Error {
  override readonly name = 'ShortWrite';
  readonly code = 'ENOSPC';
}

/**
 * One append-only file, opened so that a write returns only when its bytes are durable (O_DSYNC). One write runs at a time, and one that failed is
 * final for the segment: the kernel reports a lost page once, so a later write could succeed where an earlier one lost its bytes (fsync(2), EIO).
 */
export class Segment {
  /** Where the next object begins: the first block behind the last sealed one. */
  end = 0;
  usedAt = Date.now();
  private failure: Error | null = null;

  /** `entry` resolves when the file's name is durable in its directory. */
  constructor(readonly key: string, readonly fd: number, private readonly entry: Promise<void>) {
    entry.catch((error: unknown) => this.fail(error));
  }

  get failed(): boolean {
    return this.failure !== null;
  }

  /** Writes whole blocks; resolves when they are durable. The caller sees to it that no other write runs. */
  async write(parts: readonly Uint8Array[], at: number): Promise<void> {
    try {
      await this.entry;
      if (this.failure) throw this.failure;
      await this.writev(parts, at);
      if (fs.fstatSync(this.fd).nlink === 0) throw new SegmentGone('The segment was removed while it was open.');
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  private writev(parts: readonly Uint8Array[], at: number): Promise<void> {
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    return new Promise((resolve, reject) => {
      fs.writev(this.fd, parts as Uint8Array[], at, (error, written) => {
        if (error) reject(error);
        else if (written !== bytes) reject(new ShortWrite('The disk took only a part.'));
        else resolve();
      });
    });
  }

  private fail(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Error('write failed');
  }
}
