/** Data sets from DICOM JSON (PS3.18 annex F), as query answers and notifications bring them. Never throws on input. */
import { DataSet, type DataElement } from '../data-set/data-set';
import { bytesOfNumbers, isBinaryNumber } from '../data-set/numbers';
import { parseTag } from '../structure/tag';
import { FORM, formOf, vrCode } from '../structure/vr';
import { encodeText } from '../text/encode';

const DEEPEST = 64;
const MOST_ELEMENTS = 100_000;
const UTF8_TERM = 'ISO_IR 192';
const CHARACTER_SET = 0x00080005;

class NotJson extends Error {}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!isObject(value)) throw new NotJson();
  const groups = ['Alphabetic', 'Ideographic', 'Phonetic'].map((group) => (typeof value[group] === 'string' ? value[group] : ''));
  return groups.join('=').replace(/=+$/, '');
}

class JsonReader {
  #elements = 0;

  dataSet(json: unknown, parent: DataSet | null, depth: number): DataSet {
    if (!isObject(json) || depth > DEEPEST) throw new NotJson();
    const dataSet = new DataSet(false, parent);
    for (const [key, value] of Object.entries(json)) {
      const tag = /^[0-9A-Fa-f]{8}$/.test(key) ? parseTag(key) : null;
      if (tag === null || !isObject(value) || typeof value['vr'] !== 'string' || ++this.#elements > MOST_ELEMENTS) throw new NotJson();
      if (tag !== CHARACTER_SET) dataSet.set(this.element(tag, value['vr'], value, dataSet, depth));
    }
    if (!parent) dataSet.set({ tag: CHARACTER_SET, vr: 'CS', bytes: Buffer.from(UTF8_TERM, 'latin1') });
    return dataSet;
  }

  element(tag: number, vr: string, json: Record<string, unknown>, dataSet: DataSet, depth: number): DataElement {
    if (vr.length !== 2 || formOf(vrCode(vr)) === FORM.unknown) throw new NotJson();
    const values = json['Value'] ?? [];
    if (!Array.isArray(values)) throw new NotJson();
    if (vr === 'SQ') {
      const items = values.map((item) => this.dataSet(item ?? {}, dataSet, depth + 1));
      return { tag, vr, bytes: Buffer.alloc(0), items };
    }
    if (typeof json['InlineBinary'] === 'string') return { tag, vr, bytes: Buffer.from(json['InlineBinary'], 'base64') };
    return { tag, vr, bytes: this.bytes(vr, values) };
  }

  bytes(vr: string, values: readonly unknown[]): Buffer {
    if (vr === 'AT') {
      const tags = values.map((value) => parseTag(textOf(value)) ?? 0);
      return bytesOfNumbers('US', tags.flatMap((tag) => [Math.floor(tag / 65_536), tag % 65_536]));
    }
    if (isBinaryNumber(vr)) return bytesOfNumbers(vr, values.map((value) => Number(value)));
    const bytes = encodeText(values.map(textOf).join('\\'), vr, UTF8_TERM);
    if (!bytes) throw new NotJson();
    return bytes;
  }
}

/** Null when the value is not a data set of the model: the caller answers 400, or counts the peer's answer as broken. */
export function fromDicomJson(json: unknown): DataSet | null {
  try {
    return new JsonReader().dataSet(json, null, 0);
  } catch (error) {
    if (error instanceof NotJson || error instanceof RangeError || error instanceof SyntaxError) return null;
    throw error;
  }
}
