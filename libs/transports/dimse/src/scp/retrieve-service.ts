import type { OutgoingInstance } from '@causeway/transport-kit';
import { EXPLICIT_LE, IMPLICIT_LE, STUDY_ROOT_GET, STUDY_ROOT_MOVE } from '../association/negotiation';
import { TAG, type DataSet } from '../dataset/data-set';
import { readDataSet } from '../dataset/data-set-reader';
import { writeDataSet } from '../dataset/data-set-writer';
import type { DimseLimits } from '../limits';
import { COMMAND, ELEMENT, errorComment, type CommandField } from '../message/command';
import { STATUS, explainStatus } from '../message/status';
import { store, type MoveOrigin, type StoreContext } from '../scu/store';
import type { Asking } from '../scu/asking';
import { GatheringSink } from './gathering-sink';
import { openMove } from './move-association';
import { QueryRefused, type RetrieveAnswer, type ServerLog, type ServerPorts } from './ports';
import type { Request, Service } from './service';

/** Where instances go: the requester's own association (C-GET), or one to the destination (C-MOVE). */
export interface Outlet {
  readonly association: Asking;
  readonly origin: MoveOrigin | null;
  /** Null when it cannot go there: no context in which the far side would take it as it is. */
  contextFor(instance: OutgoingInstance): StoreContext | null;
  close(): Promise<void>;
}

/** Retrieval, study root (PS3.4 C.4.2 and C.4.3): one service for each of C-GET and C-MOVE. */
export function retrieveServices(retrieve: NonNullable<ServerPorts['retrieve']>, limits: DimseLimits, log: ServerLog): Service[] {
  const takes = (served: string) => (uid: string) => (uid === served ? (syntax: string) => syntax === IMPLICIT_LE || syntax === EXPLICIT_LE : null);
  return [
    { commandField: COMMAND.getRq, syntaxes: takes(STUDY_ROOT_GET), begin: (request) => new RetrieveSink(request, retrieve, limits, log) },
    { commandField: COMMAND.moveRq, syntaxes: takes(STUDY_ROOT_MOVE), begin: (request) => new RetrieveSink(request, retrieve, limits, log) },
  ];
}

class RetrieveSink extends GatheringSink {
  readonly #request: Request;
  readonly #retrieve: NonNullable<ServerPorts['retrieve']>;
  readonly #log: ServerLog;
  readonly #failedUids: string[] = [];
  #cancelled = false;
  #completed = 0;
  #warnings = 0;

  constructor(request: Request, retrieve: NonNullable<ServerPorts['retrieve']>, limits: DimseLimits, log: ServerLog) {
    super(limits.identifierBytes);
    this.#request = request;
    this.#retrieve = retrieve;
    this.#log = log;
  }

  cancel(): void {
    this.#cancelled = true;
  }

  protected async complete(bytes: Buffer | null): Promise<void> {
    const { context, command, association } = this.#request;
    const query = bytes && readDataSet(bytes, { explicit: context.transferSyntax === EXPLICIT_LE });
    if (!query) {
      return this.#end(STATUS.dataSetMismatch);
    }
    const moving = command.field === COMMAND.moveRq;
    try {
      const answer = await this.#retrieve({ query, association, ...(moving ? { destination: command.moveDestination } : {}) });
      if (moving && !answer.address) {
        return await this.#end(STATUS.moveDestinationUnknown);
      }
      const outlet = moving ? await this.#moveOutlet(answer) : getOutlet(this.#request);
      await this.#sendAll(answer.instances, outlet).finally(() => outlet.close());
      await this.#end(this.#finalStatus(answer.instances.length), answer.instances.length);
    } catch (error) {
      this.#log('retrieve.failed', { association: association.id, error: error instanceof Error ? error.name : 'unknown' });
      await this.#end(error instanceof QueryRefused ? error.status : STATUS.noSubOperations);
    }
  }

  #moveOutlet({ address, instances }: RetrieveAnswer): Promise<Outlet> {
    const { association, command, back } = this.#request;
    const titles = { callingAeTitle: association.calledAeTitle, calledAeTitle: command.moveDestination };
    return openMove(address!, titles, instances, back.limits, { aeTitle: association.callingAeTitle, messageId: command.messageId });
  }

  async #sendAll(instances: readonly OutgoingInstance[], outlet: Outlet): Promise<void> {
    const stop = new AbortController();
    for (const [i, instance] of instances.entries()) {
      if (this.#cancelled || this.gone) {
        return;
      }
      await this.#sendOne(instance, outlet, stop.signal);
      await this.#pending(instances.length - i - 1);
    }
  }

  async #sendOne(instance: OutgoingInstance, outlet: Outlet, signal: AbortSignal): Promise<void> {
    const context = outlet.contextFor(instance);
    try {
      const reply = context && (await store(outlet.association, context, instance, instance.dataSet(signal), () => undefined, outlet.origin));
      const kind = reply ? explainStatus(reply.status).kind : 'failure';
      if (kind === 'success') {
        this.#completed++;
      } else if (kind === 'warning') {
        this.#warnings++;
      } else {
        this.#failedUids.push(instance.sopInstanceUid);
      }
    } catch {
      this.#failedUids.push(instance.sopInstanceUid);
    }
  }

  async #pending(remaining: number): Promise<void> {
    if (remaining > 0 && !this.gone) {
      await this.#request.respond(STATUS.pending, this.#counts(remaining));
    }
  }

  #finalStatus(asked: number): number {
    if (this.#cancelled) {
      return STATUS.cancelled;
    }
    if (asked > 0 && this.#failedUids.length === asked) {
      return STATUS.noSubOperations;
    }
    return this.#failedUids.length + this.#warnings > 0 ? STATUS.coercion : STATUS.success;
  }

  #counts(remaining: number | null): CommandField[] {
    return [
      ...(remaining === null ? [] : ([[ELEMENT.remaining, remaining]] as const)),
      [ELEMENT.completed, this.#completed],
      [ELEMENT.failed, this.#failedUids.length],
      [ELEMENT.warnings, this.#warnings],
    ];
  }

  async #end(status: number, asked?: number): Promise<void> {
    if (this.gone) {
      return;
    }
    const counts = asked === undefined ? [] : this.#counts(status === STATUS.cancelled ? asked - this.#completed - this.#warnings - this.#failedUids.length : null);
    const comment: CommandField[] = status === STATUS.moveDestinationUnknown ? [[ELEMENT.errorComment, errorComment('Move destination unknown')]] : [];
    const named: DataSet = new Map([[TAG.failedSopInstances, this.#failedUids]]);
    const explicit = this.#request.context.transferSyntax === EXPLICIT_LE;
    await this.#request.respond(status, [...comment, ...counts], this.#failedUids.length > 0 ? writeDataSet(named, { explicit }) : undefined);
  }
}

/** The contexts on which the requester agreed to be the provider. */
function getOutlet({ back }: Request): Outlet {
  return {
    association: back,
    origin: null,
    contextFor: ({ sopClassUid, transferSyntaxUid }) =>
      back.contexts.find((c) => c.provider && c.abstractSyntax === sopClassUid && c.transferSyntax === transferSyntaxUid) ?? null,
    close: () => Promise.resolve(),
  };
}
