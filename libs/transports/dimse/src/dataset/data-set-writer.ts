import { encodeText, implicitVr } from '@causeway/dicom';
import { TAG, isSequence, valuesOf, type DataSet, type DataSetValue } from './data-set';
import type { DataSetEncoding } from './data-set-reader';

const UTF_8 = 'ISO_IR 192';
const ITEM = 0xfffee000;
/** Explicit VRs with two reserved bytes and a 32-bit length (PS3.5 7.1.2). */
const LONG_FORM = new Set(['SQ', 'UC', 'UR', 'UT', 'UN', 'OB', 'OW']);
const NUMBER_BYTES: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4 };

/** Text that the data set's own character set cannot write. */
class NotEncodable extends Error {}

/**
 * Writes a small data set in ascending tag order. Text goes into the character set the data set names in (0008,0005); where that cannot hold
 * it, the whole data set is written, and labelled, as UTF-8.
 */
export function writeDataSet(dataSet: DataSet, encoding: DataSetEncoding): Buffer {
  try {
    return writeElements(dataSet, encoding, valuesOf(dataSet, TAG.specificCharacterSet).join('\\'));
  } catch (error) {
    if (!(error instanceof NotEncodable)) {
      throw error;
    }
    return writeElements(new Map([...dataSet, [TAG.specificCharacterSet, [UTF_8]]]), encoding, UTF_8);
  }
}

function writeElements(dataSet: DataSet, encoding: DataSetEncoding, charset: string): Buffer {
  const parts: Buffer[] = [];
  for (const [tag, value] of [...dataSet].sort(([a], [b]) => a - b)) {
    const vr = implicitVr(tag).slice(0, 2);
    const content = vr === 'SQ' ? writeItems(value, encoding, charset) : writeValue(value, vr, charset);
    parts.push(elementHeader(tag, vr, content.length, encoding), content);
  }
  return Buffer.concat(parts);
}

function writeItems(value: DataSetValue, encoding: DataSetEncoding, charset: string): Buffer {
  const items = isSequence(value) ? value : [];
  return Buffer.concat(
    items.flatMap((item) => {
      const content = writeElements(item, encoding, charset);
      return [elementHeader(ITEM, '', content.length, { explicit: false }), content];
    }),
  );
}

function writeValue(value: DataSetValue, vr: string, charset: string): Buffer {
  const values = isSequence(value) ? [] : value;
  const numberBytes = NUMBER_BYTES[vr];
  if (numberBytes) {
    return writeNumbers(values, vr, numberBytes);
  }
  const text = encodeText((values as readonly string[]).join('\\'), vr, charset);
  if (!text) {
    throw new NotEncodable();
  }
  return text.length % 2 === 0 ? text : Buffer.concat([text, Buffer.from(vr === 'UI' ? '\0' : ' ')]);
}

function writeNumbers(values: DataSetValue, vr: string, size: number): Buffer {
  const bytes = Buffer.alloc(values.length * size);
  values.forEach((value, i) => {
    if (vr.startsWith('S')) {
      bytes.writeIntLE(Number(value), i * size, size);
    } else {
      bytes.writeUIntLE(Number(value), i * size, size);
    }
  });
  return bytes;
}

function elementHeader(tag: number, vr: string, length: number, { explicit }: DataSetEncoding): Buffer {
  const long = explicit && LONG_FORM.has(vr);
  const header = Buffer.alloc(long ? 12 : 8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  if (!explicit) {
    header.writeUInt32LE(length, 4);
  } else {
    header.write(vr, 4, 'latin1');
    if (long) {
      header.writeUInt32LE(length, 8);
    } else {
      header.writeUInt16LE(length, 6);
    }
  }
  return header;
}
