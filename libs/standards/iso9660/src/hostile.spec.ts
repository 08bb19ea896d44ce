import { describe, expect, it } from 'vitest';
import { builtImage, readerOf } from '../testing/built';
import { IMAGE_LIMITS, openImage, planImage, type ImageEntry, type ImageLimits } from './index';

interface Walked { readonly entries: ImageEntry[]; readonly findings: string[] }

async function walked(image: Buffer, limits: ImageLimits = IMAGE_LIMITS): Promise<Walked> {
  const result = await openImage(readerOf(image), image.length, limits);
  if (result.kind === 'failure') return { entries: [], findings: [result.reason] };
  const entries: ImageEntry[] = [];
  for await (const entry of result.image.entries()) {
    entries.push(entry);
    let bytes = 0;
    for await (const chunk of result.image.content(entry)) bytes += chunk.length;
    expect(bytes).toBe(entry.present);
  }
  return { entries, findings: [...result.image.findings].sort() };
}

const GOOD = { 'A/B/ONE': Buffer.alloc(5000, 1), 'A/TWO': Buffer.alloc(10, 2), 'THREE': Buffer.from('three') };
/** Places of a record's extent and length, found by its identifier in the n-th tree that has it. */
function recordAt(image: Buffer, identifier: Buffer): number {
  for (let at = image.indexOf(identifier); at >= 0; at = image.indexOf(identifier, at + 1)) {
    const start = at - 33;
    if (image[start] !== undefined && image[at - 1] === identifier.length && image[start]! >= 33 + identifier.length) return start;
  }
  throw new Error('no such record');
}
const folderB = Buffer.from('B', 'latin1');

describe('an image', () => {
  it('gives every file once, whichever trees it stands in', async () => {
    const { entries, findings } = await walked(await builtImage(GOOD));
    expect(entries.map((e) => e.path.join('/')).sort()).toEqual(['A/B/ONE', 'A/TWO', 'THREE']);
    expect(findings).toEqual([]);
  });

  it('cut at any sector gives what is there, and says what is cut', async () => {
    const image = await builtImage(GOOD);
    for (let length = 0; length < image.length - 2048; length += 1024) {
      const { findings } = await walked(image.subarray(0, length));
      expect(findings.length, `cut at ${length} of ${image.length}`).toBeGreaterThan(0);
    }
  });

  it('with a folder that leads back to the root ends', async () => {
    const image = await builtImage(GOOD);
    const record = recordAt(image, folderB);
    image.writeUInt32LE(image.readUInt32LE(16 * 2048 + 158), record + 2);
    const { findings } = await walked(image);
    expect(findings).toContain('folder-loop');
  });

  it('whose file claims to begin beyond the end, or to be longer than everything, is held within', async () => {
    for (const [block, bytes] of [[0xffffffff, 10], [18, 0xffffffff]] as const) {
      const image = await builtImage(GOOD);
      for (const name of [Buffer.from('THREE.;1'), Buffer.from('THREE;1', 'utf16le').swap16()]) {
        const record = recordAt(image, name);
        image.writeUInt32LE(block, record + 2);
        image.writeUInt32LE(bytes, record + 10);
      }
      const { findings, entries } = await walked(image);
      expect(findings).toContain('beyond-end');
      expect(entries.every((e) => e.present <= image.length)).toBe(true);
    }
  });

  it('that names a file out of its folder shows another name', async () => {
    const image = await builtImage({ '__X': Buffer.from('x') });
    const name = Buffer.from('__X;1', 'utf16le').swap16();
    Buffer.from('../X', 'utf16le').swap16().subarray(0, 6).copy(image, recordAt(image, name) + 33);
    const { entries, findings } = await walked(image);
    expect(entries.map((e) => e.path)).toEqual([['.._']]);
    expect(findings).toContain('name-changed');
  });

  it('with more entries or deeper folders than are looked at says so', async () => {
    const image = await builtImage(GOOD);
    expect((await walked(image, { ...IMAGE_LIMITS, entries: 3 })).findings).toContain('too-many-entries');
    expect((await walked(image, { ...IMAGE_LIMITS, depth: 2 })).findings).toContain('too-deep');
    expect((await walked(image, { ...IMAGE_LIMITS, folderBytes: 100 })).findings).toContain('too-large-folder');
  });

  it('with any one byte of its structure changed neither throws nor runs away', async () => {
    const image = await builtImage(GOOD);
    for (let i = 0; i < 1500; i++) {
      const copy = Buffer.from(image);
      copy[16 * 2048 + ((i * 7919) % (12 * 2048))]! ^= 1 << (i % 8);
      const { entries } = await walked(copy);
      expect(entries.length).toBeLessThan(50);
    }
  });

  it('that is none is told by what it is', async () => {
    expect((await walked(Buffer.from('hello'))).findings).toEqual(['not-a-disc-image']);
    const raw = Buffer.alloc(4096);
    raw.fill(0xff, 1, 11);
    expect((await walked(raw)).findings).toEqual(['raw-sectors']);
  });
});

describe('writing', () => {
  it('never finishes an image with a file of another length than announced', async () => {
    const at = new Date('2026-01-01');
    for (const bytes of [3, 5]) {
      const plan = planImage([{ path: ['X'], bytes, content: () => [Buffer.from('four')] }], { volumeId: 'X', at });
      await expect((async () => { for await (const part of plan.stream()) expect(part.length).toBeGreaterThanOrEqual(0); })()).rejects.toThrow(/announced/);
    }
  });

  it('keeps files apart whose short names would be one', async () => {
    const image = await builtImage({ 'A long name 1.txt': Buffer.from('1'), 'A long name 2.txt': Buffer.from('2'), 'a LONG name 1.txt': Buffer.from('3') });
    const { entries } = await walked(image);
    expect(new Set(entries.map((e) => e.path.join('/'))).size).toBe(3);
  });

  it('refuses what no disc can hold', () => {
    const at = new Date('2026-01-01');
    expect(() => planImage([], { volumeId: 'lower case', at })).toThrow(RangeError);
    expect(() => planImage([{ path: Array.from({ length: 9 }, () => 'D'), bytes: 0, content: () => [] }], { volumeId: 'X', at })).toThrow(RangeError);
  });
});
