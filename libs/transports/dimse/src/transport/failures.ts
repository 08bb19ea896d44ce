import { TransportFailure } from '@causeway/transport-kit';
import { REJECTION, RESULT, SOURCE } from '../association/rejection';
import { ProtocolError } from '../pdu/pdu';
import {
  AssociationAborted,
  AssociationRejected,
  ConnectFailed,
  ConnectionLost,
  ContextNotAccepted,
  OperationFailed,
  PeerSilent,
  SourceFailed,
  TlsFailed,
} from '../scu/errors';

/**
 * Names what went wrong: silence, closed connections, aborts and refusals for now may be tried later; refusals for good, missing contexts and
 * broken rules need a person. An error that is none of these is a defect of ours and is thrown on as it is.
 */
export function toFailure(error: unknown): TransportFailure {
  if (error instanceof TransportFailure) {
    return error;
  }
  if (error instanceof AssociationRejected) {
    return rejected(error);
  }
  if (error instanceof OperationFailed) {
    const { retry } = error.status;
    return new TransportFailure(retry === 'later' ? 'busy' : 'rejected', retry ?? 'never', error.message, { cause: error });
  }
  if (error instanceof ConnectFailed) {
    return new TransportFailure('unreachable', 'later', error.message, { cause: error, fault: error.fault });
  }
  if (error instanceof TlsFailed) {
    return new TransportFailure('tls', 'never', error.message, { cause: error, fault: error.fault });
  }
  if (error instanceof PeerSilent) {
    return new TransportFailure('timeout', 'later', error.message, { cause: error, fault: error.fault });
  }
  if (error instanceof ConnectionLost || error instanceof AssociationAborted) {
    return new TransportFailure('connection-lost', 'later', error.message, { cause: error, fault: error instanceof AssociationAborted ? 'aborted' : 'closed' });
  }
  if (error instanceof ContextNotAccepted) {
    return new TransportFailure('unsupported', 'never', error.message, { cause: error, fault: error.fault });
  }
  if (error instanceof ProtocolError) {
    return new TransportFailure('protocol', 'never', error.message, { cause: error });
  }
  if (error instanceof SourceFailed) {
    return new TransportFailure('source', 'later', error.message, { cause: error });
  }
  throw error;
}

function rejected(error: AssociationRejected): TransportFailure {
  const { result, source, reason } = error.rejection;
  if (result === RESULT.transient) {
    return new TransportFailure('busy', 'later', error.message, { cause: error });
  }
  const unknownTitle = source === SOURCE.user && (reason === 3 || reason === 7);
  const fault = unknownTitle ? (reason === REJECTION.calledAeTitle.reason ? 'called-ae-title' : 'calling-ae-title') : 'association-refused';
  return new TransportFailure(unknownTitle ? 'unauthorised' : 'refused', 'never', error.message, { cause: error, fault });
}
