import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { alertSentence, tlsFault } from '@causeway/transport-kit';
import { CONTEXT_RESULT, readAcceptance } from '../association/acceptance';
import { requestPdu, type ProposedContext } from '../association/proposal';
import type { DimseLimits } from '../limits';
import { Link } from '../link/link';
import { RESPONSE_BIT, type Command } from '../message/command';
import { ABORT_REASON, ABORT_SOURCE, PDU, ProtocolError, releaseReplyPdu, releaseRequestPdu } from '../pdu/pdu';
import { Operations } from '../scp/operations';
import type { AssociationInfo } from '../scp/ports';
import type { Service, WayBack } from '../scp/service';
import { AssociationAborted, AssociationRejected, ConnectionLost, ContextNotAccepted, PeerSilent, TlsFailed } from './errors';
import { Requests } from './requests';

export interface AeTitles {
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
}

/** One abstract syntax with the syntaxes offered for it; at most 128 of them fit one association. */
export interface Offer {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
  /** We want to be the provider of this class: the partner sends its requests to us (PS3.7 D.3.3.4). */
  readonly provider?: boolean;
}

export interface AgreedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
  /** The partner agreed that we are the provider on this context. */
  readonly provider: boolean;
}

/** One context the partner did not take. */
export interface RefusedContext {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
  /** As PS3.8 9.3.3.2 numbers it; null when the partner did not answer for it at all. */
  readonly result: number | null;
  /** A syntax it chose although it was not offered. */
  readonly chosen: string | null;
}

let associationsMade = 0;

/** One association as the requester: negotiation, requests with their replies, release. What the services do stands beside it. */
export class ClientAssociation implements WayBack {
  readonly link: Link;
  readonly limits: DimseLimits;
  /** Requests under way and the replies to them. */
  readonly requests: Requests;
  readonly #titles: AeTitles;
  readonly #agreed: AgreedContext[] = [];
  /** What the partner asks of us on this association; nothing unless there are services for it. */
  readonly #served: Operations | null;
  readonly #info: AssociationInfo;
  /** Whose data set is being received. */
  #receiving: 'reply' | 'request' = 'reply';
  /** Waits for A-ASSOCIATE-AC or A-RELEASE-RP. */
  #control: { resolve(): void; reject(error: Error): void } | null = null;
  #offered: readonly ProposedContext[] = [];
  /** Syntaxes the partner chose although we had not offered them, by context id: such a context cannot be used. */
  readonly #misfits = new Map<number, string>();
  readonly #refusals: RefusedContext[] = [];
  #partnerPduBytes = 0;
  #state: 'new' | 'associating' | 'open' | 'releasing' | 'over' = 'new';
  #failure: Error | null = null;
  /** When bytes last came in, by `performance.now()`. */
  lastRead = performance.now();

  private constructor(socket: Socket, titles: AeTitles, limits: DimseLimits, services: readonly Service[]) {
    this.#titles = titles;
    this.#info = infoOf(socket, titles, () => this.destroy());
    this.limits = limits;
    const verdict = silentVerdict(socket);
    this.link = new Link(socket, limits, {
      control: (type, body) => this.#onControl(type, body),
      command: (contextId, command) => this.#onCommand(contextId, command),
      data: (_contextId, bytes, last) => (this.#receiving === 'reply' ? this.requests.data(bytes, last) : this.#served?.data(bytes, last)),
      read: () => (this.lastRead = performance.now()),
      broken: (error) => {
        this.#fail(error);
        this.link.abort(ABORT_SOURCE.provider, error.reason);
      },
      closed: (error) => this.#fail(lossOf(error, this.#state === 'associating' ? verdict : '')),
    });
    this.requests = new Requests(this.link, limits);
    this.#served =
      services.length === 0
        ? null
        : new Operations(this, services, limits.outstanding, {
            finished: () => undefined,
            failed: (error) => {
              this.#fail(error instanceof Error ? error : new ConnectionLost('A fault on our side.'));
              this.link.abort(ABORT_SOURCE.provider, ABORT_REASON.notSpecified);
            },
          });
  }

  /** Negotiates on a connected socket, which belongs to the association from then on. `services` answer what the partner asks of us on it. */
  static async open(
    socket: Socket,
    titles: AeTitles,
    offers: readonly Offer[],
    limits: DimseLimits,
    signal: AbortSignal,
    services: readonly Service[] = [],
  ): Promise<ClientAssociation> {
    const association = new ClientAssociation(socket, titles, limits, services);
    const onAbort = (): void => association.#giveUp(signal);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) {
      onAbort();
    }
    await association.#associate(offers);
    return association;
  }

  get open(): boolean {
    return this.#state === 'open';
  }

  /** Largest P-DATA-TF the partner takes, bytes; 0: any. */
  get partnerPduBytes(): number {
    return this.#partnerPduBytes;
  }

  /** Contexts offered and not usable, with what the partner answered. */
  get refusals(): readonly RefusedContext[] {
    return this.#refusals;
  }

  /** Contexts the partner accepted. */
  get contexts(): readonly AgreedContext[] {
    return this.#agreed;
  }

  accepts(abstractSyntax: string, transferSyntax?: string): boolean {
    return this.#agreement(abstractSyntax, transferSyntax) !== undefined;
  }

  #agreement(abstractSyntax: string, transferSyntax: string | undefined): AgreedContext | undefined {
    return this.#agreed.find(
      (context) => context.abstractSyntax === abstractSyntax && (transferSyntax ?? context.transferSyntax) === context.transferSyntax,
    );
  }

  /** The syntax the partner insists on for a class although we cannot produce it; null when it simply did not accept. */
  misfitOf(abstractSyntax: string, transferSyntax: string): string | null {
    const offered = this.#offered.find((one) => one.abstractSyntax === abstractSyntax && one.transferSyntaxes.includes(transferSyntax));
    return (offered && this.#misfits.get(offered.id)) ?? null;
  }

  /** The accepted context for a class, in one syntax when that matters. Throws `ContextNotAccepted`. */
  contextFor(abstractSyntax: string, transferSyntax?: string): AgreedContext {
    const found = this.#agreement(abstractSyntax, transferSyntax);
    if (!found) {
      const inSyntax = transferSyntax ? ` in transfer syntax ${transferSyntax}` : '';
      throw new ContextNotAccepted(`They do not accept ${abstractSyntax}${inSyntax}.`);
    }
    return found;
  }

  get failure(): Error | null {
    return this.#failure;
  }

  /** Throws why the association has failed, once it has. */
  throwIfFailed(): void {
    if (this.#failure) {
      throw this.#failure;
    }
  }

  /** Ends in good order (A-RELEASE). A partner that does not play along is cut off: all answers are here already. */
  async release(): Promise<void> {
    if (this.#state !== 'open') {
      return;
    }
    this.#state = 'releasing';
    this.link.write(releaseRequestPdu());
    try {
      await this.#awaitControl('release the association', this.limits.releaseMs);
    } catch {
      this.destroy();
      return;
    }
    this.#state = 'over';
    this.link.socket.end();
    setTimeout(() => this.link.destroy(), this.limits.lingerMs).unref();
  }

  /** Ends at once (A-ABORT). */
  abort(): void {
    if (this.#state !== 'over') {
      this.#fail(new ConnectionLost('We aborted the association.'));
      this.link.abort(ABORT_SOURCE.user, ABORT_REASON.notSpecified);
      setTimeout(() => this.link.destroy(), this.limits.lingerMs).unref();
    }
  }

  /** Cuts the connection without a word, where an A-ABORT would land inside a fragment. */
  destroy(): void {
    this.#fail(new ConnectionLost('We cut the connection.'));
    this.link.destroy();
  }

  async #associate(offers: readonly Offer[]): Promise<void> {
    const { calledAeTitle, callingAeTitle } = this.#titles;
    this.#offered = offers.map((offer, i) => ({ id: i * 2 + 1, ...offer }));
    const provided = new Set(offers.filter((offer) => offer.provider).map((offer) => offer.abstractSyntax));
    const roles = [...provided].map((sopClassUid) => ({ sopClassUid, scu: false, scp: true }));
    this.#state = 'associating';
    this.link.write(requestPdu(calledAeTitle, callingAeTitle, this.#offered, this.limits.pduBytes, roles));
    try {
      await this.#awaitControl('answer the association request', this.limits.associateMs);
    } catch (error) {
      this.link.destroy();
      throw error;
    }
    this.#state = 'open';
  }

  #awaitControl(what: string, ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      const timer = setTimeout(() => this.#control?.reject(new PeerSilent(what, ms)), ms);
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#control = null;
        act();
      };
      this.#control = { resolve: () => settle(resolve), reject: (error) => settle(() => reject(error)) };
    });
  }

  #onControl(type: number, body: Buffer): void {
    if (type === PDU.abort) {
      this.#fail(new AssociationAborted(body[2]!, body[3]!));
      this.link.destroy();
    } else if (type === PDU.associateRj && this.#state === 'associating') {
      const rejection = { result: body[1]!, source: body[2]!, reason: body[3]! };
      this.#fail(new AssociationRejected(rejection, this.#titles.calledAeTitle, this.#titles.callingAeTitle));
      this.link.destroy();
    } else if (type === PDU.associateAc && this.#state === 'associating') {
      this.#accepted(body);
    } else if (type === PDU.releaseRp && this.#state === 'releasing') {
      this.#control?.resolve();
    } else if (type === PDU.releaseRq && this.#state === 'releasing') {
      // Release collision: the requester of the association answers first (PS3.8 9.2.3, AR-8 and AR-9).
      this.link.write(releaseReplyPdu());
    } else if (type === PDU.releaseRq && this.#state === 'open') {
      this.#fail(new ConnectionLost('They released the association.'));
      this.link.endWith(releaseReplyPdu());
    } else {
      throw new ProtocolError(ABORT_REASON.unexpected, `They sent a PDU of type ${type} where it is not allowed.`);
    }
  }

  #accepted(body: Buffer): void {
    const answer = readAcceptance(body);
    this.link.setPartnerPduBytes(answer.user.pduBytes);
    this.#partnerPduBytes = answer.user.pduBytes;
    this.link.allowData();
    const providers = new Set(answer.user.roles.filter((role) => role.scp).map((role) => role.sopClassUid));
    for (const offered of this.#offered) {
      const given = answer.contexts.find((context) => context.id === offered.id);
      if (given?.result === CONTEXT_RESULT.accepted && offered.transferSyntaxes.includes(given.transferSyntax)) {
        const { id, abstractSyntax } = offered;
        this.#agreed.push({ id, abstractSyntax, transferSyntax: given.transferSyntax, provider: providers.has(abstractSyntax) });
      } else if (given?.result === CONTEXT_RESULT.accepted) {
        this.#misfits.set(offered.id, given.transferSyntax);
        this.#refusals.push({ ...offered, result: CONTEXT_RESULT.accepted, chosen: given.transferSyntax });
      } else {
        this.#refusals.push({ ...offered, result: given?.result ?? null, chosen: null });
      }
    }
    this.#control?.resolve();
  }

  #onCommand(contextId: number, command: Command): void {
    if (!this.#served || (command.field & RESPONSE_BIT) !== 0) {
      this.#receiving = 'reply';
      this.requests.command(command);
      return;
    }
    const context = this.#agreed.find((agreed) => agreed.id === contextId);
    if (!context) {
      throw new ProtocolError(ABORT_REASON.invalidParameter, 'They sent a request on a context that was not agreed.');
    }
    this.#receiving = 'request';
    this.#served.command({ ...context, result: CONTEXT_RESULT.accepted }, command, this.#info);
  }

  #giveUp(signal: AbortSignal): void {
    if (this.#state !== 'over') {
      this.#fail(signal.reason instanceof Error ? signal.reason : new ConnectionLost('Given up.'));
      this.link.abort(ABORT_SOURCE.user, ABORT_REASON.notSpecified);
      this.link.destroy();
    }
  }

  #fail(error: Error): void {
    if (this.#failure || this.#state === 'over') {
      return;
    }
    this.#failure = error;
    this.#control?.reject(error);
    this.requests.fail(error);
    this.#served?.abort();
    this.#state = 'over';
  }
}

/** With TLS 1.3 the partner's verdict on our certificate comes after the handshake. */
function lossOf(error: Error | null, verdict: string): Error {
  const alert = alertSentence((error as NodeJS.ErrnoException | null)?.code ?? '');
  if (alert) {
    return new TlsFailed(`The secure connection ended: ${alert}.`, tlsFault((error as NodeJS.ErrnoException).code ?? ''), { cause: error });
  }
  return new ConnectionLost(`The connection ended${verdict}.`, { cause: error ?? undefined });
}

/** What an end without a word may mean when they have not answered yet. Asked while the socket is open: afterwards it has forgotten what it showed. */
function silentVerdict(socket: Socket): string {
  if (!(socket instanceof TLSSocket)) return '';
  const showed = Object.keys(socket.getCertificate() ?? {}).length > 0;
  return ` before they answered; they may ${showed ? 'not trust our certificate' : 'want a certificate from us'}`;
}

/** The partner as the one who asks us: the titles the other way round. */
function infoOf(socket: Socket, { calledAeTitle, callingAeTitle }: AeTitles, cut: () => void): AssociationInfo {
  return {
    id: ++associationsMade,
    callingAeTitle: calledAeTitle,
    calledAeTitle: callingAeTitle,
    peer: { address: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''), port: socket.remotePort ?? 0 },
    implementationVersion: '',
    cut,
  };
}
