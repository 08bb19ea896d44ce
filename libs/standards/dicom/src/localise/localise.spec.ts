import { createHash } from 'node:crypto';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differingTags,
  makeObject,
  nestedSequences,
  readInPieces,
  topLevelBytes,
  withBytes,
  type MadeObject,
  type ObjectOptions,
} from '../../testing';
import { authorDataSet, rawElement } from '../data-set/author';
import { readDataSet } from '../data-set/read-data-set';
import { writeDataSet } from '../data-set/write-data-set';
import type { DataSet } from '../data-set/data-set';
import { objectLimits } from '../limits';
import { DEFLATED_LE, EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE } from '../registry/transfer-syntax';
import { applyLocalise, planLocalise } from './localise';
import { localisedLength, type LocalisePlan } from './plan';
import { identityChanges, type LocalIdentity, type LocaliseRequest, type LocalText } from './request';

const RLE = '1.2.840.10008.1.2.5';
const SYNTAXES = [IMPLICIT_LE, EXPLICIT_LE, EXPLICIT_BE, RLE, DEFLATED_LE];
const plain = (text: string): LocalText => ({ text, ascii: text });

const IDENTITY: LocalIdentity = {
  patientName: { text: 'Müller^Jana', ascii: 'Mueller^Jana' },
  patientId: plain('100200'),
  issuerOfPatientId: plain('HOSP'),
  issuerOfPatientIdEntity: { universalId: '1.2.840.99', universalIdType: 'ISO' },
  patientBirthDate: '19700215',
  patientSex: 'F',
  accessionNumber: plain('A0077'),
  issuerOfAccessionNumber: { universalId: '1.2.840.98', universalIdType: 'ISO' },
  instanceOriginStatus: 'IMPORTED',
};
const MODIFICATION: LocaliseRequest['modification'] = {
  source: plain('RIVERSIDE'),
  modifyingSystem: plain('EXCHANGE'),
  at: new Date(Date.UTC(2026, 10, 24, 3, 55)),
  reason: 'COERCE',
};
const REQUEST: LocaliseRequest = {
  changes: identityChanges(IDENTITY),
  keepOutsidePatientId: { issuer: plain('PARTNER') },
  modification: MODIFICATION,
};
const TOUCHED = ['00080050', '00080051', '00100010', '00100020', '00100021', '00100024', '00100030', '00101002', '04000561', '04000600'];

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function planOf(file: Buffer, request = REQUEST, size = 512): Promise<LocalisePlan> {
  const result = await planLocalise(pieces(file, size), request);
  if (result.kind === 'refused') throw new Error(`refused: ${result.reason}`);
  return result.plan;
}

async function copyOf(file: Buffer, plan: LocalisePlan, size = 512): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of applyLocalise(pieces(file, size), plan)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

interface Localised {
  readonly plan: LocalisePlan;
  readonly file: Buffer;
  readonly before: DataSet;
  readonly after: DataSet;
  readonly differing: readonly string[];
}

const inflated = (made: MadeObject, file: Buffer, offset: number): Buffer =>
  made.transferSyntaxUid === DEFLATED_LE ? zlib.inflateRawSync(file.subarray(offset)) : file.subarray(offset);

function parsed(bytes: Buffer, uid: string): DataSet {
  const read = readDataSet(bytes, uid);
  if (read.kind === 'failure') throw new Error(read.failure.reason);
  return read.dataSet;
}

async function localised(made: MadeObject, request = REQUEST, size = 512): Promise<Localised> {
  const plan = await planOf(made.file, request, size);
  const file = await copyOf(made.file, plan, size);
  const verdict = await readInPieces(file);
  expect(verdict.verdict).toEqual({ kind: 'ok' });
  const length = localisedLength(plan, made.file.length);
  if (length !== null) expect(file.length).toBe(length);
  const before = inflated(made, made.file, plan.dataSetOffset);
  const after = inflated(made, file, verdict.dataSetOffset);
  const uid = made.transferSyntaxUid;
  const differing = differingTags(topLevelBytes(before, uid), topLevelBytes(after, uid));
  return { plan, file, before: parsed(before, uid), after: parsed(after, uid), differing };
}

const german: ObjectOptions = { edge: 16, attributes: { SpecificCharacterSet: 'ISO_IR 100' } };

describe.each(SYNTAXES)('a localised copy in %s', (transferSyntaxUid) => {
  it.each([false, true])('says the local identity, and nothing else differs (delimiters: %s)', async (undefinedLengths) => {
    const made = makeObject({ ...german, transferSyntaxUid, undefinedLengths });
    const { after, differing } = await localised(made);
    expect(differing).toEqual(TOUCHED);
    expect(after.text('PatientName')).toBe('Müller^Jana');
    expect(after.text('PatientID')).toBe('100200');
    expect(after.text('IssuerOfPatientID')).toBe('HOSP');
    expect(after.items('IssuerOfPatientIDQualifiersSequence')[0]?.text('UniversalEntityID')).toBe('1.2.840.99');
    expect(after.items('IssuerOfAccessionNumberSequence')[0]?.text('UniversalEntityIDType')).toBe('ISO');
    expect(after.text('AccessionNumber')).toBe('A0077');
    expect(after.text('InstanceOriginStatus')).toBe('IMPORTED');
    expect(after.text('SpecificCharacterSet')).toBe('ISO_IR 100');
  });

  it('keeps what was there before, in the object itself', async () => {
    const made = makeObject({ ...german, transferSyntaxUid });
    const { before, after } = await localised(made);
    const [original] = after.items('OriginalAttributesSequence');
    expect(original?.text('SourceOfPreviousValues')).toBe('RIVERSIDE');
    expect(original?.text('ModifyingSystem')).toBe('EXCHANGE');
    expect(original?.text('ReasonForTheAttributeModification')).toBe('COERCE');
    expect(original?.text('AttributeModificationDateTime')).toBe('20261124035500+0000');
    const [values] = original!.items('ModifiedAttributesSequence');
    for (const keyword of ['PatientName', 'PatientID', 'IssuerOfPatientID', 'PatientBirthDate', 'AccessionNumber']) {
      expect(values?.get(keyword)?.bytes).toEqual(before.get(keyword)?.bytes);
    }
    expect(values?.has('PatientSex')).toBe(false);
    const others = after.items('OtherPatientIDsSequence');
    expect(others.map((item) => [item.text('PatientID'), item.text('IssuerOfPatientID')])).toEqual([['OUT-4711', 'RIVERSIDE']]);
  });

  it('adds to sequences that are there, whose items stay byte for byte', async () => {
    for (const undefinedLengths of [false, true]) {
      const attributes = {
        ...german.attributes,
        OtherPatientIDsSequence: [{ PatientID: 'OLD', TypeOfPatientID: 'TEXT' }],
        OriginalAttributesSequence: [{ ModifiedAttributesSequence: [{ PatientID: 'OLDER' }], ModifyingSystem: 'SOMEBODY' }],
        SmallestImagePixelValue: 3,
      };
      const made = makeObject({ edge: 16, transferSyntaxUid, undefinedLengths, attributes });
      const { after, differing } = await localised(made);
      expect(differing).toEqual(TOUCHED);
      expect(after.items('OriginalAttributesSequence').map((item) => item.text('ModifyingSystem'))).toEqual(['SOMEBODY', 'EXCHANGE']);
      expect(after.items('OtherPatientIDsSequence').map((item) => item.text('PatientID'))).toEqual(['OLD', 'OUT-4711']);
      const kept = after.items('OriginalAttributesSequence')[1]!.items('ModifiedAttributesSequence')[0]!;
      expect(kept.items('OtherPatientIDsSequence').map((item) => item.text('PatientID'))).toEqual(['OLD']);
    }
  });
});

describe('text', () => {
  it('is written in the object’s own character set, or in ASCII where that cannot hold it', async () => {
    const cases = [
      ['ISO_IR 192', 'Müller^Jana'],
      ['ISO_IR 144', 'Mueller^Jana'],
      ['\\ISO 2022 IR 87', 'Mueller^Jana'],
    ] as const;
    for (const [set, expected] of cases) {
      const made = makeObject({ edge: 16, attributes: { SpecificCharacterSet: set } });
      const { after, plan } = await localised(made);
      expect(after.text('PatientName')).toBe(expected);
      expect(after.text('SpecificCharacterSet')).toBe(set.split('\\')[0] || null);
      expect(plan.differences.find((one) => one.keyword === 'PatientName')?.inAscii).toBe(expected.startsWith('Mue'));
    }
  });

  it('in other sets of the object is not touched: names in Japanese stay as they are in private and other elements', async () => {
    const physician = rawElement('00080090', 'PN', 'Sato=\x1b$B:4F#\x1b(B');
    const made = makeObject({ edge: 16, attributes: { SpecificCharacterSet: '\\ISO 2022 IR 87' }, elements: [physician] });
    const { after } = await localised(made);
    expect(after.text('ReferringPhysicianName')).toBe('Sato=佐藤');
  });

  it('that can be written neither way is refused, with the tag and without the text', async () => {
    const request = { ...REQUEST, changes: identityChanges({ patientName: { text: '佐藤', ascii: '佐藤' } }) };
    const result = await planLocalise([makeObject({ edge: 16 }).file], request);
    expect(result).toEqual({ kind: 'refused', reason: 'text-not-writable', at: 0, tag: 0x00100010 });
    const twoValues = { ...REQUEST, changes: identityChanges({ patientId: plain('A\\B') }) };
    expect(await planLocalise([makeObject({ edge: 16 }).file], twoValues)).toMatchObject({ reason: 'text-not-writable' });
  });
});

describe('what else a plan does', () => {
  it('takes outside issuers out with the id they belong to', async () => {
    const attributes = { IssuerOfPatientIDQualifiersSequence: [{ UniversalEntityID: '1.9', UniversalEntityIDType: 'ISO' }] };
    const request = { ...REQUEST, changes: identityChanges({ patientId: plain('100200') }) };
    const { after } = await localised(makeObject({ edge: 16, attributes }), request);
    expect([after.has('IssuerOfPatientID'), after.has('IssuerOfPatientIDQualifiersSequence')]).toEqual([false, false]);
    const [outside] = after.items('OtherPatientIDsSequence');
    expect(outside?.items('IssuerOfPatientIDQualifiersSequence')[0]?.text('UniversalEntityID')).toBe('1.9');
  });

  it('names the partner’s issuer for an outside id that came without one', async () => {
    const { after } = await localised(makeObject({ edge: 16, attributes: { IssuerOfPatientID: undefined } }));
    expect(after.items('OtherPatientIDsSequence')[0]?.text('IssuerOfPatientID')).toBe('PARTNER');
    const { after: without } = await localised(makeObject({ edge: 16, attributes: { PatientID: '' } }));
    expect(without.has('OtherPatientIDsSequence')).toBe(false);
  });

  it('changes nothing where the object says it all already, and records nothing where nothing was replaced', async () => {
    const made = makeObject({ edge: 16 });
    const same = { ...REQUEST, keepOutsidePatientId: undefined, changes: identityChanges({ patientSex: 'F' }) };
    const plan = await planOf(made.file, same as LocaliseRequest);
    expect(plan).toMatchObject({ splices: [], differences: [] });
    expect(await copyOf(made.file, plan)).toEqual(made.file);
    const added = { ...same, changes: identityChanges({ instanceOriginStatus: 'IMPORTED' }) } as LocaliseRequest;
    expect((await localised(made, added)).differing).toEqual(['04000600']);
  });

  it('drops the group length of a changed group and no other', async () => {
    const lengths = ['00080000', '00100000', '00180000', '04000000'].map((tag) => rawElement(tag, 'UL', Buffer.from([1, 0, 0, 0])));
    const { after, differing } = await localised(makeObject({ ...german, elements: lengths }));
    expect([0x00080000, 0x00100000, 0x00180000, 0x04000000].map((tag) => after.has(tag))).toEqual([false, false, true, false]);
    expect(differing).toEqual([...TOUCHED, '00080000', '00100000', '04000000'].sort());
    const one = { changes: identityChanges({ accessionNumber: plain('A1'), patientSex: 'F' }), modification: MODIFICATION };
    const { after: less } = await localised(makeObject({ ...german, elements: lengths }), one);
    expect([0x00080000, 0x00100000].map((tag) => less.has(tag))).toEqual([false, true]);
  });

  it('shows what was and what will be, for a person to look at first', async () => {
    const plan = await planOf(makeObject(german).file);
    expect(plan.differences.map(({ keyword, before, after }) => [keyword, before, after])).toEqual([
      ['AccessionNumber', '', 'A0077'],
      ['IssuerOfAccessionNumberSequence', null, [{ UniversalEntityID: '1.2.840.98', UniversalEntityIDType: 'ISO' }]],
      ['PatientName', 'DOE^JANE', 'Müller^Jana'],
      ['PatientID', 'OUT-4711', '100200'],
      ['IssuerOfPatientID', 'RIVERSIDE', 'HOSP'],
      ['IssuerOfPatientIDQualifiersSequence', null, [{ UniversalEntityID: '1.2.840.99', UniversalEntityIDType: 'ISO' }]],
      ['PatientBirthDate', '19700214', '19700215'],
      ['OtherPatientIDsSequence', null, [{ PatientID: 'OUT-4711', IssuerOfPatientID: 'RIVERSIDE', TypeOfPatientID: 'TEXT' }]],
      ['InstanceOriginStatus', null, 'IMPORTED'],
    ]);
  });

  it('replaces request attributes when asked to', async () => {
    const request = { ...REQUEST, changes: identityChanges({ requestedProcedureId: plain('RP-9') }) };
    const attributes = { RequestAttributesSequence: [{ RequestedProcedureID: 'THEIRS' }] };
    const { after } = await localised(makeObject({ edge: 16, attributes }), request);
    expect(after.items('RequestAttributesSequence').map((item) => item.text('RequestedProcedureID'))).toEqual(['RP-9']);
  });

  it('needs no more of an image than its header', async () => {
    const made = makeObject({ edge: 512 });
    let read = 0;
    function* counted(): Generator<Buffer> {
      for (const piece of pieces(made.file, 1024)) {
        read += piece.length;
        yield piece;
      }
    }
    expect((await planLocalise(counted(), REQUEST)).kind).toBe('plan');
    expect(read).toBeLessThan(4096);
  });

  it('gives the same copy whatever the size of the pieces', async () => {
    const made = makeObject({ ...german, undefinedLengths: true });
    const whole = await copyOf(made.file, await planOf(made.file, REQUEST, made.file.length), made.file.length);
    for (const size of [1, 3, 7, 13, 64]) expect((await copyOf(made.file, await planOf(made.file, REQUEST, size), size)).equals(whole)).toBe(true);
  });

  it('works on a bare data set as on a file', async () => {
    const made = makeObject(german);
    const result = await planLocalise([made.bytes], REQUEST, { transferSyntaxUid: made.transferSyntaxUid });
    if (result.kind === 'refused') throw new Error(result.reason);
    const plan = await planOf(made.file);
    const file = await copyOf(made.file, plan);
    expect((await copyOf(made.bytes, result.plan)).equals(file.subarray(plan.dataSetOffset))).toBe(true);
  });
});

describe('odd encodings', () => {
  it('of the original attributes as UN get their new item in implicit VR', async () => {
    const older = authorDataSet({ OriginalAttributesSequence: [{ ModifyingSystem: 'SOMEBODY' }] });
    const value = writeDataSet(older, IMPLICIT_LE).subarray(8);
    const { after } = await localised(makeObject({ ...german, elements: [rawElement('04000561', 'UN', value)] }));
    const items = after.items('OriginalAttributesSequence');
    expect(items.map((item) => item.text('ModifyingSystem'))).toEqual(['SOMEBODY', 'EXCHANGE']);
    expect(items[1]?.items('ModifiedAttributesSequence')[0]?.text('PatientName')).toBe('DOE^JANE');
  });

  it('that are no sequence at all are refused', async () => {
    const { file } = makeObject({ edge: 16, elements: [rawElement('04000561', 'UN', 'nothing like an item')] });
    expect(await planLocalise([file], REQUEST)).toMatchObject({ kind: 'refused', reason: 'item-expected' });
    const other = makeObject({ edge: 16, elements: [rawElement('04000561', 'OB', Buffer.alloc(8))] });
    expect(await planLocalise([other.file], REQUEST)).toMatchObject({ kind: 'refused', reason: 'sequence-unreadable', tag: 0x04000561 });
  });

  it('of a sequence with a length and a delimiter in it get their item before the delimiter', async () => {
    const item = Buffer.from('feff00e00c000000100020004c4f04004f4c4420', 'hex');
    const delimiter = Buffer.from('feffdde000000000', 'hex');
    const made = makeObject({ edge: 16, elements: [rawElement('00101002', 'SQ', Buffer.concat([item, delimiter]))] });
    const { after } = await localised(made);
    expect(after.items('OtherPatientIDsSequence').map((one) => one.text('PatientID'))).toEqual(['OLD', 'OUT-4711']);
  });

  it('too deep to be moved into the original attributes are refused', async () => {
    const at = makeObject({ edge: 16 });
    const sequence = nestedSequences(63, 'undefined');
    sequence.writeUInt16LE(0x0010, 0);
    sequence.writeUInt16LE(0x1002, 2);
    const place = at.bytes.indexOf(Buffer.from('20000d00', 'hex'));
    const made = withBytes(at, Buffer.concat([at.bytes.subarray(0, place), sequence, at.bytes.subarray(place)]));
    expect((await readInPieces(made.file)).verdict).toEqual({ kind: 'ok' });
    expect(await planLocalise([made.file], REQUEST)).toMatchObject({ kind: 'refused', reason: 'too-deep' });
  });

  it('longer than the limit are refused before they fill memory', async () => {
    const { file } = makeObject({ edge: 16, elements: [rawElement('00100010', 'PN', 'x'.repeat(60_000))] });
    const limits = objectLimits({ changedElementBytes: 10_000 });
    let read = 0;
    function* counted(): Generator<Buffer> {
      for (const piece of pieces(file, 100)) {
        read += piece.length;
        yield piece;
      }
    }
    expect(await planLocalise(counted(), REQUEST, { limits })).toMatchObject({ reason: 'element-too-long', tag: 0x00100010 });
    expect(read).toBeLessThan(12_000);
  });

  it('and broken objects are refused with the reader’s reason', async () => {
    const { file } = makeObject({ edge: 16 });
    // elements begin at even places, so this cuts one in two
    expect(await planLocalise([file.subarray(0, 501)], REQUEST)).toMatchObject({ kind: 'refused', reason: 'truncated' });
    expect(await planLocalise([Buffer.from('hello')], REQUEST)).toMatchObject({ kind: 'refused', reason: 'not-dicom' });
    expect(await planLocalise([], REQUEST)).toMatchObject({ kind: 'refused', reason: 'empty' });
  });
});

it('leaves pixel data alone whatever identity is written', async () => {
  const made = makeObject({ edge: 64, attributes: { SpecificCharacterSet: 'ISO_IR 192' } });
  const pixels = createHash('sha256').update(made.dataSet.get('PixelData')!.bytes).digest('hex');
  const text = fc.stringMatching(/^[A-Za-zÀ-ž0-9 ^.-]{1,40}$/).map((value) => plain(value.trim() || 'X')).map((value) => ({ ...value, ascii: 'X' }));
  const identity = fc.record({ patientName: text, patientId: text, accessionNumber: text, issuerOfPatientId: text }, { requiredKeys: ['patientId'] });
  await fc.assert(
    fc.asyncProperty(identity, fc.integer({ min: 1, max: 2000 }), async (values, size) => {
      const { after, differing } = await localised(made, { ...REQUEST, changes: identityChanges(values) }, size);
      expect(createHash('sha256').update(after.get('PixelData')!.bytes).digest('hex')).toBe(pixels);
      expect(differing.every((tag) => TOUCHED.includes(tag))).toBe(true);
      expect(after.text('PatientID')).toBe(values.patientId.text || null);
    }),
    { numRuns: 60 },
  );
});
