import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BufferBudget } from '../buffer-budget';
import { locationText, parseLocation, type Location } from '../location';
import { digestHere } from '../data-digest';
import { ObjectMissing } from '../object-store';
import { BLOCK_BYTES, blockEnd, LANDING_BYTES, LandingBuffers, openFlags } from './landing';
import { Segment } from './segment';
import { SegmentStore } from './segment-store';
import { SegmentWriter, type Lanes } from './segment-writer';
import { TOGETHER_BYTES, Tray } from './tray';

const MIB = 1024 * 1024;
let dir: string;
let budget: BufferBudget;
let store: SegmentStore;

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-segments-'));
  budget = new BufferBudget(64 * MIB, 4 * MIB);
  store = new SegmentStore({ dir: path.join(dir, 'objects'), budget, maxBytes: MIB });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await store.close();
  fs.rmSync(dir, { recursive: true, force: true });
});

const bytesOf = (seed: number, length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 0xff));
const files = (): string[] => fs.readdirSync(path.join(dir, 'objects'));

async function fill(writer: SegmentWriter, bytes: Buffer, step = 65_536): Promise<Location> {
  for (let at = 0; at < bytes.length; at += step) await writer.append(bytes.subarray(at, at + step));
  return writer.seal();
}
async function readAll(at: Location, range?: { start: number; end?: number }): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of store.read(at, range)) parts.push(part);
  return Buffer.concat(parts);
}

/** A store of one segment. */
const only = (segment: Segment, free: (segment: Segment) => void = () => undefined): Lanes => {
  const landing = new LandingBuffers();
  return { landing, digestOf: digestHere, take: () => segment, free, tray: () => new Tray(segment, { budget, landing, onWrite: () => undefined, free }) };
};

describe('segments', () => {
  it('give back what was written, whole and in ranges', async () => {
    const bytes = bytesOf(1, 700_001);
    const writer = store.open();
    const at = await fill(writer, bytes);
    await store.sync([writer]);
    expect((await readAll(at)).equals(bytes)).toBe(true);
    expect((await readAll(at, { start: 699_990 })).equals(bytes.subarray(699_990))).toBe(true);
    expect((await readAll(at, { start: 10, end: 300_000 })).equals(bytes.subarray(10, 300_000))).toBe(true);
    expect(await readAll(at, { start: 800_000 })).toHaveLength(0);
    expect(budget.bytes).toBe(0);
  });

  it.each([0, 1, 400, TOGETHER_BYTES, TOGETHER_BYTES + 1, MIB - 1, MIB, MIB + 1, 3 * MIB + 5])('digest what they take behind the bytes that are ours: %i bytes', async (length) => {
    const aside = new SegmentStore({ dir: path.join(dir, 'beside'), budget, beside: true });
    for (const [step, one] of [[65_536, aside], [1_500_000, aside], [4097, aside], [65_536, store]] as const) {
      const bytes = bytesOf(length, length);
      const want = createHash('sha256').update(bytes.subarray(300)).digest('hex');
      const writers = [one.open(300), one.open(300)];
      await fill(writers[0]!, bytes, step);
      for (let at = 0; at < bytes.length; at += step) await writers[1]!.append(bytes.subarray(at, at + step));
      expect(await writers[1]!.sha256(), 'asked before the end').toBe(want);
      await writers[1]!.seal();
      await one.sync(writers);
      expect(await writers[0]!.sha256(), 'asked when all is written').toBe(want);
      // the next ones take the buffers of these
      const other = one.open();
      await fill(other, bytesOf(7, 900_000));
      await one.sync([other]);
      expect(await writers[0]!.sha256()).toBe(want);
    }
    await aside.close();
  });

  it('digest rightly what was written early because there was no room', async () => {
    const small = new SegmentStore({ dir: path.join(dir, 'little-room'), budget: new BufferBudget(300_000, 200_000) });
    const bytes = bytesOf(5, 900_001);
    const writer = small.open(10);
    for (let at = 0; at < bytes.length; at += 50_000) await writer.append(bytes.subarray(at, at + 50_000));
    const at = await writer.seal();
    await small.sync([writer]);
    expect(await writer.sha256()).toBe(createHash('sha256').update(bytes.subarray(10)).digest('hex'));
    expect(at.length).toBe(bytes.length);
    await small.close();
  });

  it('are owned by one large object at a time, and taken over by the next', async () => {
    const bytes = (i: number): Buffer => bytesOf(i, 2 * MIB + i);
    const writers = [store.open(), store.open(), store.open()];
    const at = await Promise.all(writers.map((w, i) => fill(w, bytes(i))));
    await store.sync(writers);
    expect(new Set(at.map((a) => a.key)).size).toBe(3);
    for (const [i, a] of at.entries()) expect((await readAll(a)).equals(bytes(i))).toBe(true);
  });

  it('take small objects that end together in one write, and the next ones behind them', async () => {
    const write = vi.spyOn(Segment.prototype, 'write');
    const writers = [store.open(), store.open(), store.open()];
    const at = await Promise.all(writers.map((w, i) => fill(w, bytesOf(i, 50_000 + i), 997)));
    expect(write).not.toHaveBeenCalled();
    // whoever waits for one of them waits for all, and nobody twice
    await store.sync(writers.slice(0, 1));
    await store.sync(writers);
    expect(write).toHaveBeenCalledTimes(1);
    const next = store.open();
    const there = await fill(next, bytesOf(9, 100));
    expect([...at, there].map((a) => a.key)).toEqual(Array(4).fill(at[0]!.key));
    await store.sync([next]);
    next.abort();
    expect(files()).toHaveLength(1);
    for (const [i, a] of at.entries()) expect((await readAll(a)).equals(bytesOf(i, 50_000 + i))).toBe(true);
    expect((await readAll(there)).equals(bytesOf(9, 100))).toBe(true);
    expect(budget.bytes).toBe(0);
  });

  it('keep small objects apart from those that end while the write runs', async () => {
    const [early, late] = [store.open(), store.open()];
    const first = await fill(early, bytesOf(1, 1000));
    const under = store.sync([early]);
    const second = await fill(late, bytesOf(2, 1000));
    expect(second.key).not.toBe(first.key);
    await Promise.all([under, store.sync([late])]);
    expect((await readAll(first)).equals(bytesOf(1, 1000))).toBe(true);
    expect((await readAll(second)).equals(bytesOf(2, 1000))).toBe(true);
  });

  it('are written before anybody waits when much lies there', async () => {
    const writers = Array.from({ length: 12 }, () => store.open());
    for (const [i, writer] of writers.entries()) await fill(writer, bytesOf(i, 100_000));
    // ten leave no room for any other and are under way without a sync; two lie
    await vi.waitFor(() => expect(budget.bytes).toBe(200_000), 10_000);
    await store.sync(writers);
    expect(budget.bytes).toBe(0);
  });

  it('are not disturbed by an object given up while its bytes are being written', async () => {
    const lost = store.open();
    void lost.append(bytesOf(3, 2_600_000));
    lost.abort();
    lost.abort();
    const bytes = bytesOf(4, 400_000);
    const kept = store.open();
    const at = await fill(kept, bytes);
    await store.sync([kept]);
    expect((await readAll(at)).equals(bytes)).toBe(true);
    // the write under way when it was given up ends in its own time, and gives its room back then
    await vi.waitFor(() => expect(budget.bytes).toBe(0), 10_000);
  });

  it('that are full stay open until the last object in them is durable', async () => {
    const at: Location[] = [];
    for (let i = 0; i < 4; i++) {
      const writer = store.open();
      at.push(await fill(writer, bytesOf(i, 600_000)));
      await store.sync([writer]);
    }
    expect(new Set(at.map((a) => a.key)).size).toBe(2);
    for (const [i, a] of at.entries()) expect((await readAll(a)).equals(bytesOf(i, 600_000))).toBe(true);
  });

  it('that lost their file acknowledge nothing, now or later', async () => {
    const [first, second] = [store.open(), store.open()];
    await fill(first, bytesOf(1, 10));
    const at = await fill(second, bytesOf(2, 10));
    fs.unlinkSync(store.pathOf(at.key));
    await expect(store.sync([first, second])).rejects.toThrow(/removed/);
    const third = store.open();
    expect((await fill(third, bytesOf(3, 10))).key).not.toBe(at.key);
    await store.sync([third]);
  });

  it('take nothing more after a failure: what came before it may be lost without a word', async () => {
    let fail = (_: Error): void => undefined;
    const entry = new Promise<void>((_, reject) => { fail = reject; });
    const segment = new Segment('k', fs.openSync(path.join(dir, 'x'), 'w'), entry);
    const freed: Segment[] = [];
    const writer = new SegmentWriter(only(segment, (s) => freed.push(s)), budget);
    await writer.append(bytesOf(1, 10));
    await writer.seal();
    const durable = writer.durable();
    fail(Object.assign(new Error('EIO'), { code: 'EIO' }));
    await expect(durable).rejects.toThrow('EIO');
    expect([segment.failed, freed]).toEqual([true, [segment]]);
    await expect(segment.write([bytesOf(2, 10)], 0)).rejects.toThrow('EIO');
    expect(budget.bytes).toBe(0);
    fs.closeSync(segment.fd);
  });

  it('tell a full disk as a failure of that object, and are not used again', async () => {
    const segment = new Segment('k', fs.openSync('/dev/full', 'w'), Promise.resolve());
    const writer = new SegmentWriter(only(segment), budget);
    void writer.append(bytesOf(1, 1000));
    await writer.seal();
    await expect(writer.durable()).rejects.toMatchObject({ code: 'ENOSPC' });
    writer.abort();
    expect([budget.bytes, segment.failed]).toEqual([0, true]);
    fs.closeSync(segment.fd);
  });

  it('slow a sender down once its share of the buffers is used up, and remember nothing afterwards', async () => {
    const small = new SegmentStore({ dir: path.join(dir, 'small'), budget: new BufferBudget(MIB, MIB / 2) });
    const writer = small.open();
    let waited = 0;
    for (let i = 0; i < 64; i++) {
      const wait = writer.append(Buffer.alloc(65_536, i));
      if (wait) waited++;
      await wait;
    }
    expect(waited).toBeGreaterThan(0);
    const at = await writer.seal();
    await small.sync([writer]);
    expect(at.length).toBe(64 * 65_536);
    await small.close();
  });

  it('begin at blocks, and hold nothing of what lay in a buffer before', async () => {
    const seen: Location[] = [];
    for (const [i, length] of [900_001, 30, 300_000, 5].entries()) {
      const writer = store.open();
      seen.push(await fill(writer, Buffer.alloc(length, 0xa0 + i)));
      await store.sync([writer]);
    }
    expect(seen.map((at) => at.offset % BLOCK_BYTES)).toEqual([0, 0, 0, 0]);
    for (const at of seen) {
      const behind = fs.readFileSync(store.pathOf(at.key)).subarray(at.offset + at.length, blockEnd(at.offset + at.length));
      expect(behind.equals(Buffer.alloc(behind.length))).toBe(true);
    }
  });

  it('of several buffers come back whole, whatever the steps they came in', async () => {
    for (const [i, [length, step]] of ([[LANDING_BYTES, 65_536], [LANDING_BYTES + 1, 70_001], [3 * LANDING_BYTES + 4097, 3 * LANDING_BYTES], [TOGETHER_BYTES, 997], [TOGETHER_BYTES + 1, TOGETHER_BYTES + 1], [0, 1]] as const).entries()) {
      const writer = store.open();
      const at = await fill(writer, bytesOf(i, length), step);
      await store.sync([writer]);
      expect((await readAll(at)).equals(bytesOf(i, length))).toBe(true);
    }
    expect(budget.bytes).toBe(0);
  });

  it('do not wait for each other for ever when all of them together used up the buffers', async () => {
    const narrow = new BufferBudget(2 * MIB, MIB);
    const tight = new SegmentStore({ dir: path.join(dir, 'tight'), budget: narrow });
    const writers = [tight.open(), tight.open(), tight.open(), tight.open()];
    const at = await Promise.all(writers.map((writer, i) => fill(writer, bytesOf(i, 900_000))));
    await tight.sync(writers);
    expect([narrow.bytes, ...at.map((one) => one.length)]).toEqual([0, 900_000, 900_000, 900_000, 900_000]);
    await tight.close();
  });

  it('gather single bytes instead of keeping a buffer for each', async () => {
    const writer = store.open();
    const bytes = bytesOf(5, 70_000);
    for (let i = 0; i < bytes.length; i++) void writer.append(bytes.subarray(i, i + 1));
    const at = await writer.seal();
    await store.sync([writer]);
    expect((await readAll(at)).equals(bytes)).toBe(true);
  });

  it('say which object is missing or cut short', async () => {
    const writer = store.open();
    const at = await fill(writer, bytesOf(6, 5000));
    await store.sync([writer]);
    await expect(readAll({ ...at, key: 'nothing' })).rejects.toThrow(ObjectMissing);
    fs.truncateSync(store.pathOf(at.key), 100);
    await expect(readAll(at)).rejects.toThrow(ObjectMissing);
  });
});

describe('a folder', () => {
  it('takes writes past the cache where its file system can, and others where it cannot', () => {
    const direct = fs.constants.O_DIRECT ?? 0;
    expect(openFlags(path.join(dir, 'none')) & direct).toBe(0);
    expect(openFlags(dir) & fs.constants.O_DSYNC).not.toBe(0);
    expect(fs.readdirSync(dir)).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('lets landing buffers through: they begin where the disk wants them', () => {
    const buffers = new LandingBuffers();
    const taken = Array.from({ length: 9 }, () => buffers.take());
    const fd = fs.openSync(path.join(dir, 'direct'), openFlags(dir), 0o600);
    for (const [i, buffer] of taken.entries()) expect(fs.writeSync(fd, buffer, 0, LANDING_BYTES, i * LANDING_BYTES)).toBe(LANDING_BYTES);
    fs.closeSync(fd);
  });
});

describe('a location', () => {
  it('is text and back', () => {
    const at: Location = { store: 'segment', key: '0198-x', offset: 7, length: 12 };
    expect(parseLocation(locationText(at))).toEqual(at);
  });
  it.each(['segment:../../etc/passwd:0:1', 's3:/abs:0:1', 'disk:a:0:1', 'segment:a:-1:1', 'segment:a:0', ''])('%j is none', (text) => {
    expect(() => parseLocation(text)).toThrow(/not the location/);
  });
});
