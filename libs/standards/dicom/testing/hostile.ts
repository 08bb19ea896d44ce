/** Objects nobody honest sends. Each is generated; what a reader must answer stands beside it in the specs. */
import zlib from 'node:zlib';
import { DEFLATED_LE, newUid, rawElement, type DataElement } from '../src/index';
import { fileOf, makeObject, type MadeObject } from './make-object';

const ITEM = 'feff00e0';
const ITEM_END = 'feff0de000000000';
const SEQUENCE_END = 'feffdde000000000';
/** Header of (0008,1140) Referenced Image Sequence, without its length. */
const SEQUENCE = '08004011' + '53510000';

const repeated = (hex: string, count: number): Buffer => Buffer.alloc((hex.length / 2) * count, Buffer.from(hex, 'hex'));

/** `depth` sequences inside each other, explicit little endian. With lengths, the innermost first; without, with delimiters. */
export function nestedSequences(depth: number, lengths: 'undefined' | 'defined'): Buffer {
  if (lengths === 'undefined') {
    const open = repeated(`${SEQUENCE}ffffffff${ITEM}ffffffff`, depth);
    return Buffer.concat([open, repeated(ITEM_END + SEQUENCE_END, depth)]);
  }
  // One level adds 20 bytes: the element header and the item header.
  const bytes = Buffer.alloc(20 * depth);
  for (let level = 0; level < depth; level++) {
    const at = 20 * level;
    bytes.write(SEQUENCE, at, 'hex');
    bytes.writeUInt32LE(bytes.length - at - 12, at + 8);
    bytes.write(ITEM, at + 12, 'hex');
    bytes.writeUInt32LE(bytes.length - at - 20, at + 16);
  }
  return bytes;
}

/** A CT whose data set nests `depth` sequences. */
export function nestedObject(depth: number, lengths: 'undefined' | 'defined' = 'undefined'): MadeObject {
  const base = makeObject({ edge: 16 });
  const at = base.bytes.indexOf(Buffer.from('10001000', 'hex'));
  return withBytes(base, Buffer.concat([base.bytes.subarray(0, at), nestedSequences(depth, lengths), base.bytes.subarray(at)]));
}

/** The same object with other bytes for its data set. */
export function withBytes(base: MadeObject, bytes: Buffer): MadeObject {
  return { ...base, bytes, file: fileOf(bytes, base) };
}

/** A deflated object whose pixel data is `inflatedBytes` zeros: about a thousandth of that on the wire. */
export async function deflateBomb(inflatedBytes: number): Promise<MadeObject> {
  const base = makeObject({ edge: 16 });
  const at = base.bytes.length - 12 - 512;
  const head = Buffer.from(base.bytes.subarray(0, at + 12));
  head.writeUInt32LE(inflatedBytes, at + 8);
  const deflate = zlib.createDeflateRaw({ level: 9 });
  const zeros = Buffer.alloc(2 ** 20);
  deflate.write(head);
  for (let left = inflatedBytes; left > 0; left -= zeros.length) deflate.write(zeros.subarray(0, Math.min(left, zeros.length)));
  deflate.end();
  const blocks: Buffer[] = [];
  for await (const block of deflate) blocks.push(block as Buffer);
  const bytes = Buffer.concat(blocks);
  const bomb = { ...base, transferSyntaxUid: DEFLATED_LE, bytes };
  return { ...bomb, file: fileOf(bytes, bomb) };
}

export interface Lie {
  readonly name: string;
  readonly object: MadeObject;
}

/** Objects whose lengths are not true, all explicit little endian. */
export function lyingLengths(): Lie[] {
  const base = makeObject({ edge: 16 });
  const pixels = base.bytes.length - 12 - 512;
  const patient = base.bytes.indexOf(Buffer.from('100020004c4f', 'hex'));
  const change = (name: string, edit: (bytes: Buffer) => void): Lie => {
    const bytes = Buffer.from(base.bytes);
    edit(bytes);
    return { name, object: withBytes(base, bytes) };
  };
  return [
    change('pixel data of 2 GiB in a small object', (bytes) => bytes.writeUInt32LE(0x80000000, pixels + 8)),
    change('pixel data of undefined length in a native syntax', (bytes) => bytes.writeUInt32LE(0xffffffff, pixels + 8)),
    change('patient id longer than the object', (bytes) => bytes.writeUInt16LE(0xffff, patient + 6)),
    change('patient id one byte too short', (bytes) => bytes.writeUInt16LE(7, patient + 6)),
    change('pixel data shorter than the image', (bytes) => bytes.writeUInt32LE(510, pixels + 8)),
    change('a VR nobody knows', (bytes) => bytes.write('\x01\x02', patient + 4, 'latin1')),
  ];
}

/** Every `step`-th cut of `bytes`, from nothing to one byte less than the whole. */
export function* truncations(bytes: Buffer, step: number): Generator<Buffer> {
  for (let length = 0; length < bytes.length; length += step) yield bytes.subarray(0, length);
}

/** Preambles that make a DICOM file something else as well. */
export const PREAMBLES: Readonly<Record<string, Buffer>> = Object.fromEntries(
  Object.entries({
    windows: 'MZ\x90\0',
    elf: '\x7fELF',
    'mach-o': '\xcf\xfa\xed\xfe',
    script: '#!/bin/sh\necho\n',
    pdf: '%PDF-1.7\n',
    zip: 'PK\x03\x04',
    html: '<html><script>alert(1)</script>',
    gif: 'GIF89a',
    'tiff-little': 'II*\0',
    'tiff-big': 'MM\0*',
  }).map(([name, start]) => [name, Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(128)]).subarray(0, 128)]),
);

/** A valid file behind such a preamble. */
export function polyglot(preamble: Buffer): Buffer {
  const file = Buffer.from(makeObject({ edge: 16 }).file);
  preamble.copy(file, 0, 0, 128);
  return file;
}

/** SOP Instance UIDs that are paths, too long, or nothing. */
export const BAD_UIDS: readonly string[] = [
  '../../etc/cron.d/x',
  '..\\..\\x',
  '/abs/olute',
  'a%2f..',
  '1.2.3\0.4/../x',
  `1.${'2'.repeat(63)}`,
  '1..2',
  '.1.2',
  '1.2.',
  '1.2.3; rm -rf x',
  '$(id)',
];

/** An object under one of these UIDs, written without asking whether it is one. */
export function withSopInstanceUid(uid: string): MadeObject {
  return makeObject({ edge: 16, elements: [rawElement('00080018', 'UI', uid)] });
}

/** Two objects of one series that belong to two people. */
export function twoPatientsInASeries(): [MadeObject, MadeObject] {
  const shared = { edge: 16, studyInstanceUid: newUid(), seriesInstanceUid: newUid() };
  const other = { PatientName: 'ROE^MARY', PatientID: 'OUT-9999', PatientBirthDate: '19510101', PatientSex: 'F', InstanceNumber: '2' };
  return [makeObject(shared), makeObject({ ...shared, attributes: other })];
}

/** The same SOP Instance UID with other pixels, and with another patient. */
export function sameUidOtherContent(): [MadeObject, MadeObject, MadeObject] {
  const uids = { edge: 16, studyInstanceUid: newUid(), seriesInstanceUid: newUid(), sopInstanceUid: newUid() };
  const somebodyElse = { PatientName: 'ROE^MARY', PatientID: 'OUT-9999' };
  return [makeObject(uids), makeObject({ ...uids, slice: 0.9 }), makeObject({ ...uids, attributes: somebodyElse })];
}

/** Text that must stay text in databases, pages, spreadsheets, logs and shells. */
export const TEXT_ATTACKS: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; DROP TABLE exam;--",
  '=HYPERLINK("http://x")',
  '+1+1',
  '@SUM(1)',
  '`touch /tmp/pwn`',
  '$(id)',
  '{{constructor.constructor("alert(1)")()}}',
  'line\r\nInjected: header',
  '\u202egnp.exe',
  'раураl',
  '__proto__',
  'constructor',
  '%00',
  '\x1b[2J',
];

/** Elements whose text holds bytes no text may hold. */
export function nulInText(): DataElement[] {
  return [rawElement('00100010', 'PN', 'DOE^JA\0NE'), rawElement('00081030', 'LO', 'HEAD\0\0NECK ')];
}

/** Two copies of Patient ID that differ: readers that take the first and readers that take the last see two people. */
export function patientIdTwice(): MadeObject {
  const base = makeObject({ edge: 16 });
  const at = base.bytes.indexOf(Buffer.from('100020004c4f', 'hex'));
  const second = Buffer.from('100020004c4f08004556494c2d303031', 'hex');
  return withBytes(base, Buffer.concat([base.bytes.subarray(0, at), second, base.bytes.subarray(at)]));
}

/** An object with nothing but `count` empty elements in a private group, to cost a reader time. */
export function manyElements(count: number): Buffer {
  const bytes = Buffer.alloc(8 * count);
  for (let i = 0; i < count; i++) {
    bytes.writeUInt16LE(0x0009 + 2 * Math.floor(i / 0xf000), 8 * i);
    bytes.writeUInt16LE(0x1000 + (i % 0xf000), 8 * i + 2);
    bytes.write('LO', 8 * i + 4, 'latin1');
  }
  return bytes;
}
