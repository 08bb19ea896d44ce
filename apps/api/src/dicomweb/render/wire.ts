/** Messages between the api and its rendering process, over pipes: two lengths, JSON, bytes. */

const HEAD_BYTES = 8;
/** A frame of the most pixels at four bytes each, and what describes it. */
const MOST_BYTES = 512 * 1024 * 1024;
const MOST_JSON = 8 * 1024 * 1024;

export interface Message {
  readonly json: unknown;
  readonly bytes: Buffer;
}

export function packMessage(json: unknown, bytes: Uint8Array): Buffer[] {
  const text = Buffer.from(JSON.stringify(json), 'utf8');
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(text.length, 0);
  head.writeUInt32LE(bytes.length, 4);
  return [head, text, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)];
}

/** Puts messages together from pieces of any size. Throws when the other side does not keep to the form. */
export class MessageReader {
  #pieces: Buffer[] = [];
  #length = 0;
  #wanted = HEAD_BYTES;

  push(piece: Buffer): Message[] {
    this.#pieces.push(piece);
    this.#length += piece.length;
    const messages: Message[] = [];
    while (this.#length >= this.#wanted) {
      const all = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces, this.#length);
      this.#pieces = [all];
      const message = this.#take(all);
      if (message) messages.push(message);
    }
    return messages;
  }

  #take(all: Buffer): Message | null {
    const [jsonBytes, bytes] = [all.readUInt32LE(0), all.readUInt32LE(4)];
    if (jsonBytes > MOST_JSON || bytes > MOST_BYTES) throw new RangeError('The message is too long.');
    const end = HEAD_BYTES + jsonBytes + bytes;
    if (all.length < end) {
      this.#wanted = end;
      return null;
    }
    const rest = all.subarray(end);
    this.#pieces = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    this.#wanted = HEAD_BYTES;
    const json: unknown = JSON.parse(all.toString('utf8', HEAD_BYTES, HEAD_BYTES + jsonBytes));
    return { json, bytes: all.subarray(HEAD_BYTES + jsonBytes, end) };
  }
}
