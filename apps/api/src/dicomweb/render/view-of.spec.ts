import { describe, expect, it } from 'vitest';
import { authorDataSet, rawElement, type AuthoredItem, type DataSet } from '@causeway/dicom';
import { pixelsOf, viewOf } from './view-of';

const words = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
const entries = (text: string): number[] => [...new Uint16Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer)];
const of = (attributes: AuthoredItem): DataSet => authorDataSet({ Rows: 2, Columns: 3, BitsAllocated: 16, BitsStored: 12, HighBit: 11, PixelRepresentation: 0, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', ...attributes });

describe('how an image is shown', () => {
  it('is what its attributes say', () => {
    expect(pixelsOf(of({}), '1.2.840.10008.1.2.1', false)).toEqual({
      transferSyntaxUid: '1.2.840.10008.1.2.1', rows: 2, columns: 3, bitsAllocated: 16, bitsStored: 12, highBit: 11, samples: 1, photometric: 'MONOCHROME2', planar: 0, signed: false, float: false, bigEndian: false,
    });
    expect(viewOf(of({ RescaleSlope: '2', RescaleIntercept: '-1024', WindowCenter: '40\\300', WindowWidth: '80\\1500', VOILUTFunction: 'SIGMOID' }), 1, null)).toMatchObject({ slope: 2, intercept: -1024, window: { center: 40, width: 80, function: 'sigmoid' }, inverted: false });
    expect(viewOf(of({ PhotometricInterpretation: 'MONOCHROME1', PresentationLUTShape: 'INVERSE' }), 1, null).inverted).toBe(true);
    expect(viewOf(of({ PresentationLUTShape: 'INVERSE' }), 1, null).inverted).toBe(true);
    expect(viewOf(of({ PixelPaddingValue: 4095, PixelPaddingRangeLimit: 4000 }), 1, null).padding).toEqual([4000, 4095]);
  });

  it('gives way to the window a person chose', () => {
    const asked = { center: 1, width: 2, function: 'linear' } as const;
    expect(viewOf(of({ WindowCenter: '40', WindowWidth: '80' }), 1, asked).window).toBe(asked);
  });

  it('is nothing that cannot be: widths of zero, slopes of zero, no rows', () => {
    expect(viewOf(of({ WindowCenter: '40', WindowWidth: '0', RescaleSlope: '0' }), 1, null)).toMatchObject({ window: null, slope: 1 });
    expect(pixelsOf(of({ Rows: 0 }), '1.2', false)).toBeNull();
    expect(pixelsOf(authorDataSet({ PatientID: 'X' }), '1.2', false)).toBeNull();
  });

  it('of a frame is in its functional groups, else in the shared ones', () => {
    const image = of({
      SharedFunctionalGroupsSequence: [{ PixelValueTransformationSequence: [{ RescaleSlope: '1', RescaleIntercept: '-1000' }], FrameVOILUTSequence: [{ WindowCenter: '1', WindowWidth: '10' }] }],
      PerFrameFunctionalGroupsSequence: [{}, { FrameVOILUTSequence: [{ WindowCenter: '2', WindowWidth: '20' }] }],
    });
    expect([1, 2, 3].map((frame) => viewOf(image, frame, null)).map((view) => [view.intercept, view.window?.center])).toEqual([[-1000, 1], [-1000, 2], [-1000, 1]]);
  });
});

describe('lookup tables', () => {
  const item = (descriptor: readonly number[], data: Buffer): AuthoredItem => ({ LUTDescriptor: descriptor as number[], LUTData: data });
  it('are given as they stand, their first value signed where the pixels are', () => {
    const voi = viewOf(of({ PixelRepresentation: 1, VOILUTSequence: [item([3, 0xfff6, 8], words(1, 2, 3))] }), 1, null).valueTable;
    expect([voi?.first, voi?.bits, entries(voi?.entries ?? '')]).toEqual([-10, 8, [1, 2, 3]]);
    expect(viewOf(of({ VOILUTSequence: [item([3, 0xfff6, 8], words(1, 2, 3))] }), 1, null).valueTable?.first).toBe(0xfff6);
  });

  it('of eight bits may stand two in a word, and may be shorter than they say', () => {
    const packed = viewOf(of({ ModalityLUTSequence: [item([4, 0, 8], Buffer.from([1, 2, 3, 4]))] }), 1, null).modalityTable;
    expect(entries(packed?.entries ?? '')).toEqual([1, 2, 3, 4]);
    const short = viewOf(of({ ModalityLUTSequence: [item([0, 0, 16], words(7, 9))] }), 1, null).modalityTable;
    expect([entries(short?.entries ?? '').length, entries(short?.entries ?? '').at(-1)]).toEqual([65_536, 9]);
    expect(viewOf(of({ ModalityLUTSequence: [item([4, 0], words(1))] }), 1, null).modalityTable).toBeNull();
  });

  it('of a palette are three or none; sixteen bits that hold eight are eight', () => {
    const image = (more: AuthoredItem): DataSet => {
      const set = of({ PhotometricInterpretation: 'PALETTE COLOR', BitsAllocated: 8, BitsStored: 8, HighBit: 7, ...more });
      for (const tag of ['00281101', '00281102', '00281103']) set.set(rawElement(tag, 'US', words(2, 0, 16)));
      for (const tag of ['00281201', '00281202', '00281203']) set.set(rawElement(tag, 'OW', words(0, 200)));
      return set;
    };
    expect(viewOf(image({}), 1, null).palette?.map((table) => [table.bits, entries(table.entries)])).toEqual([[8, [0, 200]], [8, [0, 200]], [8, [0, 200]]]);
    expect(viewOf(of({ PhotometricInterpretation: 'PALETTE COLOR' }), 1, null).palette).toBeNull();
  });
});
