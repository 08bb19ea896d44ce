import { DATA_HEADER_BYTES, LAST_FRAGMENT, writeDataHeader } from '../pdu/pdu';
import type { Link } from './link';

/**
 * Streams one data set of known length as fragments as large as the partner takes, whatever the size of the chunks that come in: a fragment
 * may span chunks and a chunk fragments, and no byte is copied.
 * The caller sees to it that exactly `bytes` are written.
 */
export class DataSetWriter {
  readonly #link: Link;
  readonly #contextId: number;
  readonly #bytes: number;
  #written = 0;
  #fragmentLeft = 0;

  constructor(link: Link, contextId: number, bytes: number) {
    this.#link = link;
    this.#contextId = contextId;
    this.#bytes = bytes;
  }

  /** A promise is back-pressure: wait for it before the next chunk. */
  write(chunk: Uint8Array): void | Promise<void> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#fragmentLeft === 0) {
        this.#beginFragment();
      }
      const end = Math.min(chunk.length, at + this.#fragmentLeft);
      this.#link.write(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end));
      this.#fragmentLeft -= end - at;
      this.#written += end - at;
      at = end;
    }
    return this.#link.room();
  }

  #beginFragment(): void {
    const left = this.#bytes - this.#written;
    this.#fragmentLeft = Math.min(left, this.#link.fragmentBytes);
    const header = Buffer.allocUnsafe(DATA_HEADER_BYTES);
    writeDataHeader(header, 0, this.#contextId, this.#fragmentLeft === left ? LAST_FRAGMENT : 0, this.#fragmentLeft);
    this.#link.write(header);
  }
}
