/** One object as it was received: a data set from the network, or a file whose head is read first. Inflates deflated syntaxes with caps. */
import { OBJECT_LIMITS, type ObjectLimits } from '../limits';
import type { FileHead } from '../part10/file-head';
import { ObjectFeed, type DataSetSink } from '../part10/object-feed';
import type { TransferSyntax } from '../registry/transfer-syntax';
import { failureOf, type Failure, type Finding, type Verdict } from '../structure/verdict';
import { DataSetReader, type ReadResult } from './data-set-reader';

export interface ObjectResult extends ReadResult {
  /** Empty when the object ended before it was known. */
  readonly transferSyntaxUid: string;
  /** First byte of the data set in what was pushed: 0 for a bare data set. */
  readonly dataSetOffset: number;
  /** Null for a bare data set and for a file whose head could not be read. */
  readonly fileHead: FileHead | null;
}

const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10';

export interface ObjectReaderOptions {
  /** Transfer syntax of a presentation context or media type: a bare data set follows. Left out: a file. */
  readonly transferSyntaxUid?: string;
  readonly limits?: ObjectLimits;
}

/**
 * Push the bytes in pieces of any size, then finish once. Never throws on input. Pieces are only looked at, never changed; the caller may
 * reuse their memory once `push` has returned and, where it returned a promise, once that has resolved.
 */
export class ObjectReader {
  readonly #limits: ObjectLimits;
  readonly #feed: ObjectFeed;
  #reader: DataSetReader | null = null;
  #bytes = 0;
  #failure: Failure | null = null;

  constructor(options: ObjectReaderOptions = {}) {
    this.#limits = options.limits ?? OBJECT_LIMITS;
    this.#feed = new ObjectFeed((syntax, head) => this.#open(syntax, head), this.#limits, options.transferSyntaxUid);
  }

  /** What is wrong already; the caller need not wait for the end to stop a sender. */
  get failed(): Verdict | null {
    const fed = this.#feed.failure ?? this.#feed.inflateFailure;
    return this.#failure ?? (fed ? failureOf(fed, 0) : null) ?? this.#reader?.failed ?? null;
  }
  /** Bytes pushed so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A promise comes back only while inflating; awaiting it is the back-pressure. */
  push(chunk: Uint8Array): void | Promise<void> {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.objectBytes) this.#failure ??= failureOf('too-large', this.#limits.objectBytes);
    return this.#failure ? undefined : this.#feed.push(chunk);
  }

  async finish(): Promise<ObjectResult> {
    if (this.#failure) this.#feed.abort();
    else await this.#feed.finish();
    const head = this.#feed.head;
    const read = this.#reader?.finish();
    const findings: Finding[] = [...(head?.findings ?? []), ...(read?.findings ?? [])];
    const named = head?.mediaStorageSopInstanceUid;
    if (named && read?.values.sopInstanceUid && named !== read.values.sopInstanceUid) findings.push('meta-identity');
    return {
      verdict: this.#verdict(read?.verdict ?? { kind: 'ok' }),
      findings,
      values: read?.values ?? {},
      otherPatientIds: read?.otherPatientIds ?? [],
      elements: read?.elements ?? 0,
      bytes: read?.bytes ?? 0,
      transferSyntaxUid: this.#feed.syntax?.uid ?? '',
      dataSetOffset: head?.dataSetOffset ?? 0,
      fileHead: head,
    };
  }

  /** Frees what an object that will not be finished still holds. */
  abort(): void {
    this.#feed.abort();
  }

  #open(syntax: TransferSyntax, head: FileHead | null): DataSetSink | null {
    if (head?.mediaStorageSopClassUid === MEDIA_DIRECTORY) {
      this.#failure = failureOf('directory', 0);
      return null;
    }
    this.#reader = new DataSetReader(syntax, this.#limits);
    return this.#reader;
  }

  /** A data set that broke because the deflate stream broke is told as the deflate fault. */
  #verdict(read: Verdict): Verdict {
    if (this.#failure) return this.#failure;
    if (this.#feed.failure) return failureOf(this.#feed.failure, 0);
    const inflating = this.#feed.inflateFailure;
    if (!inflating) return read;
    const caused = read.kind === 'ok' || read.reason === 'truncated' || read.reason === 'empty' || inflating === 'deflate-bomb';
    return caused ? failureOf(inflating, 0) : read;
  }
}
