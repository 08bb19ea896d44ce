// Words for codes and UIDs that the viewer and the series rail show. What has no word here is shown as it is.

const syntaxes: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2': 'Implicit little endian',
  '1.2.840.10008.1.2.1': 'Explicit little endian',
  '1.2.840.10008.1.2.1.99': 'Deflated',
  '1.2.840.10008.1.2.2': 'Explicit big endian',
  '1.2.840.10008.1.2.4.50': 'JPEG Baseline',
  '1.2.840.10008.1.2.4.51': 'JPEG Extended 12 bit',
  '1.2.840.10008.1.2.4.57': 'JPEG Lossless',
  '1.2.840.10008.1.2.4.70': 'JPEG Lossless SV1',
  '1.2.840.10008.1.2.4.80': 'JPEG-LS Lossless',
  '1.2.840.10008.1.2.4.81': 'JPEG-LS Near-lossless',
  '1.2.840.10008.1.2.4.90': 'JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.91': 'JPEG 2000',
  '1.2.840.10008.1.2.4.100': 'MPEG-2',
  '1.2.840.10008.1.2.4.102': 'MPEG-4 AVC',
  '1.2.840.10008.1.2.4.103': 'MPEG-4 AVC (BD)',
  '1.2.840.10008.1.2.4.107': 'HEVC',
  '1.2.840.10008.1.2.4.108': 'HEVC 10 bit',
  '1.2.840.10008.1.2.4.110': 'JPEG XL Lossless',
  '1.2.840.10008.1.2.4.111': 'JPEG XL from JPEG',
  '1.2.840.10008.1.2.4.112': 'JPEG XL',
  '1.2.840.10008.1.2.4.201': 'HTJ2K Lossless',
  '1.2.840.10008.1.2.4.202': 'HTJ2K Lossless RPCL',
  '1.2.840.10008.1.2.4.203': 'HTJ2K',
  '1.2.840.10008.1.2.5': 'RLE Lossless',
};

/** A transfer syntax for people; the UID when we have no word. */
export const syntaxWords = (uid: string): string => syntaxes[uid] ?? uid;

/** Video cannot be taken apart into frames here. */
export const isVideo = (syntax: string): boolean => /^1\.2\.840\.10008\.1\.2\.4\.10\d/.test(syntax);

const CLASS = '1.2.840.10008.5.1.4.1.1.';
const documentClasses: readonly (readonly [prefix: string, words: string])[] = [
  [`${CLASS}104.1`, 'PDF document'],
  [`${CLASS}104.2`, 'CDA document'],
  [`${CLASS}104.`, 'Document'],
  [`${CLASS}88.59`, 'Selection of key images'],
  [`${CLASS}88.`, 'Structured report'],
  [`${CLASS}11.`, 'Presentation of other images'],
  [`${CLASS}9.`, 'Waveform'],
  [`${CLASS}481.`, 'Radiotherapy object'],
  [`${CLASS}66`, 'Registration or segmentation'],
];

/** What an object without pixels is. */
export const documentWords = (sopClass: string): string => documentClasses.find(([prefix]) => sopClass.startsWith(prefix))?.[1] ?? 'Object without images';
export const isPdf = (sopClass: string): boolean => sopClass === `${CLASS}104.1`;
export const isStructuredReport = (sopClass: string): boolean => sopClass.startsWith(`${CLASS}88.`);

const findings: Readonly<Record<string, string>> = {
  'burned-in-name': 'Text may be burned into the pixels',
  laterality: 'Side is not marked or not consistent',
  conflict: 'An image came again with other bytes',
  damaged: 'Damaged images',
  preamble: 'Program code in the file head',
  'other-person': 'Headers name another person',
  encrypted: 'Encrypted',
  'odd-length': 'Values of odd length',
  'no-preamble': 'No file preamble',
  'no-meta': 'No file meta information',
  'meta-identity': 'File head and content name different objects',
  'meta-group-length': 'Length of the file head is wrong',
  'preamble-not-zero': 'File preamble is not empty',
  'trailing-padding': 'Padding after the data',
  'nul-in-text': 'NUL in text values',
  'value-too-long': 'A value is longer than allowed',
  'uid-form': 'A UID is not well formed',
  'vr-not-standard': 'A value representation outside the standard',
  'delimiter-superfluous': 'Delimiters too many',
  'pixel-short': 'Pixel data too short',
  'pixel-absent': 'Pixel data missing',
  'pixel-encoding': 'Pixel data not encoded as announced',
  truncated: 'File ends too early',
};

/** Findings that change what a person may do with the exam; the rest is how its files were written. */
const grave = new Set(['burned-in-name', 'laterality', 'conflict', 'damaged', 'preamble', 'other-person', 'encrypted', 'pixel-short', 'pixel-absent', 'pixel-encoding', 'truncated', 'meta-identity']);

export const findingWords = (code: string): string => findings[code] ?? code.replace(/-/g, ' ');
export const isGrave = (code: string): boolean => grave.has(code);
