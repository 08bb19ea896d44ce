import fs from 'node:fs';
import { promisify } from 'node:util';
import { READING_BYTES, type BufferSource } from '../reading-buffers';

const read = promisify(fs.read);
const open = promisify(fs.open);
const close = promisify(fs.close);

/** Files held open, and how long after they were last read: a removed file gives its space back only when it is closed. */
const MOST_OPEN = 32;
const IDLE_MS = 5000;

interface OpenFile {
  readonly fd: Promise<number>;
  readers: number;
  usedAt: number;
}

/**
 * Reads parts of files that are only ever appended to. A study lies in few files, so they are kept open from one image to the next; and each image comes
 * in one read, because going to the disk and back costs more than the bytes.
 */
export class SegmentReader {
  private readonly files = new Map<string, OpenFile>();
  private timer: NodeJS.Timeout | null = null;

  /** Bytes from `first`; fewer when the file is shorter. With a lease they stand in buffers that are used again once it ends. Throws what opening the file throws. */
  async *read(file: string, first: number, bytes: number, lease?: BufferSource): AsyncGenerator<Buffer> {
    const opened = this.hold(file);
    try {
      const fd = await opened.fd;
      for (let at = first, left = bytes; left > 0; ) {
        const size = Math.min(lease?.atMost ?? READING_BYTES, left);
        const buffer = lease?.take(size) ?? Buffer.allocUnsafeSlow(size);
        const { bytesRead } = await read(fd, buffer, 0, size, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        left -= bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      opened.readers -= 1;
      opened.usedAt = Date.now();
      this.tidyLater();
    }
  }

  /** Closes what nobody reads. */
  async close(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    await Promise.all([...this.files].filter(([, one]) => one.readers === 0).map(([file, one]) => this.drop(file, one)));
  }

  private hold(file: string): OpenFile {
    const known = this.files.get(file);
    if (known) {
      known.readers += 1;
      return known;
    }
    const opened: OpenFile = { fd: open(file, 'r'), readers: 1, usedAt: Date.now() };
    this.files.set(file, opened);
    opened.fd.catch(() => this.files.delete(file));
    return opened;
  }

  private tidyLater(): void {
    if (this.files.size > MOST_OPEN) this.tidy(0);
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.tidy(IDLE_MS);
      if (this.files.size > 0) this.tidyLater();
    }, IDLE_MS);
    this.timer.unref();
  }

  private tidy(idleFor: number): void {
    const idle = [...this.files].filter(([, one]) => one.readers === 0 && Date.now() - one.usedAt >= idleFor).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    const most = idleFor > 0 ? idle.length : this.files.size - MOST_OPEN;
    for (const [file, one] of idle.slice(0, most)) void this.drop(file, one);
  }

  private async drop(file: string, one: OpenFile): Promise<void> {
    this.files.delete(file);
    await one.fd.then(close, () => undefined).catch(() => undefined);
  }
}
