import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DataDigest, digestBeside, digestHere } from './data-digest';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a digest taken while an object is written', () => {
  it('leaves out the first bytes, however they come', () => {
    const bytes = randomBytes(5000);
    for (const step of [1, 7, 400, 5000]) {
      const digest = new DataDigest(400);
      for (let at = 0; at < bytes.length; at += step) digest.update(bytes.subarray(at, at + step));
      expect(digest.value).toBe(sha256(bytes.subarray(400)));
      expect(digest.value).toBe(sha256(bytes.subarray(400)));
    }
  });
});

describe('a digest of bytes that lie together', () => {
  it.each([['here', digestHere], ['beside', digestBeside]])('is taken %s of the bytes as they were, for as many as are asked for at once', async (_where, digestOf) => {
    const all = Array.from({ length: 40 }, () => randomBytes(600_000));
    const want = all.map(sha256);
    const asked = all.map((bytes) => digestOf(bytes));
    // the buffer is used for the next object at once
    for (const bytes of all) bytes.fill(0);
    expect(await Promise.all(asked)).toEqual(want);
  });
});
