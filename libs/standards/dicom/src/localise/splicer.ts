import type { Splice } from './plan';

/** Applies splices to bytes that pass by. Pieces of the source come out as views: nothing but the inserted bytes is new. */
export class Splicer {
  readonly #splices: readonly Splice[];
  #index = 0;
  #position = 0;
  #leaving = 0;

  constructor(splices: readonly Splice[]) {
    this.#splices = splices;
  }

  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    while (at < chunk.length) {
      yield* this.#insertsHere();
      const next = this.#splices[this.#index]?.offset ?? Infinity;
      const piece = Math.min(chunk.length - at, this.#leaving > 0 ? this.#leaving : next - this.#position);
      if (this.#leaving > 0) this.#leaving -= piece;
      else yield chunk.subarray(at, at + piece);
      at += piece;
      this.#position += piece;
    }
  }

  /** What is inserted behind the last byte. */
  *finish(): Generator<Uint8Array> {
    yield* this.#insertsHere();
  }

  *#insertsHere(): Generator<Uint8Array> {
    while (this.#splices[this.#index]?.offset === this.#position) {
      const { insert, remove } = this.#splices[this.#index]!;
      this.#index++;
      this.#leaving = remove;
      if (insert.length > 0) yield insert;
    }
  }
}
