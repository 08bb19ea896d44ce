import { TransportFailure as Failure } from '@causeway/transport-kit';
import type { InstanceResult, OnSendProgress, OutgoingInstance, Parcel, SendReceipt, TransportFailure } from '@causeway/transport-kit';
import { transferSyntax } from '@causeway/dicom';
import { STATUS, explainStatus, statusCode } from '../message/status';
import type { ClientAssociation, Offer } from '../scu/client-association';
import { readAhead } from '../scu/read-ahead';
import { store } from '../scu/store';
import { openAssociation } from './session';
import type { DimseSettings } from './settings';

const MOST_CONTEXTS = 128;
/** Answers of "out of resources" in a row after which a partner is taken to be full: the rest waits instead of being turned down as well. */
const MOST_FULL = 3;

/** An instance whose turn is near, being made ready and read. */
interface Taken {
  readonly instance: OutgoingInstance;
  /** Why there is nothing to send; null when there is. */
  readonly prepared: Promise<string | null>;
  readonly chunks: AsyncIterableIterator<Uint8Array>;
}

export interface SendOptions {
  readonly settings: DimseSettings;
  readonly parcel: Parcel;
  readonly signal: AbortSignal;
  readonly onProgress: OnSendProgress;
  /** Names an error met after something was handed over. */
  readonly failureOf: (error: unknown) => TransportFailure;
}

/**
 * Sends a parcel: one context per (class, syntax), so no partner can choose a syntax we do not have; as many associations, one after the
 * other, as 128 contexts each require, and side by side as the settings allow. One instance at a time per association; the next one is
 * read while the partner works.
 */
export async function sendParcel(options: SendOptions): Promise<SendReceipt> {
  return new Sending(options).run();
}

class Sending {
  readonly #options: SendOptions;
  readonly #results = new Map<OutgoingInstance, InstanceResult>();
  /** Something was handed over, or turned down by the partner: from here on trouble is told in the receipt. */
  #underWay = false;
  #fullInARow = 0;

  constructor(options: SendOptions) {
    this.#options = options;
  }

  async run(): Promise<SendReceipt> {
    const { parcel, failureOf } = this.#options;
    let failure: TransportFailure | null = null;
    try {
      for (const group of groupsOf(parcel.instances)) {
        await this.#sendGroup(group);
        if (this.#full) {
          failure = new Failure('busy', 'later', `They answered A7xxH, out of resources, ${MOST_FULL} times in a row; the rest waits.`);
          break;
        }
      }
    } catch (error) {
      if (!this.#underWay) {
        throw error;
      }
      failure = failureOf(error);
    }
    return { results: parcel.instances.map((instance) => this.#results.get(instance) ?? pending(instance, 'Not handed over yet.')), failure };
  }

  get #full(): boolean {
    return this.#fullInARow >= MOST_FULL;
  }

  /** One association first; more beside it when the settings allow them and there is work for them. */
  async #sendGroup(group: readonly OutgoingInstance[]): Promise<void> {
    const { settings, signal } = this.#options;
    const offers = offersFor(group);
    const first = await openAssociation(settings, offers, signal);
    const queue = this.#acceptable(first, group);
    const more = Math.min(settings.associations, queue.length) - 1;
    const lanes = [this.#lane(first, queue), ...Array.from({ length: Math.max(0, more) }, () => this.#extraLane(offers, queue))];
    const ends = await Promise.allSettled(lanes);
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) {
      await this.#takeUp(offers, queue, ends.some((end) => end.status === 'fulfilled'));
      throw failed.reason;
    }
  }

  /** What a lost association left in the queue after the others had ended; those show that the partner is still there. */
  async #takeUp(offers: readonly Offer[], queue: OutgoingInstance[], partnerThere: boolean): Promise<void> {
    if (partnerThere && queue.length > 0 && !this.#full) {
      await this.#extraLane(offers, queue).catch(() => undefined);
    }
  }

  /** A partner that takes no further association is served by those it has taken. */
  async #extraLane(offers: readonly Offer[], queue: OutgoingInstance[]): Promise<void> {
    let association: ClientAssociation;
    try {
      association = await openAssociation(this.#options.settings, offers, this.#options.signal);
    } catch {
      return;
    }
    await this.#lane(association, queue);
  }

  async #lane(association: ClientAssociation, queue: OutgoingInstance[]): Promise<void> {
    try {
      await this.#sendAll(association, queue);
      await association.release();
    } finally {
      association.abort();
    }
  }

  /** The instances the partner takes; the others have their answer without being read. */
  #acceptable(association: ClientAssociation, group: readonly OutgoingInstance[]): OutgoingInstance[] {
    return group.filter((instance) => {
      const accepted = association.accepts(instance.sopClassUid, instance.transferSyntaxUid);
      if (!accepted) {
        this.#underWay = true;
        this.#answered(instance, notAccepted(instance, association.misfitOf(instance.sopClassUid, instance.transferSyntaxUid)));
      }
      return accepted;
    });
  }

  /** Takes from the queue one instance after the other, and reads the next one meanwhile. */
  async #sendAll(association: ClientAssociation, queue: OutgoingInstance[]): Promise<void> {
    const take = (): Taken | null => {
      const instance = this.#full ? undefined : queue.shift();
      return instance ? takenOf(instance, this.#options.signal) : null;
    };
    let current = take();
    let next: Taken | null = null;
    try {
      while (current) {
        next = take();
        await this.#sendOne(association, current);
        await current.chunks.return?.();
        current = this.#full ? null : next;
        next = current ? null : next;
      }
    } finally {
      if (next) {
        queue.unshift(next.instance);
      }
      await Promise.allSettled([current?.chunks.return?.(), next?.chunks.return?.()]);
    }
  }

  async #sendOne(association: ClientAssociation, { instance, prepared, chunks }: Taken): Promise<void> {
    const { sopInstanceUid, sopClassUid, transferSyntaxUid } = instance;
    let begun = false;
    const begin = (): void => {
      begun = true;
      this.#underWay = true;
      this.#options.onProgress({ type: 'begun', sopInstanceUid });
    };
    try {
      const reason = await prepared;
      if (reason) {
        this.#answered(instance, { sopInstanceUid, standing: 'rejected', status: null, retry: 'never', detail: reason });
        return;
      }
      const context = association.contextFor(sopClassUid, transferSyntaxUid);
      const { status } = await store(association, context, instance, chunks, begin);
      this.#fullInARow = status >> 8 === STATUS.outOfResources >> 8 ? this.#fullInARow + 1 : 0;
      this.#answered(instance, answeredWith(instance, status));
      // A partner may answer before it has read everything.
      if (association.link.emptied) {
        instance.received?.();
      }
    } catch (error) {
      const failure = this.#options.failureOf(error);
      this.#answered(instance, begun ? unknown(instance, failure.detail) : pending(instance, failure.detail));
      if (begun || failure.code !== 'source') {
        throw error;
      }
    }
  }

  #answered(instance: OutgoingInstance, result: InstanceResult): void {
    this.#results.set(instance, result);
    this.#options.onProgress({ type: 'answered', result });
  }
}

function takenOf(instance: OutgoingInstance, signal: AbortSignal): Taken {
  const prepared = Promise.resolve(instance.prepare?.(signal) ?? null);
  // Whoever takes its turn meets the error.
  prepared.catch(() => undefined);
  return { instance, prepared, chunks: readAhead(onceReady(prepared, instance, signal)) };
}

async function* onceReady(prepared: Promise<string | null>, instance: OutgoingInstance, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if ((await prepared) === null) {
    yield* instance.dataSet(signal);
  }
}

/** Instances in runs that need at most 128 contexts, in the parcel's order within each run. */
function groupsOf(instances: readonly OutgoingInstance[]): OutgoingInstance[][] {
  const groupOfPair = new Map<string, number>();
  const groups: OutgoingInstance[][] = [];
  for (const instance of instances) {
    const pair = pairOf(instance);
    const group = groupOfPair.get(pair) ?? Math.floor(groupOfPair.size / MOST_CONTEXTS);
    groupOfPair.set(pair, group);
    (groups[group] ??= []).push(instance);
  }
  return groups;
}

function pairOf({ sopClassUid, transferSyntaxUid }: OutgoingInstance): string {
  return `${sopClassUid} ${transferSyntaxUid}`;
}

function offersFor(instances: readonly OutgoingInstance[]): Offer[] {
  const offers = new Map<string, Offer>();
  for (const instance of instances) {
    offers.set(pairOf(instance), { abstractSyntax: instance.sopClassUid, transferSyntaxes: [instance.transferSyntaxUid] });
  }
  return [...offers.values()];
}

function answeredWith({ sopInstanceUid }: OutgoingInstance, status: number): InstanceResult {
  const { kind, code, meaning, retry } = explainStatus(status);
  const sent = kind === 'success' || kind === 'warning';
  return {
    sopInstanceUid,
    standing: sent ? 'sent' : 'rejected',
    status: code,
    retry: sent ? null : (retry ?? 'never'),
    detail: `They answered ${code}: ${meaning}.`,
  };
}

/** `misfit`: a syntax they chose although it was not offered. Nothing is converted: what we hold is what we can send. */
function notAccepted({ sopInstanceUid, sopClassUid, transferSyntaxUid }: OutgoingInstance, misfit: string | null): InstanceResult {
  const held = transferSyntax(transferSyntaxUid).name;
  const detail = misfit
    ? `They want class ${sopClassUid} in ${transferSyntax(misfit).name}, which was not offered; we hold it in ${held}.`
    : `They do not accept class ${sopClassUid} in ${held}.`;
  return { sopInstanceUid, standing: 'rejected', status: statusCode(STATUS.sopClassNotSupported), retry: 'never', detail };
}

/** Bytes went out, and no answer came: the far side has to be asked before it is sent again. */
function unknown({ sopInstanceUid }: OutgoingInstance, detail: string): InstanceResult {
  return { sopInstanceUid, standing: 'unknown', status: null, retry: 'later', detail };
}

function pending({ sopInstanceUid }: OutgoingInstance, detail: string): InstanceResult {
  return { sopInstanceUid, standing: 'pending', status: null, retry: 'later', detail };
}
