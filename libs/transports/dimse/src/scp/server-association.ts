import type { Socket } from 'node:net';
import { CONTEXT_RESULT, acceptPdu, type NegotiatedContext } from '../association/acceptance';
import { negotiate } from '../association/negotiation';
import { readProposal, type Proposal } from '../association/proposal';
import { REJECTION, type Rejection } from '../association/rejection';
import type { DimseLimits } from '../limits';
import { Link } from '../link/link';
import { COMMAND, RESPONSE_BIT, type Command } from '../message/command';
import { ABORT_REASON, ABORT_SOURCE, PDU, ProtocolError, rejectPdu, releaseReplyPdu } from '../pdu/pdu';
import { Exchange } from './exchange';
import type { AssociationInfo, Peer, ServerLog, ServerPorts } from './ports';
import type { RequestSink, Service } from './service';

/** What all associations of one server share. */
export interface ServerContext {
  readonly limits: DimseLimits;
  readonly services: readonly Service[];
  readonly admit: ServerPorts['admit'];
  readonly log: ServerLog;
  /** Claims a place; false when a limit is reached. */
  enter(): boolean;
  draining(): boolean;
  /** Called once the socket is gone. */
  gone(association: ServerAssociation): void;
}

/** Sta2 waiting, Sta3 deciding, Sta6 open, Sta13 closing (PS3.8 9.2). */
type State = 'waiting' | 'deciding' | 'open' | 'closing';

let associationsMade = 0;

/** One connection as a provider. It has its own state, limits and pauses: nothing it does can hold up another one. */
export class ServerAssociation {
  readonly #server: ServerContext;
  readonly #peer: Peer;
  readonly #link: Link;
  readonly #id = ++associationsMade;
  readonly #contexts = new Map<number, NegotiatedContext>();
  readonly #running = new Map<number, Exchange>();
  #state: State = 'waiting';
  #info: AssociationInfo | null = null;
  /** Exchange whose data set is being received. */
  #receiving: Exchange | null = null;
  #sink: RequestSink | null = null;
  #released = false;
  #since = performance.now();
  #lastByte = this.#since;
  #messageSince = 0;
  #messagesSeen = 0;
  #stalledSince = 0;

  constructor(socket: Socket, peer: Peer, server: ServerContext) {
    this.#server = server;
    this.#peer = peer;
    this.#link = new Link(socket, server.limits, {
      control: (type, body) => this.#control(type, body),
      command: (contextId, command) => this.#command(contextId, command),
      data: (contextId, bytes, last) => this.#data(bytes, last),
      read: () => this.#read(),
      broken: (error) => this.#abort(error),
      closed: () => this.#closed(),
    });
  }

  /** Called a few times a second: ends what takes too long. */
  check(now: number): void {
    const { limits } = this.#server;
    const age = now - this.#since;
    if (this.#state === 'closing') {
      if (age > limits.lingerMs) {
        this.#link.destroy();
      }
    } else if (this.#state === 'waiting') {
      if (age > limits.artimMs) {
        this.#say('association.timeout', { why: 'no A-ASSOCIATE-RQ in time' });
        this.#link.destroy();
      }
    } else if (this.#state === 'deciding') {
      if (age > limits.artimMs) {
        this.#reject(REJECTION.congestion);
      }
    } else {
      this.#checkOpen(now);
    }
  }

  #checkOpen(now: number): void {
    const { limits } = this.#server;
    this.#stalledSince = this.#link.room() === undefined ? 0 : this.#stalledSince || now;
    if (this.#stalledSince > 0 && now - this.#stalledSince > limits.idleMs) {
      this.#say('association.timeout', { why: 'the partner does not read' });
      this.#link.destroy();
    } else if (this.#messageSince > 0 && now - this.#messageSince > limits.objectMs) {
      this.#abort(new ProtocolError(ABORT_REASON.notSpecified, 'One message took too long.'));
    } else if (this.#running.size > 0 || this.#link.held) {
      this.#lastByte = now;
    } else if (now - this.#lastByte > limits.idleMs) {
      this.#abort(new ProtocolError(ABORT_REASON.notSpecified, 'The association was idle.'));
    }
  }

  /** Finishes what runs, takes nothing new, then aborts the association. */
  drain(): void {
    if (this.#state === 'waiting') {
      this.#link.destroy();
    } else if (this.#state === 'open') {
      this.#endWhenDone();
    }
  }

  destroy(): void {
    this.#link.destroy();
  }

  #read(): void {
    this.#lastByte = performance.now();
    if (this.#link.inMessage) {
      if (this.#messageSince === 0 || this.#messagesSeen !== this.#link.messagesRead) {
        this.#messageSince = this.#lastByte;
      }
    } else {
      this.#messageSince = 0;
    }
    this.#messagesSeen = this.#link.messagesRead;
  }

  #control(type: number, body: Buffer): void {
    if (this.#state === 'closing') {
      return;
    }
    if (type === PDU.abort) {
      this.#say('association.aborted', { by: 'partner', source: body[2]!, reason: body[3]! });
      this.#close();
      this.#link.destroy();
    } else if (type === PDU.associateRq && this.#state === 'waiting') {
      void this.#associate(readProposal(body, this.#server.limits));
    } else if (type === PDU.releaseRq && this.#state === 'open' && !this.#released && !this.#receiving) {
      this.#released = true;
      this.#endWhenDone();
    } else {
      throw new ProtocolError(ABORT_REASON.unexpected, `A PDU of type ${type} arrived where it is not allowed.`);
    }
  }

  async #associate(proposal: Proposal): Promise<void> {
    this.#state = 'deciding';
    this.#since = performance.now();
    try {
      const rejection = await this.#rejectionOf(proposal);
      if (this.#state !== 'deciding') {
        return;
      }
      if (rejection) {
        this.#say('association.rejected', { calling: proposal.callingAeTitle, called: proposal.calledAeTitle, ...rejection });
        this.#reject(rejection);
      } else {
        this.#accept(proposal);
      }
    } catch (error) {
      this.#abort(fault(error));
    }
  }

  async #rejectionOf(proposal: Proposal): Promise<Rejection | null> {
    if (!proposal.versionSupported) {
      return REJECTION.protocolVersion;
    }
    if (!proposal.applicationContextSupported) {
      return REJECTION.applicationContext;
    }
    if (this.#server.draining()) {
      return REJECTION.congestion;
    }
    const admission = await this.#server.admit(proposal, this.#peer);
    if (!admission.admitted) {
      return admission.rejection;
    }
    return this.#state !== 'deciding' || this.#server.enter() ? null : REJECTION.localLimit;
  }

  #accept(proposal: Proposal): void {
    const { services, limits } = this.#server;
    this.#link.setPartnerPduBytes(proposal.user.pduBytes);
    const answers = proposal.contexts.map((context) => negotiate(context, (uid) => this.#syntaxesFor(services, uid)));
    for (const context of answers) {
      if (context.result === CONTEXT_RESULT.accepted) {
        this.#contexts.set(context.id, context);
      }
    }
    this.#info = {
      id: this.#id,
      callingAeTitle: proposal.callingAeTitle,
      calledAeTitle: proposal.calledAeTitle,
      peer: this.#peer,
      implementationVersion: proposal.user.implementationVersion,
      cut: () => this.destroy(),
    };
    this.#state = 'open';
    this.#lastByte = performance.now();
    this.#link.write(acceptPdu(proposal, answers, limits.pduBytes));
    this.#say('association.accepted', { calling: proposal.callingAeTitle, called: proposal.calledAeTitle, contexts: this.#contexts.size });
  }

  #syntaxesFor(services: readonly Service[], uid: string): ((syntax: string) => boolean) | null {
    for (const service of services) {
      const takes = service.syntaxes(uid);
      if (takes) {
        return takes;
      }
    }
    return null;
  }

  #command(contextId: number, command: Command): void {
    if (this.#state !== 'open' || this.#released) {
      throw new ProtocolError(ABORT_REASON.unexpected, 'A message arrived outside an association.');
    }
    const context = this.#contexts.get(contextId);
    if (!context) {
      throw new ProtocolError(ABORT_REASON.invalidParameter, 'A message arrived on a context that was not accepted.');
    }
    if (command.field === COMMAND.cancelRq) {
      this.#running.get(command.respondedTo)?.cancel();
      return;
    }
    if ((command.field & RESPONSE_BIT) !== 0) {
      throw new ProtocolError(ABORT_REASON.unexpected, 'A response arrived although nothing was asked.');
    }
    if (this.#running.size >= this.#server.limits.outstanding || this.#running.has(command.messageId)) {
      throw new ProtocolError(ABORT_REASON.unexpected, 'Too many requests at once, or a message id twice.');
    }
    this.#begin(context, command);
  }

  #begin(context: NegotiatedContext, command: Command): void {
    const exchange = new Exchange(this.#link, context, command, this.#info!);
    const service = this.#server.services.find((one) => one.commandField === command.field && one.syntaxes(context.abstractSyntax) !== null);
    this.#running.set(command.messageId, exchange);
    this.#sink = exchange.begin(service);
    if (command.hasDataSet) {
      this.#receiving = exchange;
    } else {
      this.#finish(exchange, this.#sink);
    }
  }

  #data(bytes: Buffer, last: boolean): void {
    const sink = this.#sink;
    const exchange = this.#receiving;
    if (!sink || !exchange) {
      return;
    }
    if (bytes.length > 0) {
      const taken = sink.write(bytes);
      if (taken) {
        this.#link.holdUntil(taken);
      }
    }
    if (last) {
      this.#receiving = null;
      this.#finish(exchange, sink);
    }
  }

  #finish(exchange: Exchange, sink: RequestSink): void {
    this.#sink = null;
    sink.end().then(
      () => this.#finished(exchange),
      (error: unknown) => this.#abort(fault(error)),
    );
  }

  #finished(exchange: Exchange): void {
    this.#running.delete(exchange.command.messageId);
    this.#lastByte = performance.now();
    const room = this.#link.room();
    if (room) {
      this.#link.holdUntil(room);
    }
    this.#endWhenDone();
  }

  /** A-RELEASE is answered, and a draining association ended, only after every answer is on its way. */
  #endWhenDone(): void {
    if (this.#state !== 'open' || this.#running.size > 0) {
      return;
    }
    if (this.#released) {
      this.#say('association.released', {});
      this.#close();
      this.#link.endWith(releaseReplyPdu());
    } else if (this.#server.draining()) {
      this.#say('association.drained', {});
      this.#close();
      this.#link.abort(ABORT_SOURCE.provider, ABORT_REASON.notSpecified);
    }
  }

  #reject({ result, source, reason }: Rejection): void {
    this.#close();
    this.#link.endWith(rejectPdu(result, source, reason));
  }

  #abort(error: ProtocolError): void {
    if (this.#state === 'closing') {
      return;
    }
    const cause = error.cause instanceof Error ? error.cause.name : '';
    this.#say('association.aborted', { by: 'us', reason: error.reason, why: error.message, cause });
    this.#close();
    this.#link.abort(ABORT_SOURCE.provider, error.reason);
  }

  #closed(): void {
    if (this.#state === 'open') {
      this.#say('association.lost', {});
    }
    this.#close();
    this.#server.gone(this);
  }

  /** No more answers; whatever still runs is told. */
  #close(): void {
    this.#state = 'closing';
    this.#since = performance.now();
    this.#receiving = null;
    this.#sink = null;
    for (const exchange of this.#running.values()) {
      exchange.abort();
    }
    this.#running.clear();
  }

  #say(event: string, facts: Record<string, string | number | boolean>): void {
    this.#server.log(event, { association: this.#id, address: this.#peer.address, ...facts });
  }
}

function fault(error: unknown): ProtocolError {
  return error instanceof ProtocolError ? error : new ProtocolError(ABORT_REASON.notSpecified, 'A fault on our side.', { cause: error });
}
