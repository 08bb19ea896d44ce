import os from 'node:os';
import path from 'node:path';
import type { Settings } from '../settings/settings';
import { BufferBudget } from './buffer-budget';
import { parseLocation, type Location } from './location';
import { boundsOf, ObjectMissing, type ByteRange, type ObjectStore, type ObjectWriter } from './object-store';
import { ReadingBuffers, type BufferSource } from './reading-buffers';
import { S3Store } from './s3/s3-store';
import { SegmentReader } from './segments/segment-reader';
import { SegmentStore } from './segments/segment-store';
import { wipe } from './segments/wipe';
import { Watermark } from './watermark';

/** Bytes received and not yet written: of one object, and of all of them. */
const WRITER_BYTES = 4 * 1024 * 1024;
const PROCESS_BYTES = 64 * 1024 * 1024;

/** The stored bytes of a site: written to the store its settings name, read from whichever store a location names. */
export class Objects {
  readonly budget = new BufferBudget(PROCESS_BYTES, WRITER_BYTES);
  readonly segments: SegmentStore;
  /** For readers that can tell when they are done with the bytes. */
  readonly buffers = new ReadingBuffers();
  private readonly reader = new SegmentReader();
  readonly s3: S3Store | null;
  private readonly watermark: Watermark;

  constructor(settings: Pick<Settings, 'DATA_DIR' | 'DISK_WATERMARK' | 'RECEIVERS' | 'S3_ENDPOINT' | 'S3_BUCKET' | 'S3_REGION' | 'S3_ACCESS_KEY' | 'S3_SECRET_KEY'>) {
    this.segments = new SegmentStore({ dir: objectsDir(settings), budget: this.budget, beside: os.availableParallelism() > settings.RECEIVERS });
    this.s3 = settings.S3_BUCKET
      ? new S3Store({
          endpoint: settings.S3_ENDPOINT, bucket: settings.S3_BUCKET, region: settings.S3_REGION,
          accessKey: settings.S3_ACCESS_KEY ?? '', secretKey: settings.S3_SECRET_KEY ?? '', budget: this.budget,
        })
      : null;
    this.watermark = new Watermark(objectsDir(settings), settings.DISK_WATERMARK);
  }

  /** Where new objects go. */
  get store(): ObjectStore {
    return this.s3 ?? this.segments;
  }

  /** Nothing new may be taken: the disk is filled to the watermark. */
  get full(): boolean {
    return this.watermark.full;
  }

  open(digestFrom = 0): ObjectWriter {
    return this.store.open(digestFrom);
  }

  sync(writers: readonly ObjectWriter[]): Promise<void> {
    return this.store.sync(writers);
  }

  /** Streams an object, or a range of it; `at` as rows keep it, the bytes in buffers of the lease where there is one. Throws `ObjectMissing`. */
  read(at: Location | string, range?: ByteRange, lease?: BufferSource): AsyncIterable<Buffer> {
    const location = typeof at === 'string' ? parseLocation(at) : at;
    if (location.store === 'segment') { const { first, bytes } = boundsOf(location, range); return this.reader.read(this.segments.pathOf(location.key), first, bytes, lease); }
    if (!this.s3) throw new ObjectMissing(location, { cause: new Error('No S3 store is configured.') });
    return this.s3.read(location, range);
  }

  /**
   * Takes stored bytes away for good, from whichever store holds them; may be told twice. Objects that share a segment with others are written over where they
   * lie. Resolves when nothing of them can be read any more, with how that was done.
   */
  async erase(locations: readonly Location[]): Promise<Map<Location, 'overwritten' | 'removed' | 'was-gone'>> {
    const done = new Map<Location, 'overwritten' | 'removed' | 'was-gone'>();
    const segments = locations.filter((l) => l.store === 'segment');
    for (const key of new Set(segments.map((l) => l.key))) {
      const those = segments.filter((l) => l.key === key);
      const found = await wipe(this.segments.pathOf(key), those);
      for (const one of those) done.set(one, found ? 'overwritten' : 'was-gone');
    }
    for (const one of locations.filter((l) => l.store === 's3')) {
      if (!this.s3) throw new ObjectMissing(one, { cause: new Error('No S3 store is configured.') });
      await this.s3.erase(one.key);
      done.set(one, 'removed');
    }
    return done;
  }

  async close(): Promise<void> {
    this.watermark.stop();
    await Promise.all([this.segments.close(), this.s3?.close()]);
  }
}

export const objectsDir = (settings: Pick<Settings, 'DATA_DIR'>): string => path.join(settings.DATA_DIR, 'objects');

const shared = new WeakMap<object, Objects>();
/** The one `Objects` of these settings in this process: lanes, buffers and the watermark are counted once. */
export function objectsOf(settings: Settings): Objects {
  const known = shared.get(settings) ?? new Objects(settings);
  shared.set(settings, known);
  return known;
}
