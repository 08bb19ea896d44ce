import type { BufferBudget } from '../buffer-budget';
import type { Location } from '../location';
import type { ObjectWriter } from '../object-store';
import type { Segment } from './segment';
import type { Tray } from './tray';

/**
 * A write begins once this many bytes wait. Objects up to this size are one write when they are complete; what a larger one leaves unwritten is bounded,
 * and so is what it makes the disk owe.
 */
export const WRITE_BYTES = 1024 * 1024;
/** For objects up to this size the disk's price is the write and not the bytes: they are written with those that end at the same moment. */
const TOGETHER_BYTES = 128 * 1024;
/** Smaller pieces are copied together: a sender of single bytes must not cost a buffer for each. */
const SMALL_BYTES = 4096;
const BLOCK_BYTES = 64 * 1024;

class WriterClosed extends Error {
  override readonly name = 'WriterClosed';
}

/** Where objects find room. */
export interface Lanes {
  /** A segment of one's own, for as long as one writes to it. */
  take(): Segment;
  /** Nothing of the object can reach the segment any more, and the next one may begin. */
  free(segment: Segment): void;
  /** Where objects lie that are complete and not written yet. */
  tray(): Tray;
}

/** Writes one object, contiguous: a large one straight into a segment of its own, one write at a time while the next bytes gather; a small one with others. */
export class SegmentWriter implements ObjectWriter {
  private segment: Segment | null = null;
  private tray: Tray | null = null;
  private start = 0;
  private at = 0;
  private parts: Uint8Array[] = [];
  private gathered = 0;
  private block: Buffer | null = null;
  private blockFilled = 0;
  private inFlight = 0;
  private writing: Promise<void> | null = null;
  private failure: Error | null = null;
  private state: 'open' | 'sealed' | 'aborted' = 'open';

  constructor(private readonly lanes: Lanes, private readonly budget: BufferBudget) {}

  append(bytes: Uint8Array): void | Promise<void> {
    if (this.failure) throw this.failure;
    if (this.state !== 'open') throw new WriterClosed('The object is closed.');
    this.keep(bytes);
    if (this.gathered >= WRITE_BYTES && !this.writing) this.write();
    if (this.gathered + this.inFlight > this.budget.writerBytes || this.budget.full) return this.drain();
    return undefined;
  }

  /** The rest of a large object is written now, a small one when it is waited for; `durable` tells when that is done. */
  async seal(): Promise<Location> {
    if (this.failure) throw this.failure;
    if (this.state !== 'open') throw new WriterClosed('The object is closed.');
    this.state = 'sealed';
    if (!this.segment && this.gathered <= TOGETHER_BYTES) return this.lay();
    if (!this.writing) this.write();
    return { store: 'segment', key: this.segment!.key, offset: this.start, length: this.at + this.gathered - this.start };
  }

  abort(): void {
    if (this.state === 'aborted') return;
    const wasOpen = this.state === 'open';
    this.state = 'aborted';
    this.drop();
    if (wasOpen && !this.writing) this.leave();
  }

  /** Resolves once every byte of the sealed object is durable. */
  async durable(): Promise<void> {
    if (this.state !== 'sealed') throw new WriterClosed('Only sealed objects can be made durable.');
    if (this.tray) return this.tray.durable();
    while (this.writing) await this.writing;
    if (this.failure) throw this.failure;
  }

  private keep(bytes: Uint8Array): void {
    this.budget.take(bytes.length);
    this.gathered += bytes.length;
    if (bytes.length >= SMALL_BYTES) {
      this.closeBlock();
      this.parts.push(bytes);
      return;
    }
    if (this.block && this.blockFilled + bytes.length > BLOCK_BYTES) this.closeBlock();
    this.block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
    this.block.set(bytes, this.blockFilled);
    this.blockFilled += bytes.length;
  }

  private closeBlock(): void {
    if (this.block && this.blockFilled > 0) this.parts.push(this.block.subarray(0, this.blockFilled));
    this.block = null;
    this.blockFilled = 0;
  }

  private lay(): Location {
    this.closeBlock();
    this.tray = this.lanes.tray();
    const location = this.tray.lay(this.parts, this.gathered);
    this.parts = [];
    this.gathered = 0;
    return location;
  }

  private write(): void {
    this.closeBlock();
    if (!this.segment) {
      this.segment = this.lanes.take();
      this.start = this.at = this.segment.end;
    }
    const { parts, at, gathered: bytes } = this;
    this.parts = [];
    this.gathered = 0;
    this.inFlight = bytes;
    this.at += bytes;
    this.writing = this.segment.write(parts, bytes, at).then(
      () => this.written(bytes),
      (error: unknown) => {
        this.failure = error instanceof Error ? error : new Error('write failed');
        this.written(bytes);
      },
    );
  }

  private written(bytes: number): void {
    this.budget.give(bytes);
    this.inFlight = 0;
    this.writing = null;
    if (this.failure) this.drop();
    if (this.gathered > 0 && (this.state === 'sealed' || this.gathered >= WRITE_BYTES)) return this.write();
    if (this.state === 'sealed' && !this.failure) this.segment!.end = this.at;
    if (this.state !== 'open') this.leave();
  }

  private leave(): void {
    if (this.segment) this.lanes.free(this.segment);
  }

  private async drain(): Promise<void> {
    while (this.state === 'open' && this.gathered + this.inFlight > this.budget.writerBytes / 2) {
      if (!this.writing) this.write();
      await this.writing;
      if (this.failure) throw this.failure;
    }
    await this.budget.room();
  }

  private drop(): void {
    this.budget.give(this.gathered);
    this.gathered = 0;
    this.parts = [];
    this.block = null;
    this.blockFilled = 0;
  }
}
