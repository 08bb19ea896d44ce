import type { Location, StoreName } from './location';

/** Takes the bytes of one object in order. Exactly one of `seal` followed by the store's `sync`, and `abort`, ends it. */
export interface ObjectWriter {
  /**
   * Keeps a reference to `bytes` until they are written: they must not change. A promise asks the caller to wait, because the writer's share of
   * the buffers is used up; it rejects when writing failed.
   */
  append(bytes: Uint8Array): void | Promise<void>;
  /** No more bytes will come. Resolves with where the object is; it may be acknowledged only after the store's `sync`. */
  seal(): Promise<Location>;
  /** SHA-256, lower case hex, of all but the first bytes, as many as `open` was told. To be asked for after the last `append`, before `seal` or behind it. */
  sha256(): Promise<string>;
  /** Gives the object up, before or after `seal`. May be called twice; after `sync` it does nothing. */
  abort(): void;
}

/** Part of an object: `start` counts from its first byte, `end` is the first byte that is not wanted. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

export interface ObjectStore {
  readonly name: StoreName;
  /** `digestFrom` bytes at the beginning are not part of what is digested. */
  open(digestFrom?: number): ObjectWriter;
  /** Once this resolves, the bytes of all these sealed writers survive power loss. When it rejects none of them may be acknowledged. */
  sync(writers: readonly ObjectWriter[]): Promise<void>;
  /** Streams stored bytes. Throws `ObjectMissing` when they are not there, also in the middle. */
  read(at: Location, range?: ByteRange): AsyncIterable<Buffer>;
  /** Waits for running writes; open writers are given up. */
  close(): Promise<void>;
}

/** The bytes a row names are not (all) there. */
export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing';
  constructor(readonly location: Location, options?: ErrorOptions) {
    super(`The stored object ${location.store}:${location.key} is missing or too short.`, options);
  }
}

/** First and last byte of a range inside the thing the key names, held within the object. */
export function boundsOf(at: Location, range: ByteRange = { start: 0 }): { readonly first: number; readonly bytes: number } {
  const start = Math.min(Math.max(0, range.start), at.length);
  const end = Math.min(Math.max(start, range.end ?? at.length), at.length);
  return { first: at.offset + start, bytes: end - start };
}
