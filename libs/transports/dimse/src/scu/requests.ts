import type { DimseLimits } from '../limits';
import type { Link } from '../link/link';
import { RESPONSE_BIT, type Command } from '../message/command';
import { ABORT_REASON, ProtocolError } from '../pdu/pdu';
import { Replies } from './replies';

const MOST_MESSAGE_IDS = 0xffff;
/** Replies nobody has taken yet before the partner is paused. */
const MOST_REPLIES_WAITING = 64;

/** One request under way. */
export interface PendingRequest {
  readonly messageId: number;
  readonly replies: Replies;
}

/** Requests of one association under way: gives out message ids, and sorts the replies by them. */
export class Requests {
  readonly #link: Link;
  readonly #limits: DimseLimits;
  readonly #pending = new Map<number, Replies>();
  #lastId = 0;
  #failure: Error | null = null;
  #receiving: { readonly command: Command; readonly parts: Buffer[]; bytes: number } | null = null;
  #resume: (() => void) | null = null;

  constructor(link: Link, limits: DimseLimits) {
    this.#link = link;
    this.#limits = limits;
  }

  /** Nothing is asked at the moment. */
  get idle(): boolean {
    return this.#pending.size === 0;
  }

  /** Claims a message id and a queue for the replies to it; give it back with `end`. */
  begin(): PendingRequest {
    this.#lastId = (this.#lastId % MOST_MESSAGE_IDS) + 1;
    const replies = new Replies(() => this.#taken());
    if (this.#failure) {
      replies.fail(this.#failure);
    } else {
      this.#pending.set(this.#lastId, replies);
    }
    return { messageId: this.#lastId, replies };
  }

  end({ messageId }: PendingRequest): void {
    this.#pending.delete(messageId);
    this.#taken();
  }

  fail(error: Error): void {
    this.#failure = error;
    for (const replies of this.#pending.values()) {
      replies.fail(error);
    }
    this.#pending.clear();
    this.#taken();
  }

  command(command: Command): void {
    if ((command.field & RESPONSE_BIT) === 0) {
      throw new ProtocolError(ABORT_REASON.unexpected, 'They sent a request although only replies were agreed.');
    }
    if (command.hasDataSet) {
      this.#receiving = { command, parts: [], bytes: 0 };
    } else {
      this.#reply(command, null);
    }
  }

  data(bytes: Buffer, last: boolean): void {
    const receiving = this.#receiving!;
    receiving.bytes += bytes.length;
    if (receiving.bytes > this.#limits.identifierBytes) {
      throw new ProtocolError(ABORT_REASON.invalidParameter, `They sent a reply longer than ${this.#limits.identifierBytes} bytes.`);
    }
    receiving.parts.push(bytes);
    if (last) {
      this.#receiving = null;
      this.#reply(receiving.command, Buffer.concat(receiving.parts));
    }
  }

  /** A reply to nothing we wait for, for example to a request given up, is passed over. */
  #reply(command: Command, dataSet: Buffer | null): void {
    const replies = this.#pending.get(command.respondedTo);
    replies?.push({ command, dataSet });
    if (replies && replies.waiting > MOST_REPLIES_WAITING && !this.#resume) {
      this.#link.holdUntil(new Promise<void>((resolve) => (this.#resume = resolve)));
    }
  }

  #taken(): void {
    if (this.#resume && [...this.#pending.values()].every((replies) => replies.waiting <= MOST_REPLIES_WAITING / 2)) {
      this.#resume();
      this.#resume = null;
    }
  }
}
