import { StructureWalker, TAKE, decodeValues, implicitVr, vrName, type ElementHead, type ItemHead, type Take, type WalkHandler } from '@causeway/dicom';
import { TAG, type DataSet, type DataSetValue } from './data-set';

export interface DataSetEncoding {
  /** Explicit or Implicit VR Little Endian: the syntaxes queries are agreed in. */
  readonly explicit: boolean;
}

const LIMITS = { depth: 8, elements: 10_000 };

/** VRs whose value is text, or is read as decimal text. */
const KEPT = new Set('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT US UL SS SL'.split(' '));

interface RawText {
  readonly vr: string;
  readonly raw: string;
}

type RawItem = Map<number, RawText | RawItem[]>;

/**
 * Reads a query identifier or an answer. Binary values other than short numbers are passed over. Null when the bytes are not a data set
 * in this encoding, or are nested deeper or have more elements than any query needs. Never throws.
 */
export function readDataSet(bytes: Buffer, encoding: DataSetEncoding, limits = LIMITS): DataSet | null {
  const builder = new Builder();
  const walker = new StructureWalker({ explicit: encoding.explicit, bigEndian: false }, limits, builder);
  walker.push(bytes);
  return walker.end() ? null : decode(builder.root, '');
}

class Builder implements WalkHandler {
  readonly root: RawItem = new Map();
  /** Where elements of each depth go, and where items of each depth go. */
  readonly #levels: RawItem[] = [this.root];
  readonly #lists: (RawItem[] | undefined)[] = [];
  #target: RawItem = this.root;
  #tag = 0;
  #vr = '';

  element(head: ElementHead): Take {
    const level = this.#levels[head.depth]!;
    if (head.content !== 0) {
      const items: RawItem[] = [];
      this.#lists[head.depth + 1] = items;
      level.set(head.tag, items);
      return TAKE.skip;
    }
    const vr = head.vr === 0 ? implicitVr(head.tag).slice(0, 2) : vrName(head.vr);
    if (!KEPT.has(vr)) {
      return TAKE.skip;
    }
    level.set(head.tag, { vr, raw: '' });
    this.#target = level;
    this.#tag = head.tag;
    this.#vr = vr;
    return TAKE.keep;
  }

  item(head: ItemHead): Take {
    if (!head.fragment) {
      const item: RawItem = new Map();
      this.#lists[head.depth]?.push(item);
      this.#levels[head.depth + 1] = item;
    }
    return TAKE.skip;
  }

  value(bytes: Buffer): void {
    this.#target.set(this.#tag, { vr: this.#vr, raw: numbersAsText(this.#vr, bytes) ?? bytes.toString('latin1') });
  }
}

function numbersAsText(vr: string, bytes: Buffer): string | null {
  const read: Record<string, (at: number) => number> = {
    US: (at) => bytes.readUInt16LE(at),
    SS: (at) => bytes.readInt16LE(at),
    UL: (at) => bytes.readUInt32LE(at),
    SL: (at) => bytes.readInt32LE(at),
  };
  const one = read[vr];
  if (!one) {
    return null;
  }
  const size = vr.endsWith('S') ? 2 : 4;
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => one(i * size)).join('\\');
}

/** An item may name a character set of its own; else that of its parent holds (PS3.3 C.12.1.1.2). */
function decode(item: RawItem, inherited: string): DataSet {
  const own = item.get(TAG.specificCharacterSet);
  const charset = own && !Array.isArray(own) ? own.raw : inherited;
  const decoded = new Map<number, DataSetValue>();
  for (const [tag, value] of item) {
    decoded.set(tag, Array.isArray(value) ? value.map((one) => decode(one, charset)) : decodeValues(value.raw, value.vr, charset));
  }
  return decoded;
}
