import type { CommitmentReceipt, CommitmentReference } from './commitment';
import type { FetchReceipt, Intake, Listener, OwnListener } from './intake';
import type { IdentityCandidate, IdentityQuestion, MessageReceipt, WireMessage } from './message';
import type { OnSendProgress, Parcel, SendReceipt } from './parcel';
import type { Egress } from './egress';
import type { Probe, ProbeOptions } from './probe';
import type { RemoteMatch, RemoteQuery, RemoteReference } from './remote';
import type { SettingsSchema } from './settings';

/**
 * One open line to one partner. `probe` and `close` are always there; every further method that is present is a capability, so nothing
 * has to throw "not implemented". Every method rejects with `TransportFailure` only, and with `cancelled` soon after its signal aborts.
 */
export interface Line {
  /** Tests the connection rung by rung. A red rung is an answer, not an error. */
  probe(signal: AbortSignal, options?: ProbeOptions): Promise<Probe>;
  /** Ends everything under way. May be called twice; afterwards every other method rejects with `closed`. */
  close(): Promise<void>;

  /** Lists what the partner holds, in the partner's order. Ending the loop early cancels the query at the partner. */
  find?(query: RemoteQuery, signal: AbortSignal): AsyncIterable<RemoteMatch>;
  /**
   * Brings instances to the intake. Rejects only while nothing was asked for; later trouble is told in the receipt. Where the partner sends to
   * our own listener, the intake must name it.
   */
  fetch?(reference: RemoteReference, intake: Intake, signal: AbortSignal): Promise<FetchReceipt>;
  /** Hands instances over. Rejects only while nothing was handed over; later trouble is told in the receipt. */
  send?(parcel: Parcel, signal: AbortSignal, onProgress?: OnSendProgress): Promise<SendReceipt>;
  /** Asks the partner to take over the responsibility for instances it was sent. `listener` is where its report may arrive. */
  commit?(references: readonly CommitmentReference[], listener: OwnListener | null, signal: AbortSignal): Promise<CommitmentReceipt>;
  /** Registers documents or manifests at the partner. */
  publish?(submission: WireMessage, signal: AbortSignal): Promise<MessageReceipt>;
  /** Asks the partner who a person is. */
  identify?(question: IdentityQuestion, signal: AbortSignal): Promise<readonly IdentityCandidate[]>;
  /** Hands one message over and waits for its acknowledgement. */
  place?(message: WireMessage, signal: AbortSignal): Promise<MessageReceipt>;
  /** Takes what the partner hands us until the listener is closed or the signal aborts. */
  listen?(intake: Intake, signal: AbortSignal): Promise<Listener>;
}

export const capabilities = ['find', 'fetch', 'send', 'commit', 'publish', 'identify', 'place', 'listen'] as const;

export type Capability = (typeof capabilities)[number];

/** What this line can do. */
export function capabilitiesOf(line: Line): Capability[] {
  return capabilities.filter((capability) => typeof line[capability] === 'function');
}

/** Event name and facts for the log; facts never hold patient data. */
export type LineLog = (event: string, facts: Readonly<Record<string, string | number | boolean>>) => void;

export interface LineContext {
  /** Id of the endpoint the line belongs to, for the log. */
  readonly endpoint: string;
  readonly log: LineLog;
  /** Where connections may go; asked before every socket is opened. Without it they may go anywhere, which is for tools and specs only. */
  readonly egress?: Egress;
}

/** A kind of connection, as a plug. Installing one is adding it to the list of installed transports. */
export interface Transport<S = unknown> {
  /** Stable word stored with endpoints: `dimse`, `dicomweb`, `hl7v2`. */
  readonly kind: string;
  readonly settings: SettingsSchema<S>;
  /** Prepares a line; it connects when it is used, so opening works while the partner is away. */
  open(settings: S, context: LineContext): Promise<Line>;
}
