import { TransportFailure, type OwnListener, type RemoteInstance } from '@causeway/transport-kit';
import type { DataSet } from '../dataset/data-set';
import { STATUS } from '../message/status';
import type { ClientAssociation } from '../scu/client-association';
import { MOVE_OFFER, retrieve, type Retrieved } from '../scu/retrieve';
import type { Brought, FetchOptions } from './fetch';
import { refusalOf } from './get';
import type { PoliteCancel } from './polite-cancel';
import { openAssociation } from './session';
import { instanceIdentifiers, wholeIdentifier } from './wanted';

/** How often our listener is asked what has arrived, and how long for what the partner says it has sent. */
const LOOK_MS = 500;
const SETTLE_MS = 10_000;

/** One fetch by C-MOVE: the partner connects to our own listener, which is asked what it has kept. */
export class MoveAttempt {
  readonly #options: FetchOptions;
  readonly #instances: readonly RemoteInstance[] | null;
  readonly #cancel: PoliteCancel;
  readonly #listener: OwnListener;
  readonly #destination: string;
  readonly #since = new Date();
  #arrived: ReadonlySet<string> = new Set();
  #grewAt = 0;
  #underWay = false;

  constructor(options: FetchOptions, instances: readonly RemoteInstance[] | null, cancel: PoliteCancel) {
    const { listener } = options.intake;
    if (!listener) {
      throw new TransportFailure('misconfigured', 'never', 'Images can only be moved to a receiver of ours, and none is running here.');
    }
    this.#options = options;
    this.#instances = instances;
    this.#cancel = cancel;
    this.#listener = listener;
    this.#destination = options.settings.moveDestination ?? listener.aeTitle;
  }

  async run(): Promise<Brought> {
    const association = await openAssociation(this.#options.settings, [MOVE_OFFER], this.#cancel.cut);
    const watch = setInterval(() => void this.#look().catch(() => undefined), LOOK_MS);
    let failure: TransportFailure | null = null;
    let failed = 0;
    try {
      for (const identifier of this.#identifiers()) {
        const answer = await this.#ask(association, identifier);
        failed += answer.failed;
        failure = this.#refusalOf(answer);
        if (failure) {
          break;
        }
        await this.#settle(answer.completed + answer.warnings);
      }
      await association.release();
    } catch (error) {
      if (!this.#underWay) {
        throw error;
      }
      failure = this.#options.failureOf(error);
    } finally {
      clearInterval(watch);
      association.abort();
    }
    await this.#look();
    return { kept: this.#arrived, refused: new Set(), failed, failure };
  }

  #identifiers(): readonly DataSet[] {
    const whole = wholeIdentifier(this.#options.reference);
    return whole ? [whole] : instanceIdentifiers(this.#instances ?? []);
  }

  async #ask(association: ClientAssociation, identifier: DataSet): Promise<Retrieved> {
    this.#underWay = true;
    this.#cancel.requestBegun();
    return retrieve(association, identifier, {
      silenceMs: this.#options.settings.silenceSeconds * 1_000,
      lastSign: () => Math.max(association.lastRead, this.#grewAt),
      cancelled: this.#options.signal,
      destination: this.#destination,
    });
  }

  async #look(): Promise<void> {
    const arrived = new Set(await this.#listener.arrived(this.#options.reference, this.#since));
    if (arrived.size > this.#arrived.size) {
      this.#grewAt = performance.now();
    }
    this.#arrived = arrived;
  }

  /** The last instance is answered before the C-MOVE is, and yet the listener may still be writing it down. */
  async #settle(sent: number): Promise<void> {
    const until = performance.now() + SETTLE_MS;
    const { signal } = this.#options;
    for (;;) {
      await this.#look();
      if (this.#arrived.size >= sent || performance.now() > until || signal.aborted) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS / 5));
    }
  }

  #refusalOf(answer: Retrieved): TransportFailure | null {
    if (answer.status >> 8 === STATUS.moveDestinationUnknown >> 8) {
      const { calledAeTitle } = this.#options.settings;
      const detail = `We asked ${calledAeTitle} to send to ${this.#destination}, and it does not know that title (A801H). They must enter ${this.#destination} with the address and port of our receiver.`;
      return new TransportFailure('unauthorised', 'never', detail);
    }
    return refusalOf(answer, 'C-MOVE');
  }
}
