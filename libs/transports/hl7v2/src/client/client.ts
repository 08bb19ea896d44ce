/** The sending side of MLLP: keeps a connection, sends one message at a time. */
import { salvageHeader } from '@causeway/hl7v2';
import { cancelled, TransportFailure } from '@causeway/transport-kit';
import { nameOf, open, type Target } from './connect';
import { Exchange, type Answer } from './exchange';
import { failureOf } from './failures';

export interface MllpClientOptions extends Target {
  readonly connectMs?: number;
  /** How long to wait for an acknowledgement. */
  readonly answerMs?: number;
  /** How long an unused connection is kept; shorter than partners usually do, so that they do not close it first. */
  readonly idleMs?: number;
  /** Messages that may wait for their turn. */
  readonly waiting?: number;
}

const DEFAULTS = { connectMs: 10_000, answerMs: 30_000, idleMs: 45_000, waiting: 1_000 };

export class MllpClient {
  private readonly options: Required<Omit<MllpClientOptions, 'tls' | 'egress'>> & MllpClientOptions;
  private readonly where: string;
  private readonly closing = new AbortController();
  private turn: Promise<unknown> = Promise.resolve();
  private queued = 0;
  private exchange: Exchange | null = null;

  constructor(options: MllpClientOptions) {
    this.options = { ...DEFAULTS, ...options };
    this.where = nameOf(options);
  }

  /**
   * Sends one message, after those sent before it, and waits for its acknowledgement, which may be a refusal.
   * A message that is sent again after a failure must keep its control id: the partner may have taken it the first time.
   * @throws TransportFailure when there is no answer: `unreachable`, `tls`, `timeout`, `connection-lost`, `protocol`, `busy` when too many
   * wait, `source` for a message without control id, `cancelled`, `closed`
   */
  async send(message: Uint8Array, signal: AbortSignal = new AbortController().signal): Promise<Answer> {
    const controlId = salvageHeader(message)?.controlId ?? '';
    if (controlId === '') throw new TransportFailure('source', 'never', 'The message to send has no control id (MSH-10).');
    if (this.queued >= this.options.waiting) throw new TransportFailure('busy', 'later', `Too many messages wait for ${this.where}.`);
    this.queued++;
    const either = AbortSignal.any([signal, this.closing.signal]);
    const before = this.turn;
    const mine = this.afterTurn(before, either).then(() => this.deliver(message, controlId, either));
    // The next one waits for whatever is really under way, not for somebody who gave up waiting.
    this.turn = Promise.allSettled([before, mine]).then(() => undefined);
    try {
      return await mine;
    } catch (error) {
      throw this.closing.signal.aborted ? this.closed() : signal.aborted ? cancelled(signal) : failureOf(error, this.where);
    } finally {
      this.queued--;
    }
  }

  /** Ends everything under way. May be called twice. */
  close(): void {
    this.closing.abort();
    this.exchange?.close();
    this.exchange = null;
  }

  private closed(): TransportFailure {
    return new TransportFailure('closed', 'never', `The line to ${this.where} is closed.`);
  }

  private async afterTurn(before: Promise<unknown>, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw cancelled(signal);
    let onAbort: () => void = () => undefined;
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => reject(cancelled(signal));
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      await Promise.race([before, aborted]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** A kept connection the partner left meanwhile shows only on use: then, and only then, the message is sent once more at once. */
  private async deliver(message: Uint8Array, controlId: string, signal: AbortSignal): Promise<Answer> {
    const kept = this.exchange?.alive ? this.exchange : null;
    if (kept !== null) {
      try {
        return await this.ask(kept, message, controlId, signal);
      } catch (error) {
        const stale = error instanceof TransportFailure && error.code === 'connection-lost' && kept.silent;
        if (!stale) throw error;
      }
    }
    this.exchange = new Exchange(await open(this.options, this.options.connectMs, signal), this.where);
    return this.ask(this.exchange, message, controlId, signal);
  }

  private async ask(exchange: Exchange, message: Uint8Array, controlId: string, signal: AbortSignal): Promise<Answer> {
    const answer = await exchange.request(message, controlId, this.options.answerMs, signal);
    exchange.rest(this.options.idleMs);
    return answer;
  }
}
