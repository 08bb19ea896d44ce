import { DATA_HEADER_BYTES, LAST_FRAGMENT, writeDataHeader } from '../pdu/pdu';
import type { Link } from './link';

/** What was to be sent is not as long as was said; nothing can be put right once a part of it is on the wire. */
export class LengthMismatch extends Error {
  override readonly name = 'LengthMismatch';

  constructor(announced: number, met: number) {
    super(`The data set was to have ${announced} bytes and has ${met < announced ? 'only' : 'at least'} ${met}.`);
  }
}

/**
 * Streams one data set of known length as fragments as large as the partner takes, whatever the size of the chunks that come in: a fragment
 * may span chunks and a chunk fragments, and no byte is copied.
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

  /** Throws `LengthMismatch` for more bytes than announced. A promise is back-pressure: wait for it before the next chunk. */
  write(chunk: Uint8Array): void | Promise<void> {
    if (this.#written + chunk.length > this.#bytes) {
      throw new LengthMismatch(this.#bytes, this.#written + chunk.length);
    }
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

  /** Throws `LengthMismatch` when bytes are missing. */
  end(): void {
    if (this.#written !== this.#bytes) {
      throw new LengthMismatch(this.#bytes, this.#written);
    }
  }
}
