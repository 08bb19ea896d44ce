import type { Identity } from './head';

/** Identifies this software in the files it writes (PS3.10 7.1); never changes. */
const IMPLEMENTATION_CLASS_UID = '2.25.208472034150287319842730193847561029384';
const IMPLEMENTATION_VERSION = 'CAUSEWAY_1';
const PREAMBLE_AND_PREFIX = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM', 'latin1')]);
const VERSION_1 = Buffer.from([0, 1]);

/** One element of group 0002, which is always Explicit VR Little Endian. */
function element(number: number, vr: 'OB' | 'UI' | 'SH' | 'AE' | 'UL', value: Buffer): Buffer {
  const odd = value.length & 1;
  const long = vr === 'OB';
  const head = Buffer.alloc(long ? 12 : 8);
  head.writeUInt16LE(2, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  if (long) head.writeUInt32LE(value.length + odd, 8);
  else head.writeUInt16LE(value.length + odd, 6);
  return Buffer.concat([head, value, Buffer.alloc(odd, vr === 'UI' || long ? 0 : 0x20)]);
}

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

/**
 * Preamble, prefix and file meta group (PS3.10 7.1) to put before a data set, so that what is stored is a file. Nothing of a received head is taken
 * over: a preamble of another file type or a wrong length in group 0002 would be handed on to whoever opens the file. The data set stays as received.
 */
export function fileMeta(identity: Identity, transferSyntaxUid: string, sourceAeTitle: string | null): Buffer {
  const elements = [
    element(0x01, 'OB', VERSION_1),
    element(0x02, 'UI', text(identity.sopClassUid)),
    element(0x03, 'UI', text(identity.sopInstanceUid)),
    element(0x10, 'UI', text(transferSyntaxUid)),
    element(0x12, 'UI', text(IMPLEMENTATION_CLASS_UID)),
    element(0x13, 'SH', text(IMPLEMENTATION_VERSION)),
    ...(sourceAeTitle ? [element(0x16, 'AE', text(sourceAeTitle.slice(0, 16)))] : []),
  ];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(elements.reduce((sum, e) => sum + e.length, 0));
  return Buffer.concat([PREAMBLE_AND_PREFIX, element(0x00, 'UL', length), ...elements]);
}
