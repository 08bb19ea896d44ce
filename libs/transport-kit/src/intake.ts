import type { TransportFailure } from './failure';
import type { WireMessage } from './message';

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

/** What our side does with what arrives. A transport calls only what it can carry. */
export interface Intake {
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
  readonly failure: TransportFailure | null;
}
