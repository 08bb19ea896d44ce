/** Writes a data set of ours (PS3.5 section 7). Received objects are never written this way: their bytes are kept and copied. */
import zlib from 'node:zlib';
import { transferSyntax, type TransferSyntax } from '../registry/transfer-syntax';
import { FORM, formOf, TEXT_VRS, UNDEFINED_LENGTH, vrCode } from '../structure/vr';
import type { DataElement, DataSet } from './data-set';
import { swapBytes } from './numbers';

export interface WriteOptions {
  /** Sequences and items with delimiters instead of lengths. */
  readonly undefinedLengths?: boolean;
}

const ITEM_TAG = 0xfffee000;
const ITEM_END_TAG = 0xfffee00d;
const SEQUENCE_END_TAG = 0xfffee0dd;
const SHORT_MOST = 0xffff;
const DEEPEST = 64;

/** Bytes a value is padded with to even length: NUL for UI and binary VRs, a space for other text. */
function padded(vr: string, bytes: Buffer): Buffer {
  if (bytes.length % 2 === 0) return bytes;
  return Buffer.concat([bytes, Buffer.from([TEXT_VRS.has(vr) && vr !== 'UI' ? 0x20 : 0])]);
}

export interface ElementEncoding {
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

function tagBytes(tag: number, bigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(4);
  const group = Math.floor(tag / 65_536);
  if (bigEndian) bytes.writeUInt32BE(tag);
  else {
    bytes.writeUInt16LE(group, 0);
    bytes.writeUInt16LE(tag % 65_536, 2);
  }
  return bytes;
}

function uint(value: number, size: 2 | 4, bigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(size);
  if (bigEndian) bytes.writeUIntBE(value, 0, size);
  else bytes.writeUIntLE(value, 0, size);
  return bytes;
}

/** Header of one element; the VR becomes UN where the length does not fit the short form (PS3.5 6.2.2). */
export function elementHead(tag: number, vr: string, length: number, encoding: ElementEncoding): Buffer {
  const { explicit, bigEndian } = encoding;
  const start = tagBytes(tag, bigEndian);
  if (!explicit) return Buffer.concat([start, uint(length, 4, bigEndian)]);
  const short = formOf(vrCode(vr)) === FORM.short;
  if (short && length <= SHORT_MOST) return Buffer.concat([start, Buffer.from(vr, 'latin1'), uint(length, 2, bigEndian)]);
  return Buffer.concat([start, Buffer.from(short ? 'UN' : vr, 'latin1'), Buffer.alloc(2), uint(length, 4, bigEndian)]);
}

const delimiter = (tag: number, bigEndian: boolean): Buffer => Buffer.concat([tagBytes(tag, bigEndian), Buffer.alloc(4)]);
/** Header of an item with a given length. */
export const itemHead = (length: number, bigEndian: boolean): Buffer => Buffer.concat([tagBytes(ITEM_TAG, bigEndian), uint(length, 4, bigEndian)]);

class Writer {
  constructor(
    readonly encoding: ElementEncoding,
    readonly undefinedLengths: boolean,
  ) {}

  dataSet(dataSet: DataSet, depth: number): Buffer {
    if (depth > DEEPEST) throw new RangeError(`A data set of ours must not nest deeper than ${DEEPEST} sequences.`);
    return Buffer.concat(dataSet.elements.flatMap((element) => this.element(element, dataSet.bigEndian, depth)));
  }

  element(element: DataElement, fromBigEndian: boolean, depth: number): Buffer[] {
    const { tag, vr } = element;
    if (element.leftOut) throw new RangeError('A data set with left-out values cannot be written.');
    if (element.items) return this.sequence(tag, element.items, depth);
    if (element.fragments) return this.fragments(tag, vr, element.fragments);
    const bytes = fromBigEndian === this.encoding.bigEndian ? element.bytes : swapBytes(vr, element.bytes);
    const value = padded(vr, bytes);
    return [elementHead(tag, vr, value.length, this.encoding), value];
  }

  sequence(tag: number, items: readonly DataSet[], depth: number): Buffer[] {
    const { bigEndian } = this.encoding;
    const open = this.undefinedLengths;
    const body = items.flatMap((item) => {
      const bytes = this.dataSet(item, depth + 1);
      const head = itemHead(open ? UNDEFINED_LENGTH : bytes.length, bigEndian);
      return open ? [head, bytes, delimiter(ITEM_END_TAG, bigEndian)] : [head, bytes];
    });
    if (open) body.push(delimiter(SEQUENCE_END_TAG, bigEndian));
    const length = open ? UNDEFINED_LENGTH : body.reduce((sum, part) => sum + part.length, 0);
    return [elementHead(tag, 'SQ', length, this.encoding), ...body];
  }

  fragments(tag: number, vr: string, fragments: readonly Buffer[]): Buffer[] {
    const body = fragments.flatMap((fragment) => {
      const bytes = padded('OB', fragment);
      return [itemHead(bytes.length, false), bytes];
    });
    return [elementHead(tag, vr, UNDEFINED_LENGTH, this.encoding), ...body, delimiter(SEQUENCE_END_TAG, false)];
  }
}

/** Bytes of one element of ours (its numbers little endian) in the given encoding; sequences with lengths. */
export function writeElement(element: DataElement, encoding: ElementEncoding): Buffer {
  return Buffer.concat(new Writer(encoding, false).element(element, false, 0));
}

/** Bytes of the elements of a data set in the given encoding; sequences with lengths. */
export function writeElements(dataSet: DataSet, encoding: ElementEncoding): Buffer {
  return new Writer(encoding, false).dataSet(dataSet, 0);
}

/** Bytes of a data set in any transfer syntax. Throws a RangeError for what cannot be written. */
export function writeDataSet(dataSet: DataSet, transferSyntaxUid: string, options: WriteOptions = {}): Buffer {
  const syntax: TransferSyntax = transferSyntax(transferSyntaxUid);
  const bytes = new Writer(syntax, options.undefinedLengths ?? false).dataSet(dataSet, 0);
  return syntax.deflated ? zlib.deflateRawSync(bytes) : bytes;
}
