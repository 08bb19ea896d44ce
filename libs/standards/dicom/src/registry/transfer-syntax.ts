/** Transfer syntaxes (PS3.5 section 10, annex A): how the data set of each is read, and what people call it. */

export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly explicit: boolean;
  readonly bigEndian: boolean;
  readonly deflated: boolean;
  /** Pixel data is a list of fragments (A.4). */
  readonly encapsulated: boolean;
  /** Pixel values may have been lost in compression; null when the syntax alone does not tell. */
  readonly lossy: boolean | null;
  /** False for a syntax this table does not name. */
  readonly known: boolean;
}

const BASE = '1.2.840.10008.1.2';
export const IMPLICIT_LE = BASE;
export const EXPLICIT_LE = `${BASE}.1`;
export const DEFLATED_LE = `${BASE}.1.99`;
export const EXPLICIT_BE = `${BASE}.2`;

type Shape = 'native' | 'deflated' | 'encapsulated' | 'referenced' | 'referenced-deflated';

const NAMED: readonly (readonly [suffix: string, name: string, shape: Shape, lossy: boolean | null])[] = [
  ['', 'Implicit VR Little Endian', 'native', false],
  ['.1', 'Explicit VR Little Endian', 'native', false],
  ['.1.98', 'Encapsulated Uncompressed Explicit VR Little Endian', 'encapsulated', false],
  ['.1.99', 'Deflated Explicit VR Little Endian', 'deflated', false],
  ['.2', 'Explicit VR Big Endian', 'native', false],
  ['.4.50', 'JPEG Baseline (8 bit)', 'encapsulated', true],
  ['.4.51', 'JPEG Extended (12 bit)', 'encapsulated', true],
  ['.4.57', 'JPEG Lossless', 'encapsulated', false],
  ['.4.70', 'JPEG Lossless, first-order prediction', 'encapsulated', false],
  ['.4.80', 'JPEG-LS Lossless', 'encapsulated', false],
  ['.4.81', 'JPEG-LS Near-lossless', 'encapsulated', true],
  ['.4.90', 'JPEG 2000 Lossless', 'encapsulated', false],
  ['.4.91', 'JPEG 2000', 'encapsulated', null],
  ['.4.92', 'JPEG 2000 Multi-component Lossless', 'encapsulated', false],
  ['.4.93', 'JPEG 2000 Multi-component', 'encapsulated', null],
  ['.4.94', 'JPIP Referenced', 'referenced', null],
  ['.4.95', 'JPIP Referenced Deflate', 'referenced-deflated', null],
  ['.4.100', 'MPEG-2 Main Profile, Main Level', 'encapsulated', true],
  ['.4.100.1', 'Fragmentable MPEG-2 Main Profile, Main Level', 'encapsulated', true],
  ['.4.101', 'MPEG-2 Main Profile, High Level', 'encapsulated', true],
  ['.4.101.1', 'Fragmentable MPEG-2 Main Profile, High Level', 'encapsulated', true],
  ['.4.102', 'MPEG-4 AVC/H.264 High Profile', 'encapsulated', true],
  ['.4.102.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile', 'encapsulated', true],
  ['.4.103', 'MPEG-4 AVC/H.264 BD-compatible High Profile', 'encapsulated', true],
  ['.4.103.1', 'Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile', 'encapsulated', true],
  ['.4.104', 'MPEG-4 AVC/H.264 High Profile for 2D Video', 'encapsulated', true],
  ['.4.104.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile for 2D Video', 'encapsulated', true],
  ['.4.105', 'MPEG-4 AVC/H.264 High Profile for 3D Video', 'encapsulated', true],
  ['.4.105.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile for 3D Video', 'encapsulated', true],
  ['.4.106', 'MPEG-4 AVC/H.264 Stereo High Profile', 'encapsulated', true],
  ['.4.106.1', 'Fragmentable MPEG-4 AVC/H.264 Stereo High Profile', 'encapsulated', true],
  ['.4.107', 'HEVC/H.265 Main Profile', 'encapsulated', true],
  ['.4.108', 'HEVC/H.265 Main 10 Profile', 'encapsulated', true],
  ['.4.110', 'JPEG XL Lossless', 'encapsulated', false],
  ['.4.111', 'JPEG XL JPEG Recompression', 'encapsulated', true],
  ['.4.112', 'JPEG XL', 'encapsulated', null],
  ['.4.201', 'High-Throughput JPEG 2000 Lossless', 'encapsulated', false],
  ['.4.202', 'High-Throughput JPEG 2000 Lossless with RPCL', 'encapsulated', false],
  ['.4.203', 'High-Throughput JPEG 2000', 'encapsulated', null],
  ['.4.204', 'JPIP HTJ2K Referenced', 'referenced', null],
  ['.4.205', 'JPIP HTJ2K Referenced Deflate', 'referenced-deflated', null],
  ['.5', 'RLE Lossless', 'encapsulated', false],
  ['.8.1', 'Deflated Image Frame Compression', 'encapsulated', false],
];

function syntax(uid: string, name: string, shape: Shape, lossy: boolean | null, known: boolean): TransferSyntax {
  return {
    uid,
    name,
    explicit: uid !== IMPLICIT_LE,
    bigEndian: uid === EXPLICIT_BE,
    deflated: shape === 'deflated' || shape === 'referenced-deflated',
    encapsulated: shape === 'encapsulated',
    lossy,
    known,
  };
}

const KNOWN: ReadonlyMap<string, TransferSyntax> = new Map(
  NAMED.map(([suffix, name, shape, lossy]) => [BASE + suffix, syntax(BASE + suffix, name, shape, lossy, true)]),
);

/** All transfer syntaxes this library names, in the order of their UIDs. */
export const TRANSFER_SYNTAXES: readonly TransferSyntax[] = [...KNOWN.values()];

/**
 * How to read a transfer syntax. Any uid is accepted: one this table does not name is read as Explicit VR Little Endian with
 * encapsulated pixel data allowed, the shape every syntax added since 1995 has, and is never transcoded.
 */
export function transferSyntax(uid: string): TransferSyntax {
  return KNOWN.get(uid) ?? syntax(uid, uid, 'encapsulated', null, false);
}
