import type { Chunks, InstanceResult, OnSendProgress, OutgoingInstance, Parcel, SendReceipt, TransportFailure } from '@causeway/transport-kit';
import { transferSyntax } from '@causeway/dicom';
import { STATUS, explainStatus, statusCode } from '../message/status';
import type { ClientAssociation, Offer } from '../scu/client-association';
import { readAhead } from '../scu/read-ahead';
import { store } from '../scu/store';
import { openAssociation } from './session';
import type { DimseSettings } from './settings';

const MOST_CONTEXTS = 128;

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
 * other, as 128 contexts each require. One instance at a time per association; the next one is read while the partner works.
 */
export async function sendParcel(options: SendOptions): Promise<SendReceipt> {
  return new Sending(options).run();
}

class Sending {
  readonly #options: SendOptions;
  readonly #results = new Map<OutgoingInstance, InstanceResult>();
  /** Something was handed over, or turned down by the partner: from here on trouble is told in the receipt. */
  #underWay = false;

  constructor(options: SendOptions) {
    this.#options = options;
  }

  async run(): Promise<SendReceipt> {
    const { parcel, failureOf } = this.#options;
    let failure: TransportFailure | null = null;
    try {
      for (const group of groupsOf(parcel.instances)) {
        await this.#sendGroup(group);
      }
    } catch (error) {
      if (!this.#underWay) {
        throw error;
      }
      failure = failureOf(error);
    }
    return { results: parcel.instances.map((instance) => this.#results.get(instance) ?? pending(instance, 'Not handed over yet.')), failure };
  }

  async #sendGroup(group: readonly OutgoingInstance[]): Promise<void> {
    const { settings, signal } = this.#options;
    const association = await openAssociation(settings, offersFor(group), signal);
    try {
      await this.#sendAll(association, this.#acceptable(association, group));
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
        this.#answered(instance, notAccepted(instance));
      }
      return accepted;
    });
  }

  async #sendAll(association: ClientAssociation, instances: readonly OutgoingInstance[]): Promise<void> {
    const open = (instance: OutgoingInstance | undefined): AsyncIterableIterator<Uint8Array> | null =>
      instance ? readAhead(instance.dataSet(this.#options.signal)) : null;
    let current = open(instances[0]);
    let next: typeof current = null;
    try {
      for (const [i, instance] of instances.entries()) {
        next = open(instances[i + 1]);
        await this.#sendOne(association, instance, current!);
        await current!.return?.();
        current = next;
      }
    } finally {
      await Promise.allSettled([current?.return?.(), next?.return?.()]);
    }
  }

  async #sendOne(association: ClientAssociation, instance: OutgoingInstance, chunks: Chunks): Promise<void> {
    const { sopInstanceUid, sopClassUid, transferSyntaxUid } = instance;
    let begun = false;
    const begin = (): void => {
      begun = true;
      this.#underWay = true;
      this.#options.onProgress({ type: 'begun', sopInstanceUid });
    };
    try {
      const context = association.contextFor(sopClassUid, transferSyntaxUid);
      const { status } = await store(association, context, instance, chunks, begin);
      this.#answered(instance, answeredWith(instance, status));
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

function notAccepted({ sopInstanceUid, sopClassUid, transferSyntaxUid }: OutgoingInstance): InstanceResult {
  const detail = `They do not accept class ${sopClassUid} in ${transferSyntax(transferSyntaxUid).name}.`;
  return { sopInstanceUid, standing: 'rejected', status: statusCode(STATUS.sopClassNotSupported), retry: 'never', detail };
}

/** Bytes went out, and no answer came: the far side has to be asked before it is sent again. */
function unknown({ sopInstanceUid }: OutgoingInstance, detail: string): InstanceResult {
  return { sopInstanceUid, standing: 'unknown', status: null, retry: 'later', detail };
}

function pending({ sopInstanceUid }: OutgoingInstance, detail: string): InstanceResult {
  return { sopInstanceUid, standing: 'pending', status: null, retry: 'later', detail };
}
