import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import S3rver from 's3rver';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { locationText, type Location } from '../platform/objects/location';
import { Objects, objectsDir } from '../platform/objects/objects';
import { blockEnd } from '../platform/objects/segments/landing';
import { specUid } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { NAMING_TABLES, Sweep } from './sweep';

let b: Bench;
let objects: Objects;
beforeAll(async () => { b = await bench(); });
afterAll(() => b.close());
beforeEach(() => { objects = new Objects(b.settings); });
afterEach(async () => {
  await objects.close();
  await b.acts.read('delete from instance');
  fs.rmSync(objectsDir(b.settings), { recursive: true, force: true });
});

const now = { SWEEP_AFTER_SECONDS: 0 };
const sweep = (settings: { SWEEP_AFTER_SECONDS: number } = now, of = objects) => new Sweep(b.acts, of, { ...b.settings, ...settings }).run();
const bytesOf = (n: number): Buffer => Buffer.from(Uint8Array.from({ length: n }, (_, i) => (i * 31 + n) & 0xff));
const fileOf = (at: Location): string => path.join(objectsDir(b.settings), `${at.key}.seg`);
const files = (): string[] => fs.readdirSync(objectsDir(b.settings));

async function stored(bytes: Buffer, of = objects): Promise<Location> {
  const writer = of.open();
  await writer.append(bytes);
  const at = await writer.seal();
  await of.sync([writer]);
  return at;
}

async function named(at: Location): Promise<void> {
  const [exam] = await b.acts.read<{ id: string }>(`insert into exam (id, study_uid, head, door) values (gen_random_uuid(), $1, '{}', 'dimse') returning id`, [specUid()]);
  await b.acts.read(
    `insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head) values ($1, $2, '1.2', '1.2', '1.2', $3, $4, $5, 0, '{}')`,
    [specUid(), exam!.id, createHash('sha256').update(locationText(at)).digest(), at.length, locationText(at)]);
}

async function aside(at: Location): Promise<void> {
  await b.acts.read(`insert into quarantined_object (id, door, reason, detail, sha256, bytes, location) values (gen_random_uuid(), 'dimse', 'truncated', '', '\\x00', $1, $2)`, [at.length, locationText(at)]);
}

/** As after kill -9: nobody closes the files, and nobody knows them as open. */
function afterKill(): Objects {
  return new Objects(b.settings);
}

async function read(at: Location): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of objects.read(at)) parts.push(part);
  return Buffer.concat(parts);
}

describe('the sweep', () => {
  it('removes a segment no row names, cuts what was written behind the last object, and leaves every named byte', async () => {
    const [kept, lost] = [await stored(bytesOf(5000)), await stored(bytesOf(7000))];
    await named(kept);
    const other = objects.open();
    const second = objects.open();
    await other.append(bytesOf(300));
    // too large to lie with others
    await second.append(bytesOf(200_000));
    const [tail, alone] = [await other.seal(), await second.seal()];
    await objects.sync([other, second]);
    expect(tail.key).toBe(kept.key);
    expect(lost).toMatchObject({ key: kept.key, offset: blockEnd(5000) });
    const swept = await sweep(now, afterKill());
    expect(swept).toEqual({ removed: 1, removedBytes: blockEnd(200_000), cutBytes: blockEnd(7000) + blockEnd(300), looseBytes: 0, missing: 0, uploads: 0 });
    expect(files()).toEqual([path.basename(fileOf(kept))]);
    expect(fs.existsSync(fileOf(alone))).toBe(false);
    expect((await read(kept)).equals(bytesOf(5000))).toBe(true);
    expect(await sweep(now, afterKill())).toMatchObject({ removed: 0, cutBytes: 0 });
  });

  it('keeps what is in quarantine, and says how many bytes lie loose between objects', async () => {
    const [first, , third] = [await stored(bytesOf(1000)), await stored(bytesOf(400)), await stored(bytesOf(2000))];
    await named(first);
    await aside(third);
    expect(await sweep(now, afterKill())).toEqual({ removed: 0, removedBytes: 0, cutBytes: 0, looseBytes: blockEnd(400), missing: 0, uploads: 0 });
    expect((await read(third)).equals(bytesOf(2000))).toBe(true);
    await b.acts.read('delete from quarantined_object');
  });

  it('touches nothing that is young, and nothing that is open here', async () => {
    await stored(bytesOf(100));
    expect(await sweep({ SWEEP_AFTER_SECONDS: 900 }, afterKill())).toMatchObject({ removed: 0 });
    expect(await sweep()).toMatchObject({ removed: 0 });
    const before = new Date(Date.now() - 1000_000);
    fs.utimesSync(path.join(objectsDir(b.settings), files()[0]!), before, before);
    expect(await sweep({ SWEEP_AFTER_SECONDS: 900 }, afterKill())).toMatchObject({ removed: 1, removedBytes: blockEnd(100) });
  });

  it('makes a writer whose segment it took fail before it answers', async () => {
    await stored(bytesOf(100));
    await sweep(now, afterKill());
    await expect(stored(bytesOf(100))).rejects.toThrow(/removed/);
    const again = await stored(bytesOf(100));
    expect((await read(again)).equals(bytesOf(100))).toBe(true);
  });

  it('says when bytes a row names are not there, and writes it down', async () => {
    const at = await stored(bytesOf(5000));
    await named(at);
    fs.truncateSync(fileOf(at), 4000);
    expect(await sweep(now, afterKill())).toMatchObject({ missing: 1, cutBytes: 0 });
    const [entry] = await b.acts.read<{ outcome: string; reason: string }>(`select outcome, reason from audit_entry where action = 'objects.swept' order by at desc limit 1`);
    expect(entry).toEqual({ outcome: 'failed', reason: 'bytes-missing' });
  });

  it('knows every table whose rows name stored bytes', async () => {
    const rows = await b.acts.read<{ name: string }>(`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'location' order by 1`);
    expect(rows.map((row) => row.name)).toEqual([...NAMING_TABLES]);
  });

  it('removes from a bucket what no row names', async () => {
    const dir = path.join(b.dir, 's3');
    const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: dir, configureBuckets: [{ name: 'exams', configs: [] }] });
    const { port } = await server.run();
    const settings = { ...b.settings, S3_BUCKET: 'exams', S3_ENDPOINT: `http://127.0.0.1:${port}`, S3_ACCESS_KEY: 'S3RVER', S3_SECRET_KEY: 'S3RVER' };
    const bucket = new Objects(settings);
    try {
      const [kept, lost] = [await stored(bytesOf(5000), bucket), await stored(bytesOf(6000), bucket)];
      await named(kept);
      expect(await new Sweep(b.acts, bucket, { ...settings, SWEEP_AFTER_SECONDS: 900 }).run()).toMatchObject({ removed: 0 });
      expect(await new Sweep(b.acts, bucket, { ...settings, SWEEP_AFTER_SECONDS: -1 }).run()).toMatchObject({ removed: 1, removedBytes: 6000 });
      const parts: Buffer[] = [];
      for await (const part of bucket.read(kept)) parts.push(part);
      expect(Buffer.concat(parts).equals(bytesOf(5000))).toBe(true);
      await expect(async () => { for await (const part of bucket.read(lost)) parts.push(part); }).rejects.toThrow(/missing/);
    } finally {
      await bucket.close();
      await server.close();
    }
  });
});

