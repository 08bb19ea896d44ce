import type { Fault } from '@causeway/transport-kit';
import { rejectionSentence, type Rejection } from '../association/rejection';
import { explainStatus, type StatusMeaning } from '../message/status';

/** What can go wrong while we are the requester. Messages name both values where two differ; none holds data of an object or a query. */
export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed';

  constructor(sentence: string, readonly fault: Fault, options?: ErrorOptions) {
    super(sentence, options);
  }
}

export class TlsFailed extends Error {
  override readonly name = 'TlsFailed';

  constructor(sentence: string, readonly fault: Fault, options?: ErrorOptions) {
    super(sentence, options);
  }
}

/** A-ASSOCIATE-RJ. */
export class AssociationRejected extends Error {
  override readonly name = 'AssociationRejected';
  readonly rejection: Rejection;

  constructor(rejection: Rejection, calledAeTitle: string, callingAeTitle: string) {
    super(rejectionSentence(rejection, calledAeTitle, callingAeTitle));
    this.rejection = rejection;
  }
}

/** A-ABORT from the other side. */
export class AssociationAborted extends Error {
  override readonly name = 'AssociationAborted';
  readonly source: number;
  readonly reason: number;

  constructor(source: number, reason: number) {
    super(`They aborted the association (source ${source}, reason ${reason}).`);
    this.source = source;
    this.reason = reason;
  }
}

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** The other side is connected and did not answer in time. */
export class PeerSilent extends Error {
  override readonly name = 'PeerSilent';

  constructor(what: string, ms: number, readonly fault: Fault = 'silent') {
    super(`They did not ${what} within ${Math.round(ms / 1000)} s.`);
  }
}

/** No accepted context for what was to be done. */
export class ContextNotAccepted extends Error {
  override readonly name = 'ContextNotAccepted';

  constructor(sentence: string, readonly fault: Fault = 'contexts-refused') {
    super(sentence);
  }
}

/** An operation was answered with a failure status. */
export class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
  readonly status: StatusMeaning;

  constructor(operation: string, status: number) {
    const meaning = explainStatus(status);
    super(`They answered ${operation} with ${meaning.code}: ${meaning.meaning}.`);
    this.status = meaning;
  }
}

/** Our own bytes could not be read, or are not as long as was said. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
}
