import type { BufferBudget } from '../buffer-budget';
import { DataDigest, type DigestOf } from '../data-digest';
import type { Location } from '../location';
import type { ObjectWriter } from '../object-store';
import { Landed, type Haul } from './landed';
import { blockEnd, LANDING_BYTES, type LandingBuffers } from './landing';
import { Pieces } from './pieces';
import type { Segment } from './segment';
import { TOGETHER_BYTES, type Tray } from './tray';

class WriterClosed extends Error {
  override readonly name = 'WriterClosed';
}

/** Where objects find room. */
export interface Lanes {
  readonly landing: LandingBuffers;
  readonly digestOf: DigestOf;
  /** A segment of one's own, for as long as one writes to it. */
  take(): Segment;
  /** Nothing of the object can reach the segment any more, and the next one may begin. */
  free(segment: Segment): void;
  /** Where objects lie that are complete and not written yet. */
  tray(): Tray;
}

/**
 * Writes one object, contiguous. A small one is laid on a tray with others. A large one goes straight into a segment of its own, one write at a time while the
 * next bytes gather: objects up to the size of a landing buffer are one write when they are complete, and what a larger one leaves unwritten is bounded.
 */
export class SegmentWriter implements ObjectWriter {
  private segment: Segment | null = null;
  private tray: Tray | null = null;
  private start = 0;
  private at = 0;
  /** Null once the object is too large to be laid with others. */
  private pieces: Pieces | null = new Pieces();
  private readonly landed: Landed;
  private gathered = 0;
  private inFlight = 0;
  private writing: Promise<void> | null = null;
  private failure: Error | null = null;
  private state: 'open' | 'sealed' | 'aborted' = 'open';
  /** Of what was appended so far; null while all of it still lies here and can be digested at once. */
  private digest: DataDigest | null = null;
  private digested: Promise<string> | null = null;

  constructor(private readonly lanes: Lanes, private readonly budget: BufferBudget, private readonly digestFrom = 0) {
    this.landed = new Landed(lanes.landing);
  }

  append(bytes: Uint8Array): void | Promise<void> {
    if (this.failure) throw this.failure;
    if (this.state !== 'open') throw new WriterClosed('The object is closed.');
    if (!this.digest && this.gathered + bytes.length >= LANDING_BYTES) this.digest = this.digestHere();
    this.digest?.update(bytes);
    this.budget.take(bytes.length);
    this.gathered += bytes.length;
    if (!this.pieces) this.landed.add(bytes);
    else if (this.gathered <= TOGETHER_BYTES) this.pieces.keep(bytes);
    else this.landAll(this.pieces, bytes);
    if (this.landed.heavy && !this.writing) this.write(this.landed.haul());
    if (this.gathered + this.inFlight > this.budget.writerBytes || this.budget.full) return this.drain();
    return undefined;
  }

  /** The rest of a large object is written now, a small one when it is waited for; `durable` tells when that is done. */
  async seal(): Promise<Location> {
    if (this.failure) throw this.failure;
    if (this.state !== 'open') throw new WriterClosed('The object is closed.');
    this.state = 'sealed';
    // what is written need not be here any more
    this.sha256().catch(() => undefined);
    if (this.pieces) return this.lay(this.pieces);
    if (!this.writing) this.write(this.landed.haulEnd());
    return { store: 'segment', key: this.segment!.key, offset: this.start, length: this.at + this.gathered - this.start };
  }

  sha256(): Promise<string> {
    this.digested ??= this.digestAll();
    return this.digested;
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

  /** A large object that lies in one buffer may be digested in another thread; a small one is sooner digested than handed over. */
  private digestAll(): Promise<string> {
    const [first, ...more] = this.landed.parts();
    if (!this.digest && first && more.length === 0) return this.lanes.digestOf(first.subarray(this.digestFrom));
    return Promise.resolve((this.digest ?? this.digestHere()).value);
  }

  private digestHere(): DataDigest {
    const digest = new DataDigest(this.digestFrom);
    for (const part of this.pieces?.all() ?? this.landed.parts()) digest.update(part);
    return digest;
  }

  private landAll(pieces: Pieces, bytes: Uint8Array): void {
    this.pieces = null;
    for (const part of pieces.all()) this.landed.add(part);
    this.landed.add(bytes);
  }

  private lay(pieces: Pieces): Location {
    this.pieces = null;
    this.tray = this.lanes.tray();
    const location = this.tray.lay(pieces.all(), this.gathered);
    this.gathered = 0;
    return location;
  }

  private write(haul: Haul): void {
    if (!this.segment) {
      this.segment = this.lanes.take();
      this.start = this.at = this.segment.end;
    }
    const { at } = this;
    this.gathered -= haul.bytes;
    this.inFlight = haul.bytes;
    this.at += haul.bytes;
    this.writing = this.segment.write(haul.parts, at).then(
      () => this.written(haul),
      (error: unknown) => {
        this.failure = error instanceof Error ? error : new Error('write failed');
        this.written(haul);
      },
    );
  }

  private written(haul: Haul): void {
    haul.done();
    this.budget.give(haul.bytes);
    this.inFlight = 0;
    this.writing = null;
    if (this.failure) this.drop();
    if (this.state === 'sealed' && this.gathered > 0) return this.write(this.landed.haulEnd());
    if (this.landed.heavy) return this.write(this.landed.haul());
    if (this.state === 'sealed' && !this.failure) this.segment!.end = blockEnd(this.at);
    if (this.state !== 'open') this.leave();
  }

  private leave(): void {
    if (this.segment) this.lanes.free(this.segment);
  }

  private async drain(): Promise<void> {
    while (this.state === 'open' && (this.budget.full || this.gathered + this.inFlight > this.budget.writerBytes / 2)) {
      // the share may be smaller than a buffer, and the process may be full of buffers nobody filled
      if (!this.writing && this.landed.writable) {
        this.digest ??= this.digestHere();
        this.write(this.landed.haul());
      }
      if (!this.writing) break;
      await this.writing;
      if (this.failure) throw this.failure;
    }
    await this.budget.room();
  }

  private drop(): void {
    this.budget.give(this.gathered);
    this.gathered = 0;
    this.pieces = null;
    this.landed.drop();
  }
}
