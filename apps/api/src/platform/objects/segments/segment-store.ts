import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { newId } from '../../ids';
import type { BufferBudget } from '../buffer-budget';
import type { Location } from '../location';
import { boundsOf, ObjectMissing, type ByteRange, type ObjectStore, type ObjectWriter } from '../object-store';
import { Segment } from './segment';
import { SegmentWriter, type SegmentKeeper } from './segment-writer';

export const SEGMENT_SUFFIX = '.seg';

export interface SegmentOptions {
  /** Folder of the segments; made when missing. */
  readonly dir: string;
  readonly budget: BufferBudget;
  /** A segment this long takes no further object. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 256 * 1024 * 1024;
const READ_BYTES = 256 * 1024;
const BEAT_MS = 60_000;
/** A free segment nobody wrote to for so long is closed for good. */
const IDLE_MS = 5 * 60_000;
const fsync = promisify(fs.fsync);

/**
 * Append-only files. A lane, one object being received, owns one segment at a time, so its bytes go straight through and lie together; the objects
 * of several lanes become durable side by side, and one fdatasync covers all that wait in a segment. Files are never written again once closed.
 * While a segment is open its time of change is kept young, by which the sweep knows that somebody may still write to it.
 */
export class SegmentStore implements ObjectStore {
  readonly name = 'segment';
  private readonly free: Segment[] = [];
  private readonly open_ = new Set<Segment>();
  private readonly maxBytes: number;
  private readonly beat: NodeJS.Timeout;
  private readonly keeper: SegmentKeeper = { laneFree: (s) => this.laneFree(s), settled: (s) => this.settled(s) };
  private dirFd = -1;
  private closed = false;

  constructor(private readonly options: SegmentOptions) {
    this.maxBytes = options.maxBytes ?? MAX_BYTES;
    this.beat = setInterval(() => this.keepYoung(), BEAT_MS);
    this.beat.unref();
  }

  open(): SegmentWriter {
    if (this.closed) throw new Error('The object store is closed.');
    const segment = this.takeFree() ?? this.create();
    segment.owned = true;
    return new SegmentWriter(segment, this.options.budget, this.keeper);
  }

  async sync(writers: readonly ObjectWriter[]): Promise<void> {
    const mine = writers as readonly SegmentWriter[];
    if (mine.some((w) => !w.isSealed)) throw new Error('Only sealed objects can be made durable.');
    const segments = [...new Set(mine.map((w) => w.segment))];
    const ends = await Promise.allSettled(segments.map((s) => s.sync()));
    for (const writer of mine) writer.synced();
    const bad = ends.find((e) => e.status === 'rejected');
    if (bad) throw bad.reason;
  }

  async *read(at: Location, range?: ByteRange): AsyncGenerator<Buffer> {
    const { first, bytes } = boundsOf(at, range);
    if (bytes === 0) return;
    let left = bytes;
    try {
      const stream = fs.createReadStream(this.pathOf(at.key), { start: first, end: first + bytes - 1, highWaterMark: READ_BYTES });
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        left -= chunk.length;
        yield chunk;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new ObjectMissing(at, { cause: error });
      throw error;
    }
    if (left > 0) throw new ObjectMissing(at);
  }

  pathOf(key: string): string {
    return path.join(this.options.dir, `${key}${SEGMENT_SUFFIX}`);
  }

  /** Keys of the segments open here, which nobody may remove. */
  openKeys(): ReadonlySet<string> {
    return new Set([...this.open_].map((s) => s.key));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.beat);
    for (const segment of this.free.splice(0)) this.retire(segment);
    const deadline = Date.now() + 5000;
    while (this.open_.size > 0 && Date.now() < deadline) await new Promise((r) => setTimeout(r, 10));
    if (this.dirFd >= 0) fs.closeSync(this.dirFd);
    this.dirFd = -1;
  }

  private takeFree(): Segment | undefined {
    for (let segment = this.free.pop(); segment; segment = this.free.pop()) {
      if (!segment.failed) return segment;
      this.retire(segment);
    }
    return undefined;
  }

  private create(): Segment {
    if (this.dirFd < 0) this.dirFd = openDirectory(this.options.dir);
    const key = newId();
    const fd = fs.openSync(this.pathOf(key), 'wx', 0o600);
    const segment = new Segment(key, fd, fsync(this.dirFd));
    this.open_.add(segment);
    return segment;
  }

  private laneFree(segment: Segment): void {
    segment.owned = false;
    segment.usedAt = Date.now();
    if (!segment.failed && segment.end < this.maxBytes && !this.closed) this.free.push(segment);
    else this.retire(segment);
  }

  private settled(segment: Segment): void {
    const at = this.free.indexOf(segment);
    if (at >= 0 && segment.failed) this.free.splice(at, 1);
    if (at < 0 || segment.failed) this.retire(segment);
  }

  /** Cuts what an abandoned object left behind the last sealed one, and closes the file for good. */
  private retire(segment: Segment): void {
    if (segment.owned || segment.unsynced > 0 || !this.open_.delete(segment)) return;
    fs.ftruncate(segment.fd, segment.end, () => fs.close(segment.fd, () => undefined));
  }

  private keepYoung(): void {
    const now = new Date();
    for (const segment of [...this.free]) {
      if (now.getTime() - segment.usedAt < IDLE_MS || segment.unsynced > 0) continue;
      this.free.splice(this.free.indexOf(segment), 1);
      this.retire(segment);
    }
    for (const segment of this.open_) fs.futimes(segment.fd, now, now, () => undefined);
  }
}

/** Makes the folder durable in its parent and opens it for syncing the names of new files. */
function openDirectory(dir: string): number {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const parent = fs.openSync(path.dirname(dir), 'r');
  fs.fsyncSync(parent);
  fs.closeSync(parent);
  return fs.openSync(dir, 'r');
}
