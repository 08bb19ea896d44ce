/** Collects a data set into memory while its bytes arrive, within limits: values too long to keep are left out and told where they stand. */
import { implicitVr, SEQUENCE_TAGS } from '../dictionary/dictionary';
import { OBJECT_LIMITS } from '../limits';
import { transferSyntax } from '../registry/transfer-syntax';
import type { Failure } from '../structure/verdict';
import { FORM, formOf, vrName } from '../structure/vr';
import { TAKE, type ElementHead, type ItemHead, type Take, type WalkEncoding, type WalkHandler, type WalkLimits } from '../structure/walk';
import { StructureWalker } from '../structure/walker';
import { DataSet, type DataElement } from './data-set';
import { elementHead } from './write-data-set';

export interface CollectLimits extends WalkLimits {
  /** Longest value kept, in bytes; a longer one is left out. */
  readonly valueBytes: number;
  /** All values together, in bytes: beyond it the data set is refused. */
  readonly totalBytes: number;
}

export const COLLECT_LIMITS: CollectLimits = {
  depth: OBJECT_LIMITS.depth,
  elements: 500_000,
  valueBytes: 2 ** 20,
  totalBytes: 32 * 2 ** 20,
};

export type DataSetRead = { readonly kind: 'data-set'; readonly dataSet: DataSet } | { readonly kind: 'failure'; readonly failure: Failure };

const EMPTY = Buffer.alloc(0);
const PIXEL_REPRESENTATION = 0x00280103;

function isSigned(dataSet: DataSet | null): boolean {
  for (let level = dataSet; level; level = level.parent) {
    if (level.has(PIXEL_REPRESENTATION)) return level.number(PIXEL_REPRESENTATION) === 1;
  }
  return false;
}

/** The VR of an element whose bytes do not say it; choices are settled as PS3.5 annex A and Pixel Representation have it. */
function dictionaryVr(tag: number, dataSet: DataSet): string {
  const vr = implicitVr(tag);
  if (vr === 'US|SS') return isSigned(dataSet) ? 'SS' : 'US';
  return vr.includes('|') ? 'OW' : vr;
}

export class DataSetCollector implements WalkHandler {
  readonly #walker: StructureWalker;
  readonly #limits: CollectLimits;
  readonly #stopBefore: number;
  readonly #levels: DataSet[];
  readonly #sequences: DataSet[][] = [];
  #fragments: Buffer[] = [];
  #pending: { tag: number; vr: string; into: DataSet } | null = null;
  #total = 0;

  /** `stopBefore`: the first top-level tag that is not read any more, for headers without their pixel data. */
  constructor(encoding: WalkEncoding, options: { readonly limits?: CollectLimits; readonly stopBefore?: number; readonly parent?: DataSet } = {}) {
    this.#limits = options.limits ?? COLLECT_LIMITS;
    this.#stopBefore = options.stopBefore ?? Infinity;
    this.#levels = [new DataSet(encoding.bigEndian, options.parent ?? null)];
    this.#walker = new StructureWalker(encoding, this.#limits, this);
  }

  get failed(): Failure | null {
    return this.#walker.failure;
  }
  /** True once `stopBefore` was reached. */
  get stopped(): boolean {
    return this.#walker.stopped;
  }
  /** True when no more bytes are needed. */
  get done(): boolean {
    return this.#walker.stopped || this.#walker.failure !== null;
  }

  push(chunk: Uint8Array): void {
    this.#walker.push(chunk);
  }

  finish(): DataSetRead {
    const failure = this.#walker.end();
    return failure ? { kind: 'failure', failure } : { kind: 'data-set', dataSet: this.#levels[0]! };
  }

  element(head: ElementHead): Take {
    const { tag, depth } = head;
    if (depth === 0 && tag >= this.#stopBefore) return TAKE.stop;
    const into = this.#levels[depth]!;
    if (head.content === 1) {
      const items: DataSet[] = [];
      this.#sequences[depth + 1] = items;
      into.set({ tag, vr: 'SQ', bytes: EMPTY, items });
      return TAKE.skip;
    }
    const vr = head.explicit && formOf(head.vr) !== FORM.unknown ? vrName(head.vr) : dictionaryVr(tag, into);
    if (head.content === 2) {
      this.#fragments = [];
      into.set({ tag, vr, bytes: EMPTY, fragments: this.#fragments });
      return TAKE.skip;
    }
    return this.#value(tag, vr, head, into);
  }

  item(head: ItemHead): Take {
    if (head.fragment) {
      this.#pending = null;
      return this.#takes(head.length) ? TAKE.keep : TAKE.skip;
    }
    const parent = this.#levels[head.depth - 1]!;
    const item = new DataSet(parent.bigEndian, parent);
    this.#sequences[head.depth]!.push(item);
    this.#levels[head.depth + 1] = item;
    return TAKE.skip;
  }

  value(bytes: Buffer): void {
    const copy = bytes.length === 0 ? EMPTY : Buffer.from(bytes);
    if (!this.#pending) {
      this.#fragments.push(copy);
      return;
    }
    const { tag, vr, into } = this.#pending;
    const items = vr === 'UN' && copy.length > 0 && SEQUENCE_TAGS.has(tag) ? this.#unknownSequence(tag, copy, into) : null;
    into.set(items ? { tag, vr: 'SQ', bytes: EMPTY, items } : { tag, vr, bytes: copy });
  }

  /** A known sequence may come as UN from a system with an older dictionary (PS3.5 6.2.2 note 2); null when the bytes are something else. */
  #unknownSequence(tag: number, bytes: Buffer, parent: DataSet): readonly DataSet[] | null {
    const implicit: WalkEncoding = { explicit: false, bigEndian: false };
    const collector = new DataSetCollector(implicit, { limits: this.#limits, parent });
    collector.push(elementHead(tag, 'SQ', bytes.length, implicit));
    collector.push(bytes);
    const read = collector.finish();
    return read.kind === 'data-set' ? (read.dataSet.get(tag)?.items ?? null) : null;
  }

  #value(tag: number, vr: string, head: ElementHead, into: DataSet): Take {
    if (head.length > this.#limits.valueBytes) {
      const leftOut: DataElement['leftOut'] = { offset: head.valueStart, length: head.length };
      into.set({ tag, vr, bytes: EMPTY, leftOut });
      return TAKE.skip;
    }
    if (!this.#takes(head.length)) return TAKE.skip;
    this.#pending = { tag, vr, into };
    return TAKE.keep;
  }

  #takes(length: number): boolean {
    this.#total += length;
    if (this.#total <= this.#limits.totalBytes) return true;
    this.#walker.fail('too-large');
    return false;
  }
}

/**
 * Reads a whole data set that is in memory already. Never throws on input. Deflated syntaxes are not for this: they need `ObjectReader`.
 * `parent` is the data set around it, whose character set it uses where it has none of its own.
 */
export function readDataSet(bytes: Uint8Array, transferSyntaxUid: string, limits: CollectLimits = COLLECT_LIMITS, parent?: DataSet): DataSetRead {
  const collector = new DataSetCollector(transferSyntax(transferSyntaxUid), { limits, ...(parent ? { parent } : {}) });
  collector.push(bytes);
  return collector.finish();
}
