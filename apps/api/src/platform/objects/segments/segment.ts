import fs from 'node:fs';
import { promisify } from 'node:util';

const fdatasync = promisify(fs.fdatasync);

/** Somebody removed the file while it was open here: what is written to it now is lost with the descriptor. */
export class SegmentGone extends Error {
  override readonly name = 'SegmentGone';
}

/** One append-only file. At most one writer owns it at a time; several sealed objects may wait in it for their sync. */
export class Segment {
  /** End of the last sealed object: where the next one begins. */
  end = 0;
  owned = false;
  /** Sealed objects whose sync has not been asked for or has not ended. */
  unsynced = 0;
  usedAt = Date.now();
  private failure: Error | null = null;
  private running: Promise<void> | null = null;
  private queued: Promise<void> | null = null;

  /** `entry` resolves when the file's name is durable in its directory. */
  constructor(readonly key: string, readonly fd: number, private readonly entry: Promise<void>) {
    entry.catch((error: unknown) => this.fail(error));
  }

  get failed(): boolean {
    return this.failure !== null;
  }

  fail(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Error('sync failed');
  }

  /**
   * Makes everything written so far durable. One sync runs at a time and a failed one is final: the kernel reports a lost page once, so a second
   * sync could succeed without the bytes (fsync(2), EIO).
   */
  sync(): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    this.queued ??= this.next();
    return this.queued;
  }

  private async next(): Promise<void> {
    await this.running;
    this.queued = null;
    this.running = this.flush();
    await this.running;
  }

  private async flush(): Promise<void> {
    try {
      await Promise.all([this.entry, fdatasync(this.fd)]);
      if (fs.fstatSync(this.fd).nlink === 0) throw new SegmentGone('The segment was removed while it was open.');
    } catch (error) {
      this.fail(error);
    }
    if (this.failure) throw this.failure;
  }
}
