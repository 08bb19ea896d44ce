/**
 * Walks the structure of one data set while its bytes arrive (PS3.5 section 7, annex A). One set of structural rules for everything that
 * reads DICOM here. Not recursive, and nothing is ever allocated by a declared length: a length is a number to count down.
 */
import { SEQUENCE_TAGS } from '../dictionary/dictionary';
import { ITEM, ITEM_END, PIXEL_DATA, SEQUENCE_END } from './tag';
import { failureOf, type Failure, type Reason } from './verdict';
import { TAKE, type ElementHead, type ItemHead, type WalkEncoding, type WalkHandler, type WalkLimits } from './walk';
import { FORM, formOf, UNDEFINED_LENGTH, unitOf, unnamedForm, VR_OB, VR_OW, VR_SQ, VR_UN } from './vr';

const CONTENT = { value: 0, sequence: 1, fragments: 2 } as const;

interface Frame {
  kind: 0 | 1 | 2;
  /** Absolute end, Infinity when the length is undefined. */
  end: number;
  explicit: boolean;
  bigEndian: boolean;
  lastTag: number;
  items: number;
}

const DATA_SET = CONTENT.value;
const NEEDS_MORE = -1;
const FAILED = 0;
const NOTHING = Buffer.alloc(0);
/** Observation Class of an early structured report draft (CS), later reused for a sequence; objects with the old meaning still travel. */
const FORMER_VALUE = 0x0040a170;
/** An item tag read as one little endian number. */
const ITEM_LITTLE_ENDIAN = 0xe000fffe;

export class StructureWalker {
  readonly #limits: WalkLimits;
  readonly #handler: WalkHandler;
  readonly #frames: Frame[] = [];
  #depth = 0;
  #top: Frame;
  /** Absolute position of the next unread byte, and of the next header. */
  #position = 0;
  #next = 0;
  readonly #carry = Buffer.alloc(12);
  #carried = 0;
  #needed = 8;
  #keeping = false;
  #parts: Buffer[] = [];
  #elements = 0;
  #superfluousDelimiters = 0;
  #stopped = false;
  #failure: Failure | null = null;
  readonly #element: ElementHead = {
    tag: 0, vr: 0, length: 0, start: 0, valueStart: 0, depth: 0, content: 0, explicit: true, bigEndian: false,
  };
  readonly #item: ItemHead = { number: 0, length: 0, start: 0, depth: 0, fragment: false };

  constructor(encoding: WalkEncoding, limits: WalkLimits, handler: WalkHandler) {
    this.#limits = limits;
    this.#handler = handler;
    const { explicit, bigEndian } = encoding;
    this.#top = { kind: DATA_SET, end: Infinity, explicit, bigEndian, lastTag: -1, items: 0 };
    this.#frames[0] = this.#top;
  }

  get failure(): Failure | null {
    return this.#failure;
  }
  /** Bytes pushed so far. */
  get position(): number {
    return this.#position;
  }
  /** Elements and items read so far. */
  get elements(): number {
    return this.#elements;
  }
  /** Delimiters found at the end of items and sequences that also gave their length. */
  get superfluousDelimiters(): number {
    return this.#superfluousDelimiters;
  }
  /** True once a handler answered `stop`: the rest is counted and ignored. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Feeds the next bytes, in pieces of any size. After a failure or a stop they are only counted. */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const size = bytes.length;
    let i = 0;
    while (i < size && this.#failure === null && !this.#stopped) {
      const pending = this.#next - this.#position;
      if (pending > 0) {
        const taken = Math.min(pending, size - i);
        if (this.#keeping) this.#keep(bytes, i, taken, pending);
        this.#position += taken;
        i += taken;
      } else if (this.#carried === 0 && size - i >= 12) {
        i += this.#header(bytes, i, 12);
      } else {
        const taken = Math.min(this.#needed - this.#carried, size - i);
        bytes.copy(this.#carry, this.#carried, i, i + taken);
        this.#carried += taken;
        i += taken;
        this.#position += taken;
        if (this.#carried === this.#needed) this.#carriedHeader();
      }
    }
    this.#position += size - i;
  }

  /** Bytes of a value ahead that nobody asked for: a caller with random access may leave them unread and call `skip`. */
  get skippable(): number {
    return this.#keeping || this.#carried > 0 ? 0 : Math.max(0, this.#next - this.#position);
  }
  skip(count: number): void {
    if (count > this.skippable) throw new RangeError('Only bytes nobody asked for can be skipped.');
    this.#position += count;
  }

  /** Call once, after the last byte. A data set that ends inside an element, item or sequence is truncated. */
  end(): Failure | null {
    const inside = this.#carried > 0 || this.#next > this.#position || this.#depth > 0;
    if (inside && !this.#stopped) this.#fail('truncated');
    return this.#failure;
  }

  /** Ends the walk with a fault the handler found. */
  fail(reason: Reason): void {
    this.#fail(reason);
  }

  #fail(reason: Reason): typeof FAILED {
    this.#failure ??= failureOf(reason, this.#position);
    return FAILED;
  }

  /** A header that crosses two chunks: 8 bytes are gathered, then 12 when the long form turns out to need them. */
  #carriedHeader(): void {
    const gathered = this.#carried;
    this.#position -= gathered;
    const used = this.#header(this.#carry, 0, gathered);
    if (used === NEEDS_MORE) {
      this.#position += gathered;
      this.#needed = 12;
      return;
    }
    this.#carried = 0;
    this.#needed = 8;
    if (used === FAILED) this.#position += gathered;
    // Bytes looked at beyond an 8-byte header belong to the value.
    else if (used < gathered) this.push(Buffer.from(this.#carry.subarray(used, gathered)));
  }

  /** Reads one header at `b[o]`. Answers the bytes used, FAILED, or NEEDS_MORE when `have` is too little. */
  #header(b: Buffer, o: number, have: number): number {
    const frame = this.#top;
    const big = frame.bigEndian;
    const group = big ? (b[o]! << 8) | b[o + 1]! : b[o]! | (b[o + 1]! << 8);
    const tag = group * 65_536 + (big ? (b[o + 2]! << 8) | b[o + 3]! : b[o + 2]! | (b[o + 3]! << 8));
    if (group === 0xfffe || frame.kind !== DATA_SET) return this.#itemOrEnd(tag, big ? b.readUInt32BE(o + 4) : b.readUInt32LE(o + 4), frame);

    let size = 8;
    let vr = 0;
    let length: number;
    let isSequence: boolean;
    if (frame.explicit) {
      vr = b[o + 4]! | (b[o + 5]! << 8);
      const form = formOf(vr) || unnamedForm(vr);
      if (form === FORM.short) {
        length = big ? b.readUInt16BE(o + 6) : b.readUInt16LE(o + 6);
      } else if (form === FORM.long) {
        if (have < 12) return NEEDS_MORE;
        if ((b[o + 6]! | b[o + 7]!) !== 0) return this.#fail('vr-unknown');
        size = 12;
        length = big ? b.readUInt32BE(o + 8) : b.readUInt32LE(o + 8);
      } else {
        return this.#fail('vr-unknown');
      }
      isSequence = vr === VR_SQ;
    } else {
      length = b.readUInt32LE(o + 4);
      // Readers with a private dictionary follow private sequences: they are followed here too, so that their depth is held to the limit.
      if (((group & 1) === 1 || tag === FORMER_VALUE) && length >= 8 && length !== UNDEFINED_LENGTH) {
        if (have < 12) return NEEDS_MORE;
        isSequence = b.readUInt32LE(o + 8) === ITEM_LITTLE_ENDIAN;
      } else {
        isSequence = SEQUENCE_TAGS.has(tag);
      }
    }
    if (++this.#elements > this.#limits.elements) return this.#fail('too-many-elements');
    if (group < 8 && (group & 1 || group === 0 || group === 2 || group === 6)) return this.#fail('tag-not-allowed');
    if (tag <= frame.lastTag) return this.#fail('tag-order');
    frame.lastTag = tag;
    return this.#open(frame, tag, vr, length, size, isSequence);
  }

  #open(frame: Frame, tag: number, vr: number, length: number, size: number, isSequence: boolean): number {
    const start = this.#position;
    const valueStart = start + size;
    if (valueStart > frame.end || (length !== UNDEFINED_LENGTH && valueStart + length > frame.end)) return this.#fail('length-beyond-parent');
    const content = length === UNDEFINED_LENGTH ? this.#openEnded(frame, tag, vr) : isSequence ? CONTENT.sequence : CONTENT.value;
    if (content < 0) return FAILED;

    const head = this.#element;
    head.tag = tag;
    head.vr = vr;
    head.length = length;
    head.start = start;
    head.valueStart = valueStart;
    head.depth = this.#depth;
    head.content = content as ElementHead['content'];
    head.explicit = frame.explicit;
    head.bigEndian = frame.bigEndian;
    const take = this.#handler.element(head);
    if (this.#failure !== null) return FAILED;
    if (take === TAKE.stop) {
      this.#stopped = true;
      return FAILED;
    }
    this.#position = valueStart;
    this.#next = valueStart;
    const nested = content !== CONTENT.value || (take === TAKE.descend && (vr === 0 || vr === VR_UN));
    if (nested) {
      const implicit = vr === VR_UN && content !== CONTENT.fragments;
      if (length === 0) this.#unwind();
      else if (!this.#enter(content === CONTENT.fragments ? 2 : 1, length, frame.explicit && !implicit, frame.bigEndian && !implicit)) return FAILED;
      return size;
    }
    const unit = unitOf(vr);
    if (unit > 0 && length % unit !== 0) return this.#fail('value-length');
    this.#take(take === TAKE.keep, length);
    return size;
  }

  /** What an element of undefined length holds (PS3.5 7.5.1, A.4); -1 when it may not have one. */
  #openEnded(frame: Frame, tag: number, vr: number): number {
    if (tag === PIXEL_DATA) {
      if (vr === VR_OB || vr === VR_OW || vr === VR_UN) return CONTENT.fragments;
      this.#fail('pixel-encoding');
      return -1;
    }
    // A UN of undefined length holds implicit VR little endian items (PS3.5 6.2.2 note 4, CP-246).
    if (vr === VR_SQ || vr === VR_UN || !frame.explicit) return CONTENT.sequence;
    this.#fail('length-undefined-not-allowed');
    return -1;
  }

  #itemOrEnd(tag: number, length: number, frame: Frame): number {
    const start = this.#position;
    const after = start + 8;
    if (after > frame.end) return this.#fail('length-beyond-parent');
    if (tag === ITEM && frame.kind !== DATA_SET) return this.#openItem(frame, start, length);
    const inItem = frame.kind === DATA_SET && this.#depth > 0;
    const matches = (tag === ITEM_END && inItem) || (tag === SEQUENCE_END && frame.kind !== DATA_SET);
    // Some writers give a length and close with a delimiter inside it all the same: harmless when nothing follows.
    const superfluous = frame.end !== Infinity;
    if (!matches || (superfluous && after !== frame.end)) return this.#fail(frame.kind === DATA_SET ? 'delimiter-unexpected' : 'item-expected');
    if (length !== 0) return this.#fail('delimiter-length');
    if (superfluous) this.#superfluousDelimiters++;
    this.#handler.delimiter?.(this.#depth, start);
    this.#position = after;
    this.#next = after;
    this.#top = this.#frames[--this.#depth]!;
    this.#unwind();
    return 8;
  }

  #openItem(frame: Frame, start: number, length: number): number {
    const after = start + 8;
    if (length !== UNDEFINED_LENGTH && after + length > frame.end) return this.#fail('length-beyond-parent');
    if (++this.#elements > this.#limits.elements) return this.#fail('too-many-elements');
    const fragment = frame.kind === CONTENT.fragments;
    if (fragment && length === UNDEFINED_LENGTH) return this.#fail('length-undefined-not-allowed');
    const head = this.#item;
    head.number = ++frame.items;
    head.length = length;
    head.start = start;
    head.depth = this.#depth;
    head.fragment = fragment;
    const take = this.#handler.item(head);
    if (this.#failure !== null) return FAILED;
    if (take === TAKE.stop) {
      this.#stopped = true;
      return FAILED;
    }
    this.#position = after;
    this.#next = after;
    if (fragment) this.#take(take === TAKE.keep, length);
    else if (length === 0) this.#unwind();
    else if (!this.#enter(DATA_SET, length, frame.explicit, frame.bigEndian)) return FAILED;
    return 8;
  }

  #enter(kind: 0 | 1 | 2, length: number, explicit: boolean, bigEndian: boolean): boolean {
    if (this.#depth >= this.#limits.depth * 2) {
      this.#fail('too-deep');
      return false;
    }
    const end = length === UNDEFINED_LENGTH ? Infinity : this.#position + length;
    const frame = (this.#frames[++this.#depth] ??= { kind, end, explicit, bigEndian, lastTag: -1, items: 0 });
    frame.kind = kind;
    frame.end = end;
    frame.explicit = explicit;
    frame.bigEndian = bigEndian;
    frame.lastTag = -1;
    frame.items = 0;
    this.#top = frame;
    return true;
  }

  /** Ends every item and sequence whose given length is used up. */
  #unwind(): void {
    while (this.#depth > 0 && this.#next >= this.#top.end) this.#top = this.#frames[--this.#depth]!;
  }

  #take(keep: boolean, length: number): void {
    this.#next += length;
    this.#unwind();
    if (!keep) return;
    if (length === 0) this.#handler.value?.(NOTHING);
    else this.#keeping = true;
  }

  #keep(bytes: Buffer, at: number, taken: number, pending: number): void {
    const piece = bytes.subarray(at, at + taken);
    if (taken < pending) {
      this.#parts.push(Buffer.from(piece));
      return;
    }
    this.#keeping = false;
    if (this.#parts.length === 0) {
      this.#handler.value?.(piece);
      return;
    }
    this.#parts.push(piece);
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#handler.value?.(whole);
  }
}
