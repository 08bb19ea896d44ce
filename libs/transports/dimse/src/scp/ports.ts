import type { OutgoingInstance } from '@causeway/transport-kit';
import type { Rejection } from '../association/rejection';
import type { Proposal } from '../association/proposal';
import type { CommitmentReport, CommitmentRequest } from '../commitment';
import type { DataSet } from '../dataset/data-set';
import type { Address } from '../scu/connect';

/** The socket's other end. */
export interface Peer {
  readonly address: string;
  readonly port: number;
  /** Present when the connection is TLS and the other side showed a certificate that our trust list covers. */
  readonly certificate?: PeerCertificate;
}

export interface PeerCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256 of the certificate, upper-case hex with colons: what a partner record is bound to. */
  readonly fingerprint256: string;
  readonly validTo: string;
}

export type Admission = { readonly admitted: true } | { readonly admitted: false; readonly rejection: Rejection };

/** One agreed association, as every request on it sees it. */
export interface AssociationInfo {
  /** Number of the association in this process, for the log. */
  readonly id: number;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly peer: Peer;
  readonly implementationVersion: string;
  /** Ends the connection at once: its partner was retired, or a test wants it so. */
  cut(): void;
}

export interface StoreInfo {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly association: AssociationInfo;
}

export interface StoreAnswer {
  /** C-STORE status (PS3.4 B.2.3). */
  readonly status: number;
  /** (0000,0902), at most 64 ASCII characters, without patient data. */
  readonly comment?: string;
}

/**
 * One object being received. The bytes are the data set as sent, in views of the socket's own chunks that stay valid and unchanged.
 * Exactly one of `end` and `abort` is called. A sink that throws or rejects is answered A700H, so the sender tries again.
 */
export interface ObjectSink {
  /** A promise pauses this sender, and only this one, until it resolves. */
  write(bytes: Buffer): void | Promise<void>;
  /** Resolves with the status once that status is true. */
  end(): Promise<StoreAnswer>;
  /** The object will not be completed: the sender vanished, was too slow or broke the protocol. */
  abort(): void;
}

export interface FindInfo {
  readonly sopClassUid: string;
  readonly query: DataSet;
  readonly association: AssociationInfo;
}

/** What the provider answers for: which of the instances somebody sent us are kept here for good. */
export interface CommitmentDesk {
  /** Must name every reference of the request, as committed or as failed. A rejection is answered 0110H. */
  answer(request: CommitmentRequest, association: AssociationInfo): Promise<CommitmentReport>;
  /** Gives a report that could not be given on the requester's own association (PS3.4 J.3.3). Must not throw. */
  deliver(report: CommitmentReport, association: AssociationInfo): void;
}

export interface RetrieveInfo {
  readonly query: DataSet;
  readonly association: AssociationInfo;
  /** AE title to send to (C-MOVE); absent for a C-GET. */
  readonly destination?: string;
}

/** What a query asked to be sent, and where to. */
export interface RetrieveAnswer {
  readonly instances: readonly OutgoingInstance[];
  /** Where the destination of a C-MOVE listens; null when it is not known, which is answered A801H. */
  readonly address?: Address | null;
}

export type ServerLog = (event: string, facts: Readonly<Record<string, string | number | boolean>>) => void;

/** What the provider needs of the rest of the system. A port that is absent is a service that is not offered. */
export interface ServerPorts {
  /** Partner check, once per association: called and calling AE title, address, certificate. */
  admit(proposal: Proposal, peer: Peer): Admission | Promise<Admission>;
  store?(info: StoreInfo): ObjectSink;
  /**
   * Answers a query with identifiers, one per match. The signal aborts on C-CANCEL and when the association ends. A rejection with
   * `QueryRefused` sets the status; any other one is answered A700H.
   */
  find?(info: FindInfo, signal: AbortSignal): AsyncIterable<DataSet>;
  /** Gathers what a C-GET or C-MOVE asks for. A rejection with `QueryRefused` sets the status; any other one is answered A701H. */
  retrieve?(info: RetrieveInfo): Promise<RetrieveAnswer>;
  /** Requests for storage commitment. */
  commitment?: CommitmentDesk;
  /** A report on a commitment we asked for; a rejection is answered 0110H, and the partner may report again. */
  committed?(report: CommitmentReport, association: AssociationInfo): Promise<void>;
  /** Facts hold addresses, AE titles, numbers and reasons; never patient data. */
  log?: ServerLog;
}

/** A query that cannot be answered as asked; status of PS3.4 C.4.1.1.4. */
export class QueryRefused extends Error {
  override readonly name = 'QueryRefused';
  readonly status: number;

  constructor(status: number, comment: string) {
    super(comment);
    this.status = status;
  }
}
