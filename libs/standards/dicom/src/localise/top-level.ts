/** Walks the top level of a data set and reports where the elements asked for stand, or would stand. Reads no further than it must. */
import type { ObjectLimits } from '../limits';
import { groupOf } from '../structure/tag';
import type { Failure } from '../structure/verdict';
import { VR_UN, vrName } from '../structure/vr';
import { TAKE, type ElementHead, type Take, type WalkEncoding, type WalkHandler } from '../structure/walk';
import { StructureWalker } from '../structure/walker';
import { ByteWindow, type Span } from './span';

/** Longest element header, with room: a header may have begun in the piece before. */
const HEADER_ROOM = 16;

export interface TopLevel {
  /** Elements asked for that are there. */
  readonly spans: ReadonlyMap<number, Span>;
  /** Offset at which an element asked for that is not there belongs. */
  readonly places: ReadonlyMap<number, number>;
  /** Group length elements (gggg,0000) of the groups asked for, by group. */
  readonly groupLengths: ReadonlyMap<number, Span>;
}

export interface TopLevelAsked {
  readonly tags: readonly number[];
  /** Tags whose bytes are wanted; of the others only the place. */
  readonly withBytes: ReadonlySet<number>;
  /** Sequences that may get one more item: read as such even where they are encoded as UN. */
  readonly appended: ReadonlySet<number>;
}

export type TopLevelResult =
  | { readonly kind: 'read'; readonly topLevel: TopLevel }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'element-too-long'; readonly tag: number; readonly at: number };

export class TopLevelReader implements WalkHandler {
  readonly #walker: StructureWalker;
  readonly #limits: ObjectLimits;
  readonly #pending: number[];
  readonly #asked: TopLevelAsked;
  readonly #groups: ReadonlySet<number>;
  readonly #last: number;
  readonly #window = new ByteWindow();
  readonly #spans = new Map<number, Span>();
  readonly #places = new Map<number, number>();
  readonly #groupLengths = new Map<number, Span>();
  #open: Span | null = null;
  #tooLong: Span | null = null;

  constructor(encoding: WalkEncoding, asked: TopLevelAsked, limits: ObjectLimits) {
    this.#limits = limits;
    this.#asked = asked;
    this.#pending = [...asked.tags].sort((a, b) => a - b);
    this.#groups = new Set(asked.tags.map(groupOf));
    this.#last = this.#pending[this.#pending.length - 1] ?? -1;
    this.#walker = new StructureWalker(encoding, limits, this);
  }

  /** True once no more bytes are needed. */
  get done(): boolean {
    return this.#walker.stopped || this.#walker.failure !== null || this.#tooLong !== null;
  }

  push(chunk: Uint8Array): void {
    if (this.done) return;
    this.#window.append(chunk);
    this.#walker.push(chunk);
    const held = this.#open && this.#wantsBytes(this.#open) ? this.#open.start : this.#walker.position - HEADER_ROOM;
    if (this.#walker.position - held > this.#limits.changedElementBytes && this.#open) this.#tooLong = this.#open;
    this.#window.dropBefore(Math.min(held, this.#walker.position - HEADER_ROOM));
  }

  finish(): TopLevelResult {
    if (this.#tooLong) return { kind: 'element-too-long', tag: this.#tooLong.tag, at: this.#tooLong.start };
    const failure = this.#walker.end();
    if (failure) return { kind: 'failure', failure };
    if (!this.#walker.stopped) {
      this.#close(this.#walker.position);
      this.#placeBefore(Infinity, this.#walker.position);
    }
    return { kind: 'read', topLevel: { spans: this.#spans, places: this.#places, groupLengths: this.#groupLengths } };
  }

  element(head: ElementHead): Take {
    const { tag, depth, start } = head;
    const levels = depth / 2 + (head.content === 1 ? 1 : 0);
    if (depth > 0) {
      if (this.#open) this.#open.depth = Math.max(this.#open.depth, levels);
      return TAKE.skip;
    }
    this.#close(start);
    this.#placeBefore(tag, start);
    if (tag > this.#last) return TAKE.stop;
    const isGroupLength = tag % 65_536 === 0 && this.#groups.has(groupOf(tag));
    if (this.#pending[0] !== tag && !isGroupLength) return TAKE.skip;
    if (this.#pending[0] === tag) this.#pending.shift();
    const vr = head.explicit ? vrName(head.vr) : '';
    const { length, valueStart } = head;
    this.#open = { tag, vr, length, start, valueStart, end: -1, delimiter: null, depth: levels, bytes: Buffer.alloc(0) };
    return head.vr === VR_UN && this.#asked.appended.has(tag) ? TAKE.descend : TAKE.skip;
  }

  item(): Take {
    return TAKE.skip;
  }

  delimiter(depth: number, start: number): void {
    if (depth === 1 && this.#open) this.#open.delimiter = start;
  }

  #wantsBytes(span: Span): boolean {
    return this.#asked.withBytes.has(span.tag);
  }

  #placeBefore(tag: number, start: number): void {
    while (this.#pending.length > 0 && this.#pending[0]! < tag) this.#places.set(this.#pending.shift()!, start);
  }

  #close(end: number): void {
    const span = this.#open;
    this.#open = null;
    if (!span) return;
    span.end = end;
    if (span.tag % 65_536 === 0) {
      this.#groupLengths.set(groupOf(span.tag), span);
      return;
    }
    if (this.#wantsBytes(span)) {
      if (end - span.start > this.#limits.changedElementBytes) this.#tooLong ??= span;
      else span.bytes = this.#window.slice(span.start, end);
    }
    this.#spans.set(span.tag, span);
  }
}
