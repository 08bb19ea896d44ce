// Objects nobody honest sends, over whichever door takes objects, and the verdict each must get.
import { EXPLICIT_LE, newUid } from '@causeway/dicom';
import { BAD_UIDS, deflateBomb, lyingLengths, makeObject, manyElements, nestedObject, truncations, withBytes, withSopInstanceUid, type MadeObject } from '@causeway/dicom/testing';

export interface HostileObject {
  readonly name: string;
  readonly object: MadeObject;
  /** `take`: it is odd but whole. `limit`: beyond a limit. `fault`: not what it claims to be; refused or set aside, but never taken. */
  readonly verdict: 'take' | 'limit' | 'fault';
}

const RLE = '1.2.840.10008.1.2.5';
const ITEM = Buffer.from('feff00e0', 'hex');

/** An encapsulated object whose last fragment has another length than it says (PS3.5 A.4). */
function lyingFragments(): HostileObject[] {
  const base = makeObject({ edge: 32, transferSyntaxUid: RLE });
  const at = base.bytes.lastIndexOf(ITEM) + 4;
  return [0xffffffff, 0x7fffffff, 0x00ffffff, base.bytes.readUInt32LE(at) + 2].map((length) => {
    const bytes = Buffer.from(base.bytes);
    bytes.writeUInt32LE(length, at);
    return { name: `a fragment of length ${length.toString(16)}`, object: withBytes({ ...base, sopInstanceUid: base.sopInstanceUid }, bytes), verdict: 'fault' };
  });
}

/** A sequence whose item says that it is longer than the object. */
function lyingItem(): HostileObject {
  const base = nestedObject(2, 'defined');
  const bytes = Buffer.from(base.bytes);
  bytes.writeUInt32LE(0x7ffffff0, bytes.indexOf(ITEM) + 4);
  return { name: 'an item longer than the object', object: withBytes(base, bytes), verdict: 'fault' };
}

function cuts(count: number): HostileObject[] {
  const whole = makeObject({ edge: 64 });
  const step = Math.ceil(whole.bytes.length / count);
  return [...truncations(whole.bytes, step)].filter((bytes) => bytes.length > 0).map((bytes) => ({ name: `cut after ${bytes.length} bytes`, object: withBytes(whole, bytes), verdict: 'fault' }));
}

const MIB = 2 ** 20;

export async function hostileObjects(short: boolean): Promise<HostileObject[]> {
  const depths = short ? [100, 20_000] : [100, 1000, 20_000, 200_000];
  const nested = depths.flatMap((depth) => (['undefined', 'defined'] as const).map((lengths): HostileObject => ({ name: `${depth} sequences inside each other, ${lengths} lengths`, object: nestedObject(depth, lengths), verdict: 'limit' })));
  const bombs = await Promise.all((short ? [64] : [64, 512, 1024]).map(async (mib): Promise<HostileObject> => ({ name: `a deflate bomb of ${mib} MiB`, object: await deflateBomb(mib * MIB), verdict: 'limit' })));
  const many = withBytes(makeObject({ edge: 16 }), manyElements(short ? 2_100_000 : 4_000_000));
  return [
    { name: '30 sequences inside each other', object: nestedObject(30), verdict: 'take' },
    ...nested, ...bombs, { name: 'millions of elements', object: many, verdict: 'limit' },
    ...lyingLengths().map(({ name, object }): HostileObject => ({ name, object, verdict: 'fault' })),
    ...lyingFragments(), lyingItem(), ...cuts(short ? 12 : 120),
    { name: 'noise', object: withBytes(makeObject({ edge: 16 }), Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * 7919 + (i >> 3)) & 0xff))), verdict: 'fault' },
    ...BAD_UIDS.map((uid): HostileObject => ({ name: `UID ${JSON.stringify(uid.slice(0, 20))}`, object: { ...withSopInstanceUid(uid), sopInstanceUid: uid }, verdict: 'fault' })),
  ];
}

/** Something to break off in the middle of. */
export const honestObject = (): MadeObject => makeObject({ edge: 256, studyInstanceUid: newUid(), transferSyntaxUid: EXPLICIT_LE });
