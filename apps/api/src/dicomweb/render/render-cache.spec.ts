import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RenderCache } from './render-cache';

let dir: string;
beforeEach(() => void (dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-pictures-'))));
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const digest = (n: number): string => createHash('sha256').update(String(n)).digest('hex');
const bytesIn = (): number => fs.readdirSync(dir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).reduce((sum, one) => sum + fs.statSync(path.join(one.parentPath, one.name)).size, 0);

describe('pictures made before', () => {
  it('are found again, by anybody who has the folder, and readable by nobody else', async () => {
    await new RenderCache({ dir, mostBytes: 1000 }).put(digest(1), 'a', Buffer.from('picture'));
    const other = new RenderCache({ dir, mostBytes: 1000 });
    expect(String(await other.get(digest(1), 'a'))).toBe('picture');
    expect([await other.get(digest(1), 'b'), await other.get(digest(2), 'a')]).toEqual([null, null]);
    const file = path.join(dir, digest(1).slice(0, 2), digest(1), 'a');
    expect([fs.statSync(file).mode & 0o777, fs.statSync(path.dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it('never take more than their space: those used longest ago go', async () => {
    const cache = new RenderCache({ dir, mostBytes: 1000 });
    for (let i = 0; i < 40; i++) {
      await cache.put(digest(i), 'a', Buffer.alloc(100, i));
      await cache.get(digest(0), 'a');
      await new Promise((resolve) => setTimeout(resolve, 3));
      expect(bytesIn()).toBeLessThanOrEqual(1000);
    }
    expect(await cache.get(digest(0), 'a')).not.toBeNull();
    expect(await cache.get(digest(1), 'a')).toBeNull();
    expect(await cache.get(digest(39), 'a')).not.toBeNull();
    await cache.put(digest(50), 'a', Buffer.alloc(5000));
    expect(await cache.get(digest(50), 'a')).toBeNull();
  });

  it('count what an earlier process left', async () => {
    const before = new RenderCache({ dir, mostBytes: 10_000 });
    for (let i = 0; i < 20; i++) await before.put(digest(i), 'a', Buffer.alloc(100));
    await new RenderCache({ dir, mostBytes: 1000 }).put(digest(99), 'a', Buffer.alloc(100));
    expect(bytesIn()).toBeLessThanOrEqual(1000);
  });

  it('of an object whose bytes must be gone, go', async () => {
    const cache = new RenderCache({ dir, mostBytes: 1000 });
    await cache.put(digest(1), 'a', Buffer.from('1'));
    await cache.put(digest(1), 'b', Buffer.from('2'));
    await cache.put(digest(2), 'a', Buffer.from('3'));
    await cache.forget(digest(1));
    expect([await cache.get(digest(1), 'a'), await cache.get(digest(1), 'b'), String(await cache.get(digest(2), 'a'))]).toEqual([null, null, '3']);
    await expect(cache.forget('../..')).rejects.toThrow();
  });

  it('are not needed: a folder nobody can write to costs work, not answers', async () => {
    fs.writeFileSync(path.join(dir, 'file'), '');
    const cache = new RenderCache({ dir: path.join(dir, 'file', 'below'), mostBytes: 1000 });
    await cache.put(digest(1), 'a', Buffer.from('1'));
    expect(await cache.get(digest(1), 'a')).toBeNull();
  });
});
