import type { Chunks } from '@causeway/transport-kit';

/** Bytes read of an object before its turn. */
const READ_AHEAD_BYTES = 1_048_576;

/**
 * Begins to read at once, up to a bound, so that an object lies ready when its turn comes; after that it reads as it is asked. An error
 * while reading ahead is thrown when the consumer gets there. Must be consumed or closed.
 */
export function readAhead(chunks: Chunks, bytes = READ_AHEAD_BYTES): AsyncIterableIterator<Uint8Array> {
  return new ReadAhead(chunks, bytes);
}

class ReadAhead implements AsyncIterableIterator<Uint8Array> {
  readonly #source: Iterator<Uint8Array> | AsyncIterator<Uint8Array>;
  readonly #most: number;
  readonly #ready: Uint8Array[] = [];
  readonly #filling: Promise<void>;
  #readyBytes = 0;
  #wanted = false;
  #done = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(chunks: Chunks, most: number) {
    this.#source = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
    this.#most = most;
    this.#filling = this.#fill();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    this.#wanted = true;
    if (this.#ready.length === 0) {
      await this.#filling;
    }
    const chunk = this.#ready.shift();
    if (chunk) {
      return { done: false, value: chunk };
    }
    if (this.#failure) {
      throw this.#failure.error;
    }
    return this.#done ? { done: true, value: undefined } : this.#source.next();
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#wanted = true;
    this.#ready.length = 0;
    this.#done = true;
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  /** Stops as soon as the consumer has come: from then on it sets the pace. */
  async #fill(): Promise<void> {
    try {
      while (!this.#wanted && this.#readyBytes < this.#most) {
        const next = await this.#source.next();
        if (next.done) {
          this.#done = true;
          return;
        }
        this.#ready.push(next.value);
        this.#readyBytes += next.value.length;
      }
    } catch (error) {
      this.#failure = { error };
    }
  }
}
