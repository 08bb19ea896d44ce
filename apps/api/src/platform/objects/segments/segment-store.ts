import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { newId } from '../../ids';
import type { BufferBudget } from '../buffer-budget';
import type { Location } from '../location';
import { digestBeside, digestHere } from '../data-digest';
import { boundsOf, ObjectMissing, type ByteRange, type ObjectStore, type ObjectWriter } from '../object-store';
import { LandingBuffers, openFlags } from './landing';
import { Segment } from './segment';
import { SegmentWriter, type Lanes } from './segment-writer';
import { Tray } from './tray';

export const SEGMENT_SUFFIX = '.seg';

export interface SegmentOptions {
  /** Folder of the segments; made when missing. */
  readonly dir: string;
  readonly budget: BufferBudget;
  /** A segment this long takes no further object. */
  readonly maxBytes?: number;
  /** A processor is free to digest objects while the next ones are read. */
  readonly beside?: boolean;
}

const MAX_BYTES = 256 * 1024 * 1024;
const READ_BYTES = 256 * 1024;
const BEAT_MS = 60_000;
/** A free segment nobody wrote to for so long is closed for good. */
const IDLE_MS = 5 * 60_000;
const fsync = promisify(fs.fsync);

/**
 * Append-only files. A large object being received owns one segment at a time, so its bytes go straight through and lie together, and several become
 * durable side by side; small ones that end together are one write into one segment. Files are never written again once closed. While a segment is open its time of change is kept young, by
 * which the sweep knows that somebody may still write to it.
 */
export class SegmentStore implements ObjectStore {
  readonly name = 'segment';
  private readonly free: Segment[] = [];
  private readonly landing = new LandingBuffers();
  private readonly lanes: Lanes = { landing: this.landing, digestOf: (bytes) => (this.options.beside ? digestBeside : digestHere)(bytes), take: () => this.take(), free: (segment) => this.takeBack(segment), tray: () => this.laying() };
  private tray: Tray | null = null;
  private readonly held = new Set<Segment>();
  private readonly maxBytes: number;
  private readonly beat: NodeJS.Timeout;
  private dirFd = -1;
  private flags = 0;
  private closed = false;

  constructor(private readonly options: SegmentOptions) {
    this.maxBytes = options.maxBytes ?? MAX_BYTES;
    this.beat = setInterval(() => this.keepYoung(), BEAT_MS);
    this.beat.unref();
  }

  open(digestFrom = 0): SegmentWriter {
    if (this.closed) throw new Error('The object store is closed.');
    return new SegmentWriter(this.lanes, this.options.budget, digestFrom);
  }

  async sync(writers: readonly ObjectWriter[]): Promise<void> {
    const ends = await Promise.allSettled((writers as readonly SegmentWriter[]).map((w) => w.durable()));
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
    return new Set([...this.held].map((s) => s.key));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.beat);
    for (const segment of this.free.splice(0)) this.retire(segment);
    // whoever sealed what lies there still waits for it
    this.tray?.durable().catch(() => undefined);
    const deadline = Date.now() + 5000;
    while (this.held.size > 0 && Date.now() < deadline) await new Promise((r) => setTimeout(r, 10));
    if (this.dirFd >= 0) fs.closeSync(this.dirFd);
    this.dirFd = -1;
  }

  private take(): Segment {
    return this.free.pop() ?? this.create();
  }

  private laying(): Tray {
    this.tray ??= new Tray(this.take(), { budget: this.options.budget, landing: this.landing, onWrite: () => { this.tray = null; }, free: (segment) => this.takeBack(segment) });
    return this.tray;
  }

  private create(): Segment {
    if (this.dirFd < 0) {
      this.dirFd = openDirectory(this.options.dir);
      this.flags = openFlags(this.options.dir);
    }
    const key = newId();
    const fd = fs.openSync(this.pathOf(key), this.flags, 0o600);
    const segment = new Segment(key, fd, fsync(this.dirFd));
    this.held.add(segment);
    return segment;
  }

  private takeBack(segment: Segment): void {
    segment.usedAt = Date.now();
    if (segment.failed || segment.end >= this.maxBytes || this.closed) this.retire(segment);
    else this.free.push(segment);
  }

  /** Cuts what an abandoned object left behind the last sealed one, and closes the file for good. */
  private retire(segment: Segment): void {
    if (!this.held.delete(segment)) return;
    fs.ftruncate(segment.fd, segment.end, () => fs.close(segment.fd, () => undefined));
  }

  private keepYoung(): void {
    const now = new Date();
    for (const segment of [...this.free]) {
      if (now.getTime() - segment.usedAt < IDLE_MS) continue;
      this.free.splice(this.free.indexOf(segment), 1);
      this.retire(segment);
    }
    for (const segment of this.held) fs.futimes(segment.fd, now, now, () => undefined);
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
