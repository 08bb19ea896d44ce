import fs from 'node:fs';
import path from 'node:path';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { parseLocation } from '../platform/objects/location';
import { objectsDir, type Objects } from '../platform/objects/objects';
import { blockEnd } from '../platform/objects/segments/landing';
import { SEGMENT_SUFFIX } from '../platform/objects/segments/segment-store';
import type { Settings } from '../platform/settings/settings';

export interface Swept {
  /** Segments, or objects of the bucket, that no row named: removed. */
  readonly removed: number;
  readonly removedBytes: number;
  /** Bytes behind the last object of a segment, left by a sender or a process that went away: cut off. */
  readonly cutBytes: number;
  /** Bytes between objects that no row names. They stay until the segment itself can go. */
  readonly looseBytes: number;
  /** Rows whose bytes are not all there. Never to happen; nothing is done about them but to say so. */
  readonly missing: number;
  /** Uploads to the bucket that nobody finished. */
  readonly uploads: number;
}

/** Every table whose rows name stored bytes; a spec holds this against the schema. */
export const NAMING_TABLES = ['instance', 'prior_image', 'purge_object', 'quarantined_object'] as const;

const NAMED = NAMING_TABLES.map((table) => `select location from ${table} where location collate "C" >= $1 and location collate "C" < $2`).join(' union all ');
const NAMED_KEYS = NAMING_TABLES.map((table) => `select split_part(location, ':', 2) as key from ${table} where location like 's3:%' and split_part(location, ':', 2) = any($1)`).join(' union all ');
const BATCH = 500;

/**
 * Takes back the space of bytes no row names: what a receiver was writing when it died, what a sender broke off, second copies. Bytes younger than the
 * setting are left alone, for their rows may be on the way. A segment somebody still writes to is kept young by its writer, and a writer whose segment
 * was removed all the same notices before it answers.
 */
export class Sweep {
  constructor(private readonly acts: Acts, private readonly objects: Pick<Objects, 'segments' | 's3'>, private readonly settings: Pick<Settings, 'DATA_DIR' | 'SWEEP_AFTER_SECONDS'>) {}

  async run(signal?: AbortSignal): Promise<Swept> {
    const total = { removed: 0, removedBytes: 0, cutBytes: 0, looseBytes: 0, missing: 0, uploads: 0 };
    await this.sweepSegments(total, signal);
    await this.sweepBucket(total, signal);
    const { removed, cutBytes, missing, uploads } = total;
    if (removed + cutBytes + missing + uploads === 0) return total;
    await this.acts.run(system('upkeep'), async (act) => act.audit({
      action: 'objects.swept', object: { kind: 'store', id: 'objects' }, ...(missing > 0 ? { outcome: 'failed' as const, reason: 'bytes-missing' } : {}), details: total,
    }));
    return total;
  }

  private async sweepSegments(total: Total, signal?: AbortSignal): Promise<void> {
    const dir = objectsDir(this.settings);
    // rows that wait in the daybook name bytes too; while they cannot be posted nothing is swept
    await this.postAll();
    const names = await fs.promises.readdir(dir).catch(() => []);
    const open = this.objects.segments.openKeys();
    for (const name of names) {
      if (signal?.aborted) return;
      const key = name.slice(0, -SEGMENT_SUFFIX.length);
      if (name.endsWith(SEGMENT_SUFFIX) && !open.has(key)) await this.sweepSegment(path.join(dir, name), key, total);
    }
  }

  private async postAll(): Promise<void> {
    for (let upto: string | null = null, more = true; more; ) {
      const [row]: { last: string | null; more: boolean }[] = await this.acts.read('select last, more from ledger_post(128, $1)', [upto]);
      ({ last: upto, more } = row!);
    }
  }

  private async sweepSegment(file: string, key: string, total: Total): Promise<void> {
    const before = await this.old(file);
    if (!before) return;
    const rows = await this.acts.read<{ location: string }>(NAMED, [`segment:${key}:`, `segment:${key};`]);
    // looked at again: whoever wrote in the meantime may have rows on the way
    const now = await this.old(file);
    if (!now || now.mtimeMs !== before.mtimeMs) return;
    if (rows.length === 0) {
      await fs.promises.unlink(file);
      total.removed++;
      total.removedBytes += now.size;
      return;
    }
    const extents = rows.map((row) => parseLocation(row.location));
    // the rest of a block is nobody's: objects begin at the next one
    const end = blockEnd(Math.max(...extents.map((one) => one.offset + one.length)));
    total.missing += extents.filter((one) => one.offset + one.length > now.size).length;
    total.looseBytes += loose(extents.map((one) => [one.offset, blockEnd(one.offset + one.length)]));
    if (now.size <= end) return;
    await fs.promises.truncate(file, end);
    total.cutBytes += now.size - end;
  }

  /** What the file is, when nobody wrote to it for long enough. */
  private async old(file: string): Promise<fs.Stats | null> {
    const stat = await fs.promises.stat(file).catch(() => null);
    return stat && Date.now() - Math.floor(stat.mtimeMs) >= this.settings.SWEEP_AFTER_SECONDS * 1000 ? stat : null;
  }

  private async sweepBucket(total: Total, signal?: AbortSignal): Promise<void> {
    const { s3 } = this.objects;
    if (!s3) return;
    const ageMs = this.settings.SWEEP_AFTER_SECONDS * 1000;
    let batch: { readonly key: string; readonly bytes: number }[] = [];
    const judge = async (): Promise<void> => {
      const named = new Set((await this.acts.read<{ key: string }>(NAMED_KEYS, [batch.map((one) => one.key)])).map((row) => row.key));
      for (const one of batch.filter((b) => !named.has(b.key))) {
        await s3.remove(one.key);
        total.removed++;
        total.removedBytes += one.bytes;
      }
      batch = [];
    };
    for await (const one of s3.keysOlderThan(ageMs)) {
      if (signal?.aborted) return;
      if (batch.push(one) >= BATCH) await judge();
    }
    if (batch.length > 0) await judge();
    total.uploads += await s3.dropUploadsOlderThan(ageMs);
  }
}

type Total = { -readonly [K in keyof Swept]: Swept[K] };

/** Bytes up to the last extent that lie in none. */
function loose(extents: readonly (readonly [number, number])[]): number {
  let [at, sum] = [0, 0];
  for (const [first, end] of extents.toSorted((a, b) => a[0] - b[0])) {
    sum += Math.max(0, first - at);
    at = Math.max(at, end);
  }
  return sum;
}
