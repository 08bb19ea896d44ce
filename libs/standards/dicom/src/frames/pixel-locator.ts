/** Walks an object up to and through its pixel data and notes where fragments stand; pixel values themselves are passed over. */
import type { ObjectLimits } from '../limits';
import type { TransferSyntax } from '../registry/transfer-syntax';
import { PIXEL_DATA } from '../structure/tag';
import { TAKE, type ElementHead, type ItemHead, type Take, type WalkHandler } from '../structure/walk';
import { StructureWalker } from '../structure/walker';
import { encapsulatedFrames, nativeFrames, type Fragment, type FrameResult } from './frame-index';

const SAMPLES = 0x00280002;
const NUMBER_OF_FRAMES = 0x00280008;
const ROWS = 0x00280010;
const COLUMNS = 0x00280011;
const BITS = 0x00280100;
const PHOTOMETRIC = 0x00280004;
const EXTENDED_OFFSETS = 0x7fe00001;
const EXTENDED_LENGTHS = 0x7fe00002;
const FLOAT_PIXELS = 0x7fe00008;
const DOUBLE_PIXELS = 0x7fe00009;
const KEPT = new Set([SAMPLES, NUMBER_OF_FRAMES, ROWS, COLUMNS, BITS, PHOTOMETRIC]);
const TABLES = new Set([EXTENDED_OFFSETS, EXTENDED_LENGTHS]);
const BASIC_OFFSETS = 0;

/** Longest offset table read, in bytes, and most fragments noted. */
const TABLE_BYTES = 16 * 2 ** 20;
const MOST_FRAGMENTS = 2 ** 19;
/** Bytes of a fragment that tell whether an image begins there. */
const SIGNATURE_BYTES = 4;

/** JPEG and JPEG-LS (FFD8), JPEG 2000 (FF4F), JPEG XL (FF0A or its box). */
function beginsImage(bytes: readonly number[]): boolean {
  const [a, b, c, d] = bytes;
  if (a === 0xff) return b === 0xd8 || b === 0x4f || b === 0x0a;
  return a === 0 && b === 0 && c === 0 && d === 0x0c;
}

interface Peek {
  readonly fragment: Fragment;
  readonly bytes: number[];
}

export class PixelLocator implements WalkHandler {
  readonly #walker: StructureWalker;
  readonly #values = new Map<number, Buffer>();
  readonly #fragments: Fragment[] = [];
  #peeks: Peek[] = [];
  #taking = -1;
  #pixels: { valueStart: number; length: number; sampleBits: number | null } | null = null;
  #tooMany = false;
  #nativeFound = false;

  constructor(
    readonly syntax: TransferSyntax,
    limits: ObjectLimits,
    readonly dataSetOffset: number,
  ) {
    this.#walker = new StructureWalker(syntax, limits, this);
  }

  get done(): boolean {
    return this.#walker.failure !== null || this.#walker.stopped || this.#nativeFound;
  }
  /** Bytes ahead that need not be read. */
  get skippable(): number {
    return this.#peeks.length > 0 ? 0 : this.#walker.skippable;
  }
  skip(count: number): void {
    this.#walker.skip(count);
  }

  push(bytes: Uint8Array): void {
    const from = this.#walker.position;
    this.#walker.push(bytes);
    this.#lookAt(bytes, from);
  }

  finish(): FrameResult {
    if (this.syntax.deflated) return { kind: 'unavailable', reason: 'deflated' };
    if (this.#tooMany) return { kind: 'unavailable', reason: 'too-many-fragments' };
    const failure = this.#nativeFound ? this.#walker.failure : this.#walker.end();
    if (failure) return { kind: 'unavailable', reason: failure.reason };
    if (!this.#pixels) return { kind: 'unavailable', reason: 'no-pixel-data' };
    const frames = Math.max(1, Number.parseInt(this.#text(NUMBER_OF_FRAMES), 10) || 1);
    const transferSyntaxUid = this.syntax.uid;
    if (this.#nativeFound) {
      const { valueStart, length, sampleBits } = this.#pixels;
      const pixels = { offset: valueStart + this.dataSetOffset, length };
      return nativeFrames({ transferSyntaxUid, frames, pixels, frameBits: this.#frameBits(sampleBits) });
    }
    return encapsulatedFrames({
      transferSyntaxUid,
      dataSetOffset: this.dataSetOffset,
      frames,
      fragments: this.#fragments,
      basicOffsets: this.#offsets(BASIC_OFFSETS, 4),
      extendedOffsets: this.#offsets(EXTENDED_OFFSETS, 8),
      extendedLengths: this.#offsets(EXTENDED_LENGTHS, 8),
    });
  }

  element(head: ElementHead): Take {
    const { tag, depth, length, valueStart } = head;
    if (depth > 0) return TAKE.skip;
    if (tag > PIXEL_DATA) return TAKE.stop;
    if (tag === PIXEL_DATA || tag === FLOAT_PIXELS || tag === DOUBLE_PIXELS) {
      const sampleBits = tag === PIXEL_DATA ? null : tag === FLOAT_PIXELS ? 32 : 64;
      this.#pixels = { valueStart, length, sampleBits };
      this.#nativeFound = head.content === 0;
      return TAKE.skip;
    }
    const kept = (KEPT.has(tag) && length <= 64) || (TABLES.has(tag) && length <= TABLE_BYTES);
    if (!kept || head.content !== 0) return TAKE.skip;
    this.#taking = tag;
    return TAKE.keep;
  }

  item(head: ItemHead): Take {
    if (!head.fragment || head.depth !== 1) return TAKE.skip;
    if (head.number === 1) {
      this.#taking = BASIC_OFFSETS;
      return head.length <= TABLE_BYTES ? TAKE.keep : TAKE.skip;
    }
    if (this.#fragments.length >= MOST_FRAGMENTS) {
      this.#tooMany = true;
      return TAKE.stop;
    }
    const fragment: Fragment = { start: head.start, valueStart: head.start + 8, length: head.length, starts: false };
    this.#fragments.push(fragment);
    if (head.length >= SIGNATURE_BYTES) this.#peeks.push({ fragment, bytes: [] });
    return TAKE.skip;
  }

  value(bytes: Buffer): void {
    this.#values.set(this.#taking, Buffer.from(bytes));
  }

  /** Reads the first bytes of fragments whose item header was just passed; a fragment may begin in one piece and go on in the next. */
  #lookAt(bytes: Uint8Array, from: number): void {
    this.#peeks = this.#peeks.filter((peek) => {
      const { fragment, bytes: seen } = peek;
      while (seen.length < SIGNATURE_BYTES) {
        const at = fragment.valueStart + seen.length - from;
        if (at >= bytes.length) return true;
        seen.push(bytes[at]!);
      }
      fragment.starts = beginsImage(seen);
      return false;
    });
  }

  #text(tag: number): string {
    return this.#values.get(tag)?.toString('latin1').trim() ?? '';
  }
  #number(tag: number): number {
    const bytes = this.#values.get(tag);
    if (!bytes || bytes.length < 2) return 0;
    return this.syntax.bigEndian ? bytes.readUInt16BE(0) : bytes.readUInt16LE(0);
  }

  #frameBits(sampleBits: number | null): number {
    const samples = this.#number(SAMPLES) || 1;
    const bits = this.#number(ROWS) * this.#number(COLUMNS) * (sampleBits ?? this.#number(BITS)) * samples;
    // Native 4:2:2 stores two of three samples (PS3.3 C.7.6.3.1.2).
    return this.#text(PHOTOMETRIC).startsWith('YBR_FULL_422') ? (bits * 2) / 3 : bits;
  }

  #offsets(tag: number, size: 4 | 8): number[] {
    const bytes = this.#values.get(tag);
    if (!bytes) return [];
    const count = Math.floor(bytes.length / size);
    return Array.from({ length: count }, (_, i) => (size === 4 ? bytes.readUInt32LE(i * 4) : Number(bytes.readBigUInt64LE(i * 8))));
  }
}
