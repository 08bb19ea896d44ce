import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rleFrame, SMALL_JPEG } from '@causeway/dicom/testing';
import type { PixelRecipe } from '../../recipe';
import { TooLarge, Undecodable, Unsupported } from '../samples';
import { announcedSize } from './announced-size';
import { decodeFrame } from './decode';
import { jpegHead, sayingRgb } from './jpeg-head';

const BASE = '1.2.840.10008.1.2';
const GREY: PixelRecipe = {
  transferSyntaxUid: `${BASE}.1`, rows: 2, columns: 2, samples: 1, photometric: 'MONOCHROME2', planar: 0, bitsAllocated: 16, bitsStored: 16, highBit: 15, signed: false, float: false, bigEndian: false,
};
const words = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
const values = async (bytes: Buffer, more: Partial<PixelRecipe> = {}): Promise<number[]> => Array.from((await decodeFrame(bytes, { ...GREY, ...more })).values);

describe('plain pixel data', () => {
  it('is read as words of either sign and either byte order', async () => {
    expect(await values(words(0, 1, 0x8000, 0xffff))).toEqual([0, 1, 0x8000, 0xffff]);
    expect(await values(words(0, 1, 0x8000, 0xffff), { signed: true })).toEqual([0, 1, -0x8000, -1]);
    expect(await values(words(0, 0x0100, 0x0080, 0xffff), { bigEndian: true })).toEqual([0, 1, 0x8000, 0xffff]);
    expect(await values(Buffer.from([0, 127, 128, 255]), { bitsAllocated: 8, bitsStored: 8, highBit: 7 })).toEqual([0, 127, 128, 255]);
    expect(await values(Buffer.from([0, 127, 128, 255]), { bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: true })).toEqual([0, 127, -128, -1]);
  });

  it('is only the bits it is stored in: what stands above is an overlay, what stands below is nothing', async () => {
    expect(await values(words(0xf001, 0x0fff, 0xffff, 0x1000), { bitsStored: 12, highBit: 11 })).toEqual([1, 0xfff, 0xfff, 0]);
    expect(await values(words(0x0800, 0x07ff, 0xf800, 0x0fff), { bitsStored: 12, highBit: 11, signed: true })).toEqual([-2048, 2047, -2048, -1]);
    expect(await values(words(0x0010, 0xfff0, 0x000f, 0x8000), { bitsStored: 12, highBit: 15 })).toEqual([1, 0xfff, 0, 0x800]);
  });

  it('may be bits, long words and floats', async () => {
    expect(await values(Buffer.from([0b0000_1101]), { bitsAllocated: 1, bitsStored: 1, highBit: 0 })).toEqual([1, 0, 1, 1]);
    expect(await values(Buffer.from(Int32Array.from([-1, 0, 1, 2 ** 31 - 1]).buffer), { bitsAllocated: 32, bitsStored: 32, highBit: 31, signed: true })).toEqual([-1, 0, 1, 2 ** 31 - 1]);
    expect(await values(Buffer.from(Float32Array.from([-0.5, 0, 1e9, 3]).buffer), { bitsAllocated: 32, bitsStored: 32, float: true })).toEqual([-0.5, 0, 1e9, 3]);
    expect(await values(Buffer.from(Float64Array.from([-0.5, 0, 1e9, 3]).buffer), { bitsAllocated: 64, bitsStored: 64, float: true })).toEqual([-0.5, 0, 1e9, 3]);
  });

  it('of 4:2:2 shares its colours between two pixels', async () => {
    expect(await values(Buffer.from([10, 20, 100, 200, 30, 40, 101, 201]), { bitsAllocated: 8, bitsStored: 8, highBit: 7, samples: 3, photometric: 'YBR_FULL_422' })).toEqual([10, 100, 200, 20, 100, 200, 30, 101, 201, 40, 101, 201]);
  });

  it.each([
    ['shorter than the image', words(1, 2, 3), {}], ['without bytes', Buffer.alloc(0), {}], ['of fewer bits than pixels', Buffer.alloc(0), { bitsAllocated: 1 }],
    ['with a high bit below its bits', words(1, 2, 3, 4), { bitsStored: 12, highBit: 3 }], ['of no bits', words(1, 2, 3, 4), { bitsStored: 0, highBit: 3 }],
  ] as const)('%s cannot be decoded', async (_what, bytes, more) => {
    await expect(decodeFrame(bytes, { ...GREY, ...more })).rejects.toBeInstanceOf(Undecodable);
  });

  it('of packed twelve bits and of unknown codings is not supported', async () => {
    await expect(decodeFrame(Buffer.alloc(6), { ...GREY, bitsAllocated: 12 })).rejects.toBeInstanceOf(Unsupported);
    for (const uid of [`${BASE}.4.102`, `${BASE}.4.94`, '1.2.3', '']) await expect(decodeFrame(Buffer.alloc(6), { ...GREY, transferSyntaxUid: uid })).rejects.toBeInstanceOf(Unsupported);
  });
});

describe('runs', () => {
  const packed = { transferSyntaxUid: `${BASE}.5`, rows: 4, columns: 4 };

  it('unpack to what was packed, whatever the depth and number of samples', async () => {
    const grey = Uint16Array.from({ length: 16 }, (_, i) => (i < 8 ? 0x1234 : i * 1000));
    expect(await values(rleFrame(Buffer.from(grey.buffer), 2, true), packed)).toEqual([...grey]);
    const colour = Buffer.from(Array.from({ length: 48 }, (_, i) => i * 5));
    expect(await values(rleFrame(colour, 3), { ...packed, samples: 3, bitsAllocated: 8, bitsStored: 8, highBit: 7, photometric: 'RGB', planar: 1 })).toEqual([...colour]);
  });

  it.each([
    ['no header', (): Buffer => Buffer.alloc(10)],
    ['another number of segments', (b: Buffer): Buffer => { b.writeUInt32LE(15, 0); return b; }],
    ['a billion segments', (b: Buffer): Buffer => { b.writeUInt32LE(0xffffffff, 0); return b; }],
    ['a segment that begins behind the end', (b: Buffer): Buffer => { b.writeUInt32LE(0x7fffffff, 8); return b; }],
    ['a segment that begins in the header', (b: Buffer): Buffer => { b.writeUInt32LE(4, 4); return b; }],
    ['segments in the wrong order', (b: Buffer): Buffer => { const first = b.readUInt32LE(4); b.writeUInt32LE(b.readUInt32LE(8), 4); b.writeUInt32LE(first, 8); return b; }],
    ['runs that end too early', (b: Buffer): Buffer => b.subarray(0, b.length - 4)],
  ])('with %s cannot be decoded', async (_what, damage) => {
    const frame = Buffer.from(rleFrame(Buffer.from(Uint16Array.from({ length: 16 }, (_, i) => i * 3000).buffer), 2, true));
    await expect(decodeFrame(damage(frame), { ...GREY, ...packed })).rejects.toBeInstanceOf(Undecodable);
  });
});

describe('deflated frames', () => {
  const deflated = { transferSyntaxUid: `${BASE}.8.1` };
  it('inflate, and no further than the image is long', async () => {
    expect(await values(zlib.deflateRawSync(words(1, 2, 3, 4)), deflated)).toEqual([1, 2, 3, 4]);
    await expect(decodeFrame(zlib.deflateRawSync(Buffer.alloc(50_000_000)), { ...GREY, ...deflated })).rejects.toBeInstanceOf(Undecodable);
    await expect(decodeFrame(Buffer.from('no such thing'), { ...GREY, ...deflated })).rejects.toBeInstanceOf(Undecodable);
  });
});

describe('codestreams', () => {
  const jpeg = { transferSyntaxUid: `${BASE}.4.50`, rows: 16, columns: 16, samples: 3, photometric: 'YBR_FULL_422', bitsAllocated: 8, bitsStored: 8, highBit: 7 };
  const sized = (width: number, height: number): Buffer => {
    const bytes = Buffer.from(SMALL_JPEG);
    const at = bytes.indexOf(Buffer.from([0xff, 0xc0]));
    bytes.writeUInt16BE(height, at + 5);
    bytes.writeUInt16BE(width, at + 7);
    return bytes;
  };
  const j2k = (width: number, height: number, components = 1): Buffer => {
    const bytes = Buffer.alloc(60);
    Buffer.from([0xff, 0x4f, 0xff, 0x51]).copy(bytes);
    bytes.writeUInt32BE(width, 8);
    bytes.writeUInt32BE(height, 12);
    bytes.writeUInt16BE(components, 40);
    return bytes;
  };

  it('of JPEG decode to RGB', async () => {
    const samples = await decodeFrame(SMALL_JPEG, { ...GREY, ...jpeg });
    expect(samples).toMatchObject({ width: 16, height: 16, count: 3, colour: 'rgb' });
    expect(new Set(samples.values).size).toBeLessThan(8);
  });

  it('say their size before anybody reserves memory for it', () => {
    expect(announcedSize(SMALL_JPEG)).toMatchObject({ width: 16, height: 16, components: 3 });
    expect(() => announcedSize(sized(65_535, 65_535))).toThrow(TooLarge);
    expect(announcedSize(j2k(1000, 500))).toMatchObject({ width: 1000, height: 500 });
    expect(() => announcedSize(j2k(0xffffffff, 0xffffffff))).toThrow(TooLarge);
    expect(() => announcedSize(j2k(10, 10, 16_384))).toThrow(TooLarge);
    for (const none of [Buffer.alloc(0), Buffer.from([0xff, 0xd8]), sized(0, 10), j2k(0, 0), Buffer.from('hello'), j2k(5, 5).subarray(0, 20), Buffer.alloc(10_000, 0xff)]) expect(() => announcedSize(none)).toThrow(Undecodable);
  });

  it('are told by their own markers, also where the transfer syntax says another process', async () => {
    expect(jpegHead(SMALL_JPEG)).toMatchObject({ process: 'lossy', precision: 8, components: 3, coloursTold: false });
    expect((await decodeFrame(SMALL_JPEG, { ...GREY, ...jpeg, transferSyntaxUid: `${BASE}.4.70` })).width).toBe(16);
    expect(jpegHead(sayingRgb(SMALL_JPEG))).toMatchObject({ width: 16, coloursTold: true });
  });

  it('that are damaged anywhere end as undecodable or as some picture, never as another error', async () => {
    const codings = ['50', '57', '80', '90', '201', '110'];
    for (let i = 0; i < 300; i++) {
      const bytes = Buffer.from(SMALL_JPEG);
      for (let n = 0; n <= i % 5; n++) bytes[(i * 7919 + n * 104_729) % bytes.length] = (i * 31 + n) & 0xff;
      const cut = i % 3 === 0 ? bytes.subarray(0, (i * 13) % bytes.length) : bytes;
      const error: unknown = await decodeFrame(cut, { ...GREY, ...jpeg, transferSyntaxUid: `${BASE}.4.${codings[i % codings.length]}` }).then(() => null, (e: unknown) => e);
      expect(error === null || error instanceof Undecodable || error instanceof TooLarge, String(error)).toBe(true);
    }
  });
});
