/** Making data sets of our own from keywords and plain values: query identifiers, notifications, wrapped documents. */
import { lookupKeyword } from '../dictionary/dictionary';
import { characterSet } from '../text/character-set';
import { encodeText } from '../text/encode';
import { DataSet, type DataElement } from './data-set';
import { bytesOfNumbers, isBinaryNumber } from './numbers';
import { parseTag } from '../structure/tag';

/** Text with backslashes between values, numbers, bytes, or items of a sequence. */
export type AuthoredValue = string | number | readonly string[] | readonly number[] | Buffer | readonly AuthoredItem[];
export interface AuthoredItem {
  readonly [keyword: string]: AuthoredValue | undefined;
}

const UTF8 = 'ISO_IR 192';
const CHOICES: Readonly<Record<string, string>> = { 'US|SS': 'US', 'OB|OW': 'OW', 'US|OW': 'OW' };

function isItems(value: AuthoredValue): value is readonly AuthoredItem[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && !Buffer.isBuffer(item));
}

function bytesOf(keyword: string, vr: string, value: string | number | readonly string[] | readonly number[], charset: string): Buffer {
  const values = Array.isArray(value) ? (value as readonly (string | number)[]) : [value as string | number];
  if (isBinaryNumber(vr)) return bytesOfNumbers(vr, values.map(Number));
  if (vr === 'AT') return bytesOfNumbers('US', values.flatMap((tag) => [Math.floor(Number(tag) / 65_536), Number(tag) % 65_536]));
  const encoded = encodeText(values.join('\\'), vr, characterSet(charset));
  if (!encoded) throw new RangeError(`The value of ${keyword} cannot be written in the character set ${charset || 'ISO_IR 6'}.`);
  return encoded;
}

function element(keyword: string, value: AuthoredValue, charset: string, parent: DataSet): DataElement {
  const entry = lookupKeyword(keyword);
  if (!entry) throw new RangeError(`${keyword} is not the keyword of a DICOM attribute.`);
  const { tag } = entry;
  const vr = CHOICES[entry.vr] ?? entry.vr;
  if (vr === 'SQ') {
    if (!isItems(value)) throw new RangeError(`${keyword} is a sequence: its value is an array of items.`);
    return { tag, vr, bytes: Buffer.alloc(0), items: value.map((item) => build(item, charset, parent)) };
  }
  if (Buffer.isBuffer(value)) return { tag, vr, bytes: value };
  return { tag, vr, bytes: bytesOf(keyword, vr, value as string, charset) };
}

function build(values: AuthoredItem, charset: string, parent: DataSet | null): DataSet {
  const dataSet = new DataSet(false, parent);
  for (const [keyword, value] of Object.entries(values)) {
    if (value !== undefined) dataSet.set(element(keyword, value, charset, dataSet));
  }
  return dataSet;
}

/**
 * A data set from keywords: `{ PatientName: 'DOE^JANE', ReferencedSOPSequence: [{ ... }] }`. Text is written in the character set the values
 * name in SpecificCharacterSet; where they name none and text needs one, it is UTF-8 and declared. Throws a RangeError for an unknown
 * keyword or a value that does not fit.
 */
export function authorDataSet(values: AuthoredItem): DataSet {
  const named = values['SpecificCharacterSet'];
  if (typeof named === 'string') return build(values, named, null);
  if (!needsCharacterSet(values)) return build(values, '', null);
  return build({ ...values, SpecificCharacterSet: UTF8 }, UTF8, null);
}

function needsCharacterSet(values: AuthoredItem): boolean {
  return Object.values(values).some((value) => {
    if (value === undefined || Buffer.isBuffer(value)) return false;
    if (typeof value === 'string') return /[^\0-\x7f]/.test(value);
    return isItems(value) ? value.some(needsCharacterSet) : Array.isArray(value) && value.some((one) => /[^\0-\x7f]/.test(String(one)));
  });
}

/** An element by tag, for private attributes and deliberately odd values. */
export function rawElement(tag: number | string, vr: string, bytes: Buffer | string): DataElement {
  const number = typeof tag === 'number' ? tag : parseTag(tag);
  if (number === null) throw new RangeError('A tag has eight hexadecimal digits.');
  return { tag: number, vr, bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes };
}
