import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { wipe } from './wipe';

let dir: string;
let file: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-wipe-'));
  file = path.join(dir, 'one.seg');
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

it('leaves nothing of the extents and every byte of their neighbours', async () => {
  const bytes = Buffer.alloc(5_000_000, 7);
  fs.writeFileSync(file, bytes);
  const before = fs.statSync(file).blocks;
  expect(await wipe(file, [{ offset: 1_000, length: 2_500_000 }, { offset: 2_501_000, length: 500 }, { offset: 4_000_000, length: 3 }])).toBe(true);
  const after = fs.readFileSync(file);
  const want = Buffer.from(bytes);
  want.fill(0, 1_000, 2_501_500);
  want.fill(0, 4_000_000, 4_000_003);
  expect(after.equals(want)).toBe(true);
  if (process.platform === 'linux') expect(fs.statSync(file).blocks).toBeLessThanOrEqual(before);
});

it('never makes a file longer, and says when there is none', async () => {
  fs.writeFileSync(file, Buffer.alloc(100, 1));
  expect(await wipe(file, [{ offset: 50, length: 500 }, { offset: 900, length: 10 }])).toBe(true);
  expect(fs.statSync(file).size).toBe(100);
  expect(fs.readFileSync(file).subarray(50).every((b) => b === 0)).toBe(true);
  expect(await wipe(path.join(dir, 'none.seg'), [{ offset: 0, length: 1 }])).toBe(false);
});
