import type { DimseLimits } from '../limits';
import { ABORT_REASON, COMMAND_FRAGMENT, LAST_FRAGMENT, PDU, PDU_HEADER_BYTES, PDV_OVERHEAD_BYTES, ProtocolError } from './pdu';

export interface PduEvents {
  /** A whole PDU that is not P-DATA-TF, without its header. */
  control(type: number, body: Buffer): void;
  /**
   * A piece of one presentation data value, a view of the pushed chunk. `last`: the message's command or data set is complete with it
   * (PS3.8 E.2); that piece may be empty.
   */
  fragment(contextId: number, command: boolean, bytes: Buffer, last: boolean): void;
}

const EMPTY = Buffer.alloc(0);
const FIRST_BODY_BYTES = 1_024;

/**
 * PDU framing (PS3.8 9.3) over a byte stream. Declared lengths are checked before anything is kept, and P-DATA is handed on piece by piece
 * without waiting for the whole PDU. Throws `ProtocolError`; after that the reader must not be used again.
 */
export class PduReader {
  readonly #limits: DimseLimits;
  readonly #events: PduEvents;
  /** Holds a PDU header or a PDV header while it crosses chunks. */
  readonly #header = Buffer.alloc(PDU_HEADER_BYTES);
  #gathered = 0;
  #inPdu = false;
  #type = 0;
  /** Bytes of the PDU not yet read. */
  #pduLeft = 0;
  #inFragment = false;
  #fragmentLeft = 0;
  #contextId = 0;
  #control = 0;
  #emptyInARow = 0;
  #body = EMPTY;
  #bodyBytes = 0;
  #stopped = false;
  /** P-DATA-TF is refused at its header until an association is agreed. */
  dataAllowed = false;

  constructor(limits: DimseLimits, events: PduEvents) {
    this.#limits = limits;
    this.#events = events;
  }

  /** True while a PDU has begun and not ended. */
  get inPdu(): boolean {
    return this.#inPdu || this.#gathered > 0;
  }

  /** Nothing more is read, not even the rest of the chunk at hand. */
  stop(): void {
    this.#stopped = true;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.#stopped) {
      if (!this.#inPdu) {
        at = this.#pduHeader(chunk, at);
      } else if (this.#type !== PDU.data) {
        at = this.#controlBody(chunk, at);
      } else if (!this.#inFragment) {
        at = this.#fragmentHeader(chunk, at);
      } else {
        at = this.#fragmentBody(chunk, at);
      }
    }
  }

  /** Gathers up to six header bytes; the header is complete when `#gathered` is back at zero. */
  #gather(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + PDU_HEADER_BYTES - this.#gathered);
    chunk.copy(this.#header, this.#gathered, at, end);
    this.#gathered = (this.#gathered + end - at) % PDU_HEADER_BYTES;
    return end;
  }

  #pduHeader(chunk: Buffer, at: number): number {
    const next = this.#gather(chunk, at);
    if (this.#gathered > 0) {
      return next;
    }
    const type = this.#header[0]!;
    const length = this.#header.readUInt32BE(2);
    this.#checkLength(type, length);
    this.#type = type;
    this.#pduLeft = length;
    this.#inPdu = true;
    this.#bodyBytes = 0;
    return next;
  }

  #checkLength(type: number, length: number): void {
    const [least, most] = this.#bounds(type);
    if (length < least || length > most) {
      throw new ProtocolError(ABORT_REASON.invalidParameter, `A PDU of type ${type} announced ${length} bytes; allowed are ${least} to ${most}.`);
    }
  }

  #bounds(type: number): readonly [least: number, most: number] {
    switch (type) {
      case PDU.data:
        if (!this.dataAllowed) {
          throw new ProtocolError(ABORT_REASON.unexpected, 'Data arrived before an association was agreed.');
        }
        return [PDV_OVERHEAD_BYTES, this.#limits.pduHardBytes];
      case PDU.associateRq:
      case PDU.associateAc:
        return [4, this.#limits.associateBytes];
      case PDU.associateRj:
      case PDU.releaseRq:
      case PDU.releaseRp:
      case PDU.abort:
        return [4, 4];
      default:
        throw new ProtocolError(ABORT_REASON.unrecognised, `A PDU of unknown type ${type} arrived.`);
    }
  }

  #controlBody(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#pduLeft);
    this.#keep(chunk, at, end);
    this.#pduLeft -= end - at;
    if (this.#pduLeft === 0) {
      const body = this.#body.subarray(0, this.#bodyBytes);
      this.#body = EMPTY;
      this.#inPdu = false;
      this.#events.control(this.#type, body);
    }
    return end;
  }

  /** Memory grows with the bytes that came, never with the length that was announced. */
  #keep(chunk: Buffer, at: number, end: number): void {
    const needed = this.#bodyBytes + end - at;
    if (needed > this.#body.length) {
      const grown = Buffer.alloc(Math.max(needed, this.#body.length * 2, FIRST_BODY_BYTES));
      this.#body.copy(grown, 0, 0, this.#bodyBytes);
      this.#body = grown;
    }
    chunk.copy(this.#body, this.#bodyBytes, at, end);
    this.#bodyBytes = needed;
  }

  #fragmentHeader(chunk: Buffer, at: number): number {
    if (this.#gathered === 0 && this.#pduLeft < PDU_HEADER_BYTES) {
      throw new ProtocolError(ABORT_REASON.invalidParameter, 'A P-DATA-TF ended inside a presentation data value.');
    }
    const next = this.#gather(chunk, at);
    if (this.#gathered > 0) {
      return next;
    }
    const length = this.#header.readUInt32BE(0);
    this.#pduLeft -= PDU_HEADER_BYTES;
    this.#contextId = this.#header[4]!;
    this.#control = this.#header[5]!;
    this.#fragmentLeft = length - 2;
    if (length < 2 || this.#fragmentLeft > this.#pduLeft) {
      throw new ProtocolError(ABORT_REASON.invalidParameter, 'A presentation data value is longer than its P-DATA-TF.');
    }
    this.#inFragment = true;
    if (this.#fragmentLeft === 0) {
      this.#emptyFragment();
    } else {
      this.#emptyInARow = 0;
    }
    return next;
  }

  #emptyFragment(): void {
    if (++this.#emptyInARow > this.#limits.emptyFragments) {
      throw new ProtocolError(ABORT_REASON.invalidParameter, 'Too many presentation data values without content.');
    }
    this.#deliver(EMPTY);
  }

  #fragmentBody(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#fragmentLeft);
    this.#fragmentLeft -= end - at;
    this.#pduLeft -= end - at;
    this.#deliver(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end));
    return end;
  }

  #deliver(bytes: Buffer): void {
    const last = this.#fragmentLeft === 0 && (this.#control & LAST_FRAGMENT) !== 0;
    if (this.#fragmentLeft === 0) {
      this.#inFragment = false;
      this.#inPdu = this.#pduLeft > 0;
    }
    this.#events.fragment(this.#contextId, (this.#control & COMMAND_FRAGMENT) !== 0, bytes, last);
  }
}
