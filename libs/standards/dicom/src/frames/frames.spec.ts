import { describe, expect, it } from 'vitest';
import { makeObject, type MadeObject, type ObjectOptions } from '../../testing';
import { rawElement } from '../data-set/author';
import { DEFLATED_LE, EXPLICIT_BE, IMPLICIT_LE, EXPLICIT_LE } from '../registry/transfer-syntax';
import { locateFrames, locateFramesAt } from './locate-frames';
import type { FrameResult } from './frame-index';

const JPEG = '1.2.840.10008.1.2.4.50';
const H264 = '1.2.840.10008.1.2.4.102';

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Both ways must find the same; what they find is given as the bytes of each frame. */
async function framesOf(made: MadeObject): Promise<Buffer[]> {
  const { file } = made;
  const results: FrameResult[] = [await locateFramesAt(async (offset, length) => file.subarray(offset, offset + length), file.length)];
  results.push(await locateFramesAt(async (offset, length) => file.subarray(offset, offset + Math.min(9, length)), file.length));
  for (const size of [1, 5, 700]) results.push(await locateFrames(pieces(file, size)));
  const found = results.map((result) => {
    if (result.kind !== 'frames') throw new Error(JSON.stringify(result));
    const { index } = result;
    expect([index.ranges(0), index.ranges(index.frames + 1), index.ranges(1.5)]).toEqual([null, null, null]);
    const frame = (number: number): Buffer => Buffer.concat(index.ranges(number)!.map(({ offset, length }) => file.subarray(offset, offset + length)));
    return Array.from({ length: index.frames }, (_, i) => frame(i + 1));
  });
  for (const other of found) expect(other).toEqual(found[0]);
  return found[0]!;
}

const image = (fill: number, length = 300): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(length, fill)]);
const cine: ObjectOptions = { kind: 'us-cine', transferSyntaxUid: JPEG };
const FRAMES = [1, 2, 3, 4].map((fill) => image(fill));

/** The object with a table of other offsets, or none. */
function withTable(made: MadeObject, offsets: Buffer): ObjectOptions['elements'] {
  const [, ...fragments] = made.dataSet.get('PixelData')!.fragments!;
  return [{ tag: 0x7fe00010, vr: 'OB', bytes: Buffer.alloc(0), fragments: [offsets, ...fragments] }];
}

describe('native frames', () => {
  it.each([IMPLICIT_LE, EXPLICIT_LE, EXPLICIT_BE])('in %s follow each other', async (transferSyntaxUid) => {
    const made = makeObject({ kind: 'xa', transferSyntaxUid, edge: 20 });
    const frames = await framesOf(made);
    expect(frames.map((frame) => frame.length)).toEqual([800, 800, 800, 800]);
    expect(Buffer.concat(frames).equals(made.bytes.subarray(made.bytes.length - 3200))).toBe(true);
  });

  it('of one bit that do not begin at bytes, and of pixel data too short, are not guessed', async () => {
    const attributes = { NumberOfFrames: '3', Rows: 3, Columns: 3, BitsAllocated: 1, BitsStored: 1, HighBit: 0 };
    const elements = [rawElement('7fe00010', 'OB', Buffer.alloc(4))];
    const bits = makeObject({ kind: 'sc', attributes: { ...attributes, SamplesPerPixel: 1 }, elements });
    expect(await locateFrames([bits.file])).toEqual({ kind: 'unavailable', reason: 'frames-not-at-bytes' });
    const short = makeObject({ kind: 'xa', edge: 20, attributes: { NumberOfFrames: '5' } });
    expect(await locateFrames([short.file])).toEqual({ kind: 'unavailable', reason: 'pixel-short' });
  });
});

describe('encapsulated frames', () => {
  it('are found by the basic offset table, of one fragment or of several', async () => {
    expect(await framesOf(makeObject({ ...cine, encapsulated: FRAMES.map((frame) => [frame]) }))).toEqual(FRAMES);
    const split = FRAMES.map((frame) => [frame.subarray(0, 100), frame.subarray(100, 102), frame.subarray(102)]);
    expect(await framesOf(makeObject({ ...cine, encapsulated: split }))).toEqual(FRAMES);
  });

  it('are found without a table when each has one fragment, or there is one frame', async () => {
    const made = makeObject({ ...cine, encapsulated: FRAMES.map((frame) => [frame]) });
    expect(await framesOf(makeObject({ ...cine, elements: withTable(made, Buffer.alloc(0))! }))).toEqual(FRAMES);
    const single = makeObject({ kind: 'us', transferSyntaxUid: JPEG, encapsulated: [[FRAMES[0]!, FRAMES[1]!.subarray(4)]] });
    const without = makeObject({ kind: 'us', transferSyntaxUid: JPEG, elements: withTable(single, Buffer.alloc(0))! });
    expect(await framesOf(without)).toEqual([Buffer.concat([FRAMES[0]!, FRAMES[1]!.subarray(4)])]);
  });

  it('are found by their first bytes when the table is missing or wrong', async () => {
    const split = makeObject({ ...cine, encapsulated: FRAMES.map((frame) => [frame.subarray(0, 50), frame.subarray(50)]) });
    const wrong = Buffer.alloc(16);
    for (let i = 0; i < 4; i++) wrong.writeUInt32LE(i * 7, 4 * i);
    for (const table of [Buffer.alloc(0), wrong]) expect(await framesOf(makeObject({ ...cine, elements: withTable(split, table)! }))).toEqual(FRAMES);
  });

  it('are found by the extended offset table, without their padding', async () => {
    const odd = FRAMES.map((frame) => frame.subarray(0, 101));
    const made = makeObject({ ...cine, encapsulated: odd.map((frame) => [frame]) });
    const offsets = Buffer.alloc(32);
    const lengths = Buffer.alloc(32);
    odd.forEach((frame, i) => {
      offsets.writeBigUInt64LE(BigInt(i * 110), 8 * i);
      lengths.writeBigUInt64LE(BigInt(frame.length), 8 * i);
    });
    const tables = [rawElement('7fe00001', 'OV', offsets), rawElement('7fe00002', 'OV', lengths)];
    expect(await framesOf(makeObject({ ...cine, elements: [...withTable(made, Buffer.alloc(0))!, ...tables] }))).toEqual(odd);
  });

  it('that cannot be told apart are not guessed', async () => {
    const vague = FRAMES.map((frame) => [frame.subarray(4, 50), frame.subarray(50)]);
    const made = makeObject({ ...cine, encapsulated: vague });
    const { file } = makeObject({ ...cine, elements: withTable(made, Buffer.alloc(0))! });
    expect(await locateFrames([file])).toEqual({ kind: 'unavailable', reason: 'frames-unclear' });
  });

  it('of a video are one stream', async () => {
    const parts = [Buffer.alloc(100, 1), Buffer.alloc(50, 2)];
    const { file } = makeObject({ kind: 'video', transferSyntaxUid: H264, encapsulated: [parts] });
    const result = await locateFrames([file]);
    const bytes = result.kind === 'stream' ? result.ranges.map(({ offset, length }) => file.subarray(offset, offset + length)) : [];
    expect(bytes).toEqual(parts);
  });
});

it('reads little of a long object when it can jump', async () => {
  const long = Array.from({ length: 4 }, (_, i) => [image(i, 200_000)]);
  const { file } = makeObject({ ...cine, encapsulated: long });
  let read = 0;
  const result = await locateFramesAt(async (offset, length) => {
    const bytes = file.subarray(offset, offset + length);
    read += bytes.length;
    return bytes;
  }, file.length);
  expect(result.kind).toBe('frames');
  expect(read).toBeLessThan(file.length / 4);
});

it.each([
  ['a report', makeObject({ kind: 'sr' }).file, 'no-pixel-data'],
  ['a deflated image', makeObject({ edge: 16, transferSyntaxUid: DEFLATED_LE }).file, 'deflated'],
  ['a text', Buffer.from('hello world, this is no image at all'), 'not-dicom'],
  ['a cut image', makeObject({ kind: 'us-cine', transferSyntaxUid: JPEG }).file.subarray(0, -100), 'truncated'],
])('says why there are no frames in %s', async (_name, file, reason) => {
  expect(await locateFrames([file])).toEqual({ kind: 'unavailable', reason });
  const jumping = await locateFramesAt(async (offset, length) => file.subarray(offset, offset + length), file.length);
  expect(jumping).toEqual({ kind: 'unavailable', reason });
});
