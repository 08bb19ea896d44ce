/** One sender: its messages one after the other, each answered before the next is looked at. */
import { splitMessages } from '@causeway/hl7v2';
import { type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deframer, FramingError } from '../mllp/deframer';
import { frame } from '../mllp/frame';
import { type SlabPool } from '../mllp/slab-pool';
import { type MllpServerEvent, type MllpServerLimits, type MllpServerOptions, type Peer } from './options';

type CloseReason = MllpServerEvent['reason'];

const LINGER_MS = 2_000;

/** While memory is scarce, a message beyond this size is read at some 300 KB/s: a flood then leaves the small ones time and room. */
const SMALL_BYTES = 64 * 1024;
const SLOW_MS = 200;

/** Ends serving a connection for a reason that has nothing to do with framing. */
class Closing extends Error {
  constructor(readonly reason: CloseReason) {
    super(reason);
  }
}

export class Connection {
  private readonly deframer: Deframer;
  private busy = false;
  private draining = false;
  private closedFor: CloseReason | null = null;
  private messageTimer: NodeJS.Timeout | null = null;
  private giveUpHandling: (why: Closing) => void = () => undefined;

  constructor(
    private readonly socket: Socket,
    private readonly peer: Peer,
    private readonly limits: MllpServerLimits,
    private readonly options: MllpServerOptions,
    private readonly pool: SlabPool,
  ) {
    this.deframer = new Deframer(limits, pool, () => this.cut('memory'));
    socket.setNoDelay(true);
    socket.setTimeout(limits.idleMs);
    socket.on('timeout', () => {
      if (!this.busy) this.cut('idle');
    });
  }

  /** Resolves when the connection is over. */
  async serve(): Promise<void> {
    try {
      for await (const chunk of this.socket.iterator({ destroyOnReturn: false })) {
        for (const content of this.deframer.push(chunk as Buffer)) await this.take(content);
        this.watchMessageTime();
        if (this.pool.scarce && this.deframer.held > SMALL_BYTES) await sleep(SLOW_MS);
      }
      await this.endPolitely();
    } catch (error) {
      await this.giveUp(error);
    } finally {
      this.stopMessageTimer();
      this.deframer.dispose();
      this.socket.destroy();
    }
    if (this.closedFor !== null) this.options.onEvent?.({ event: 'closed', reason: this.closedFor, address: this.peer.address });
  }

  /** Lets a message under way be answered, then closes. */
  drain(): void {
    this.draining = true;
    if (!this.busy) this.cut('draining');
  }

  /** Closes now, unanswered. */
  cut(reason: CloseReason): void {
    this.closedFor ??= reason;
    this.socket.destroy();
    this.giveUpHandling(new Closing(reason));
  }

  private async take(content: Buffer): Promise<void> {
    this.stopMessageTimer();
    this.busy = true;
    this.pool.startHandling(content.length);
    try {
      for (const message of splitMessages(content)) {
        const answer = await this.handle(message);
        if (answer !== null && answer.length > 0) await this.write(answer);
      }
    } finally {
      this.pool.endHandling(content.length);
      this.busy = false;
      // The idle clock may have run out meanwhile; it starts again.
      this.socket.setTimeout(this.limits.idleMs);
    }
    if (this.draining) throw new Closing('draining');
  }

  private async handle(message: Uint8Array): Promise<Uint8Array | null> {
    const ended = new Promise<never>((_, reject) => (this.giveUpHandling = reject));
    const timer = setTimeout(() => this.giveUpHandling(new Closing('handler-time')), this.limits.handleMs);
    try {
      return await Promise.race([this.callHandler(message), ended]);
    } finally {
      clearTimeout(timer);
      this.giveUpHandling = () => undefined;
    }
  }

  private async callHandler(message: Uint8Array): Promise<Uint8Array | null> {
    try {
      return await this.options.handle(message, this.peer);
    } catch {
      throw new Closing('handler-failed');
    }
  }

  private write(answer: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.write(frame(answer), (error) => (error ? reject(new Closing('connection-lost')) : resolve()));
    });
  }

  private async giveUp(error: unknown): Promise<void> {
    if (error instanceof Closing) this.closedFor ??= error.reason;
    else if (error instanceof FramingError) this.closedFor ??= error.fault;
    else this.closedFor ??= 'connection-lost';
    if (error instanceof Closing && error.reason === 'draining') await this.endPolitely();
    if (error instanceof FramingError && error.fault === 'too-large') await this.refuse();
  }

  private async refuse(): Promise<void> {
    const answer = this.options.refuseTooLarge?.(this.deframer.head(), this.peer);
    if (answer === undefined || this.socket.destroyed) return;
    await this.write(answer).catch(() => undefined);
    await this.endPolitely();
  }

  /** Says goodbye and waits a little for what was written to arrive: destroying at once could take it back. */
  private async endPolitely(): Promise<void> {
    if (this.socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LINGER_MS);
      this.socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      this.socket.resume();
      this.socket.end();
    });
  }

  private watchMessageTime(): void {
    if (!this.deframer.open) this.stopMessageTimer();
    else this.messageTimer ??= setTimeout(() => this.cut('message-time'), this.limits.messageMs);
  }

  private stopMessageTimer(): void {
    if (this.messageTimer !== null) clearTimeout(this.messageTimer);
    this.messageTimer = null;
  }
}
