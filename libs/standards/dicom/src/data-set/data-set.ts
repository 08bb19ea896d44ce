/** A data set held in memory: identifiers, headers, small objects. What arrives from others comes in through `readDataSet`, within limits. */
import { implicitVr, lookupKeyword } from '../dictionary/dictionary';
import { characterSet, type CharacterSet } from '../text/character-set';
import { decodeValues } from '../text/decode';
import { numbersOf } from './numbers';

export interface DataElement {
  readonly tag: number;
  /** Two letters; for implicit VR the dictionary's. */
  readonly vr: string;
  /** The value as it stands in the bytes, padding included. Empty for sequences, fragments and left-out values. */
  readonly bytes: Buffer;
  readonly items?: readonly DataSet[];
  /** Fragments of encapsulated pixel data, the offset table first. */
  readonly fragments?: readonly Buffer[];
  /** Where a value stands that was too long to keep: offset from the first byte of the data set, and length (null when undefined). */
  readonly leftOut?: { readonly offset: number; readonly length: number | null };
}

const CHARACTER_SET = 0x00080005;

/** Tag of a keyword of PS3.6, or the tag itself. Throws a RangeError for a keyword that does not exist. */
export function tagOf(name: number | string): number {
  if (typeof name === 'number') return name;
  const entry = lookupKeyword(name);
  if (!entry) throw new RangeError(`${name} is not the keyword of a DICOM attribute.`);
  return entry.tag;
}

export class DataSet {
  readonly #elements = new Map<number, DataElement>();

  /** `parent` is the data set around a sequence item: items without a character set of their own use its. */
  constructor(
    readonly bigEndian = false,
    readonly parent: DataSet | null = null,
  ) {}

  /** Elements in the order of their tags. */
  get elements(): readonly DataElement[] {
    return [...this.#elements.values()].sort((a, b) => a.tag - b.tag);
  }
  get size(): number {
    return this.#elements.size;
  }

  /** Adds an element, or takes the place of the one with the same tag. */
  set(element: DataElement): void {
    this.#elements.set(element.tag, element);
  }

  get(name: number | string): DataElement | undefined {
    return this.#elements.get(tagOf(name));
  }
  has(name: number | string): boolean {
    return this.#elements.has(tagOf(name));
  }

  /** Character set in force here (PS3.3 C.12.1.1.2). */
  get characterSet(): CharacterSet {
    const own = this.#elements.get(CHARACTER_SET);
    if (own) return characterSet(own.bytes.toString('latin1').replace(/[\0 ]+$/, ''));
    return this.parent?.characterSet ?? characterSet();
  }

  /** All text values, decoded; empty when absent, empty or not text. */
  texts(name: number | string): string[] {
    const element = this.get(name);
    if (!element || element.items) return [];
    const vr = element.vr === 'UN' ? implicitVr(element.tag) : element.vr;
    return decodeValues(element.bytes.toString('latin1'), vr, this.characterSet);
  }
  /** First text value; null when absent or empty. */
  text(name: number | string): string | null {
    return this.texts(name)[0] || null;
  }

  /** All numbers of a numeric or numeric string VR; null for a value that is not one. */
  numbers(name: number | string): (number | null)[] {
    const element = this.get(name);
    return element ? numbersOf(element, this.bigEndian) : [];
  }
  number(name: number | string): number | null {
    return this.numbers(name)[0] ?? null;
  }

  /** Items of a sequence; empty when absent. */
  items(name: number | string): readonly DataSet[] {
    return this.get(name)?.items ?? [];
  }
}
