/** Reads one data set as its bytes arrive: verdict, findings and the wanted values; nothing else of it is kept. */
import type { ObjectLimits } from '../limits';
import type { TransferSyntax } from '../registry/transfer-syntax';
import { PIXEL_DATA } from '../structure/tag';
import type { Finding, Verdict } from '../structure/verdict';
import { FORM, formOf, UNDEFINED_LENGTH, VR_UN } from '../structure/vr';
import { TAKE, type ElementHead, type ItemHead, type Take, type WalkHandler } from '../structure/walk';
import { StructureWalker } from '../structure/walker';
import { endsWhole, MARKS, type Mark } from './completeness';
import { pixelBytesOf } from './pixel-size';
import { WANTED, type ObjectValues, type OtherPatientId, type WantedNode, type WantedTree } from './wanted';

export interface ReadResult {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly values: ObjectValues;
  readonly otherPatientIds: readonly OtherPatientId[];
  /** Elements and items, all levels. */
  readonly elements: number;
  /** Bytes of the data set; inflated bytes for a deflated syntax. */
  readonly bytes: number;
}

const TRAILING_PADDING = 0xfffcfffc;
const IDENTITY = ['sopClassUid', 'sopInstanceUid', 'studyInstanceUid', 'seriesInstanceUid'] as const;
const UID_SHAPE = /^[0-9]+(\.[0-9]+)*$/;
const UID_LEADING_ZERO = /(^|\.)0[0-9]/;

type Row = Record<string, string>;

/** Never throws on input. After a failure further bytes are counted and ignored, so the caller may go on storing them. */
export class DataSetReader implements WalkHandler {
  readonly #walker: StructureWalker;
  readonly #syntax: TransferSyntax;
  readonly #limits: ObjectLimits;
  /** What is wanted at each depth: a tree where elements stand, the sequence's node where items stand. */
  readonly #trees: (WantedTree | undefined)[] = [WANTED];
  readonly #sequences: (WantedNode | undefined)[] = [];
  readonly #rows: Row[] = [{}];
  readonly #lists: Record<string, Row[]> = {};
  readonly #findings = new Set<Finding>();
  readonly #seen = new Set<Mark>();
  #taking: WantedNode | undefined;
  #target: Row = {};
  #bigEndian = false;
  #kept = 0;
  #pixelLength = -1;

  constructor(syntax: TransferSyntax, limits: ObjectLimits) {
    this.#syntax = syntax;
    this.#limits = limits;
    this.#walker = new StructureWalker(syntax, limits, this);
  }

  get failed(): Verdict | null {
    return this.#walker.failure;
  }
  /** True after a failure: what follows is counted, not read. */
  get done(): boolean {
    return this.#walker.failure !== null;
  }
  get bytes(): number {
    return this.#walker.position;
  }

  push(chunk: Uint8Array): void {
    this.#walker.push(chunk);
  }

  /** Call once, after the last byte. */
  finish(): ReadResult {
    if (!this.#walker.failure) this.#judge();
    if (this.#walker.superfluousDelimiters > 0) this.#findings.add('delimiter-superfluous');
    return {
      verdict: this.#walker.failure ?? { kind: 'ok' },
      findings: [...this.#findings],
      values: this.#rows[0]!,
      otherPatientIds: this.#lists['otherPatientIds'] ?? [],
      elements: this.#walker.elements,
      bytes: this.#walker.position,
    };
  }

  element(head: ElementHead): Take {
    const { tag, depth, length } = head;
    const node = this.#trees[depth]?.get(tag);
    if (head.explicit && formOf(head.vr) === FORM.unknown) this.#findings.add('vr-not-standard');
    if (depth === 0) this.#markTop(head);
    if (head.content !== 0) {
      this.#sequences[depth + 1] = head.content === 1 ? node : undefined;
      return TAKE.skip;
    }
    if ((length & 1) === 1) this.#findings.add('odd-length');
    if (!node) return TAKE.skip;
    if (node.items) {
      this.#sequences[depth + 1] = node;
      return head.vr === 0 || head.vr === VR_UN ? TAKE.descend : TAKE.skip;
    }
    return this.#want(node, head);
  }

  item(head: ItemHead): Take {
    const { depth } = head;
    if (head.fragment) {
      if ((head.length & 1) === 1) this.#findings.add('odd-length');
      return TAKE.skip;
    }
    const node = this.#sequences[depth];
    this.#trees[depth + 1] = undefined;
    if (node?.list && head.number <= node.list.most) {
      const row: Row = {};
      (this.#lists[node.list.name] ??= []).push(row);
      this.#trees[depth + 1] = node.items;
      this.#rows[depth + 1] = row;
    } else if (node && !node.list && head.number === 1) {
      this.#trees[depth + 1] = node.items;
      this.#rows[depth + 1] = this.#rows[depth - 1]!;
    }
    return TAKE.skip;
  }

  value(bytes: Buffer): void {
    const node = this.#taking!;
    this.#target[node.name!] = node.numeric ? this.#number(bytes) : this.#text(bytes);
  }

  #want(node: WantedNode, head: ElementHead): Take {
    if (head.length > this.#limits.keptValueBytes || this.#kept + head.length > this.#limits.keptBytes) {
      if (node.vital) this.#walker.fail('wanted-value-too-long');
      else this.#findings.add('value-too-long');
      return TAKE.skip;
    }
    this.#kept += head.length;
    this.#taking = node;
    this.#target = this.#rows[head.depth]!;
    this.#bigEndian = head.bigEndian;
    return TAKE.keep;
  }

  #markTop(head: ElementHead): void {
    const mark = MARKS.get(head.tag);
    if (mark) this.#seen.add(mark);
    if (head.tag === TRAILING_PADDING) this.#findings.add('trailing-padding');
    if (head.tag !== PIXEL_DATA) return;
    const { encapsulated, known } = this.#syntax;
    if (head.content === 2 ? !encapsulated : encapsulated && known) this.#walker.fail('pixel-encoding');
    else if (head.length !== UNDEFINED_LENGTH) this.#pixelLength = head.length;
  }

  #number(bytes: Buffer): string {
    if (bytes.length === 2) return String(this.#bigEndian ? bytes.readUInt16BE(0) : bytes.readUInt16LE(0));
    if (bytes.length === 4) return String(this.#bigEndian ? bytes.readUInt32BE(0) : bytes.readUInt32LE(0));
    return '';
  }

  /** Padding is cut here (PS3.5 6.2). A NUL inside text is taken out: databases refuse it and no VR allows it. */
  #text(bytes: Buffer): string {
    let end = bytes.length;
    while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--;
    const text = bytes.toString('latin1', 0, end);
    if (!text.includes('\0')) return text;
    this.#findings.add('nul-in-text');
    return text.replaceAll('\0', '');
  }

  #judge(): void {
    const walker = this.#walker;
    if (walker.position === 0) return walker.fail('empty');
    if (walker.end()) return;
    const values = this.#rows[0]! as ObjectValues;
    for (const name of IDENTITY) {
      const uid = values[name];
      if (!uid) return walker.fail('identity-missing');
      if (uid.length > 64 || !UID_SHAPE.test(uid)) return walker.fail('identity-invalid');
      if (UID_LEADING_ZERO.test(uid)) this.#findings.add('uid-form');
    }
    const hasPixels = this.#seen.has('pixels');
    if (!endsWhole(values.sopClassUid!, this.#seen) || (values.rows && values.columns && !hasPixels)) return walker.fail('end-missing');
    if (this.#pixelLength >= 0 && this.#pixelLength < pixelBytesOf(values)) walker.fail('pixel-short');
  }
}
