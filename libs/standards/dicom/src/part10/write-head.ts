/** File heads of ours (PS3.10 7.1): around a data set that came from the network, and in place of a preamble nobody should be served. */
import { elementHead } from '../data-set/write-data-set';

export interface FileHeadFields {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Who writes the file: UID and name (16 characters) of the implementation. */
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
  /** AE title the data set came from. */
  readonly sourceAeTitle?: string;
}

const ENCODING = { explicit: true, bigEndian: false };
const PREAMBLE_BYTES = 128;
const PREFIX = Buffer.concat([Buffer.alloc(PREAMBLE_BYTES), Buffer.from('DICM', 'latin1')]);

function element(number: number, vr: string, value: string | Buffer): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
  const padding = Buffer.alloc(bytes.length % 2, vr === 'UI' || vr === 'OB' ? 0 : 0x20);
  return Buffer.concat([elementHead(0x0002_0000 + number, vr, bytes.length + padding.length, ENCODING), bytes, padding]);
}

/** Preamble of zeros, prefix and file meta group; the data set follows as it is. */
export function writeFileHead(fields: FileHeadFields): Buffer {
  const group = Buffer.concat([
    element(0x01, 'OB', Buffer.from([0, 1])),
    element(0x02, 'UI', fields.sopClassUid),
    element(0x03, 'UI', fields.sopInstanceUid),
    element(0x10, 'UI', fields.transferSyntaxUid),
    element(0x12, 'UI', fields.implementationClassUid),
    element(0x13, 'SH', fields.implementationVersionName),
    ...(fields.sourceAeTitle ? [element(0x16, 'AE', fields.sourceAeTitle)] : []),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(group.length);
  return Buffer.concat([PREFIX, element(0x00, 'UL', length), group]);
}

/**
 * The head to serve a stored file with: its own meta group behind a preamble of zeros. The preamble can make a file an executable or a page
 * to other software (CVE-2019-11687), so it never leaves. `stored` is everything before the data set; null when that is not a head with
 * preamble and prefix, and `writeFileHead` must make one.
 */
export function neutralHead(stored: Buffer): Buffer | null {
  const meta = stored.length > PREFIX.length && stored.toString('latin1', PREAMBLE_BYTES, PREFIX.length) === 'DICM';
  return meta ? Buffer.concat([PREFIX, stored.subarray(PREFIX.length)]) : null;
}
