import type { Column } from '@causeway/domain';

/** Bytes kept: the columns of about ten million decisions. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Somebody who edits a draft replays it again within this. */
const KEPT_SECONDS = 300;

/**
 * Packed columns read lately, by their digest and what their cells stand for: what is named the same is the same. So a draft that is edited and replayed
 * again reads only what is new. What was used least lately goes first, and all of it when nobody replayed for a while.
 */
export class ColumnMemory {
  private readonly held = new Map<string, Column>();
  private bytes = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly most = MOST_BYTES, private readonly seconds = KEPT_SECONDS) {}

  get size(): number {
    return this.bytes;
  }

  find(key: string): Column | undefined {
    const column = this.held.get(key);
    if (!column) return undefined;
    this.held.delete(key);
    this.held.set(key, column);
    this.touch();
    return column;
  }

  /** Takes a column that was checked against its digest. */
  keep(key: string, column: Column): void {
    if (this.held.has(key) || column.cells.byteLength > this.most) return;
    this.held.set(key, column);
    this.bytes += column.cells.byteLength;
    for (const [oldest, old] of this.held) {
      if (this.bytes <= this.most) break;
      this.held.delete(oldest);
      this.bytes -= old.cells.byteLength;
    }
    this.touch();
  }

  clear(): void {
    this.held.clear();
    this.bytes = 0;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private touch(): void {
    if (this.timer) this.timer.refresh();
    else this.timer = setTimeout(() => this.clear(), this.seconds * 1000).unref();
  }
}
