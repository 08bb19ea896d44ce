/** What a walk over a data set reports, what it is told in return, and its limits. */

/** What the handler wants of an element that has a value: pass over it, get its bytes, read it as a sequence, or end the walk before it. */
export const TAKE = { skip: 0, keep: 1, descend: 2, stop: 3 } as const;
export type Take = (typeof TAKE)[keyof typeof TAKE];

/** One element header. The walker reuses a single object: read it inside the callback, keep nothing of it. */
export interface ElementHead {
  tag: number;
  /** VR code (see `vrCode`); 0 in implicit VR. */
  vr: number;
  /** UNDEFINED_LENGTH when not given. */
  length: number;
  /** Offset of the header and of the value, from the first byte of the data set. */
  start: number;
  valueStart: number;
  /** 0 at the top level, then 2 more for each sequence: an odd depth belongs to the sequence itself. */
  depth: number;
  /** 1: items follow, 2: fragments follow, 0: a value. */
  content: 0 | 1 | 2;
  explicit: boolean;
  bigEndian: boolean;
}

export interface ItemHead {
  /** 1 for the first item of its sequence, or the offset table among fragments. */
  number: number;
  length: number;
  start: number;
  /** Depth of the sequence: its elements are at `depth + 1`. */
  depth: number;
  fragment: boolean;
}

export interface WalkHandler {
  element(head: ElementHead): Take;
  /** All bytes of an element or fragment taken with `keep`; a view that is valid during the call only. */
  value?(bytes: Buffer): void;
  item(head: ItemHead): Take;
  /** A delimiter was read: `start` is its offset, `depth` that of the item or sequence it ends. */
  delimiter?(depth: number, start: number): void;
}

export interface WalkEncoding {
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

export interface WalkLimits {
  readonly depth: number;
  readonly elements: number;
}
