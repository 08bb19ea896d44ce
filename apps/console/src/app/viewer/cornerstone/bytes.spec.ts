import { describe, expect, it } from 'vitest';
import { frameRescale, frameWindow } from './functional-groups';
import { asRgbStream, jpegSyntax } from './jpeg-stream';
import { rangeOf, throughTable } from './lookup-table';
import { cleanSamples } from './native-samples';
import type { ParsedDataSet, ParsedElement } from './parsed-data-set';

const SYNTAX = '1.2.840.10008.1.2.4.';
/** A JPEG head: markers with their length, then a scan. */
const jpeg = (...markers: readonly number[]): Uint8Array => Uint8Array.from([0xff, 0xd8, ...markers.flatMap((m) => [0xff, m, 0, 4, 1, 2]), 0xff, 0xda, 0, 2, 9, 9]);

describe('a JPEG stream', () => {
  it('is decoded by what it is where the file names another JPEG process', () => {
    expect(jpegSyntax(`${SYNTAX}70`, jpeg(0xe0, 0xdb, 0xc0))).toBe(`${SYNTAX}50`);
    expect(jpegSyntax(`${SYNTAX}51`, jpeg(0xc0))).toBe(`${SYNTAX}50`);
    expect(jpegSyntax(`${SYNTAX}50`, jpeg(0xc1))).toBe(`${SYNTAX}51`);
    expect(jpegSyntax(`${SYNTAX}50`, jpeg(0xdb, 0xc3))).toBe(`${SYNTAX}70`);
  });

  it('is left alone where it is what the file says, or no JPEG at all', () => {
    expect(jpegSyntax(`${SYNTAX}57`, jpeg(0xc3))).toBe(`${SYNTAX}57`);
    expect(jpegSyntax(`${SYNTAX}90`, jpeg(0xc0))).toBe(`${SYNTAX}90`);
    expect(jpegSyntax(`${SYNTAX}70`, Uint8Array.from([1, 2, 3]))).toBe(`${SYNTAX}70`);
    expect(jpegSyntax(`${SYNTAX}70`, new Uint8Array())).toBe(`${SYNTAX}70`);
  });

  it('gets a marker against colour transforms only when it says nothing itself', () => {
    const silent = jpeg(0xdb, 0xc0);
    const marked = asRgbStream(silent);
    expect([...marked.subarray(0, 4)]).toEqual([0xff, 0xd8, 0xff, 0xee]);
    expect(marked.length).toBe(silent.length + 16);
    expect([...marked.subarray(18)]).toEqual([...silent.subarray(2)]);
    expect(asRgbStream(jpeg(0xe0, 0xc0))).toHaveLength(jpeg(0xe0, 0xc0).length);
    expect(asRgbStream(jpeg(0xee, 0xc0))).toHaveLength(jpeg(0xee, 0xc0).length);
  });

  it('with a length that runs beyond the bytes ends the search', () => {
    expect(jpegSyntax(`${SYNTAX}70`, Uint8Array.from([0xff, 0xd8, 0xff, 0xdb, 0xff, 0xff, 0]))).toBe(`${SYNTAX}70`);
  });
});

describe('native samples', () => {
  const words = (values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);
  const read = (bytes: Uint8Array, signed = false): number[] => [...(signed ? new Int16Array(bytes.buffer) : new Uint16Array(bytes.buffer))];

  it('loses overlays that stand in its spare bits', () => {
    const bytes = words([0x8123, 0x0fff, 0xf000]);
    cleanSamples(bytes, { bitsAllocated: 16, bitsStored: 12, highBit: 11, signed: false });
    expect(read(bytes)).toEqual([0x123, 0xfff, 0]);
  });

  it('keeps its sign', () => {
    const bytes = words([0x0800, 0x07ff, 0x0fff]);
    cleanSamples(bytes, { bitsAllocated: 16, bitsStored: 12, highBit: 11, signed: true });
    expect(read(bytes, true)).toEqual([-2048, 2047, -1]);
  });

  it('comes down where its high bit is not the last of its bits', () => {
    const bytes = words([0x1230]);
    cleanSamples(bytes, { bitsAllocated: 16, bitsStored: 12, highBit: 15, signed: false });
    expect(read(bytes)).toEqual([0x123]);
  });

  it('is not touched when all its bits count, or its layout makes no sense', () => {
    for (const layout of [{ bitsAllocated: 16, bitsStored: 16, highBit: 15 }, { bitsAllocated: 16, bitsStored: 12, highBit: 20 }, { bitsAllocated: 16, bitsStored: 0, highBit: 11 }, { bitsAllocated: 32, bitsStored: 12, highBit: 11 }]) {
      const bytes = words([0xffff]);
      cleanSamples(bytes, { ...layout, signed: false });
      expect(read(bytes)).toEqual([0xffff]);
    }
  });
});

describe('a look-up table', () => {
  it('maps values, and what lies outside by its first and last entry; entries are unsigned', () => {
    expect([...throughTable([-5, -2, -1, 0, 9], { firstValueMapped: -2, numBitsPerEntry: 16, lut: [0, 100, -1] })]).toEqual([0, 0, 100, 65535, 65535]);
    expect(rangeOf([3, -1, 2])).toEqual({ min: -1, max: 3 });
  });
});

describe('an enhanced object', () => {
  const dataSet = (elements: Readonly<Record<string, string | ParsedDataSet>>): ParsedDataSet => ({
    byteArray: new Uint8Array(),
    elements: Object.fromEntries(Object.entries(elements).map(([tag, value]): [string, ParsedElement] => [`x${tag}`, { dataOffset: 0, length: 1, ...(typeof value === 'string' ? {} : { items: [{ dataSet: value }] }) }])),
    string: (tag) => {
      const value = elements[tag.slice(1)];
      return typeof value === 'string' ? value : undefined;
    },
  });

  it('has its rescale and window in the groups of its frame', () => {
    const frame = dataSet({ '00289145': dataSet({ '00281053': '2', '00281052': '-1024', '00281054': 'HU' }), '00289132': dataSet({ '00281050': '40\\600', '00281051': '80\\2000' }) });
    expect(frameRescale(frame)).toEqual({ rescaleSlope: 2, rescaleIntercept: -1024, rescaleType: 'HU' });
    expect(frameWindow(frame)).toMatchObject({ windowCenter: [40, 600], windowWidth: [80, 2000] });
  });

  it('has none when its groups have none, or say what cannot be', () => {
    expect(frameRescale(dataSet({}))).toBeUndefined();
    expect(frameRescale(dataSet({ '00289145': dataSet({ '00281053': '0', '00281052': '0' }) }))).toBeUndefined();
    expect(frameRescale(dataSet({ '00289145': dataSet({ '00281053': 'x', '00281052': '0' }) }))).toBeUndefined();
    expect(frameWindow(dataSet({ '00281050': '40' }))).toBeUndefined();
  });
});
