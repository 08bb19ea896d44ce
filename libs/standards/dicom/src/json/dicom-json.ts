/** DICOM JSON Model (PS3.18 annex F): one data set as a plain object, text in UTF-8 whatever the object's character set. */
import type { DataElement, DataSet } from '../data-set/data-set';
import { isBinaryNumber, numbersOf, swapBytes } from '../data-set/numbers';
import { implicitVr } from '../dictionary/dictionary';
import { tagHex } from '../structure/tag';
import { TEXT_VRS } from '../structure/vr';
import { decodeValues } from '../text/decode';

export interface JsonPersonName {
  Alphabetic?: string;
  Ideographic?: string;
  Phonetic?: string;
}
export type JsonValue = string | number | null | JsonPersonName | DicomJson;
export interface JsonElement {
  vr: string;
  Value?: JsonValue[];
  InlineBinary?: string;
  BulkDataURI?: string;
}
/** Elements by tag, eight capital hexadecimal digits. */
export interface DicomJson {
  [tag: string]: JsonElement;
}

/** Where an element stands: tags, and between them item numbers from 0. */
export type ElementPath = readonly (string | number)[];

export interface JsonOptions {
  /** Binary values up to this many bytes are put in as base64; longer ones get a URI. */
  readonly inlineBytes?: number;
  /** URI under which a value can be fetched; null leaves the value out. */
  readonly bulkDataUri?: (path: ElementPath, vr: string) => string | null;
}

const CHARACTER_SET = '00080005';
const UTF8_TERM = 'ISO_IR 192';
const DEEPEST = 64;
const INLINE_BYTES = 1024;

/** Delimiters behind the last component say nothing and are left out. */
function personName(text: string): JsonPersonName | null {
  const [alphabetic = '', ideographic = '', phonetic = ''] = text.split('=').map((group) => group.trim().replace(/[\^ ]+$/, ''));
  const name: JsonPersonName = {};
  if (alphabetic) name.Alphabetic = alphabetic;
  if (ideographic) name.Ideographic = ideographic;
  if (phonetic) name.Phonetic = phonetic;
  return Object.keys(name).length > 0 ? name : null;
}

/** JSON has no NaN and no infinity: they are strings (F.2.3). */
const jsonNumber = (value: number): number | string => (Number.isFinite(value) ? value : String(value).replace('Infinity', 'inf'));

function numericText(element: DataElement): JsonValue[] {
  const numbers = numbersOf(element, false);
  const texts = decodeValues(element.bytes.toString('latin1'), element.vr);
  return texts.map((text, i) => (text === '' ? null : (numbers[i] ?? text)));
}

class JsonMaker {
  constructor(
    readonly inlineBytes: number,
    readonly bulkDataUri: NonNullable<JsonOptions['bulkDataUri']>,
  ) {}

  dataSet(dataSet: DataSet, path: ElementPath): DicomJson {
    const json: DicomJson = {};
    for (const element of dataSet.elements) {
      // Group lengths are not part of the model (F.2.2).
      if (element.tag % 65_536 === 0) continue;
      const tag = tagHex(element.tag);
      json[tag] = tag === CHARACTER_SET ? { vr: 'CS', Value: [UTF8_TERM] } : this.element(element, dataSet, [...path, tag]);
    }
    return json;
  }

  element(element: DataElement, dataSet: DataSet, path: ElementPath): JsonElement {
    const vr = this.vrOf(element);
    if (element.items) {
      if (path.length > DEEPEST * 2 || element.items.length === 0) return { vr };
      return { vr, Value: element.items.map((item, i) => this.dataSet(item, [...path, i])) };
    }
    if (element.leftOut || element.fragments) return this.bulk(vr, path);
    if (element.bytes.length === 0) return { vr };
    if (vr === 'AT') return { vr, Value: this.tags(element, dataSet.bigEndian) };
    if (isBinaryNumber(vr)) return { vr, Value: numbersOf({ vr, bytes: element.bytes }, dataSet.bigEndian).map((n) => jsonNumber(n!)) };
    if (vr === 'IS' || vr === 'DS') return this.values(vr, numericText({ ...element, vr }));
    if (!TEXT_VRS.has(vr)) return this.binary(vr, element, dataSet, path);
    const texts = dataSet.texts(element.tag);
    return this.values(vr, vr === 'PN' ? texts.map(personName) : texts.map((text) => text || null));
  }

  /** What a device did not know we may: UN becomes the dictionary's VR where that is text. */
  vrOf(element: DataElement): string {
    if (element.vr !== 'UN') return element.vr;
    const known = implicitVr(element.tag);
    return TEXT_VRS.has(known) ? known : 'UN';
  }

  values(vr: string, values: JsonValue[]): JsonElement {
    return values.every((value) => value === null) ? { vr } : { vr, Value: values };
  }

  tags(element: DataElement, bigEndian: boolean): string[] {
    const words = numbersOf({ vr: 'US', bytes: element.bytes }, bigEndian);
    return Array.from({ length: Math.floor(words.length / 2) }, (_, i) => tagHex(words[2 * i]! * 65_536 + words[2 * i + 1]!));
  }

  /** Binary values are little endian in JSON whatever the object's byte order (F.2.7). */
  binary(vr: string, element: DataElement, dataSet: DataSet, path: ElementPath): JsonElement {
    if (element.bytes.length > this.inlineBytes) return this.bulk(vr, path);
    const bytes = dataSet.bigEndian ? swapBytes(vr, element.bytes) : element.bytes;
    return { vr, InlineBinary: bytes.toString('base64') };
  }

  bulk(vr: string, path: ElementPath): JsonElement {
    const uri = this.bulkDataUri(path, vr);
    return uri === null ? { vr } : { vr, BulkDataURI: uri };
  }
}

/** One data set, sequences nested, without group lengths. */
export function toDicomJson(dataSet: DataSet, options: JsonOptions = {}): DicomJson {
  return new JsonMaker(options.inlineBytes ?? INLINE_BYTES, options.bulkDataUri ?? (() => null)).dataSet(dataSet, []);
}
