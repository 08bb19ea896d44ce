import { TransportFailure, type InstanceSink, type RemoteInstance } from '@causeway/transport-kit';
import { DEFAULT_ACCEPTANCE, STUDY_ROOT_GET } from '../association/negotiation';
import type { DataSet } from '../dataset/data-set';
import { STATUS, explainStatus } from '../message/status';
import type { ObjectSink, StoreInfo } from '../scp/ports';
import type { Service } from '../scp/service';
import { storeService } from '../scp/store-service';
import type { ClientAssociation, Offer } from '../scu/client-association';
import { ContextNotAccepted } from '../scu/errors';
import { GET_OFFER, retrieve, type Retrieved } from '../scu/retrieve';
import type { Brought, FetchOptions } from './fetch';
import type { PoliteCancel } from './polite-cancel';
import { openAssociation } from './session';
import { storageRounds } from './storage-offers';
import { instanceIdentifiers, wholeIdentifier } from './wanted';

/** Some accept the context and refuse the operation. */
const NOT_SERVED: ReadonlySet<number> = new Set([STATUS.sopClassNotSupported, STATUS.unrecognisedOperation]);

/** One fetch by C-GET: as many associations, one after the other, as the contexts for what is still missing need. */
export class GetAttempt {
  readonly #options: FetchOptions;
  readonly #instances: readonly RemoteInstance[] | null;
  readonly #cancel: PoliteCancel;
  readonly #kept = new Set<string>();
  readonly #refused = new Set<string>();
  readonly #service: Service;
  #failed = 0;
  #underWay = false;

  constructor(options: FetchOptions, instances: readonly RemoteInstance[] | null, cancel: PoliteCancel) {
    this.#options = options;
    this.#instances = instances;
    this.#cancel = cancel;
    this.#service = storeService((info) => this.#sinkFor(info), DEFAULT_ACCEPTANCE, () => undefined);
  }

  /** Throws `ContextNotAccepted` when the partner does not let us be the provider. */
  async run(): Promise<Brought> {
    const classes = new Set((this.#instances ?? []).map((instance) => instance.sopClassUid).filter((uid) => uid !== ''));
    let failure: TransportFailure | null = null;
    try {
      for (const round of storageRounds([...classes])) {
        failure = await this.#untilNoneRefused(round);
        if (failure || this.#complete() || this.#options.signal.aborted) {
          break;
        }
      }
    } catch (error) {
      if (!this.#underWay) {
        throw error;
      }
      failure = this.#options.failureOf(error);
    }
    return { kept: this.#kept, refused: this.#refused, failed: this.#failed, failure };
  }

  /** Some partners, Orthanc among them, end a C-GET, or the association, at the first instance we refuse: they are asked for the others again. */
  async #untilNoneRefused(offers: readonly Offer[]): Promise<TransportFailure | null> {
    for (;;) {
      const before = this.#refused.size;
      let failure: TransportFailure | null = null;
      try {
        failure = await this.#round(offers);
      } catch (error) {
        if (this.#refused.size === before || this.#options.signal.aborted) {
          throw error;
        }
      }
      if (this.#refused.size === before || this.#options.signal.aborted) {
        return failure;
      }
      if (this.#complete()) {
        return null;
      }
    }
  }

  #missing(): readonly RemoteInstance[] {
    return (this.#instances ?? []).filter(({ sopInstanceUid: uid }) => !this.#kept.has(uid) && !this.#refused.has(uid));
  }

  #complete(): boolean {
    return this.#instances ? this.#missing().length === 0 : this.#failed === 0;
  }

  async #round(offers: readonly Offer[]): Promise<TransportFailure | null> {
    const association = await openAssociation(this.#options.settings, [GET_OFFER, ...offers], this.#cancel.cut, [this.#service]);
    try {
      if (!this.#usable(association)) {
        return null;
      }
      for (const identifier of this.#identifiers()) {
        const failure = await this.#ask(association, identifier);
        if (failure) {
          return failure;
        }
      }
      await association.release();
      return null;
    } finally {
      association.abort();
    }
  }

  /** A later round may find none of its contexts accepted; in the first one that means that the partner offers no C-GET. */
  #usable(association: ClientAssociation): boolean {
    association.contextFor(STUDY_ROOT_GET);
    const usable = association.contexts.some((context) => context.provider);
    if (!usable && !this.#underWay) {
      throw new ContextNotAccepted('They offer C-GET, and do not let us take the images on the same connection.');
    }
    return usable;
  }

  #identifiers(): readonly DataSet[] {
    const whole = wholeIdentifier(this.#options.reference);
    return whole && (!this.#underWay || !this.#instances) ? [whole] : instanceIdentifiers(this.#missing());
  }

  async #ask(association: ClientAssociation, identifier: DataSet): Promise<TransportFailure | null> {
    this.#underWay = true;
    this.#cancel.requestBegun();
    const { settings, signal } = this.#options;
    const answer = await retrieve(association, identifier, {
      silenceMs: settings.silenceSeconds * 1_000,
      lastSign: () => association.lastRead,
      cancelled: signal,
    });
    this.#failed = answer.failed;
    if (NOT_SERVED.has(answer.status) && this.#kept.size === 0) {
      this.#underWay = false;
      throw new ContextNotAccepted(`They do not serve C-GET: they answered ${explainStatus(answer.status).code}.`);
    }
    return refusalOf(answer, 'C-GET');
  }

  #sinkFor(info: StoreInfo): ObjectSink {
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, association } = info;
    const sender = { address: association.peer.address, identity: association.callingAeTitle };
    const sink = this.#options.intake.instance!({ sopClassUid, sopInstanceUid, transferSyntaxUid, sender });
    return {
      write: (bytes) => sink.write(bytes),
      end: async () => ({ status: await this.#end(sopInstanceUid, sink) }),
      abort: () => sink.abort(),
    };
  }

  async #end(uid: string, sink: InstanceSink): Promise<number> {
    const outcome = await sink.end();
    (outcome === 'kept' ? this.#kept : this.#refused).add(uid);
    return outcome === 'kept' ? STATUS.success : STATUS.cannotUnderstand;
  }
}

/** A final status by which nothing, or nothing more, was sent. Failed sub-operations alone (A702H, B000H) are told by what is missing. */
export function refusalOf({ status, completed, failed, warnings }: Retrieved, operation: string): TransportFailure | null {
  const meaning = explainStatus(status);
  if (meaning.kind !== 'failure' || (status === STATUS.noSubOperations && completed + failed + warnings > 0)) {
    return null;
  }
  const detail = `They answered ${operation} with ${meaning.code}: ${meaning.meaning}.`;
  return new TransportFailure(meaning.retry === 'later' ? 'busy' : 'rejected', meaning.retry ?? 'never', detail);
}
