import { type TlsListen } from '../tls';

/** Bounds of an MLLP server. */
export interface MllpServerLimits {
  /** Bytes of one message. */
  readonly message: number;
  /** Bytes between frames. */
  readonly junk: number;
  /** Bytes of all messages together that are unfinished or being handled. */
  readonly memory: number;
  /** Connections in all, and from one address. */
  readonly connections: number;
  readonly connectionsPerPeer: number;
  /** Milliseconds without a byte in either direction. */
  readonly idleMs: number;
  /** Milliseconds from the start block to the end block. */
  readonly messageMs: number;
  /** Milliseconds a message may be handled before its sender is left to try again. */
  readonly handleMs: number;
  readonly handshakeMs: number;
}

export const MLLP_SERVER_LIMITS: MllpServerLimits = {
  message: 4 * 1024 * 1024,
  junk: 4 * 1024,
  memory: 32 * 1024 * 1024,
  connections: 256,
  connectionsPerPeer: 16,
  idleMs: 60_000,
  messageMs: 300_000,
  handleMs: 60_000,
  handshakeMs: 10_000,
};

/** The other end of a connection. */
export interface Peer {
  readonly address: string;
  readonly port: number;
  /** What it proved over TLS; null without client certificate. */
  readonly certificate: { readonly subject: string; readonly fingerprint256: string } | null;
}

/** What happened beside messages, for log and metrics. Never holds anything from a message. */
export interface MllpServerEvent {
  readonly event: 'refused' | 'closed';
  readonly reason:
    | 'connections' | 'connections-per-peer' | 'not-admitted' | 'tls'
    | 'idle' | 'message-time' | 'too-large' | 'junk' | 'memory' | 'handler-failed' | 'handler-time' | 'connection-lost' | 'draining';
  readonly address: string;
}

export interface MllpServerOptions {
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: TlsListen;
  readonly limits?: Partial<MllpServerLimits>;
  /**
   * Takes one message, already cut out of its frame and out of a batch. Resolves with the acknowledgement to send once the message is
   * safe; with null when the sender wants none. A rejection closes the connection unanswered: the sender sends again.
   */
  handle(message: Uint8Array, peer: Peer): Promise<Uint8Array | null>;
  /** Who may speak at all; asked once per connection, after TLS. Without it everybody may. */
  admit?(peer: Peer): boolean;
  /** The answer to a message over the size limit, given its first bytes: sending it again cannot help, so silence would repeat for ever. */
  refuseTooLarge?(head: Uint8Array, peer: Peer): Uint8Array;
  onEvent?(event: MllpServerEvent): void;
}
