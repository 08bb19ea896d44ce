/** Feeds the bytes of one object to whoever reads its data set: the head of a file is taken off first, deflated syntaxes are inflated. */
import type { ObjectLimits } from '../limits';
import { Inflater } from '../reader/inflater';
import { transferSyntax, type TransferSyntax } from '../registry/transfer-syntax';
import type { Reason } from '../structure/verdict';
import { readFileHead, type FileHead } from './file-head';

/** Takes the bytes of a data set as they come. */
export interface DataSetSink {
  push(bytes: Uint8Array): void;
  /** True when no more bytes are wanted. */
  readonly done: boolean;
}

/** Makes the sink once the transfer syntax is known; null refuses the object, with a reason the caller keeps. */
export type OpenSink = (syntax: TransferSyntax, head: FileHead | null) => DataSetSink | null;

/** Preamble, prefix and one element header: what the head of a file takes besides the meta group. */
const HEAD_EXTRA = 144;

export class ObjectFeed {
  readonly #limits: ObjectLimits;
  readonly #open: OpenSink;
  #syntax: TransferSyntax | null = null;
  #sink: DataSetSink | null = null;
  #inflater: Inflater | null = null;
  /** Pieces of a file head that is not complete yet; null once it is read, or for a bare data set. */
  #gathered: Buffer[] | null = null;
  #gatheredBytes = 0;
  #head: FileHead | null = null;
  #failure: Reason | null = null;

  /** With a transfer syntax: a bare data set. Without: a file. */
  constructor(open: OpenSink, limits: ObjectLimits, transferSyntaxUid?: string) {
    this.#limits = limits;
    this.#open = open;
    if (transferSyntaxUid === undefined) this.#gathered = [];
    else this.#begin(transferSyntaxUid);
  }

  get syntax(): TransferSyntax | null {
    return this.#syntax;
  }
  /** Null for a bare data set, and for a file whose head could not be read. */
  get head(): FileHead | null {
    return this.#head;
  }
  /** Why the head could not be read. */
  get failure(): Reason | null {
    return this.#failure;
  }
  get inflateFailure(): Reason | null {
    return this.#inflater?.failure ?? null;
  }
  get done(): boolean {
    return this.#failure !== null || (this.#sink?.done ?? false);
  }

  /** A promise comes back only while inflating; awaiting it is the back-pressure. */
  push(chunk: Uint8Array): void | Promise<void> {
    if (this.#failure) return undefined;
    if (!this.#gathered) return this.#body(chunk);
    // Copied: the caller may reuse the memory before the rest of the head arrives.
    this.#gathered.push(Buffer.from(chunk));
    this.#gatheredBytes += chunk.length;
    return this.#readHead(this.#gatheredBytes > this.#limits.metaBytes + HEAD_EXTRA);
  }

  /** Call once, after the last byte. */
  async finish(): Promise<void> {
    if (this.#gathered && !this.#failure) await this.#readHead(true);
    await this.#inflater?.end();
  }

  /** Frees what an object that will not be finished still holds. */
  abort(): void {
    this.#gathered = null;
    this.#inflater?.abort();
  }

  #begin(uid: string): void {
    const syntax = transferSyntax(uid);
    this.#syntax = syntax;
    const sink = this.#open(syntax, this.#head);
    this.#sink = sink;
    if (!sink || !syntax.deflated) return;
    const take = (bytes: Buffer): boolean => {
      sink.push(bytes);
      return !sink.done;
    };
    this.#inflater = new Inflater(take, this.#limits);
  }

  #readHead(whole: boolean): void | Promise<void> {
    const bytes = Buffer.concat(this.#gathered!);
    const result = readFileHead(bytes, this.#limits.metaBytes, whole);
    if (result.kind === 'more') {
      this.#gathered = [bytes];
      return undefined;
    }
    this.#gathered = null;
    if (result.kind === 'bad') {
      this.#failure = result.reason;
      return undefined;
    }
    this.#head = result.head;
    this.#begin(result.head.transferSyntaxUid);
    return this.#body(bytes.subarray(result.head.dataSetOffset));
  }

  #body(bytes: Uint8Array): void | Promise<void> {
    if (this.#inflater) return this.#inflater.push(bytes);
    this.#sink?.push(bytes);
    return undefined;
  }
}

/** Bytes of one stored object in pieces of any size. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Feeds a source until its end, or until the sink wants no more. */
export async function feedAll(feed: ObjectFeed, source: ByteSource): Promise<void> {
  for await (const chunk of source) {
    await feed.push(chunk);
    if (feed.done) break;
  }
  await feed.finish();
}
