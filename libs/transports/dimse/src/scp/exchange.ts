import type { NegotiatedContext } from '../association/acceptance';
import type { Link } from '../link/link';
import { ELEMENT, NO_DATA_SET, RESPONSE_BIT, WITH_DATA_SET, writeCommand, type Command, type CommandField } from '../message/command';
import { STATUS } from '../message/status';
import type { AssociationInfo } from './ports';
import type { Request, RequestSink, Service, WayBack } from './service';

/** One request from its command set to its last response. */
export class Exchange implements Request {
  readonly context: NegotiatedContext;
  readonly command: Command;
  readonly association: AssociationInfo;
  readonly back: WayBack;
  readonly #link: Link;
  #sink: RequestSink | null = null;

  constructor(back: WayBack, context: NegotiatedContext, command: Command, association: AssociationInfo) {
    this.back = back;
    this.#link = back.link;
    this.context = context;
    this.command = command;
    this.association = association;
  }

  /** Hands the request to its service; one that no service answers is read to its end and answered 0211H (PS3.7 C.5.22). */
  begin(service: Service | undefined): RequestSink {
    this.#sink = service?.begin(this) ?? unrecognised(this);
    return this.#sink;
  }

  cancel(): void {
    this.#sink?.cancel?.();
  }

  abort(): void {
    this.#sink?.abort();
  }

  respond(status: number, more: readonly CommandField[] = [], dataSet?: Buffer): void | Promise<void> {
    const { command } = this;
    const response = writeCommand([
      [ELEMENT.affectedSopClass, command.sopClassUid],
      [ELEMENT.commandField, command.field | RESPONSE_BIT],
      [ELEMENT.respondedTo, command.messageId],
      [ELEMENT.dataSetType, dataSet ? WITH_DATA_SET : NO_DATA_SET],
      [ELEMENT.status, status],
      ...more,
    ]);
    this.#link.writeMessage(this.context.id, response, dataSet);
    return this.#link.room();
  }
}

function unrecognised(request: Request): RequestSink {
  return {
    write: () => undefined,
    end: async () => request.respond(STATUS.unrecognisedOperation),
    abort: () => undefined,
  };
}
