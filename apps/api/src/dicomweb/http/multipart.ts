/** multipart/related bodies (RFC 2387, PS3.18 8.6.1.2), written part by part. */
import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import { pour, stream } from './paced';

export type PartHeaders = Readonly<Record<string, string>>;

export interface Part {
  readonly headers: PartHeaders;
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const LINE_END = '\r\n';

export class Multipart {
  /** 128 random bits: no body holds them but by guessing. */
  readonly boundary = `causeway-${randomBytes(16).toString('hex')}`;

  /** `type` is the media type of the parts. */
  constructor(readonly type: string) {}

  get contentType(): string {
    return `multipart/related; type="${this.type}"; boundary=${this.boundary}`;
  }

  /** Bytes of a part besides its body, with the line end that follows it. */
  overhead(headers: PartHeaders): number {
    return this.head(headers).length + LINE_END.length;
  }
  /** Bytes behind the last part. */
  get end(): string {
    return `--${this.boundary}--${LINE_END}`;
  }

  /** False when the client left before the end. */
  send(response: Response, parts: AsyncIterable<Part> | Iterable<Part>): Promise<boolean> {
    response.setHeader('Content-Type', this.contentType);
    return stream(response, () => pour(response, this.pieces(parts)));
  }

  private async *pieces(parts: AsyncIterable<Part> | Iterable<Part>): AsyncGenerator<Uint8Array | string> {
    let between = '';
    for await (const { headers, body } of parts) {
      yield between + this.head(headers);
      yield* body;
      between = LINE_END;
    }
    yield between + this.end;
  }

  private head(headers: PartHeaders): string {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}${LINE_END}`).join('');
    return `--${this.boundary}${LINE_END}${lines}${LINE_END}`;
  }
}
