import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BufferBudget } from '../buffer-budget';
import type { Location } from '../location';
import { ObjectMissing } from '../object-store';
import { S3Store } from './s3-store';

const MIB = 1024 * 1024;
const budget = new BufferBudget(64 * MIB, 16 * MIB);
let dir: string;
let server: S3rver;
let store: S3Store;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-s3-'));
  server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: dir, configureBuckets: [{ name: 'exams', configs: [] }] });
  const { port } = await server.run();
  store = new S3Store({ endpoint: `http://127.0.0.1:${port}`, bucket: 'exams', region: 'us-east-1', accessKey: 'S3RVER', secretKey: 'S3RVER', budget });
});
afterAll(async () => {
  await store.close();
  await server.close();
  fs.rmSync(dir, { recursive: true, force: true });
});

const bytesOf = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 9)) & 0xff));
async function put(bytes: Buffer, writer = store.open()): Promise<Location> {
  for (let at = 0; at < bytes.length; at += 65_536) await writer.append(bytes.subarray(at, at + 65_536));
  const location = await writer.seal();
  await store.sync([writer]);
  return location;
}
async function readAll(at: Location, range?: { start: number; end?: number }): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of store.read(at, range)) parts.push(part);
  return Buffer.concat(parts);
}
async function keys(): Promise<string[]> {
  const all: string[] = [];
  for await (const { key } of store.keysOlderThan(-1)) all.push(key);
  return all;
}

describe('the S3 store', () => {
  it('takes a small object in one request and a large one in parts', async () => {
    for (const length of [20_000, 12 * MIB + 17]) {
      const bytes = bytesOf(length);
      const writer = store.open(300);
      const at = await put(bytes, writer);
      expect(await writer.sha256()).toBe(createHash('sha256').update(bytes.subarray(300)).digest('hex'));
      expect(at).toMatchObject({ store: 's3', offset: 0, length });
      expect((await readAll(at)).equals(bytes)).toBe(true);
      expect((await readAll(at, { start: 5, end: 15_000 })).equals(bytes.subarray(5, 15_000))).toBe(true);
    }
    expect(budget.bytes).toBe(0);
  });

  it('leaves nothing of an object that was given up, before or after its end', async () => {
    const before = (await keys()).length;
    const early = store.open();
    await early.append(bytesOf(6 * MIB));
    early.abort();
    const late = store.open();
    await late.append(bytesOf(1000));
    await late.seal();
    late.abort();
    await expect.poll(async () => (await keys()).length).toBe(before);
    expect(budget.bytes).toBe(0);
  });

  it('says which object is missing', async () => {
    const at = await put(bytesOf(100));
    await store.remove(at.key);
    await expect(readAll(at)).rejects.toThrow(ObjectMissing);
  });

  it('does not acknowledge what the remote store did not take', async () => {
    const broken = new S3Store({ endpoint: 'http://127.0.0.1:9', bucket: 'exams', region: 'us-east-1', accessKey: 'a', secretKey: 'b', budget });
    const writer = broken.open();
    await writer.append(bytesOf(100));
    await expect(writer.seal()).rejects.toThrow();
    await broken.close();
  }, 30_000);

  it('erases an object for good, leaves its neighbours, and may be told twice', async () => {
    const [gone, stays] = [await put(bytesOf(5000)), await put(bytesOf(6000))];
    await store.erase(gone.key);
    await store.erase(gone.key);
    await expect(readAll(gone)).rejects.toThrow(ObjectMissing);
    expect((await readAll(stays)).length).toBe(6000);
  });
});
