import type { TransportFailure } from './failure';
import type { CommitmentNews } from './commitment';
import type { WireMessage } from './message';
import type { RemoteReference } from './remote';

/** Who hands something to us, as far as the wire can tell. */
export interface Sender {
  readonly address: string;
  /** Calling AE title, HL7 sending application and facility, certificate subject: the protocol's own name for the other side. */
  readonly identity: string;
}

export interface ArrivingInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly sender: Sender;
}

/** Takes one instance. A promise from `write` slows the sender down; `end` resolves once the outcome is true. */
export interface InstanceSink {
  write(bytes: Uint8Array): void | Promise<void>;
  end(): Promise<'kept' | 'refused'>;
  abort(): void;
}

/** Answer to one arriving message, to be put into the protocol's own acknowledgement. */
export interface MessageReply {
  readonly accepted: boolean;
  readonly bytes: Uint8Array;
}

/**
 * Our own listener as a line needs it, for protocols in which the partner answers by connecting to us: C-MOVE (PS3.4 C.4.2), and reports on
 * storage commitment (PS3.4 J.3.3). The listener may run in another process; the line asks it what has become known.
 */
export interface OwnListener {
  /** The title partners are told to send to. They must have it configured with our address. */
  readonly aeTitle: string;
  /** SOP Instance UIDs of the reference that the listener has kept since an instant, or was sent again although it has them. */
  arrived(reference: RemoteReference, since: Date): Promise<readonly string[]>;
  /** What a partner reported on a commitment; null until a report has come. */
  committed?(transactionUid: string): Promise<CommitmentNews | null>;
}

/** What our side does with what arrives. A transport calls only what it can carry. */
export interface Intake {
  readonly listener?: OwnListener;
  instance?(arriving: ArrivingInstance): InstanceSink;
  message?(message: WireMessage, sender: Sender): Promise<MessageReply>;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
  /** Stops taking new work, lets running work finish, then closes. May be called twice. */
  close(): Promise<void>;
}

export interface FetchReceipt {
  readonly kept: readonly string[];
  readonly refused: readonly string[];
  /** Count the partner says it could not give us; null when the protocol does not tell. */
  readonly failedAtPartner: number | null;
  /** SOP Instance UIDs the partner lists and did not give; absent when it does not list its instances. */
  readonly missing?: readonly string[];
  /** Why not everything came, when there is a cause for the whole of it. */
  readonly failure: TransportFailure | null;
}
