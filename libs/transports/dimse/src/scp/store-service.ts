import { isUid } from '../association/items';
import type { AcceptanceRules } from '../association/negotiation';
import { COMMAND, ELEMENT, errorComment, type CommandField } from '../message/command';
import { STATUS } from '../message/status';
import type { ObjectSink, ServerLog, ServerPorts, StoreAnswer } from './ports';
import type { Request, RequestSink, Service } from './service';

/** Storage (PS3.4 annex B, PS3.7 9.1.1). */
export function storeService(store: NonNullable<ServerPorts['store']>, rules: AcceptanceRules, log: ServerLog): Service {
  return {
    commandField: COMMAND.storeRq,
    syntaxes: (uid) => (rules.storage(uid) ? (syntax) => rules.transferSyntax(syntax) : null),
    begin: (request) => {
      const refusal = refusalOf(request);
      return refusal ? new DrainingSink(request, refusal) : new StoreSink(request, store, log);
    },
  };
}

/** The UIDs are data from outside: they must be UIDs, and the class must be the one the context was accepted for. */
function refusalOf({ command, context }: Request): StoreAnswer | null {
  if (!isUid(command.sopInstanceUid)) {
    return { status: STATUS.invalidObjectInstance, comment: 'Affected SOP Instance UID is not a UID' };
  }
  if (command.sopClassUid !== context.abstractSyntax) {
    return { status: STATUS.sopClassNotSupported, comment: 'Affected SOP Class UID is not that of the context' };
  }
  return command.hasDataSet ? null : { status: STATUS.cannotUnderstand, comment: 'C-STORE without a data set' };
}

function answer(request: Request, { status, comment }: StoreAnswer): void {
  const { sopInstanceUid } = request.command;
  const more: CommandField[] = comment ? [[ELEMENT.errorComment, errorComment(comment)]] : [];
  if (isUid(sopInstanceUid)) {
    more.push([ELEMENT.affectedSopInstance, sopInstanceUid]);
  }
  void request.respond(status, more);
}

/** Reads the object to its end and throws it away: a refusal in the middle would have to be an abort. */
class DrainingSink implements RequestSink {
  readonly #request: Request;
  readonly #answer: StoreAnswer;

  constructor(request: Request, refusal: StoreAnswer) {
    this.#request = request;
    this.#answer = refusal;
  }

  write(): void {}

  async end(): Promise<void> {
    answer(this.#request, this.#answer);
  }

  abort(): void {}
}

class StoreSink implements RequestSink {
  readonly #request: Request;
  readonly #log: ServerLog;
  #sink: ObjectSink | null = null;

  constructor(request: Request, store: NonNullable<ServerPorts['store']>, log: ServerLog) {
    this.#request = request;
    this.#log = log;
    const { command, context, association } = request;
    try {
      this.#sink = store({
        sopClassUid: command.sopClassUid,
        sopInstanceUid: command.sopInstanceUid,
        transferSyntaxUid: context.transferSyntax,
        association,
      });
    } catch (error) {
      this.#fail(error);
    }
  }

  write(bytes: Buffer): void | Promise<void> {
    try {
      return this.#sink?.write(bytes)?.catch((error: unknown) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  async end(): Promise<void> {
    const sink = this.#sink;
    this.#sink = null;
    let outcome: StoreAnswer = { status: STATUS.outOfResources };
    if (sink) {
      try {
        outcome = await sink.end();
      } catch (error) {
        this.#tell(error);
      }
    }
    answer(this.#request, outcome);
  }

  abort(): void {
    this.#sink?.abort();
    this.#sink = null;
  }

  /** The rest of the object is read and thrown away, then answered A700H. */
  #fail(error: unknown): void {
    this.#tell(error);
    this.abort();
  }

  #tell(error: unknown): void {
    this.#log('store.failed', { association: this.#request.association.id, error: error instanceof Error ? error.name : 'unknown' });
  }
}
