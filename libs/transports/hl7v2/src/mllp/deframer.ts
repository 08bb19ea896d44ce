/** Cuts a byte stream into MLLP frames, within bounds and in linear time however the bytes are chopped. */
import { CARRIAGE_RETURN, END_BLOCK, START_BLOCK } from './frame';
import { SLAB_BYTES, type SlabHolder, type SlabPool } from './slab-pool';

export type FramingFault = 'too-large' | 'junk' | 'memory';

export class FramingError extends Error {
  override readonly name = 'FramingError';

  constructor(readonly fault: FramingFault) {
    super(`MLLP framing: ${fault}`);
  }
}

export interface FramingLimits {
  /** Bytes of one message. */
  readonly message: number;
  /** Bytes outside frames since the last frame. */
  readonly junk: number;
}

const MSH = Buffer.from('MSH');

/** A sender that broke off and started again leaves its first try before a second start block: only the second is whole. */
function lastStart(content: Buffer): Buffer {
  let at = content.lastIndexOf(START_BLOCK);
  while (at !== -1) {
    if (content.subarray(at + 1, at + 1 + MSH.length).equals(MSH)) return content.subarray(at + 1);
    at = at === 0 ? -1 : content.lastIndexOf(START_BLOCK, at - 1);
  }
  return content;
}

export class Deframer implements SlabHolder {
  private slabs: Buffer[] = [];
  private length = 0;
  private junk = 0;
  private inside = false;
  /** The last byte seen inside was an end block; whether it ends the frame depends on the next. */
  private endPending = false;
  private evicted = false;

  constructor(private readonly limits: FramingLimits, private readonly pool: SlabPool, private readonly onEvict: () => void) {
    pool.join(this);
  }

  get held(): number {
    return this.slabs.length * SLAB_BYTES;
  }

  /** Whether a frame has begun and not ended. */
  get open(): boolean {
    return this.inside;
  }

  /** The beginning of what is held, enough for a header. */
  head(): Buffer {
    return Buffer.from(this.slabs[0]?.subarray(0, Math.min(this.length, 4096)) ?? []);
  }

  evict(): void {
    this.evicted = true;
    this.drop();
    this.onEvict();
  }

  dispose(): void {
    this.drop();
    this.pool.leave(this);
  }

  /**
   * Frames completed by these bytes, in order. Lazy: bytes after a frame are looked at when the next one is asked for.
   * @throws FramingError when a bound is passed; nothing may be pushed afterwards
   */
  *push(chunk: Buffer): Generator<Buffer, void, undefined> {
    let at = 0;
    while (at < chunk.length) {
      if (!this.inside) {
        at = this.findStart(chunk, at);
        continue;
      }
      if (this.endPending) {
        this.endPending = false;
        if (chunk[at] === CARRIAGE_RETURN) {
          at++;
          yield this.finish();
          continue;
        }
        this.append(Buffer.of(END_BLOCK));
      }
      const end = chunk.indexOf(END_BLOCK, at);
      this.append(chunk.subarray(at, end === -1 ? chunk.length : end));
      this.endPending = end !== -1;
      at = end === -1 ? chunk.length : end + 1;
    }
  }

  private findStart(chunk: Buffer, from: number): number {
    const start = chunk.indexOf(START_BLOCK, from);
    this.junk += (start === -1 ? chunk.length : start) - from;
    if (this.junk > this.limits.junk) throw new FramingError('junk');
    if (start === -1) return chunk.length;
    this.inside = true;
    this.junk = 0;
    return start + 1;
  }

  private append(bytes: Buffer): void {
    const room = this.limits.message - this.length;
    // Filled up all the same, so that `head` has what a refusal needs.
    this.store(bytes.subarray(0, room));
    if (bytes.length > room) throw new FramingError('too-large');
  }

  private store(bytes: Buffer): void {
    let from = 0;
    while (from < bytes.length) {
      const offset = this.length % SLAB_BYTES;
      if (offset === 0 && this.slabs.length * SLAB_BYTES === this.length) this.grow();
      const slab = this.slabs.at(-1);
      if (slab === undefined) throw new FramingError('memory');
      const copied = bytes.copy(slab, offset, from);
      from += copied;
      this.length += copied;
    }
  }

  private grow(): void {
    const slab = this.evicted ? null : this.pool.take(this);
    if (slab === null) throw new FramingError('memory');
    this.slabs.push(slab);
  }

  private finish(): Buffer {
    if (this.evicted) throw new FramingError('memory');
    const content = Buffer.concat(this.slabs, this.length);
    this.drop();
    return lastStart(content);
  }

  private drop(): void {
    this.pool.give(this.slabs);
    this.slabs = [];
    this.length = 0;
    this.inside = false;
    this.endPending = false;
  }
}
