import type { NegotiatedContext } from '../association/acceptance';
import type { SyntaxRule } from '../association/negotiation';
import type { Command, CommandField } from '../message/command';
import type { Asking } from '../scu/asking';
import type { AssociationInfo } from './ports';

/** The way back: requests of ours to whoever asked us, on the same association. */
export interface WayBack extends Asking {
  /** False once the other side has begun to release the association, or it is over: nothing can be asked on it any more. */
  readonly open: boolean;
  /** Contexts on which the other side agreed to be the provider, or all of them for requests that need no role (PS3.7 D.3.3.4). */
  readonly contexts: readonly BackContext[];
}

export interface BackContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
  /** The other side is the provider on it. */
  readonly provider: boolean;
}

/** One request on an accepted context, and the way to answer it. */
export interface Request {
  readonly context: NegotiatedContext;
  readonly command: Command;
  readonly association: AssociationInfo;
  readonly back: WayBack;
  /**
   * Writes one response. A promise is back-pressure: wait for it before the next response. Does nothing once the association is over.
   * `more` are elements besides those every response has, in ascending order above (0000,0900).
   */
  respond(status: number, more?: readonly CommandField[], dataSet?: Buffer): void | Promise<void>;
}

/** Takes the data set of one request; a request without one goes straight to `end`. */
export interface RequestSink {
  write(bytes: Buffer): void | Promise<void>;
  /** Resolves when the last response was handed to the socket. Must not reject. */
  end(): Promise<void>;
  /** The association ended first. Called at most once, also after `end` while responses are still being made. */
  abort(): void;
  /** C-CANCEL for this request (PS3.7 9.3.2.3). */
  cancel?(): void;
}

/** One DIMSE service as a provider: which requests it answers, on which contexts. */
export interface Service {
  readonly commandField: number;
  readonly syntaxes: SyntaxRule;
  begin(request: Request): RequestSink;
}
