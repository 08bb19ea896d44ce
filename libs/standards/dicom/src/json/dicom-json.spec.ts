import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeObject, type MadeObject } from '../../testing';
import { authorDataSet, rawElement } from '../data-set/author';
import { readDataSet } from '../data-set/read-data-set';
import { writeDataSet } from '../data-set/write-data-set';
import { DEFLATED_LE, EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE } from '../registry/transfer-syntax';
import { toDicomJson, type DicomJson } from './dicom-json';
import { fromDicomJson } from './from-dicom-json';
import { readMetadata } from './metadata';

async function metadataOf(made: MadeObject): Promise<DicomJson> {
  const result = await readMetadata([made.file], { bulkDataUri: (path) => `/bulk/${path.join('/')}` });
  if (result.kind === 'failure') throw new Error(result.failure.reason);
  return result.json;
}

const ATTRIBUTES = {
  SpecificCharacterSet: '\\ISO 2022 IR 87',
  PatientName: 'Yamada^Tarou=山田^太郎',
  OtherPatientNames: '',
  ImagePositionPatient: [1, 2.5, -3],
  FrameIncrementPointer: [0x00181063],
  SmallestImagePixelValue: 9,
  ReferencedImageSequence: [{ ReferencedSOPInstanceUID: '1.2.3' }, {}],
};

describe.each([IMPLICIT_LE, EXPLICIT_LE, EXPLICIT_BE, DEFLATED_LE, '1.2.840.10008.1.2.5'])('metadata of an object in %s', (transferSyntaxUid) => {
  it('has decoded text, numbers, nested items and no pixels', async () => {
    const json = await metadataOf(makeObject({ edge: 16, transferSyntaxUid, attributes: ATTRIBUTES }));
    expect(json['00100010']).toEqual({ vr: 'PN', Value: [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎' }] });
    expect(json['00080005']).toEqual({ vr: 'CS', Value: ['ISO_IR 192'] });
    expect(json['00280010']).toEqual({ vr: 'US', Value: [16] });
    expect(json['00280106']).toEqual({ vr: 'US', Value: [9] });
    expect(json['00280009']).toEqual({ vr: 'AT', Value: ['00181063'] });
    expect(json['00200032']).toEqual({ vr: 'DS', Value: [1, 2.5, -3] });
    expect(json['00101001']).toEqual({ vr: 'PN' });
    expect(json['00081140']).toEqual({ vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.3'] } }, {}] });
    expect(json['7FE00010']).toEqual({ vr: 'OW', BulkDataURI: '/bulk/7FE00010' });
  });
});

describe('values', () => {
  it('that are binary stay in when short, in little endian, and get a path when long', async () => {
    const words = Buffer.from([1, 0, 2, 0]);
    const lut = { LUTData: Buffer.alloc(2000) };
    const attributes = { ModalityLUTSequence: [lut] };
    const elements = [rawElement('00281201', 'OW', words)];
    const made = makeObject({ edge: 16, transferSyntaxUid: EXPLICIT_BE, attributes, elements });
    const json = await metadataOf(made);
    expect(json['00281201']).toEqual({ vr: 'OW', InlineBinary: words.toString('base64') });
    expect(json['00283000']?.Value).toEqual([{ '00283006': { vr: 'OW', BulkDataURI: '/bulk/00283000/0/00283006' } }]);
  });

  it('that no URI can be given for are left out', async () => {
    const result = await readMetadata([makeObject({ kind: 'pdf', elements: [rawElement('00420011', 'OB', Buffer.alloc(5000))] }).file]);
    expect(result.kind === 'metadata' && result.json['00420011']).toEqual({ vr: 'OB' });
  });

  it('that break their VR stay readable: strings for odd numbers, null for empty ones', () => {
    const dataSet = authorDataSet({ PatientID: '1' });
    dataSet.set(rawElement('00200013', 'IS', '1\\x\\\\3 '));
    dataSet.set(rawElement('00181050', 'FD', Buffer.from('000000000000f87f', 'hex')));
    dataSet.set(rawElement('00080000', 'UL', Buffer.alloc(4)));
    dataSet.set(rawElement('00080050', 'UN', 'A1'));
    dataSet.set(rawElement('00200011', 'UN', '7 '));
    const json = toDicomJson(dataSet);
    expect(json['00200013']).toEqual({ vr: 'IS', Value: [1, 'x', null, 3] });
    expect(json['00181050']).toEqual({ vr: 'FD', Value: ['NaN'] });
    expect(json['00080050']).toEqual({ vr: 'SH', Value: ['A1'] });
    expect(json['00200011']).toEqual({ vr: 'IS', Value: [7] });
    expect(json['00080000']).toBeUndefined();
  });

  it('of an object that cannot be read are a failure with the reason', async () => {
    expect(await readMetadata([Buffer.from('hello')])).toMatchObject({ kind: 'failure', failure: { reason: 'not-dicom' } });
    const { file } = makeObject({ edge: 16 });
    expect(await readMetadata([file.subarray(0, 400)])).toMatchObject({ kind: 'failure', failure: { reason: 'truncated' } });
  });
});

describe('from JSON', () => {
  it('comes the data set it was made of', () => {
    const dataSet = authorDataSet({ ...ATTRIBUTES, SpecificCharacterSet: 'ISO_IR 192' });
    const back = fromDicomJson(JSON.parse(JSON.stringify(toDicomJson(dataSet))));
    expect(back && toDicomJson(back)).toEqual(toDicomJson(dataSet));
    expect(back?.text('PatientName')).toBe('Yamada^Tarou=山田^太郎');
  });

  const odd = { '00100020': { vr: 'LO', Value: 'x' } };
  it.each([null, 1, 'x', [], { PatientID: { vr: 'LO' } }, { '00100020': null }, { '00100020': { vr: 'XX' } }, odd])(
    'no data set comes of %j',
    (json) => expect(fromDicomJson(json)).toBeNull(),
  );

  it('never throws on JSON nobody meant', () => {
    const tag = fc.constantFrom('00100010', '00100020', '00081140', '00280010', '00280009', '00080005', 'x');
    const vr = fc.constantFrom('PN', 'LO', 'SQ', 'US', 'UV', 'AT', 'OB', 'ZZ');
    const element = fc.record({ vr, Value: fc.jsonValue() }, { requiredKeys: ['vr'] });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(tag, element)), (json) => {
        const dataSet = fromDicomJson(json);
        if (dataSet) expect(readDataSet(writeDataSet(dataSet, EXPLICIT_LE), EXPLICIT_LE).kind).toBe('data-set');
      }),
      { numRuns: 500 },
    );
  });

  it('too deep JSON is refused', () => {
    let json: unknown = {};
    for (let depth = 0; depth < 70; depth++) json = { '00081140': { vr: 'SQ', Value: [json] } };
    expect(fromDicomJson(json)).toBeNull();
  });
});
