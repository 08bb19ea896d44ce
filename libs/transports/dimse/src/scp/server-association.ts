import type { Socket } from 'node:net';
import { CONTEXT_RESULT, acceptPdu, type NegotiatedContext } from '../association/acceptance';
import { negotiate } from '../association/negotiation';
import { readProposal, type Proposal } from '../association/proposal';
import { REJECTION, type Rejection } from '../association/rejection';
import { Link } from '../link/link';
import type { DimseLimits } from '../limits';
import { RESPONSE_BIT, type Command } from '../message/command';
import { ABORT_REASON, ABORT_SOURCE, PDU, ProtocolError, rejectPdu, releaseReplyPdu } from '../pdu/pdu';
import type { Role } from '../association/items';
import { ConnectionLost } from '../scu/errors';
import { Requests } from '../scu/requests';
import { Deadlines } from './deadlines';
import { rejectionOf, syntaxesServed, type ServerContext } from './admission';
import { Operations } from './operations';
import type { AssociationInfo, Peer } from './ports';
import type { BackContext, WayBack } from './service';

/** Sta2 waiting, Sta3 deciding, Sta6 open, Sta13 closing (PS3.8 9.2). */
type State = 'waiting' | 'deciding' | 'open' | 'closing';

let associationsMade = 0;

/** One connection as a provider. It has its own state, limits and pauses: nothing it does can hold up another one. */
export class ServerAssociation implements WayBack {
  readonly #server: ServerContext;
  readonly #peer: Peer;
  readonly link: Link;
  /** What we ask of the partner on its own association: sub-operations of C-GET, reports on commitments. */
  readonly requests: Requests;
  readonly #deadlines: Deadlines;
  readonly #operations: Operations;
  readonly #id = ++associationsMade;
  readonly #contexts = new Map<number, NegotiatedContext>();
  #roles: readonly Role[] = [];
  /** Whose data set is being received. */
  #receiving: 'reply' | 'request' = 'request';
  #state: State = 'waiting';
  #info: AssociationInfo | null = null;
  #released = false;
  #since = performance.now();

  constructor(socket: Socket, peer: Peer, server: ServerContext) {
    this.#server = server;
    this.#peer = peer;
    this.link = new Link(socket, server.limits, {
      control: (type, body) => this.#control(type, body),
      command: (contextId, command) => this.#command(contextId, command),
      data: (_contextId, bytes, last) => (this.#receiving === 'request' ? this.#operations.data(bytes, last) : this.requests.data(bytes, last)),
      read: () => this.#deadlines.read(),
      broken: (error) => this.#abort(error),
      closed: () => this.#closed(),
    });
    this.requests = new Requests(this.link, server.limits);
    this.#deadlines = new Deadlines(this.link, server.limits);
    this.#operations = new Operations(this, server.services, server.limits.outstanding, {
      finished: () => this.#answered(),
      failed: (error) => this.#abort(fault(error)),
    });
  }

  get limits(): DimseLimits {
    return this.#server.limits;
  }

  get open(): boolean {
    return this.#state === 'open' && !this.#released;
  }

  get contexts(): readonly BackContext[] {
    const providers = new Set(this.#roles.filter((role) => role.scp).map((role) => role.sopClassUid));
    return [...this.#contexts.values()].map((context) => ({ ...context, provider: providers.has(context.abstractSyntax) }));
  }

  throwIfFailed(): void {
    if (!this.open) {
      throw new ConnectionLost('The association is over.');
    }
  }

  /** Called a few times a second: ends what takes too long. */
  check(now: number): void {
    const { limits } = this.#server;
    const age = now - this.#since;
    if (this.#state === 'closing') {
      if (age > limits.lingerMs) {
        this.link.destroy();
      }
    } else if (this.#state === 'waiting') {
      if (age > limits.artimMs) {
        this.#say('association.timeout', { why: 'no A-ASSOCIATE-RQ in time' });
        this.link.destroy();
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
    switch (this.#deadlines.overdue(now, this.#operations.running > 0)) {
      case 'stall':
        this.#say('association.timeout', { why: 'the partner does not read' });
        this.link.destroy();
        break;
      case 'message':
        this.#abort(new ProtocolError(ABORT_REASON.notSpecified, 'One message took too long.'));
        break;
      case 'idle':
        this.#abort(new ProtocolError(ABORT_REASON.notSpecified, 'The association was idle.'));
        break;
    }
  }

  /** Finishes what runs, takes nothing new, then aborts the association. */
  drain(): void {
    if (this.#state === 'waiting') {
      this.link.destroy();
    } else if (this.#state === 'open') {
      this.#endWhenDone();
    }
  }

  destroy(): void {
    this.link.destroy();
  }

  #control(type: number, body: Buffer): void {
    if (this.#state === 'closing') {
      return;
    }
    if (type === PDU.abort) {
      this.#say('association.aborted', { by: 'partner', source: body[2]!, reason: body[3]! });
      this.#close();
      this.link.destroy();
    } else if (type === PDU.associateRq && this.#state === 'waiting') {
      void this.#associate(readProposal(body, this.#server.limits));
    } else if (type === PDU.releaseRq && this.#state === 'open' && !this.#released && !this.#operations.receiving) {
      this.#released = true;
      this.requests.fail(new ConnectionLost('They released the association.'));
      this.#endWhenDone();
    } else {
      throw new ProtocolError(ABORT_REASON.unexpected, `A PDU of type ${type} arrived where it is not allowed.`);
    }
  }

  async #associate(proposal: Proposal): Promise<void> {
    this.#state = 'deciding';
    this.#since = performance.now();
    try {
      const rejection = await rejectionOf(proposal, this.#peer, this.#server, () => this.#state === 'deciding');
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

  #accept(proposal: Proposal): void {
    const { services, limits } = this.#server;
    this.link.setPartnerPduBytes(proposal.user.pduBytes);
    const answers = proposal.contexts.map((context) => negotiate(context, (uid) => syntaxesServed(services, uid)));
    for (const context of answers) {
      if (context.result === CONTEXT_RESULT.accepted) {
        this.#contexts.set(context.id, context);
      }
    }
    this.#roles = rolesAgreed(proposal, this.#contexts, (uid) => this.#server.mayProvide(uid));
    this.#info = {
      id: this.#id,
      callingAeTitle: proposal.callingAeTitle,
      calledAeTitle: proposal.calledAeTitle,
      peer: this.#peer,
      implementationVersion: proposal.user.implementationVersion,
      cut: () => this.destroy(),
    };
    this.#state = 'open';
    this.#deadlines.answered();
    this.link.allowData();
    this.link.write(acceptPdu(proposal, answers, limits.pduBytes, this.#roles));
    this.#say('association.accepted', { calling: proposal.callingAeTitle, called: proposal.calledAeTitle, contexts: this.#contexts.size });
  }

  #command(contextId: number, command: Command): void {
    if (this.#released) {
      throw new ProtocolError(ABORT_REASON.unexpected, 'A message arrived after the release of the association.');
    }
    const context = this.#contexts.get(contextId);
    if (!context) {
      throw new ProtocolError(ABORT_REASON.invalidParameter, 'A message arrived on a context that was not accepted.');
    }
    if ((command.field & RESPONSE_BIT) !== 0 && !this.requests.idle) {
      this.#receiving = 'reply';
      this.requests.command(command);
      return;
    }
    this.#receiving = 'request';
    this.#operations.command(context, command, this.#info!);
  }

  #answered(): void {
    this.#deadlines.answered();
    this.#endWhenDone();
  }

  /** A-RELEASE is answered, and a draining association ended, only after every answer is on its way. */
  #endWhenDone(): void {
    if (this.#state !== 'open' || this.#operations.running > 0) {
      return;
    }
    if (this.#released) {
      this.#say('association.released', {});
      this.#close();
      this.link.endWith(releaseReplyPdu());
    } else if (this.#server.draining()) {
      this.#say('association.drained', {});
      this.#close();
      this.link.abort(ABORT_SOURCE.provider, ABORT_REASON.notSpecified);
    }
  }

  #reject({ result, source, reason }: Rejection): void {
    this.#close();
    this.link.endWith(rejectPdu(result, source, reason));
  }

  #abort(error: ProtocolError): void {
    if (this.#state === 'closing') {
      return;
    }
    const cause = error.cause instanceof Error ? error.cause.name : '';
    this.#say('association.aborted', { by: 'us', reason: error.reason, why: error.message, cause });
    this.#close();
    this.link.abort(ABORT_SOURCE.provider, error.reason);
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
    this.#operations.abort();
    this.requests.fail(new ConnectionLost('The association is over.'));
  }

  #say(event: string, facts: Record<string, string | number | boolean>): void {
    this.#server.log(event, { association: this.#id, address: this.#peer.address, ...facts });
  }
}

/** Roles the requester asked for and may have (PS3.7 D.3.3.4.2); a class whose roles it did not ask about keeps the default ones. */
function rolesAgreed({ user }: Proposal, contexts: ReadonlyMap<number, NegotiatedContext>, mayProvide: (sopClassUid: string) => boolean): Role[] {
  const accepted = new Set([...contexts.values()].map((context) => context.abstractSyntax));
  return user.roles
    .filter((role) => accepted.has(role.sopClassUid))
    .map((role) => ({ ...role, scp: role.scp && mayProvide(role.sopClassUid) }));
}

function fault(error: unknown): ProtocolError {
  return error instanceof ProtocolError ? error : new ProtocolError(ABORT_REASON.notSpecified, 'A fault on our side.', { cause: error });
}
