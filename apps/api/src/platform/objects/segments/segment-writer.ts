import fs from 'node:fs';
import type { BufferBudget } from '../buffer-budget';
import type { Location } from '../location';
import type { ObjectWriter } from '../object-store';
import type { Segment } from './segment';

/** A write begins once this many bytes wait: large enough to cost few system calls, small enough to keep little. */
const WRITE_BYTES = 256 * 1024;
/** Smaller pieces are copied together: a sender of single bytes must not cost a buffer for each. */
const SMALL_BYTES = 4096;
const BLOCK_BYTES = 64 * 1024;

class WriterClosed extends Error {
  override readonly name = 'WriterClosed';
}

/** What a writer tells its store about the segment it wrote to. */
export interface SegmentKeeper {
  /** The writer is done with the segment: the next object may begin. */
  laneFree(segment: Segment): void;
  /** One sealed object less waits in it. */
  settled(segment: Segment): void;
}

/** Writes one object straight into its segment: contiguous, one write at a time while the next bytes gather. */
export class SegmentWriter implements ObjectWriter {
  private readonly start: number;
  private at: number;
  private parts: Uint8Array[] = [];
  private gathered = 0;
  private block: Buffer | null = null;
  private blockFilled = 0;
  private inFlight = 0;
  private writing: Promise<void> | null = null;
  private failure: Error | null = null;
  private state: 'open' | 'sealing' | 'sealed' | 'over' = 'open';

  constructor(readonly segment: Segment, private readonly budget: BufferBudget, private readonly keeper: SegmentKeeper) {
    this.start = this.at = segment.end;
  }

  append(bytes: Uint8Array): void | Promise<void> {
    if (this.failure) throw this.failure;
    if (this.state !== 'open') throw new WriterClosed('The object is closed.');
    this.keep(bytes);
    if (this.gathered >= WRITE_BYTES && !this.writing) this.write();
    if (this.gathered + this.inFlight > this.budget.writerBytes || this.budget.full) return this.drain();
    return undefined;
  }

  async seal(): Promise<Location> {
    if (this.state !== 'open') throw new WriterClosed('The object is closed.');
    this.state = 'sealing';
    while (this.writing || this.gathered > 0) {
      if (!this.writing) this.write();
      await this.writing;
      if (this.failure) throw this.failure;
    }
    if ((this.state as string) !== 'sealing') throw new WriterClosed('The object was given up.');
    this.state = 'sealed';
    this.segment.end = this.at;
    this.segment.unsynced++;
    this.keeper.laneFree(this.segment);
    return { store: 'segment', key: this.segment.key, offset: this.start, length: this.at - this.start };
  }

  abort(): void {
    if (this.state === 'sealed') return this.synced();
    if (this.state === 'over') return;
    this.state = 'over';
    this.dropGathered();
    // A write under way would land on the next object's bytes: the segment is given back only after it.
    const free = (): void => this.keeper.laneFree(this.segment);
    if (this.writing) this.writing.then(free, free);
    else free();
  }

  /** The store has synced this object, or nobody wants it any more. */
  synced(): void {
    if (this.state !== 'sealed') return;
    this.state = 'over';
    this.segment.unsynced--;
    this.keeper.settled(this.segment);
  }

  get isSealed(): boolean {
    return this.state === 'sealed';
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

  private write(): void {
    this.closeBlock();
    const { parts, at, gathered: bytes } = this;
    this.parts = [];
    this.gathered = 0;
    this.inFlight = bytes;
    this.at += bytes;
    this.writing = new Promise((resolve) => {
      fs.writev(this.segment.fd, parts, at, (error, written) => {
        if (error) this.failure ??= error;
        else if (written !== bytes) this.failure ??= Object.assign(new Error('The disk took only a part.'), { code: 'ENOSPC' });
        this.budget.give(bytes);
        this.inFlight = 0;
        this.writing = null;
        if (this.failure) this.dropGathered();
        else if (this.state === 'open' && this.gathered >= WRITE_BYTES) this.write();
        resolve();
      });
    });
  }

  private async drain(): Promise<void> {
    while (this.state === 'open' && this.gathered + this.inFlight > this.budget.writerBytes / 2) {
      if (!this.writing) this.write();
      await this.writing;
      if (this.failure) throw this.failure;
    }
    await this.budget.room();
  }

  private dropGathered(): void {
    this.budget.give(this.gathered);
    this.gathered = 0;
    this.parts = [];
    this.block = null;
    this.blockFilled = 0;
  }
}
