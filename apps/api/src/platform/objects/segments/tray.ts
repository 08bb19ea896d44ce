import type { BufferBudget } from '../buffer-budget';
import type { Location } from '../location';
import { blockEnd, LANDING_BYTES, type LandingBuffers } from './landing';
import type { Segment } from './segment';

/** For objects up to this size the disk's price is the write and not the bytes: they are written with those that end at the same moment. */
export const TOGETHER_BYTES = 128 * 1024;

/** Where a tray gets its buffer and its bytes are counted. */
export interface TrayPorts {
  readonly budget: BufferBudget;
  readonly landing: LandingBuffers;
  /** Nothing more may be laid here. */
  onWrite(): void;
  /** The segment may take what comes next. */
  free(segment: Segment): void;
}

/**
 * Whole small objects that lie together in one segment and are made durable by one write: four that end at the same moment are one wait for the disk
 * instead of four.
 */
export class Tray {
  private readonly buffer: Buffer;
  private bytes = 0;
  private writing: Promise<void> | null = null;

  constructor(private readonly segment: Segment, private readonly ports: TrayPorts) {
    this.buffer = ports.landing.take();
  }

  /** Lays an object on the tray; its bytes are counted in the budget already. Gives where it will be. A tray without room for another is written at once. */
  lay(parts: readonly Uint8Array[], bytes: number): Location {
    const offset = this.segment.end + this.bytes;
    for (const part of parts) {
      this.buffer.set(part, this.bytes);
      this.bytes += part.length;
    }
    // whoever sealed these hears of a failure when they wait for it
    if (this.bytes + TOGETHER_BYTES > LANDING_BYTES) this.durable().catch(() => undefined);
    return { store: 'segment', key: this.segment.key, offset, length: bytes };
  }

  /** Resolves once all that lies here is durable; the first who asks begins the write. */
  durable(): Promise<void> {
    this.writing ??= this.write();
    return this.writing;
  }

  private async write(): Promise<void> {
    this.ports.onWrite();
    const { segment, buffer, bytes } = this;
    const whole = blockEnd(bytes);
    // what lay in the buffer before is not of these objects
    buffer.fill(0, bytes, whole);
    try {
      await segment.write([buffer.subarray(0, whole)], segment.end);
      segment.end += whole;
    } finally {
      this.ports.landing.give(buffer);
      this.ports.budget.give(bytes);
      this.ports.free(segment);
    }
  }
}
