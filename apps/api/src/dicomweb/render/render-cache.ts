import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

export interface RenderCacheOptions {
  readonly dir: string;
  readonly mostBytes: number;
}

interface Entry {
  readonly file: string;
  readonly bytes: number;
  readonly used: number;
}

/** Left after a clearing, as a share of the most. */
const CLEARED_TO = 0.8;
const DIGEST = /^[0-9a-f]{64}$/;

/**
 * Pictures made before, as files. Those of one object lie in a folder of their own, named by its digest, so that they can go with it. Several
 * processes may share the folder; what one removes, another makes again. Never throws: without a cache there is only more work.
 */
export class RenderCache {
  private bytes = -1;
  private clearing: Promise<void> | null = null;

  constructor(private readonly options: RenderCacheOptions) {}

  async get(sha256: string, key: string): Promise<Buffer | null> {
    const file = this.fileOf(sha256, key);
    try {
      const bytes = await fs.readFile(file);
      const now = new Date();
      void fs.utimes(file, now, now).catch(() => undefined);
      return bytes;
    } catch {
      return null;
    }
  }

  async put(sha256: string, key: string, image: Buffer): Promise<void> {
    if (image.length > this.options.mostBytes * CLEARED_TO) return;
    const file = this.fileOf(sha256, key);
    const unfinished = `${file}.${randomUUID()}`;
    try {
      await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await fs.writeFile(unfinished, image, { mode: 0o600 });
      await fs.rename(unfinished, file);
      this.bytes = this.bytes < 0 ? (await this.entries()).reduce((sum, entry) => sum + entry.bytes, 0) : this.bytes + image.length;
    } catch {
      await fs.rm(unfinished, { force: true }).catch(() => undefined);
    }
    if (this.bytes > this.options.mostBytes) await this.clear();
  }

  /** Removes every picture of an object whose bytes must be gone. */
  async forget(sha256: string): Promise<void> {
    await fs.rm(path.dirname(this.fileOf(sha256, 'any')), { recursive: true, force: true });
  }

  /** The pictures used longest ago go first. */
  private clear(): Promise<void> {
    this.clearing ??= this.clearOnce().catch(() => undefined).finally(() => (this.clearing = null));
    return this.clearing;
  }

  private async clearOnce(): Promise<void> {
    const entries = (await this.entries()).sort((a, b) => a.used - b.used);
    let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    for (const entry of entries) {
      if (bytes <= this.options.mostBytes * CLEARED_TO) break;
      await fs.rm(entry.file, { force: true });
      await fs.rmdir(path.dirname(entry.file)).catch(() => undefined);
      bytes -= entry.bytes;
    }
    this.bytes = bytes;
  }

  private async entries(): Promise<Entry[]> {
    const found: Entry[] = [];
    for (const one of await fs.readdir(this.options.dir, { withFileTypes: true, recursive: true })) {
      if (!one.isFile()) continue;
      const file = path.join(one.parentPath, one.name);
      const stat = await fs.stat(file).catch(() => null);
      if (stat) found.push({ file, bytes: stat.size, used: stat.mtimeMs });
    }
    return found;
  }

  private fileOf(sha256: string, key: string): string {
    if (!DIGEST.test(sha256)) throw new Error('A picture is kept under the digest of its object.');
    return path.join(this.options.dir, sha256.slice(0, 2), sha256, key);
  }
}
