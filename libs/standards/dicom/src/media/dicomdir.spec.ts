import { describe, expect, it } from 'vitest';
import { makeObject, type ObjectKind } from '../../testing';
import type { DataSet } from '../data-set/data-set';
import { readDataSet } from '../data-set/read-data-set';
import { EXPLICIT_LE, IMPLICIT_LE } from '../registry/transfer-syntax';
import { readFileHead } from '../part10/file-head';
import { writeDataSet } from '../data-set/write-data-set';
import { writeFileHead } from '../part10/write-head';
import { DICOMDIR_LIMITS } from './directory-record';
import { fileIdComponents, fileKey } from './file-id';
import { readDicomdir, type Dicomdir } from './read-dicomdir';
import { writeDicomdir, type ListedFile } from './write-dicomdir';

const FIELDS = { fileSetId: 'CAUSEWAY', uid: '2.25.77', implementationClassUid: '2.25.1', implementationVersionName: 'SPEC' };
const ROOT_AT = 0x00041200;

function listed(fileId: string, attributes: Record<string, string | undefined> = {}, kind: ObjectKind = 'ct'): ListedFile {
  const made = makeObject({ kind, edge: 16, attributes });
  return { ...made, fileId: fileId.split('/') };
}

const headFor = (transferSyntaxUid: string): Buffer =>
  writeFileHead({ sopClassUid: '1.2.840.10008.1.3.10', sopInstanceUid: '2.25.77', transferSyntaxUid, implementationClassUid: '2.25.1', implementationVersionName: 'SPEC' });

async function read(file: Buffer, limits = DICOMDIR_LIMITS): Promise<Dicomdir> {
  const result = await readDicomdir([file], limits);
  if (result.kind === 'failure') throw new Error(result.reason);
  return result.dicomdir;
}

/** The directory with a number exchanged: `(0004,1400)` of the n-th record and the like, found by its tag. */
function withNumber(file: Buffer, tag: number, nth: number, value: number): Buffer {
  const copy = Buffer.from(file);
  const mark = Buffer.from([tag >> 16 & 0xff, tag >> 24 & 0xff, tag & 0xff, tag >> 8 & 0xff, 0x55, 0x4c, 4, 0]);
  let at = -1;
  for (let i = 0; i <= nth; i++) at = copy.indexOf(mark, at + 1);
  copy.writeUInt32LE(value, at + 8);
  return copy;
}

const SAME_STUDY = { PatientID: 'A', StudyInstanceUID: '2.25.1', SeriesInstanceUID: '2.25.11' };
const THREE = [listed('IMG/A1', SAME_STUDY), listed('IMG/A2', SAME_STUDY), listed('IMG/B1', { PatientID: 'B', StudyInstanceUID: '2.25.2' }, 'sr')];

describe('a directory of ours', () => {
  it('is read back with every file, patient by patient, study by study', async () => {
    const { records, findings, fileSetId } = await read(writeDicomdir(THREE, FIELDS));
    expect(findings).toEqual([]);
    expect(fileSetId).toBe('CAUSEWAY');
    expect(records.map((r) => `${r.depth} ${r.type} ${r.fileId?.join('/') ?? ''}`.trim())).toEqual([
      '0 PATIENT', '1 STUDY', '2 SERIES', '3 IMAGE IMG/A1', '3 IMAGE IMG/A2', '0 PATIENT', '1 STUDY', '2 SERIES', '3 SR DOCUMENT IMG/B1',
    ]);
    expect(records.filter((r) => r.fileId).map((r) => r.sopInstanceUid)).toEqual(THREE.map((f) => f.sopInstanceUid));
    expect(records.every((r) => r.linked && r.inUse)).toBe(true);
  });

  it('keeps two people apart who were given the same Patient ID', async () => {
    const two = [listed('A', { PatientID: '1', PatientName: 'DOE^JANE' }), listed('B', { PatientID: '1', PatientName: 'ROE^JOHN' })];
    const { records } = await read(writeDicomdir(two, FIELDS));
    expect(records.filter((r) => r.type === 'PATIENT')).toHaveLength(2);
  });

  it('repeats text byte for byte with its character set, and writes no date nobody wrote', async () => {
    const file = writeDicomdir([listed('A', { SpecificCharacterSet: 'ISO_IR 100', PatientName: 'MÜLLER^JÖRG', StudyDate: undefined, StudyID: undefined })], FIELDS);
    const head = readFileHead(file, 65_536, true);
    if (head.kind !== 'head') throw new Error(head.kind);
    const whole = readDataSet(file.subarray(head.head.dataSetOffset), EXPLICIT_LE);
    if (whole.kind === 'failure') throw new Error(whole.failure.reason);
    const [patient, study] = whole.dataSet.items('DirectoryRecordSequence') as [DataSet, DataSet];
    expect(patient.text('PatientName')).toBe('MÜLLER^JÖRG');
    expect(study.get('StudyDate')?.bytes).toHaveLength(0);
    expect(study.text('StudyID')).toBe('1');
  });

  it('refuses a file id that is no file id', () => {
    expect(() => writeDicomdir([{ ...THREE[0]!, fileId: ['image.dcm'] }], FIELDS)).toThrow(/file id/);
  });
});

describe('a directory of somebody else', () => {
  const good = writeDicomdir(THREE, FIELDS);

  it('that chases its own tail ends, and all its files are still known', async () => {
    const looped = withNumber(good, 0x00041400, 3, good.readUInt32LE(good.indexOf(Buffer.from([4, 0, 0, 0x12, 0x55, 0x4c, 4, 0])) + 8));
    const { records, findings } = await read(looped);
    expect(findings).toContain('record-loop');
    expect(records.filter((r) => r.fileId)).toHaveLength(3);
  });

  it('whose offsets lead nowhere keeps its records, told as not linked', async () => {
    const { records, findings } = await read(withNumber(good, ROOT_AT, 0, 77));
    expect(findings).toEqual(['offset-nowhere', 'record-unlinked']);
    expect(records.filter((r) => r.fileId)).toHaveLength(3);
    expect((await read(withNumber(good, ROOT_AT, 0, 0))).findings).toEqual(['no-root', 'record-unlinked']);
  });

  it('in another transfer syntax is read, its offsets counted from where its own bytes begin', async () => {
    const head = readFileHead(good, 65_536, true);
    if (head.kind !== 'head') throw new Error(head.kind);
    const whole = readDataSet(good.subarray(head.head.dataSetOffset), EXPLICIT_LE);
    if (whole.kind === 'failure') throw new Error(whole.failure.reason);
    const { records, findings } = await read(Buffer.concat([headFor(IMPLICIT_LE), writeDataSet(whole.dataSet, IMPLICIT_LE)]));
    expect(records).toHaveLength(9);
    expect(findings).toContain('not-explicit-le');
  });

  it('cut at any byte neither throws nor invents a file', async () => {
    for (let length = 0; length < good.length; length += 13) {
      const result = await readDicomdir([good.subarray(0, length)]);
      if (result.kind === 'failure') continue;
      expect(result.dicomdir.findings).toContain('broken');
      expect(result.dicomdir.records.filter((r) => r.fileId).length).toBeLessThanOrEqual(3);
    }
  });

  it('with more records than are looked at says so and gives the first ones', async () => {
    const { records, findings } = await read(good, { ...DICOMDIR_LIMITS, records: 4 });
    expect(records).toHaveLength(4);
    expect(findings).toContain('too-many-records');
    expect(await readDicomdir([good], { ...DICOMDIR_LIMITS, bytes: 100 })).toEqual({ kind: 'failure', reason: 'too-large' });
  });

  it('is not an image, and an image is not a directory', async () => {
    expect(await readDicomdir([makeObject({ edge: 16 }).file])).toEqual({ kind: 'failure', reason: 'not-a-dicomdir' });
    expect(await readDicomdir([Buffer.from('not dicom at all')])).toEqual({ kind: 'failure', reason: 'not-a-dicomdir' });
  });
});

describe('a file id', () => {
  it.each(['..\\..\\ETC\\PASSWD', '\\ABS\\FILE', 'C:\\X', 'A\\.\\B', 'A\\\\B', 'A\0B', '../x', Array.from({ length: 40 }, () => '..').join('\\'), ''])('%j stays outside', (raw) => {
    expect(fileIdComponents(raw)).toBeNull();
  });

  it('finds a file whatever the case, with the version of the disc and a last dot', () => {
    expect(fileIdComponents('IMAGES\\IM 1 ')).toEqual(['IMAGES', 'IM 1']);
    expect(fileKey(['images', 'im000001.;1'])).toBe(fileKey(['IMAGES', 'IM000001']));
    expect(fileKey(['a', 'b.dcm;12'])).toBe('A/B.DCM');
  });

  it('outside the medium is told, and the record names no file then', async () => {
    const tree = writeDicomdir([THREE[0]!], FIELDS);
    const evil = Buffer.from(tree);
    evil.write('..\\A1 ', evil.indexOf('IMG\\A1'), 'latin1');
    const { records, findings } = await read(evil);
    expect(findings).toEqual(['file-id-outside']);
    expect(records.at(-1)).toMatchObject({ type: 'IMAGE', fileId: null } satisfies Partial<typeof records[0]>);
  });
});
