/** A file for yauzl, read a window at a time: the entries of an archive stand side by side, and a read of the disk for each is what costs. */
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

const WINDOW = 256 * 1024;

export class WindowReader extends RandomAccessReader {
  private window = Buffer.alloc(0);
  private windowAt = 0;

  private constructor(private readonly handle: FileHandle, readonly size: number) {
    super();
  }

  static async open(file: string): Promise<WindowReader> {
    const handle = await open(file, 'r');
    return new WindowReader(handle, (await handle.stat()).size);
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    const within = position - this.windowAt;
    if (within >= 0 && within + length <= this.window.length) {
      this.window.copy(buffer, offset, within, within + length);
      queueMicrotask(() => callback(null));
      return;
    }
    this.fill(position, Math.max(length, WINDOW)).then(() => {
      if (this.window.length < length) return callback(new Error('The archive ends early.'));
      this.window.copy(buffer, offset, 0, length);
      callback(null);
    }, callback);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.pieces(start, end));
  }

  override close(callback: (error: Error | null) => void): void {
    this.end().then(() => callback(null), callback);
  }

  async end(): Promise<void> {
    await this.handle.close();
  }

  private async fill(position: number, length: number): Promise<void> {
    const { bytesRead, buffer } = await this.handle.read(Buffer.allocUnsafe(length), 0, length, position);
    this.window = buffer.subarray(0, bytesRead);
    this.windowAt = position;
  }

  private async *pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end;) {
      const { bytesRead, buffer } = await this.handle.read(Buffer.allocUnsafe(Math.min(WINDOW, end - at)), 0, Math.min(WINDOW, end - at), at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }
}
