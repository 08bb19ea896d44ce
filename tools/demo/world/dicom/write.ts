// A small DICOM writer: data sets in Implicit or Explicit VR Little Endian (PS3.5 7) and Part 10 files (PS3.10 7.1).
import { deflateRawSync } from 'node:zlib';
import { type CharacterSet, encodeText } from './charset';
import { type Dataset, dictionary, type Keyword, type Value, type Vr } from './dictionary';

export const syntaxes = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  rle: '1.2.840.10008.1.2.5',
  jpeg: '1.2.840.10008.1.2.4.50',
} as const;
export type Syntax = keyof typeof syntaxes;

const LONG: ReadonlySet<Vr> = new Set<Vr>(['OB', 'OW', 'SQ', 'UT']);
const TEXT: ReadonlySet<Vr> = new Set<Vr>(['LO', 'LT', 'PN', 'SH', 'ST', 'UT']);
const UNDEFINED = 0xffffffff;

const shortest = (n: number): string => {
  const plain = String(n);
  if (plain.length <= 16) return plain;
  return n.toPrecision(10).replace(/0+$/, '').replace(/\.$/, '').slice(0, 16);
};

function numbers(vr: Vr, values: readonly number[]): Buffer {
  const size = vr === 'US' || vr === 'SS' ? 2 : vr === 'FD' ? 8 : 4;
  const out = Buffer.alloc(size * values.length);
  values.forEach((v, i) => {
    if (vr === 'US') out.writeUInt16LE(v, i * 2);
    else if (vr === 'SS') out.writeInt16LE(v, i * 2);
    else if (vr === 'UL') out.writeUInt32LE(v, i * 4);
    else if (vr === 'FL') out.writeFloatLE(v, i * 4);
    else out.writeDoubleLE(v, i * 8);
  });
  return out;
}

function attributeTags(values: readonly string[]): Buffer {
  const out = Buffer.alloc(4 * values.length);
  values.forEach((tag, i) => {
    out.writeUInt16LE(parseInt(tag.slice(0, 4), 16), i * 4);
    out.writeUInt16LE(parseInt(tag.slice(4), 16), i * 4 + 2);
  });
  return out;
}

/** Bytes of one value field, padded to even length: UI with NUL, the rest of text with a blank. */
function field(vr: Vr, value: Exclude<Value, readonly Dataset[]>, set: CharacterSet): Buffer {
  if (value instanceof Uint8Array)
    return value.length % 2 === 0 ? Buffer.from(value.buffer, value.byteOffset, value.length) : Buffer.concat([value, Buffer.alloc(1)]);
  const list = (Array.isArray(value) ? value : [value]) as readonly (string | number)[];
  if (vr === 'AT') return attributeTags(list as readonly string[]);
  if (vr === 'US' || vr === 'SS' || vr === 'UL' || vr === 'FD' || vr === 'FL') return numbers(vr, list as readonly number[]);
  const text = list.map((v) => (typeof v === 'number' ? (vr === 'IS' ? String(Math.round(v)) : shortest(v)) : v)).join('\\');
  const bytes = TEXT.has(vr) ? encodeText(text, set) : Buffer.from(text, 'latin1');
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(vr === 'UI' ? [0] : [32])]);
}

function header(tag: string, vr: Vr, length: number, explicit: boolean): Buffer {
  const long = !explicit || LONG.has(vr);
  const out = Buffer.alloc(explicit && long ? 12 : 8);
  out.writeUInt16LE(parseInt(tag.slice(0, 4), 16), 0);
  out.writeUInt16LE(parseInt(tag.slice(4), 16), 2);
  if (!explicit) {
    out.writeUInt32LE(length, 4);
    return out;
  }
  out.write(vr, 4, 'latin1');
  if (long) out.writeUInt32LE(length, 8);
  else if (length > 0xffff) throw new Error(`Value of ${tag} is too long for ${vr}: ${length} bytes.`);
  else out.writeUInt16LE(length, 6);
  return out;
}

const item = (length: number): Buffer => {
  const out = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  out.writeUInt32LE(length, 4);
  return out;
};
const SEQUENCE_END = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);

/** Frames in their compressed form, as fragments behind an offset table (PS3.5 A.4). */
export interface Encapsulated {
  readonly frames: readonly Uint8Array[];
}

function encapsulate({ frames }: Encapsulated): Buffer {
  const even = frames.map((f) =>
    f.length % 2 === 0 ? Buffer.from(f.buffer, f.byteOffset, f.length) : Buffer.concat([f, Buffer.alloc(1)]),
  );
  const table = Buffer.alloc(4 * even.length);
  let at = 0;
  even.forEach((f, i) => {
    table.writeUInt32LE(at, i * 4);
    at += 8 + f.length;
  });
  return Buffer.concat([item(table.length), table, ...even.flatMap((f) => [item(f.length), f]), SEQUENCE_END]);
}

/** Encodes a data set. `set` is the character set of its text; sequences carry lengths. */
export function encodeDataset(dataset: Dataset, explicit: boolean, set: CharacterSet, pixels?: Encapsulated): Buffer {
  const chunks: Buffer[] = [];
  const keywords = (Object.keys(dataset) as Keyword[]).filter((k) => dataset[k] !== undefined);
  keywords.sort((a, b) => (dictionary[a][0] < dictionary[b][0] ? -1 : 1));
  for (const keyword of keywords) {
    const [tag, declared] = dictionary[keyword];
    const value = dataset[keyword]!;
    if (declared === 'SQ') {
      const items = (value as readonly Dataset[]).map((d) => encodeDataset(d, explicit, set));
      const body = Buffer.concat(items.flatMap((b) => [item(b.length), b]));
      chunks.push(header(tag, 'SQ', body.length, explicit), body);
      continue;
    }
    const vr = keyword === 'PixelData' && dataset.BitsAllocated === 8 ? 'OB' : declared;
    const bytes = field(explicit || vr !== 'OB' ? vr : 'OW', value as Exclude<Value, readonly Dataset[]>, set);
    chunks.push(header(tag, vr, bytes.length, explicit), bytes);
  }
  if (pixels) chunks.push(header(dictionary.PixelData[0], 'OB', UNDEFINED, true), encapsulate(pixels));
  return Buffer.concat(chunks);
}

export interface FileOptions {
  readonly syntax: Syntax;
  readonly sourceAeTitle: string;
  readonly implementation: { readonly uid: string; readonly version: string };
  readonly pixels?: Encapsulated;
}

/** A Part 10 file. The data set must name its SOP class and instance; its character set is read from it. */
export function part10(dataset: Dataset, options: FileOptions): Buffer {
  const set = (dataset.SpecificCharacterSet ?? []) as CharacterSet;
  const explicit = options.syntax !== 'implicit';
  const body = encodeDataset(dataset, explicit, typeof set === 'string' ? [set] : set, options.pixels);
  const meta = encodeDataset(
    {
      FileMetaInformationVersion: Uint8Array.of(0, 1),
      MediaStorageSOPClassUID: dataset.SOPClassUID!,
      MediaStorageSOPInstanceUID: dataset.SOPInstanceUID!,
      TransferSyntaxUID: syntaxes[options.syntax],
      ImplementationClassUID: options.implementation.uid,
      ImplementationVersionName: options.implementation.version,
      SourceApplicationEntityTitle: options.sourceAeTitle,
    },
    true,
    [],
  );
  const length = Buffer.alloc(12);
  length.writeUInt32LE(0x00000002, 0);
  length.write('UL', 4, 'latin1');
  length.writeUInt16LE(4, 6);
  length.writeUInt32LE(meta.length, 8);
  const deflated = options.syntax === 'deflated' ? deflateRawSync(body) : body;
  const padded = deflated.length % 2 === 0 ? deflated : Buffer.concat([deflated, Buffer.alloc(1)]);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, padded]);
}
