import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { LookupTable, OutputRecipe, PixelRecipe, RenderOrder, ViewRecipe } from '../recipe';
import { windowed } from './grey';
import { render } from './render';
import { TooLarge, Undecodable } from './samples';

const PIXELS: PixelRecipe = {
  transferSyntaxUid: '1.2.840.10008.1.2.1', rows: 1, columns: 4, samples: 1, photometric: 'MONOCHROME2', planar: 0, bitsAllocated: 16, bitsStored: 16, highBit: 15, signed: true, float: false, bigEndian: false,
};
const VIEW: ViewRecipe = { slope: 1, intercept: 0, modalityTable: null, window: null, valueTable: null, inverted: false, padding: null, palette: null };
const OUTPUT: OutputRecipe = { format: 'png', quality: 90, fit: null, region: null };
const BYTES = { bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: false };

const order = (pixels: Partial<PixelRecipe> = {}, view: Partial<ViewRecipe> = {}, output: Partial<OutputRecipe> = {}): RenderOrder => ({ pixels: { ...PIXELS, ...pixels }, view: { ...VIEW, ...view }, output: { ...OUTPUT, ...output } });
const words = (...values: number[]): Buffer => Buffer.from(Int16Array.from(values).buffer);
const table = (first: number, bits: number, ...entries: number[]): LookupTable => ({ first, bits, entries: Buffer.from(Uint16Array.from(entries).buffer).toString('base64') });
async function shown(bytes: Buffer, one: RenderOrder): Promise<number[]> {
  const picture = sharp(await render(one, bytes));
  const grey = (await picture.metadata()).channels === 1;
  return [...(await (grey ? picture.toColourspace('b-w') : picture).raw().toBuffer())];
}

describe('a window', () => {
  it('is the formula of the standard (PS3.3 C.11.2.1.2)', () => {
    const linear = { center: 2048, width: 4096, function: 'linear' } as const;
    // the examples the standard gives: width 4096 at 2048 is the identity of twelve bits, width 1 a threshold, width 100 at 0
    expect([0, 2047.5, 4095].map((x) => Math.round(windowed(x, linear)))).toEqual([0, 128, 255]);
    expect([2047, 2047.5, 2048].map((x) => windowed(x, { center: 2048, width: 1, function: 'linear' }))).toEqual([0, 0, 255]);
    expect([-51, -50, 49, 50].map((x) => windowed(x, { center: 0, width: 100, function: 'linear' }))).toEqual([0, 0, 255, 255]);
    expect([-50, 0, 50].map((x) => windowed(x, { center: 0, width: 100, function: 'linear-exact' }))).toEqual([0, 127.5, 255]);
    expect(windowed(0, { center: 0, width: 100, function: 'sigmoid' })).toBe(127.5);
    expect(windowed(50, { center: 0, width: 100, function: 'sigmoid' })).toBeCloseTo(255 / (1 + Math.exp(-2)), 6);
  });

  it('is applied to values after the modality transformation', async () => {
    expect(await shown(words(1024, 1064, 1074, 984), order({}, { intercept: -1024, window: { center: 40, width: 101, function: 'linear' } }))).toEqual([27, 129, 154, 0]);
    expect(await shown(words(0, 10, 20, 30), order({}, { slope: 2, window: { center: 30, width: 60, function: 'linear-exact' } }))).toEqual([0, 85, 170, 255]);
  });

  it('is the range of the image where there is none, without the padding', async () => {
    expect(await shown(words(-2000, -1000, 0, 1000), order({}, { padding: [-2000, -2000] }))).toEqual([0, 0, 128, 255]);
    expect(await shown(words(5, 5, 5, 5), order())).toHaveLength(4);
    expect(await shown(Buffer.from([0, 100, 128, 255]), order(BYTES))).toEqual([0, 100, 128, 255]);
  });

  it('is turned round for MONOCHROME1', async () => {
    expect(await shown(Buffer.from([0, 100, 128, 255]), order(BYTES, { inverted: true }))).toEqual([255, 155, 127, 0]);
  });
});

describe('tables', () => {
  it('of values of interest and of the modality are looked up, held at their ends', async () => {
    expect(await shown(words(-5, 0, 1, 99), order({}, { valueTable: table(0, 8, 10, 200) }))).toEqual([10, 10, 200, 200]);
    expect(await shown(words(-5, 0, 1, 99), order({}, { modalityTable: table(0, 16, 1000, 2000), window: { center: 1500, width: 1000, function: 'linear-exact' } }))).toEqual([0, 0, 255, 255]);
  });

  it('of colours make colours', async () => {
    const palette = [table(0, 16, 0, 0xffff), table(0, 16, 0xffff, 0), table(0, 16, 0, 0x8080)] as const;
    expect(await shown(Buffer.from([0, 1, 1, 9]), order({ ...BYTES, photometric: 'PALETTE COLOR' }, { palette }))).toEqual([0, 255, 0, 255, 0, 128, 255, 0, 128, 255, 0, 128]);
    await expect(render(order({ ...BYTES, photometric: 'PALETTE COLOR' }), Buffer.from([0, 1, 1, 9]))).rejects.toBeInstanceOf(Undecodable);
  });
});

describe('colours', () => {
  const rgb = { ...BYTES, columns: 2, samples: 3, photometric: 'RGB' };

  it('stand pixel by pixel or plane by plane', async () => {
    expect(await shown(Buffer.from([1, 2, 3, 4, 5, 6]), order(rgb))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await shown(Buffer.from([1, 4, 2, 5, 3, 6]), order({ ...rgb, planar: 1 }))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('of sixteen bits are brought to eight', async () => {
    const deep = Buffer.from(Uint16Array.from([0, 0x8080, 0xffff, 0xffff, 0, 0]).buffer);
    expect(await shown(deep, order({ ...rgb, bitsAllocated: 16, bitsStored: 16, highBit: 15 }))).toEqual([0, 128, 255, 255, 0, 0]);
  });

  it('of luminance and chrominance become red, green and blue', async () => {
    expect(await shown(Buffer.from([76, 85, 255, 255, 128, 128]), order({ ...rgb, photometric: 'YBR_FULL' }))).toEqual([254, 0, 0, 255, 255, 255]);
    expect(await shown(Buffer.from([16, 128, 128, 235, 128, 128]), order({ ...rgb, photometric: 'YBR_PARTIAL_420' }))).toEqual([0, 0, 0, 255, 255, 255]);
  });
});

describe('pictures', () => {
  const square = { ...BYTES, rows: 8, columns: 16 };
  const ramp = Buffer.from(Array.from({ length: 128 }, (_, i) => i * 2));

  it('come as JPEG, PNG and GIF, made to fit and cut to a part', async () => {
    for (const format of ['jpeg', 'png', 'gif'] as const) expect((await sharp(await render(order(square, {}, { format }), ramp)).metadata()).format).toBe(format);
    const size = async (output: Partial<OutputRecipe>): Promise<unknown[]> => {
      const { width, height } = await sharp(await render(order(square, {}, output), ramp)).metadata();
      return [width, height];
    };
    expect(await size({ fit: { width: 8, height: 8 } })).toEqual([8, 4]);
    expect(await size({ fit: { width: 100, height: 100 } })).toEqual([100, 50]);
    expect(await size({ region: { left: 2, top: 1, width: 4, height: 3 } })).toEqual([4, 3]);
    await expect(render(order(square, {}, { region: { left: 14, top: 0, width: 4, height: 3 } }), ramp)).rejects.toBeInstanceOf(Undecodable);
  });

  it('are not made of images beyond the limit, whatever their bytes', async () => {
    await expect(render(order({ ...BYTES, rows: 65_535, columns: 65_535 }), ramp)).rejects.toBeInstanceOf(TooLarge);
  });
});
