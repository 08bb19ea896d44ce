/** Bytes of the elements a localised copy gets, in the character set and encoding of the object. */
import { lookupKeyword } from '../dictionary/dictionary';
import { DataSet, type DataElement } from '../data-set/data-set';
import { readDataSet } from '../data-set/read-data-set';
import { itemHead, writeElements, type ElementEncoding } from '../data-set/write-data-set';
import { IMPLICIT_LE } from '../registry/transfer-syntax';
import type { CharacterSet } from '../text/character-set';
import { encodeText } from '../text/encode';
import type { ElementChange, ItemChange, LocalText } from './request';

export class TextNotWritable extends Error {
  constructor(readonly tag: number) {
    super('Neither a text nor its ASCII form can be written.');
  }
}

function entryOf(keyword: string): { tag: number; vr: string } {
  const entry = lookupKeyword(keyword);
  if (!entry) throw new RangeError(`${keyword} is not the keyword of a DICOM attribute.`);
  return entry;
}

/** Makes elements for one object and remembers where it had to fall back to ASCII. */
export class ElementMaker {
  #inAscii = false;

  constructor(readonly charset: CharacterSet) {}

  /** True once, after an element that was written in ASCII. */
  takeInAscii(): boolean {
    const inAscii = this.#inAscii;
    this.#inAscii = false;
    return inAscii;
  }

  /** Null for an attribute that is to be removed. */
  ofChange(change: ElementChange): DataElement | null {
    if (change.kind === 'remove') return null;
    return change.kind === 'text' ? this.text(change.keyword, change.value) : this.sequence(change.keyword, change.items);
  }

  text(keyword: string, value: LocalText): DataElement {
    const { tag, vr } = entryOf(keyword);
    const own = value.text.includes('\\') ? null : encodeText(value.text, vr, this.charset);
    if (own) return { tag, vr, bytes: own };
    const ascii = /^[\x20-\x5b\x5d-\x7e]*$/.test(value.ascii) ? Buffer.from(value.ascii, 'latin1') : null;
    if (!ascii) throw new TextNotWritable(tag);
    this.#inAscii = true;
    return { tag, vr, bytes: ascii };
  }

  sequence(keyword: string, items: readonly ItemChange[]): DataElement {
    const { tag, vr } = entryOf(keyword);
    return { tag, vr, bytes: Buffer.alloc(0), items: items.map((item) => this.item(item)) };
  }

  item(change: ItemChange): DataSet {
    const item = new DataSet();
    for (const [keyword, value] of Object.entries(change)) {
      item.set('text' in value ? this.text(keyword, value as LocalText) : this.sequence(keyword, value as readonly ItemChange[]));
    }
    return item;
  }
}

const IMPLICIT: ElementEncoding = { explicit: false, bigEndian: false };

/** The elements of `body`, in the encoding of a transfer syntax, as an item for a sequence encoded as UN: implicit VR little endian. */
function implicitBody(body: Buffer, transferSyntaxUid: string): Buffer | null {
  if (transferSyntaxUid === IMPLICIT_LE) return body;
  const read = readDataSet(body, transferSyntaxUid);
  return read.kind === 'data-set' ? writeElements(read.dataSet, IMPLICIT) : null;
}

/** An item of given length around elements that are bytes already; null when they cannot be told in implicit VR. */
export function itemAround(body: Buffer, transferSyntaxUid: string, encoding: ElementEncoding, unknownVr: boolean): Buffer | null {
  if (!unknownVr) return Buffer.concat([itemHead(body.length, encoding.bigEndian), body]);
  const implicit = implicitBody(body, transferSyntaxUid);
  return implicit && Buffer.concat([itemHead(implicit.length, false), implicit]);
}
