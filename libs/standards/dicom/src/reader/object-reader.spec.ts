import { describe, expect, it } from 'vitest';
import { fileOf, makeObject, OBJECT_KINDS, readInPieces, withBytes, type ObjectKind, type ObjectOptions } from '../../testing';
import { authorDataSet, rawElement } from '../data-set/author';
import { writeDataSet } from '../data-set/write-data-set';
import { objectLimits } from '../limits';
import { DEFLATED_LE, EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE } from '../registry/transfer-syntax';
import { ObjectReader } from './object-reader';

const JPEG = '1.2.840.10008.1.2.4.50';
const RLE = '1.2.840.10008.1.2.5';
const SYNTAXES = [IMPLICIT_LE, EXPLICIT_LE, EXPLICIT_BE, DEFLATED_LE, JPEG, RLE];
const IMAGES: readonly ObjectKind[] = ['ct', 'us-cine', 'photo'];

describe('valid objects', () => {
  it.each(SYNTAXES)('are ok in %s, as a file and bare, with lengths and with delimiters', async (transferSyntaxUid) => {
    for (const kind of IMAGES) {
      for (const undefinedLengths of [false, true]) {
        const made = makeObject({ kind, transferSyntaxUid, undefinedLengths });
        const bare = await readInPieces(made.bytes, 4096, { transferSyntaxUid });
        const file = await readInPieces(made.file, 4096);
        expect(bare.verdict).toEqual({ kind: 'ok' });
        expect(file.verdict).toEqual({ kind: 'ok' });
        expect(file.values).toEqual(bare.values);
        expect(file.findings).toEqual([]);
        expect(file.values).toMatchObject({ sopInstanceUid: made.sopInstanceUid, patientId: 'OUT-4711', issuerOfPatientId: 'RIVERSIDE' });
        expect(made.file.subarray(file.dataSetOffset)).toEqual(made.bytes);
      }
    }
  });

  it.each(OBJECT_KINDS)('of kind %s are ok, and not when their content is missing', async (kind) => {
    const made = makeObject({ kind });
    expect((await readInPieces(made.file)).verdict).toEqual({ kind: 'ok' });
    const without = authorDataSet({ SOPClassUID: made.sopClassUid, SOPInstanceUID: '1.2.3', StudyInstanceUID: '1.2', SeriesInstanceUID: '1.3' });
    const bytes = writeDataSet(without, EXPLICIT_LE);
    expect((await readInPieces(fileOf(bytes, made))).verdict).toMatchObject({ kind: 'quarantine', reason: 'end-missing' });
  });

  it('give the same result whatever the size of the pieces', async () => {
    const elements = [rawElement('00091001', 'UN', Buffer.alloc(300, 7))];
    for (const transferSyntaxUid of [IMPLICIT_LE, EXPLICIT_LE, EXPLICIT_BE, RLE]) {
      const { file } = makeObject({ transferSyntaxUid, edge: 16, elements, undefinedLengths: true });
      const whole = await readInPieces(file, file.length);
      for (const size of [1, 2, 3, 7, 8, 11, 13, 1000]) expect(await readInPieces(file, size)).toEqual(whole);
    }
  });
});

describe('what is taken from an object', () => {
  it('has values of first items, of lists, and numbers, with padding cut', async () => {
    const { file } = makeObject({
      edge: 16,
      attributes: {
        IssuerOfPatientIDQualifiersSequence: [{ UniversalEntityID: '1.2.840.1', UniversalEntityIDType: 'ISO' }],
        OtherPatientIDsSequence: [
          { PatientID: 'A', IssuerOfPatientID: 'HERE' },
          { PatientID: 'B', IssuerOfPatientIDQualifiersSequence: [{ UniversalEntityID: '1.9', UniversalEntityIDType: 'ISO' }] },
        ],
        RequestAttributesSequence: [{ RequestedProcedureID: 'RP1' }, { RequestedProcedureID: 'RP2' }],
      },
    });
    const result = await readInPieces(file);
    expect(result.values).toMatchObject({
      issuerOfPatientIdUniversalId: '1.2.840.1',
      issuerOfPatientIdUniversalIdType: 'ISO',
      requestedProcedureId: 'RP1',
      rows: '16',
      bitsStored: '12',
      referringPhysicianName: 'ROE^RICHARD',
    });
    expect(result.otherPatientIds).toEqual([
      { patientId: 'A', issuerOfPatientId: 'HERE' },
      { patientId: 'B', universalId: '1.9', universalIdType: 'ISO' },
    ]);
  });

  it('is the same from an issuer sequence that an older system stored as UN', async () => {
    const item = Buffer.from('feff00e00c0000004000320004000000312e3220', 'hex');
    const { file } = makeObject({ edge: 16, elements: [rawElement('00100024', 'UN', item)] });
    expect((await readInPieces(file)).values.issuerOfPatientIdUniversalId).toBe('1.2');
  });

  it('reads at most eight other patient ids, however many there are', async () => {
    const OtherPatientIDsSequence = Array.from({ length: 30 }, (_, i) => ({ PatientID: `P${i}` }));
    const { file } = makeObject({ edge: 16, attributes: { OtherPatientIDsSequence } });
    expect((await readInPieces(file)).otherPatientIds).toHaveLength(8);
  });

  it('leaves out a describing value that is too long, and quarantines an identity that is', async () => {
    const long = 'x'.repeat(5000);
    const described = makeObject({ edge: 16, elements: [rawElement('00081030', 'LO', long)] });
    const result = await readInPieces(described.file);
    expect(result.verdict).toEqual({ kind: 'ok' });
    expect(result.findings).toContain('value-too-long');
    expect(result.values.studyDescription).toBeUndefined();
    const named = makeObject({ edge: 16, elements: [rawElement('00100010', 'PN', long)] });
    expect((await readInPieces(named.file)).verdict).toMatchObject({ kind: 'quarantine', reason: 'wanted-value-too-long' });
  });
});

describe('heads of files', () => {
  const made = makeObject({ edge: 16 });

  it.each([IMPLICIT_LE, EXPLICIT_LE, EXPLICIT_BE])('may be missing altogether in %s', async (transferSyntaxUid) => {
    const { bytes } = makeObject({ edge: 16, transferSyntaxUid });
    const result = await readInPieces(bytes);
    expect(result).toMatchObject({ verdict: { kind: 'ok' }, transferSyntaxUid, dataSetOffset: 0 });
    expect(result.findings).toEqual(['no-preamble', 'no-meta']);
  });

  it('may lack the preamble, or be followed by another object than they name', async () => {
    expect((await readInPieces(made.file.subarray(132))).findings).toEqual(['no-preamble']);
    const other = fileOf(made.bytes, { ...made, sopInstanceUid: '1.2.3' });
    expect((await readInPieces(other)).findings).toEqual(['meta-identity']);
  });

  it('are not found in a value that only looks like a prefix', async () => {
    // A value is filled up so that the letters come to stand at byte 128 of the data set.
    const { bytes: plain } = makeObject({ edge: 16, elements: [rawElement('00080005', 'CS', 'ISO_IR 100')], attributes: { ImageType: 'A' } });
    const valueAt = plain.indexOf(Buffer.from('08001600', 'hex'));
    const element = rawElement('00080012', 'LO', `${'X'.repeat(128 - valueAt - 8)}DICM`);
    const { bytes } = makeObject({ edge: 16, elements: [rawElement('00080005', 'CS', 'ISO_IR 100'), element], attributes: { ImageType: 'A' } });
    expect(bytes.toString('latin1', 128, 132)).toBe('DICM');
    const result = await readInPieces(bytes);
    expect(result).toMatchObject({ verdict: { kind: 'ok' }, dataSetOffset: 0, findings: ['no-preamble', 'no-meta'] });
  });

  it('must not be longer than the limit, nor of a transfer syntax that is no UID', async () => {
    const long = Buffer.concat([made.file.subarray(0, 132), Buffer.from('020002004f420000ffffff00', 'hex'), made.bytes]);
    expect((await readInPieces(long)).verdict).toMatchObject({ reason: 'meta-invalid' });
    const odd = fileOf(made.bytes, { ...made, transferSyntaxUid: 'JPEG' });
    expect((await readInPieces(odd)).verdict).toMatchObject({ reason: 'syntax-unknown' });
  });

  it('of a media directory say so', async () => {
    const directory = fileOf(made.bytes, { ...made, sopClassUid: '1.2.840.10008.1.3.10' });
    expect((await readInPieces(directory)).verdict).toMatchObject({ kind: 'quarantine', reason: 'directory' });
  });

  it.each([
    ['nothing', ''],
    ['a text', 'hello world'],
    ['a JPEG', '\xff\xd8\xff\xe0\0\x10JFIF'.padEnd(400)],
  ])('are not found in %s', async (_name, text) => {
    const result = await readInPieces(Buffer.from(text, 'latin1'));
    expect(result.verdict).toMatchObject({ kind: 'quarantine', reason: text === '' ? 'empty' : 'not-dicom' });
  });
});

describe('encodings that do not fit', () => {
  it('are quarantined: fragments in a native syntax, and native pixels in a compressed one', async () => {
    const compressed = makeObject({ transferSyntaxUid: RLE, edge: 16 });
    const native = makeObject({ edge: 16 });
    const asNative = await readInPieces(compressed.bytes, 999, { transferSyntaxUid: EXPLICIT_LE });
    const asCompressed = await readInPieces(native.bytes, 999, { transferSyntaxUid: JPEG });
    expect(asNative.verdict).toMatchObject({ kind: 'quarantine', reason: 'pixel-encoding' });
    expect(asCompressed.verdict).toMatchObject({ kind: 'quarantine', reason: 'pixel-encoding' });
  });

  it('are quarantined: fewer pixels than rows and columns ask for', async () => {
    const read = (attributes: ObjectOptions['attributes']) => readInPieces(makeObject({ edge: 16, attributes }).file);
    expect((await read({ Rows: 16 })).verdict).toEqual({ kind: 'ok' });
    expect((await read({ Rows: 17 })).verdict).toMatchObject({ kind: 'quarantine', reason: 'pixel-short' });
    expect((await read({ NumberOfFrames: '2' })).verdict).toMatchObject({ kind: 'quarantine', reason: 'pixel-short' });
  });

  it('of private transfer syntaxes are read by the general rules', async () => {
    const { bytes } = makeObject({ transferSyntaxUid: RLE, edge: 16 });
    expect((await readInPieces(bytes, 999, { transferSyntaxUid: '1.2.826.0.1.3680043.9.1' })).verdict).toEqual({ kind: 'ok' });
  });

  it('end an object over the size limit, counted as it arrives', async () => {
    const { file } = makeObject();
    const reader = new ObjectReader({ limits: objectLimits({ objectBytes: 10_000 }) });
    await reader.push(file.subarray(0, 10_000));
    expect(reader.failed).toBeNull();
    await reader.push(file.subarray(10_000, 10_001));
    expect(reader.failed).toMatchObject({ kind: 'refuse', reason: 'too-large' });
    expect((await reader.finish()).verdict).toMatchObject({ reason: 'too-large' });
  });

  it('of deflate are told: another stream behind, a broken stream, a zlib header', async () => {
    const { bytes } = makeObject({ transferSyntaxUid: DEFLATED_LE });
    const read = (deflated: Buffer) => readInPieces(deflated, 700, { transferSyntaxUid: DEFLATED_LE });
    const zlibHeader = Buffer.concat([Buffer.from('789c', 'hex'), bytes]);
    const broken = Buffer.from(bytes);
    broken.fill(0xff, 50, 90);
    expect((await read(Buffer.concat([bytes, Buffer.alloc(1)]))).verdict).toEqual({ kind: 'ok' });
    expect((await read(Buffer.concat([bytes, bytes]))).verdict).toMatchObject({ reason: 'deflate-trailing' });
    expect((await read(zlibHeader)).verdict).toMatchObject({ kind: 'quarantine' });
    expect((await read(broken)).verdict).toMatchObject({ kind: 'quarantine' });
    expect((await read(bytes.subarray(0, bytes.length - 40))).verdict).toMatchObject({ kind: 'quarantine' });
  });
});

it('hands on NUL-free text and says that there was some', async () => {
  const { file } = makeObject({ edge: 16, elements: [rawElement('00100010', 'PN', 'DOE^JA\0NE'), rawElement('00081030', 'LO', 'A\0\0B \0')] });
  const result = await readInPieces(file);
  expect(result.findings).toEqual(['nul-in-text']);
  expect(result.values).toMatchObject({ patientName: 'DOE^JANE', studyDescription: 'AB' });
  expect(JSON.stringify(result.values)).not.toContain('\\u0000');
});

it('keeps a data set whole in memory terms: nothing of the pixel data stays', async () => {
  const made = makeObject({ edge: 512 });
  const result = await readInPieces(withBytes(made, made.bytes).file);
  expect(JSON.stringify(result).length).toBeLessThan(4000);
});
