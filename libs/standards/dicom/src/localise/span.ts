/** Where one top-level element stands in the source, and its bytes while they are needed. */
export interface Span {
  readonly tag: number;
  /** Two letters; empty in implicit VR. */
  readonly vr: string;
  readonly length: number;
  readonly start: number;
  readonly valueStart: number;
  /** First byte behind the element. */
  end: number;
  /** Start of the delimiter that ends the sequence; null when it has none. */
  delimiter: number | null;
  /** Sequences inside each other, this one included. */
  depth: number;
  bytes: Buffer;
}

/** Holds on to bytes that passed by, from a given offset on, so that an element can be cut out once its end is known. */
export class ByteWindow {
  #pieces: Buffer[] = [];
  #from = 0;
  #to = 0;

  append(chunk: Uint8Array): void {
    this.#pieces.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#to += chunk.length;
  }

  /** Bytes from `start` to `end`; a copy. Both must lie in the window. */
  slice(start: number, end: number): Buffer {
    const whole = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
    return Buffer.from(whole.subarray(start - this.#from, end - this.#from));
  }

  /** Lets go of what lies before `from`; what is kept is copied, so the pieces' memory is free for reuse. */
  dropBefore(from: number): void {
    const start = Math.min(Math.max(from, this.#from), this.#to);
    this.#pieces = [this.slice(start, this.#to)];
    this.#from = start;
  }
}
