/** Reads multipart bodies (RFC 2046 5.1, PS3.18 8.6.1.2) as they come: nothing of a part is held but what may be the beginning of a boundary. */

/** Takes the bytes of one part. */
export interface PartSink {
  /** The bytes do not change afterwards. A promise asks to wait; it must not reject. */
  write(bytes: Buffer): void | Promise<void>;
  /** The part is whole. */
  end(): void | Promise<void>;
  /** The body broke off inside this part. */
  abort(): void;
}

/** Names in lower case; of a header that comes twice the last. */
export type PartHeaders = ReadonlyMap<string, string>;

export type MultipartFault =
  /** Ended without the closing boundary. */
  | 'truncated'
  | 'header-too-long'
  | 'header-invalid'
  | 'too-many-parts'
  /** No part at all. */
  | 'empty';

export interface MultipartOptions {
  readonly boundary: string;
  /** Called at the beginning of each part. Null: its bytes are passed over. */
  readonly part: (headers: PartHeaders) => PartSink | null;
  readonly mostParts?: number;
  readonly mostHeaderBytes?: number;
}

const MOST_PARTS = 10_000;
const MOST_HEADER_BYTES = 16_384;
/** Spaces a sender may put behind a boundary. */
const MOST_PADDING = 128;
const EMPTY = Buffer.alloc(0);
const LINE_END = Buffer.from('\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');
const CR = 13;
/** Bytes of a delimiter that are looked for first: its line end, its hyphens and the beginning of the boundary. */
const START_BYTES = 6;

type State = 'before' | 'behind-boundary' | 'headers' | 'body' | 'after' | 'failed';

export class MultipartReader {
  parts = 0;
  private state: State = 'before';
  /** Bytes that cannot be told yet; at the beginning the line end a first boundary goes without. */
  private rest: Buffer = LINE_END;
  private readonly delimiter: Buffer;
  private readonly start: Buffer;
  private readonly mostParts: number;
  private readonly mostHeaderBytes: number;
  private sink: PartSink | null = null;
  private found: MultipartFault | null = null;
  private waits: Promise<void>[] = [];

  constructor(private readonly options: MultipartOptions) {
    this.delimiter = Buffer.from(`\r\n--${options.boundary}`, 'latin1');
    this.start = this.delimiter.subarray(0, START_BYTES);
    this.mostParts = options.mostParts ?? MOST_PARTS;
    this.mostHeaderBytes = options.mostHeaderBytes ?? MOST_HEADER_BYTES;
  }

  /** What is wrong already: reading on is of no use. */
  get fault(): MultipartFault | null {
    return this.found;
  }

  /** Takes the next bytes, which must not change afterwards. Await what it returns before the next call. */
  push(chunk: Buffer): void | Promise<void> {
    const data = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    this.rest = EMPTY;
    return this.advance(data);
  }

  /** Stops where a part asks to wait, also in the middle of a chunk: one may hold a thousand parts. */
  private advance(data: Buffer): void | Promise<void> {
    for (let next: Buffer | null = data; next !== null; ) {
      const left: Buffer | null = this.step(next);
      next = left;
      if (this.waits.length === 0) continue;
      const all = Promise.all(this.waits).then(() => undefined);
      this.waits = [];
      return left === null ? all : all.then(() => this.advance(left));
    }
    return undefined;
  }

  /** No more bytes will come. Null: the body was whole. */
  finish(): MultipartFault | null {
    if (this.state !== 'after') this.fail(this.state === 'before' ? 'empty' : 'truncated');
    else if (this.parts === 0) this.found = 'empty';
    return this.found;
  }

  /** The rest will not come. */
  abort(): void {
    this.fail('truncated');
  }

  /** What is left to look at; null: more bytes are needed. */
  private step(data: Buffer): Buffer | null {
    switch (this.state) {
      case 'before':
      case 'body':
        return this.body(data);
      case 'behind-boundary':
        return this.behindBoundary(data);
      case 'headers':
        return this.headers(data);
      default:
        return null;
    }
  }

  private body(data: Buffer): Buffer | null {
    const at = this.delimiterIn(data);
    const end = at < 0 ? data.length - this.couldBegin(data) : at;
    if (end > 0) this.wait(this.sink?.write(data.subarray(0, end)));
    if (at < 0) return this.keep(data.subarray(end));
    this.wait(this.sink?.end());
    this.sink = null;
    this.state = 'behind-boundary';
    return data.subarray(at + this.delimiter.length);
  }

  private behindBoundary(data: Buffer): Buffer | null {
    if (data.length < 2) return this.keep(data);
    if (data[0] === 0x2d && data[1] === 0x2d) {
      this.state = 'after';
      return null;
    }
    const end = data.indexOf(LINE_END);
    if (end > MOST_PADDING || (end < 0 && data.length > MOST_PADDING)) return this.fail('header-invalid');
    if (end < 0) return this.keep(data);
    if (data.toString('latin1', 0, end).trim() !== '') return this.fail('header-invalid');
    this.state = 'headers';
    // the line end stays: headers that are empty end with it
    return data.subarray(end);
  }

  private headers(data: Buffer): Buffer | null {
    const end = data.indexOf(HEADERS_END);
    if (end > this.mostHeaderBytes || (end < 0 && data.length > this.mostHeaderBytes)) return this.fail('header-too-long');
    if (end < 0) return this.keep(data);
    const headers = parseHeaders(data.toString('latin1', LINE_END.length, Math.max(LINE_END.length, end)));
    if (!headers) return this.fail('header-invalid');
    if (++this.parts > this.mostParts) return this.fail('too-many-parts');
    this.sink = this.options.part(headers);
    this.state = 'body';
    return data.subarray(end + HEADERS_END.length);
  }

  /** Looked for by its first bytes: a search for more than a few learns a table first, and walks through pixels five times as slowly. */
  private delimiterIn(data: Buffer): number {
    for (let at = data.indexOf(this.start); at >= 0; at = data.indexOf(this.start, at + 1)) {
      const end = at + this.delimiter.length;
      if (end > data.length) return -1;
      if (data.compare(this.delimiter, 0, this.delimiter.length, at, end) === 0) return at;
    }
    return -1;
  }

  /** Bytes at the end that may be the beginning of a boundary. */
  private couldBegin(data: Buffer): number {
    const first = Math.max(0, data.length - this.delimiter.length + 1);
    for (let at = data.indexOf(CR, first); at >= 0; at = data.indexOf(CR, at + 1)) {
      const length = data.length - at;
      if (data.compare(this.delimiter, 0, length, at, data.length) === 0) return length;
    }
    return 0;
  }

  private wait(work: void | Promise<void>): void {
    if (work) this.waits.push(work);
  }

  private keep(data: Buffer): null {
    this.rest = data;
    return null;
  }

  private fail(fault: MultipartFault): null {
    this.found ??= fault;
    this.state = 'failed';
    this.sink?.abort();
    this.sink = null;
    return null;
  }
}

function parseHeaders(text: string): Map<string, string> | null {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    if (line === '') continue;
    const at = line.indexOf(':');
    if (at < 1) return null;
    headers.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
  }
  return headers;
}
