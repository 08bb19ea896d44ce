import type { Command } from '../message/command';
import { PeerSilent } from './errors';

export interface Reply {
  readonly command: Command;
  /** Null when the response had none. */
  readonly dataSet: Buffer | null;
}

interface Waiter {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/** Responses to one request, in order, each awaited with a limit in time. */
export class Replies {
  readonly #queue: Reply[] = [];
  readonly #onTaken: () => void;
  #waiter: Waiter | null = null;
  #failure: Error | null = null;

  /** `onTaken` is called whenever a reply left the queue. */
  constructor(onTaken: () => void) {
    this.#onTaken = onTaken;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  push(reply: Reply): void {
    const waiter = this.#waiter;
    if (waiter) {
      this.#waiter = null;
      waiter.resolve(reply);
    } else {
      this.#queue.push(reply);
    }
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#waiter?.reject(this.#failure);
    this.#waiter = null;
  }

  /**
   * Replies that came before a failure are still given. `lastSign` says when the partner was last heard of by other means, in terms of
   * `performance.now()`: the limit counts from there.
   */
  next(what: string, ms: number, lastSign: () => number = () => 0): Promise<Reply> {
    const ready = this.#queue.shift();
    if (ready) {
      this.#onTaken();
      return Promise.resolve(ready);
    }
    if (this.#failure) {
      return Promise.reject(this.#failure);
    }
    return new Promise((resolve, reject) => {
      const late = (): void => {
        const left = lastSign() + ms - performance.now();
        if (left > 0) {
          timer = setTimeout(late, left);
          return;
        }
        this.#waiter = null;
        reject(new PeerSilent(what, ms));
      };
      let timer = setTimeout(late, ms);
      this.#waiter = {
        resolve: (reply) => {
          clearTimeout(timer);
          resolve(reply);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
    });
  }
}
