import type { Socket } from 'node:net';
import type { DimseLimits } from '../limits';
import { MessageReader, type MessageEvents } from '../message/message-reader';
import {
  ABORT_REASON,
  COMMAND_FRAGMENT,
  DATA_HEADER_BYTES,
  LAST_FRAGMENT,
  PDV_OVERHEAD_BYTES,
  ProtocolError,
  abortPdu,
  writeDataHeader,
  type AbortReason,
  type AbortSource,
} from '../pdu/pdu';
import { PduReader } from '../pdu/pdu-reader';

export interface LinkEvents extends MessageEvents {
  /** A PDU that is not P-DATA-TF. */
  control(type: number, body: Buffer): void;
  /** Bytes came in; called after they were handed on. */
  read(): void;
  /** The other side broke the protocol. Nothing more is read after it. */
  broken(error: ProtocolError): void;
  /** The socket is gone; null when it ended without an error. */
  closed(error: Error | null): void;
}

/** A maximum length below this leaves no sensible room for a fragment. */
const LEAST_PDU_BYTES = 128;

/** One socket that speaks PDUs, the same for both roles: reads messages, writes messages, and knows when to wait. */
export class Link {
  readonly socket: Socket;
  readonly #limits: DimseLimits;
  readonly #events: LinkEvents;
  readonly #pdus: PduReader;
  readonly #messages: MessageReader;
  #holds = 0;
  #corked = false;
  #error: Error | null = null;
  #room: Promise<void> | undefined;
  /** Payload of one fragment we send. */
  #fragmentBytes: number;

  constructor(socket: Socket, limits: DimseLimits, events: LinkEvents) {
    this.socket = socket;
    this.#limits = limits;
    this.#events = events;
    this.#messages = new MessageReader(limits, events);
    this.#pdus = new PduReader(limits, {
      control: (type, body) => events.control(type, body),
      fragment: (contextId, command, bytes, last) => this.#messages.fragment(contextId, command, bytes, last),
    });
    this.#fragmentBytes = limits.pduBytes - PDV_OVERHEAD_BYTES;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#push(chunk));
    socket.on('error', (error) => (this.#error ??= error));
    socket.on('close', () => events.closed(this.#error));
  }

  /** Largest P-DATA-TF the other side reads; 0 is without limit (PS3.8 D.1). */
  setPartnerPduBytes(bytes: number): void {
    if (bytes !== 0 && bytes < LEAST_PDU_BYTES) {
      throw new ProtocolError(ABORT_REASON.invalidParameter, `A maximum length of ${bytes} bytes leaves no room for data.`);
    }
    this.#fragmentBytes = Math.min(bytes === 0 ? this.#limits.pduBytes : bytes, this.#limits.pduBytes) - PDV_OVERHEAD_BYTES;
  }

  /** The association is agreed; before that a P-DATA-TF is a fault. */
  allowData(): void {
    this.#pdus.dataAllowed = true;
  }

  get fragmentBytes(): number {
    return this.#fragmentBytes;
  }

  /** True while a PDU or a message has begun and not ended. */
  get inMessage(): boolean {
    return this.#messages.inMessage || this.#pdus.inPdu;
  }

  get messagesRead(): number {
    return this.#messages.completed;
  }

  #push(chunk: Buffer): void {
    try {
      this.#pdus.push(chunk);
    } catch (error) {
      this.#pdus.stop();
      this.#events.broken(
        error instanceof ProtocolError ? error : new ProtocolError(ABORT_REASON.notSpecified, 'A fault on our side.', { cause: error }),
      );
      return;
    }
    this.#events.read();
  }

  /** Stops reading until the promise has settled; several may overlap. */
  holdUntil(settled: Promise<unknown>): void {
    if (this.#holds++ === 0) {
      this.socket.pause();
    }
    const release = (): void => {
      if (--this.#holds === 0 && !this.socket.destroyed) {
        this.socket.resume();
      }
    };
    settled.then(release, release);
  }

  get held(): boolean {
    return this.#holds > 0;
  }

  /** Writes now; what is written in one turn of the event loop leaves in one system call. */
  write(bytes: Uint8Array): void {
    if (this.socket.destroyed || this.socket.writableEnded) {
      return;
    }
    if (!this.#corked) {
      this.#corked = true;
      this.socket.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.socket.uncork();
      });
    }
    this.socket.write(bytes);
  }

  /** A command set and, when given, its data set, whole. */
  writeMessage(contextId: number, command: Buffer, dataSet?: Buffer): void {
    this.#writeFragments(contextId, COMMAND_FRAGMENT, command);
    if (dataSet) {
      this.#writeFragments(contextId, 0, dataSet);
    }
  }

  #writeFragments(contextId: number, control: number, bytes: Buffer): void {
    let at = 0;
    do {
      const end = Math.min(bytes.length, at + this.#fragmentBytes);
      const header = Buffer.allocUnsafe(DATA_HEADER_BYTES);
      writeDataHeader(header, 0, contextId, end === bytes.length ? control | LAST_FRAGMENT : control, end - at);
      this.write(header);
      this.write(bytes.subarray(at, end));
      at = end;
    } while (at < bytes.length);
  }

  /** Nothing we wrote waits any more: the system has all of it. */
  get emptied(): boolean {
    return this.socket.writableLength === 0;
  }

  /** More waits to be sent than should. */
  get full(): boolean {
    const { socket } = this;
    return !socket.destroyed && socket.writableNeedDrain && socket.writableLength > this.#limits.writeBufferBytes;
  }

  /** Undefined while there is room; else a promise that resolves once the socket has taken what waits, or is gone. */
  room(): Promise<void> | undefined {
    if (!this.full) {
      return undefined;
    }
    this.#room ??= new Promise((resolve) => {
      const done = (): void => {
        this.#room = undefined;
        this.socket.off('drain', done);
        this.socket.off('close', done);
        resolve();
      };
      this.socket.on('drain', done);
      this.socket.on('close', done);
    });
    return this.#room;
  }

  abort(source: AbortSource, reason: AbortReason): void {
    this.endWith(abortPdu(source, reason));
  }

  /** Our last PDU: written, then our side is closed; what still arrives is thrown away. */
  endWith(pdu: Buffer): void {
    this.#pdus.stop();
    if (!this.socket.destroyed) {
      this.socket.resume();
      this.socket.end(pdu);
    }
  }

  destroy(): void {
    this.#pdus.stop();
    this.socket.destroy();
  }
}
