/** One object as it was received: a data set from the network, or a file whose head is read first. Inflates deflated syntaxes with caps. */
import { OBJECT_LIMITS, type ObjectLimits } from '../limits';
import { readFileHead, type FileHead } from '../part10/file-head';
import { transferSyntax, type TransferSyntax } from '../registry/transfer-syntax';
import { failureOf, type Failure, type Finding, type Reason, type Verdict } from '../structure/verdict';
import { DataSetReader, type ReadResult } from './data-set-reader';
import { Inflater } from './inflater';

export interface ObjectResult extends ReadResult {
  /** Empty when the object ended before it was known. */
  readonly transferSyntaxUid: string;
  /** First byte of the data set in what was pushed: 0 for a bare data set. */
  readonly dataSetOffset: number;
  /** Null for a bare data set and for a file whose head could not be read. */
  readonly fileHead: FileHead | null;
}

const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10';
/** Preamble, prefix and one element header: what the head of a file takes besides the meta group. */
const HEAD_EXTRA = 144;

/**
 * Push the bytes in pieces of any size, then finish once. Never throws on input. Pieces are only looked at, never changed; the caller may
 * reuse their memory once `push` has returned and, where it returned a promise, once that has resolved.
 */
export class ObjectReader {
  readonly #limits: ObjectLimits;
  #syntax: TransferSyntax | null = null;
  #reader: DataSetReader | null = null;
  #inflater: Inflater | null = null;
  /** Pieces gathered while the head of a file is incomplete; null once it is read, or for a bare data set. */
  #gathered: Buffer[] | null = null;
  #gatheredBytes = 0;
  #head: FileHead | null = null;
  #bytes = 0;
  #failure: Failure | null = null;

  /** With the transfer syntax of a presentation context or media type: a bare data set. Without: a file. */
  constructor(options: { readonly transferSyntaxUid?: string; readonly limits?: ObjectLimits } = {}) {
    this.#limits = options.limits ?? OBJECT_LIMITS;
    if (options.transferSyntaxUid === undefined) this.#gathered = [];
    else this.#open(options.transferSyntaxUid);
  }

  /** What is wrong already; the caller need not wait for the end to stop a sender. */
  get failed(): Verdict | null {
    const inflating = this.#inflater?.failure;
    return this.#failure ?? (inflating ? failureOf(inflating, this.#bytes) : null) ?? this.#reader?.failed ?? null;
  }
  /** Bytes pushed so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A promise comes back only while inflating; awaiting it is the back-pressure. */
  push(chunk: Uint8Array): void | Promise<void> {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.objectBytes) this.#fail('too-large');
    if (this.#failure) return undefined;
    return this.#gathered ? this.#gather(chunk) : this.#body(chunk);
  }

  async finish(): Promise<ObjectResult> {
    if (this.#gathered && !this.#failure) await this.#readHead(true);
    await this.#inflater?.end();
    const read = this.#reader?.finish();
    const findings: Finding[] = [...(this.#head?.findings ?? []), ...(read?.findings ?? [])];
    const named = this.#head?.mediaStorageSopInstanceUid;
    if (named && read?.values.sopInstanceUid && named !== read.values.sopInstanceUid) findings.push('meta-identity');
    return {
      verdict: this.#verdict(read?.verdict ?? { kind: 'ok' }),
      findings,
      values: read?.values ?? {},
      otherPatientIds: read?.otherPatientIds ?? [],
      elements: read?.elements ?? 0,
      bytes: read?.bytes ?? 0,
      transferSyntaxUid: this.#syntax?.uid ?? '',
      dataSetOffset: this.#head?.dataSetOffset ?? 0,
      fileHead: this.#head,
    };
  }

  /** Frees what an object that will not be finished still holds. */
  abort(): void {
    this.#gathered = null;
    this.#inflater?.abort();
  }

  #fail(reason: Reason): void {
    this.#failure ??= failureOf(reason, this.#bytes);
  }

  /** A data set that broke because the deflate stream broke is told as the deflate fault. */
  #verdict(read: Verdict): Verdict {
    if (this.#failure) return this.#failure;
    const inflating = this.#inflater?.failure;
    if (!inflating) return read;
    const caused = read.kind === 'ok' || read.reason === 'truncated' || read.reason === 'empty' || inflating === 'deflate-bomb';
    return caused ? failureOf(inflating, this.#bytes) : read;
  }

  #open(uid: string): void {
    this.#syntax = transferSyntax(uid);
    const reader = new DataSetReader(this.#syntax, this.#limits);
    this.#reader = reader;
    if (!this.#syntax.deflated) return;
    const sink = (bytes: Buffer): boolean => {
      reader.push(bytes);
      return reader.failed === null;
    };
    this.#inflater = new Inflater(sink, this.#limits);
  }

  #gather(chunk: Uint8Array): void | Promise<void> {
    // The piece is copied: the caller may reuse its memory before the rest of the head arrives.
    this.#gathered!.push(Buffer.from(chunk));
    this.#gatheredBytes += chunk.length;
    return this.#readHead(this.#gatheredBytes > this.#limits.metaBytes + HEAD_EXTRA);
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
      this.#fail(result.reason);
      return undefined;
    }
    this.#head = result.head;
    if (result.head.mediaStorageSopClassUid === MEDIA_DIRECTORY) {
      this.#fail('directory');
      return undefined;
    }
    this.#open(result.head.transferSyntaxUid);
    return this.#body(bytes.subarray(result.head.dataSetOffset));
  }

  #body(bytes: Uint8Array): void | Promise<void> {
    if (this.#inflater) return this.#inflater.push(bytes);
    this.#reader!.push(bytes);
    return undefined;
  }
}
