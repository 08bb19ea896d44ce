import type { DimseLimits } from '../limits';
import { ABORT_REASON, ProtocolError } from '../pdu/pdu';
import { readCommand, type Command } from './command';

export interface MessageEvents {
  command(contextId: number, command: Command): void;
  /** A piece of the data set that belongs to the command before. */
  data(contextId: number, bytes: Buffer, last: boolean): void;
}

/**
 * Puts fragments together into messages: a command set, then its data set when it announces one, both on one context (PS3.7 6.3.1,
 * PS3.8 E.1). Command sets are small and gathered; data sets are passed through.
 */
export class MessageReader {
  readonly #limits: DimseLimits;
  readonly #events: MessageEvents;
  #parts: Buffer[] = [];
  #partBytes = 0;
  #inDataSet = false;
  /** Context of the message being read; 0 between messages. */
  #contextId = 0;
  /** Messages read to their end so far. */
  completed = 0;

  constructor(limits: DimseLimits, events: MessageEvents) {
    this.#limits = limits;
    this.#events = events;
  }

  get inMessage(): boolean {
    return this.#contextId !== 0;
  }

  fragment(contextId: number, isCommand: boolean, bytes: Buffer, last: boolean): void {
    if (this.#contextId !== 0 && this.#contextId !== contextId) {
      throw unexpected('A message changed its presentation context half-way.');
    }
    if (isCommand === this.#inDataSet) {
      throw unexpected(isCommand ? 'A command arrived inside a data set.' : 'A data set arrived without a command.');
    }
    this.#contextId = contextId;
    if (isCommand) {
      this.#commandPart(bytes, last);
    } else {
      this.#dataPart(bytes, last);
    }
  }

  #commandPart(bytes: Buffer, last: boolean): void {
    this.#partBytes += bytes.length;
    if (this.#partBytes > this.#limits.commandBytes) {
      throw new ProtocolError(ABORT_REASON.invalidParameter, `A command set is longer than ${this.#limits.commandBytes} bytes.`);
    }
    if (!last) {
      this.#parts.push(Buffer.from(bytes));
      return;
    }
    const whole = this.#parts.length === 0 ? bytes : Buffer.concat([...this.#parts, bytes]);
    this.#parts = [];
    this.#partBytes = 0;
    const command = readCommand(whole);
    const contextId = this.#contextId;
    this.#inDataSet = command.hasDataSet;
    if (!command.hasDataSet) {
      this.#complete();
    }
    this.#events.command(contextId, command);
  }

  #dataPart(bytes: Buffer, last: boolean): void {
    const contextId = this.#contextId;
    if (last) {
      this.#inDataSet = false;
      this.#complete();
    }
    this.#events.data(contextId, bytes, last);
  }

  #complete(): void {
    this.#contextId = 0;
    this.completed++;
  }
}

function unexpected(why: string): ProtocolError {
  return new ProtocolError(ABORT_REASON.unexpected, why);
}
