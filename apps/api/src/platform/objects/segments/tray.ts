import type { BufferBudget } from '../buffer-budget';
import type { Location } from '../location';
import type { Segment } from './segment';

/**
 * Whole objects that lie together in one segment and are made durable by one write. The disk's price is the write and not the object: four small
 * objects that end at the same moment are one wait for it instead of four.
 */
export class Tray {
  private parts: Uint8Array[] = [];
  private bytes = 0;
  private writing: Promise<void> | null = null;

  /** `onWrite` is called when nothing more may be laid here, `free` when the segment may take what comes next. */
  constructor(
    private readonly segment: Segment, private readonly budget: BufferBudget, private readonly heavy: number, private readonly onWrite: () => void, private readonly free: (segment: Segment) => void,
  ) {}

  /** Lays an object on the tray; its bytes are counted in the budget already. Gives where it will be. A tray that is heavy enough is written at once. */
  lay(parts: readonly Uint8Array[], bytes: number): Location {
    const offset = this.segment.end + this.bytes;
    this.parts.push(...parts);
    this.bytes += bytes;
    // whoever sealed these hears of a failure when they wait for it
    if (this.bytes >= this.heavy) this.durable().catch(() => undefined);
    return { store: 'segment', key: this.segment.key, offset, length: bytes };
  }

  /** Resolves once all that lies here is durable; the first who asks begins the write. */
  durable(): Promise<void> {
    this.writing ??= this.write();
    return this.writing;
  }

  private async write(): Promise<void> {
    this.onWrite();
    const { parts, bytes, segment } = this;
    this.parts = [];
    try {
      await segment.write(parts, bytes, segment.end);
      segment.end += bytes;
    } finally {
      this.budget.give(bytes);
      this.free(segment);
    }
  }
}
