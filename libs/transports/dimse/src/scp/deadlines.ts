import type { DimseLimits } from '../limits';
import type { Link } from '../link/link';

/** What has taken too long; `message` is one whole command and data set, `stall` a partner that does not read. */
export type Overdue = 'idle' | 'message' | 'stall';

/**
 * Clocks of one open association. The hot path only notes the time; the server compares a few times a second. Bytes that trickle in keep
 * an association from being idle, but not a message from being overdue.
 */
export class Deadlines {
  readonly #limits: DimseLimits;
  readonly #link: Link;
  #lastByte = performance.now();
  #messageSince = 0;
  #messagesSeen = 0;
  #stalledSince = 0;

  constructor(link: Link, limits: DimseLimits) {
    this.#link = link;
    this.#limits = limits;
  }

  /** Bytes came in. */
  read(): void {
    this.#lastByte = performance.now();
    if (!this.#link.inMessage) {
      this.#messageSince = 0;
    } else if (this.#messageSince === 0 || this.#messagesSeen !== this.#link.messagesRead) {
      this.#messageSince = this.#lastByte;
    }
    this.#messagesSeen = this.#link.messagesRead;
  }

  /** `busy`: something is being done for the partner, so its silence is no fault of its own. */
  overdue(now: number, busy: boolean): Overdue | null {
    this.#stalledSince = this.#link.full ? this.#stalledSince || now : 0;
    if (this.#stalledSince > 0 && now - this.#stalledSince > this.#limits.idleMs) {
      return 'stall';
    }
    if (this.#messageSince > 0 && now - this.#messageSince > this.#limits.objectMs) {
      return 'message';
    }
    if (busy || this.#link.held) {
      this.#lastByte = now;
    }
    return now - this.#lastByte > this.#limits.idleMs ? 'idle' : null;
  }

  /** The partner has its answer; its time to ask again begins. */
  answered(): void {
    this.#lastByte = performance.now();
  }
}
