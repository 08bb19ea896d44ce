/** Inflates a deflated data set (PS3.5 A.5: raw RFC 1951) into a sink, holding no more than one block of output. */
import { once } from 'node:events';
import zlib from 'node:zlib';
import type { ObjectLimits } from '../limits';
import type { Reason } from '../structure/verdict';

/** Takes inflated bytes; answers false when it wants no more. */
export type InflatedSink = (bytes: Buffer) => boolean;

/** A.5 allows one pad byte after the last block; writers in the field leave the 8 bytes of a zlib or gzip trailer there too. */
const MOST_TRAILING = 9;

export class Inflater {
  readonly #stream = zlib.createInflateRaw({ chunkSize: 65_536 });
  readonly #closed: Promise<void>;
  #in = 0;
  #out = 0;
  #failure: Reason | null = null;

  constructor(sink: InflatedSink, limits: ObjectLimits) {
    this.#closed = new Promise((resolve) => {
      this.#stream.once('close', resolve);
      this.#stream.once('end', resolve);
    });
    this.#stream.on('error', () => {
      this.#failure ??= 'deflate-corrupt';
    });
    this.#stream.on('data', (block: Buffer) => {
      this.#out += block.length;
      const ratio = this.#out > limits.inflateFreeBytes && this.#out > this.#in * limits.inflateRatio;
      if (this.#out > limits.inflatedBytes || ratio) {
        this.#failure ??= 'deflate-bomb';
        this.#stream.destroy();
      } else if (!sink(block)) {
        this.#stream.destroy();
      }
    });
  }

  get failure(): Reason | null {
    return this.#failure;
  }

  /** Awaiting the promise is the back-pressure. */
  async push(bytes: Uint8Array): Promise<void> {
    this.#in += bytes.length;
    if (this.#failure || this.#stream.destroyed) return;
    if (!this.#stream.write(bytes)) await Promise.race([once(this.#stream, 'drain').catch(() => undefined), this.#closed]);
  }

  async end(): Promise<void> {
    if (this.#failure || this.#stream.destroyed) return;
    this.#stream.end();
    await this.#closed;
    if (!this.#failure && this.#in - this.#stream.bytesWritten > MOST_TRAILING) this.#failure = 'deflate-trailing';
  }

  /** Lets go of the memory of an object that will not be finished. */
  abort(): void {
    this.#stream.destroy();
  }
}
