import type { NegotiatedContext } from '../association/acceptance';
import type { Link } from '../link/link';
import { COMMAND, RESPONSE_BIT, type Command } from '../message/command';
import { ABORT_REASON, ProtocolError } from '../pdu/pdu';
import { Exchange } from './exchange';
import type { AssociationInfo } from './ports';
import type { RequestSink, Service, WayBack } from './service';

export interface OperationEvents {
  /** One request has its last answer. */
  finished(): void;
  /** A service of ours broke its promise. */
  failed(error: unknown): void;
}

/** Requests of one association as a provider: begins them, feeds them their data sets, and keeps count. */
export class Operations {
  readonly #back: WayBack;
  readonly #link: Link;
  readonly #services: readonly Service[];
  readonly #most: number;
  readonly #events: OperationEvents;
  readonly #running = new Map<number, Exchange>();
  /** The request whose data set is being received. */
  #receiving: { readonly exchange: Exchange; readonly sink: RequestSink } | null = null;

  constructor(back: WayBack, services: readonly Service[], most: number, events: OperationEvents) {
    this.#back = back;
    this.#link = back.link;
    this.#services = services;
    this.#most = most;
    this.#events = events;
  }

  get running(): number {
    return this.#running.size;
  }

  /** True while a data set is being received: nothing else may come in between. */
  get receiving(): boolean {
    return this.#receiving !== null;
  }

  command(context: NegotiatedContext, command: Command, association: AssociationInfo): void {
    if (command.field === COMMAND.cancelRq) {
      this.#running.get(command.respondedTo)?.cancel();
      return;
    }
    if ((command.field & RESPONSE_BIT) !== 0) {
      throw new ProtocolError(ABORT_REASON.unexpected, 'A response arrived although nothing was asked.');
    }
    if (this.#running.size >= this.#most || this.#running.has(command.messageId)) {
      throw new ProtocolError(ABORT_REASON.unexpected, 'Too many requests at once, or a message id twice.');
    }
    const exchange = new Exchange(this.#back, context, command, association);
    const sink = exchange.begin(this.#serviceFor(context, command));
    this.#running.set(command.messageId, exchange);
    if (command.hasDataSet) {
      this.#receiving = { exchange, sink };
    } else {
      this.#finish(exchange, sink);
    }
  }

  #serviceFor(context: NegotiatedContext, command: Command): Service | undefined {
    return this.#services.find((service) => service.commandField === command.field && service.syntaxes(context.abstractSyntax) !== null);
  }

  data(bytes: Buffer, last: boolean): void {
    if (!this.#receiving) {
      return;
    }
    const { exchange, sink } = this.#receiving;
    if (bytes.length > 0) {
      const taken = sink.write(bytes);
      if (taken) {
        this.#link.holdUntil(taken);
      }
    }
    if (last && this.#receiving) {
      this.#receiving = null;
      this.#finish(exchange, sink);
    }
  }

  #finish(exchange: Exchange, sink: RequestSink): void {
    sink.end().then(
      () => this.#finished(exchange),
      (error: unknown) => this.#events.failed(error),
    );
  }

  #finished(exchange: Exchange): void {
    this.#running.delete(exchange.command.messageId);
    const room = this.#link.room();
    if (room) {
      this.#link.holdUntil(room);
    }
    this.#events.finished();
  }

  /** The association is over: no more answers, and whatever still runs is told. */
  abort(): void {
    this.#receiving = null;
    for (const exchange of this.#running.values()) {
      exchange.abort();
    }
    this.#running.clear();
  }
}
