import { randomUUID } from 'node:crypto';
import { EXPLICIT_LE, IMPLICIT_LE, transferSyntax } from '@causeway/dicom';
import type { OutgoingInstance } from '@causeway/transport-kit';
import { TAG, writeDataSet, type DataSet } from '../src/index';

export const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
export const MR_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.4';

export interface SampleOptions {
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  readonly transferSyntaxUid?: string;
  readonly patientName?: string;
  readonly patientId?: string;
  readonly accessionNumber?: string;
  readonly studyDate?: string;
  readonly studyDescription?: string;
  readonly modality?: string;
  readonly instanceNumber?: number;
  /** Rows and columns of the 16-bit image: 256 makes about 128 kB. */
  readonly size?: number;
}

/** A made-up instance: its data set as it travels, the same as a file, and as something to send. */
export interface SampleInstance extends OutgoingInstance {
  readonly seriesInstanceUid: string;
  readonly bytes: Buffer;
  readonly file: Buffer;
}

export function newUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
}

/** A whole CT slice unless told otherwise, in a native or (as if it were compressed) an encapsulated little endian syntax. */
export function sampleInstance(options: SampleOptions = {}): SampleInstance {
  const sopClassUid = options.sopClassUid ?? CT_IMAGE_STORAGE;
  const sopInstanceUid = options.sopInstanceUid ?? newUid();
  const studyInstanceUid = options.studyInstanceUid ?? newUid();
  const seriesInstanceUid = options.seriesInstanceUid ?? newUid();
  const transferSyntaxUid = options.transferSyntaxUid ?? EXPLICIT_LE;
  const identity = { sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid };
  const size = options.size ?? 16;
  const header = headerOf({ ...options, ...identity }, size);
  const explicit = transferSyntaxUid !== IMPLICIT_LE;
  const pixels = transferSyntax(transferSyntaxUid).encapsulated ? fragments(size * size) : nativePixels(size, explicit);
  const bytes = Buffer.concat([writeDataSet(header, { explicit }), pixels]);
  const head = fileHead(sopClassUid, sopInstanceUid, transferSyntaxUid);
  return {
    ...identity,
    transferSyntaxUid,
    bytes,
    file: Buffer.concat([head, bytes]),
    dataSetBytes: bytes.length,
    dataSet: () => [bytes],
    fileHead: () => head,
  };
}

function headerOf(options: SampleOptions & Required<Pick<SampleOptions, 'sopClassUid' | 'sopInstanceUid'>>, size: number): DataSet {
  return new Map<number, readonly string[]>([
    [TAG.specificCharacterSet, ['ISO_IR 192']],
    [TAG.sopClassUid, [options.sopClassUid]],
    [TAG.sopInstanceUid, [options.sopInstanceUid]],
    [TAG.studyDate, [options.studyDate ?? '20260301']],
    [TAG.studyTime, ['101500']],
    [TAG.accessionNumber, [options.accessionNumber ?? 'ACC1']],
    [TAG.modality, [options.modality ?? 'CT']],
    [TAG.studyDescription, [options.studyDescription ?? 'HEAD']],
    [TAG.seriesDescription, ['AXIAL']],
    [TAG.patientName, [options.patientName ?? 'ROE^RICHARD']],
    [TAG.patientId, [options.patientId ?? 'MRN1']],
    [TAG.patientBirthDate, ['19700102']],
    [TAG.patientSex, ['M']],
    [TAG.studyInstanceUid, [options.studyInstanceUid!]],
    [TAG.seriesInstanceUid, [options.seriesInstanceUid!]],
    [TAG.seriesNumber, ['1']],
    [TAG.instanceNumber, [String(options.instanceNumber ?? 1)]],
    [0x00280002, ['1']],
    [0x00280004, ['MONOCHROME2']],
    [0x00280010, [String(size)]],
    [0x00280011, [String(size)]],
    [0x00280100, ['16']],
    [0x00280101, ['16']],
    [0x00280102, ['15']],
    [0x00280103, ['0']],
  ]);
}

function nativePixels(size: number, explicit: boolean): Buffer {
  const header = explicit ? Buffer.from('e07f10004f57000000000000', 'hex') : Buffer.from('e07f100000000000', 'hex');
  const pixels = Buffer.alloc(size * size * 2, 7);
  header.writeUInt32LE(pixels.length, header.length - 4);
  return Buffer.concat([header, pixels]);
}

/** Pixel data as an empty offset table and one fragment (PS3.5 A.4). The fragment is no real codestream: nothing on the way decodes it. */
function fragments(bytes: number): Buffer {
  const fragment = Buffer.alloc(8 + bytes + (bytes & 1), 7);
  fragment.writeUInt32LE(0xe000fffe, 0);
  fragment.writeUInt32LE(fragment.length - 8, 4);
  return Buffer.concat([Buffer.from('e07f10004f420000fffffffffeff00e000000000', 'hex'), fragment, Buffer.from('feffdde000000000', 'hex')]);
}

/** Preamble, prefix and file meta information (PS3.10 7.1). */
function fileHead(sopClassUid: string, sopInstanceUid: string, transferSyntaxUid: string): Buffer {
  const meta = Buffer.concat([
    Buffer.from('020001004f420000020000000001', 'hex'),
    metaUid(0x0002, sopClassUid),
    metaUid(0x0003, sopInstanceUid),
    metaUid(0x0010, transferSyntaxUid),
    metaUid(0x0012, '2.25.1'),
  ]);
  const length = Buffer.from('02000000554c040000000000', 'hex');
  length.writeUInt32LE(meta.length, 8);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta]);
}

function metaUid(element: number, uid: string): Buffer {
  const value = Buffer.from(uid.length % 2 === 0 ? uid : `${uid}\0`, 'latin1');
  const header = Buffer.from('0200000055490000', 'hex');
  header.writeUInt16LE(element, 2);
  header.writeUInt16LE(value.length, 6);
  return Buffer.concat([header, value]);
}
