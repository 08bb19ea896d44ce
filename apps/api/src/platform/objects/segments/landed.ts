import { BLOCK_BYTES, blockEnd, LANDING_BYTES, type LandingBuffers } from './landing';

/** Whole blocks for one write. */
export interface Haul {
  readonly parts: readonly Buffer[];
  /** How many bytes of the object they bring; the rest of the last block is nothing. */
  readonly bytes: number;
  /** Gives the buffers back, once the write has ended. */
  done(): void;
}

/** Bytes of one object in landing buffers, in order. */
export class Landed {
  private full: Buffer[] = [];
  private last: Buffer | null = null;
  private filled = 0;

  constructor(private readonly buffers: LandingBuffers) {}

  /** A whole buffer waits to be written. */
  get heavy(): boolean {
    return this.full.length > 0;
  }
  /** There is a block to write, even if no buffer is full. */
  get writable(): boolean {
    return this.heavy || this.filled >= BLOCK_BYTES;
  }

  /** All that is here, in order; the bytes stay until they are taken. */
  parts(): readonly Buffer[] {
    return this.last ? [...this.full, this.last.subarray(0, this.filled)] : this.full;
  }

  add(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      this.last ??= this.buffers.take();
      const to = Math.min(bytes.length, from + LANDING_BYTES - this.filled);
      this.last.set(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to), this.filled);
      this.filled += to - from;
      from = to;
      if (this.filled === LANDING_BYTES) this.close();
    }
  }

  /** Takes what is full; with nothing full, the whole blocks there are. The bytes behind them stay, and more may come. */
  haul(): Haul {
    if (this.heavy || !this.last) return this.taken([], 0);
    const { last } = this;
    const blocks = this.filled - (this.filled % BLOCK_BYTES);
    const rest = last.subarray(blocks, this.filled);
    this.last = null;
    this.filled = 0;
    const haul = this.taken([last], blocks);
    this.add(rest);
    return haul;
  }

  /** Takes everything: the object ends here, and its last block is filled up with nothing. */
  haulEnd(): Haul {
    const { last, filled } = this;
    this.last = null;
    this.filled = 0;
    // what lay in the buffer before is of another object
    last?.fill(0, filled, blockEnd(filled));
    return this.taken(last ? [last] : [], filled);
  }

  drop(): void {
    this.haulEnd().done();
  }

  /** The full buffers, and one more of which so many bytes count. */
  private taken(more: readonly Buffer[], bytes: number): Haul {
    const buffers = [...this.full, ...more];
    const whole = this.full;
    this.full = [];
    return {
      parts: [...whole, ...more.map((one) => one.subarray(0, blockEnd(bytes)))], bytes: whole.length * LANDING_BYTES + bytes,
      done: () => { for (const one of buffers) this.buffers.give(one); },
    };
  }

  private close(): void {
    this.full.push(this.last!);
    this.last = null;
    this.filled = 0;
  }
}
