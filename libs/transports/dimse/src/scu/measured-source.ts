import type { Chunks } from '@causeway/transport-kit';
import { SourceFailed } from './errors';

/**
 * Chunks of one data set that must add up to what was announced. The chunk that completes it is given only once the source has nothing more:
 * with it the object is whole for the partner, and a longer one could not be taken back. Throws `SourceFailed`.
 */
export class MeasuredSource {
  readonly #chunks: Iterator<Uint8Array> | AsyncIterator<Uint8Array>;
  readonly #announced: number;
  #met = 0;

  constructor(chunks: Chunks, announced: number) {
    this.#chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
    this.#announced = announced;
  }

  /** Null after the last chunk. */
  async next(): Promise<Uint8Array | null> {
    if (this.#met === this.#announced) {
      return null;
    }
    const chunk = await this.#read();
    this.#met += chunk?.length ?? 0;
    if (chunk === null || this.#met > this.#announced || (this.#met === this.#announced && (await this.#read()) !== null)) {
      const met = chunk === null ? `only ${this.#met}` : 'more';
      throw new SourceFailed(`The object was to have ${this.#announced} bytes and has ${met}.`);
    }
    return chunk;
  }

  /** Lets the source clean up. */
  async close(): Promise<void> {
    try {
      await this.#chunks.return?.();
    } catch {
      // What was being read is given up anyway.
    }
  }

  async #read(): Promise<Uint8Array | null> {
    try {
      const next = await this.#chunks.next();
      return next.done ? null : next.value;
    } catch (error) {
      throw new SourceFailed('The object could not be read on our side.', { cause: error });
    }
  }
}
