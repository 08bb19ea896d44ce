import { IMPLICIT_LE, EXPLICIT_LE, STUDY_ROOT_FIND } from '../association/negotiation';
import { readDataSet } from '../dataset/data-set-reader';
import { writeDataSet } from '../dataset/data-set-writer';
import type { DataSet } from '../dataset/data-set';
import type { DimseLimits } from '../limits';
import { COMMAND, ELEMENT, errorComment } from '../message/command';
import { STATUS } from '../message/status';
import { QueryRefused, type ServerLog, type ServerPorts } from './ports';
import type { Request, RequestSink, Service } from './service';

/** Query, study root (PS3.4 C.4.1, PS3.7 9.1.2). */
export function findService(find: NonNullable<ServerPorts['find']>, limits: DimseLimits, log: ServerLog): Service {
  return {
    commandField: COMMAND.findRq,
    syntaxes: (uid) => (uid === STUDY_ROOT_FIND ? (syntax) => syntax === IMPLICIT_LE || syntax === EXPLICIT_LE : null),
    begin: (request) => new FindSink(request, find, limits, log),
  };
}

class FindSink implements RequestSink {
  readonly #request: Request;
  readonly #find: NonNullable<ServerPorts['find']>;
  readonly #limits: DimseLimits;
  readonly #log: ServerLog;
  readonly #stop = new AbortController();
  #parts: Buffer[] = [];
  #bytes = 0;
  #gone = false;

  constructor(request: Request, find: NonNullable<ServerPorts['find']>, limits: DimseLimits, log: ServerLog) {
    this.#request = request;
    this.#find = find;
    this.#limits = limits;
    this.#log = log;
  }

  write(bytes: Buffer): void {
    this.#bytes += bytes.length;
    if (this.#bytes <= this.#limits.identifierBytes) {
      this.#parts.push(bytes);
    }
  }

  async end(): Promise<void> {
    try {
      await this.#answerAll(this.#identifier());
      await this.#finish(this.#stop.signal.aborted ? STATUS.cancelled : STATUS.success);
    } catch (error) {
      await this.#refuse(error);
    }
  }

  cancel(): void {
    this.#stop.abort();
  }

  abort(): void {
    this.#gone = true;
    this.#stop.abort();
  }

  #identifier(): DataSet {
    if (this.#bytes > this.#limits.identifierBytes) {
      throw new QueryRefused(STATUS.dataSetMismatch, 'The identifier is too long');
    }
    const explicit = this.#request.context.transferSyntax === EXPLICIT_LE;
    const query = readDataSet(Buffer.concat(this.#parts), { explicit });
    this.#parts = [];
    if (!query) {
      throw new QueryRefused(STATUS.cannotUnderstand, 'The identifier cannot be read');
    }
    return query;
  }

  async #answerAll(query: DataSet): Promise<void> {
    const { context, command, association } = this.#request;
    const { signal } = this.#stop;
    const explicit = context.transferSyntax === EXPLICIT_LE;
    for await (const match of this.#find({ sopClassUid: command.sopClassUid, query, association }, signal)) {
      if (signal.aborted) {
        return;
      }
      await this.#request.respond(STATUS.pending, [], writeDataSet(match, { explicit }));
    }
  }

  async #finish(status: number, comment?: string): Promise<void> {
    if (!this.#gone) {
      await this.#request.respond(status, comment ? [[ELEMENT.errorComment, errorComment(comment)]] : []);
    }
  }

  async #refuse(error: unknown): Promise<void> {
    if (this.#stop.signal.aborted) {
      await this.#finish(STATUS.cancelled);
    } else if (error instanceof QueryRefused) {
      await this.#finish(error.status, error.message);
    } else {
      this.#log('find.failed', { association: this.#request.association.id, error: error instanceof Error ? error.name : 'unknown' });
      await this.#finish(STATUS.outOfResources);
    }
  }
}
