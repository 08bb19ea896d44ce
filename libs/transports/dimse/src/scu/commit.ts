import { EXPLICIT_LE, IMPLICIT_LE, STORAGE_COMMITMENT, STORAGE_COMMITMENT_INSTANCE } from '../association/negotiation';
import { REQUEST_COMMITMENT, writeRequest, type CommitmentRequest } from '../commitment';
import { COMMAND, ELEMENT, WITH_DATA_SET, writeCommand } from '../message/command';
import { explainStatus } from '../message/status';
import type { ClientAssociation, Offer } from './client-association';
import { OperationFailed } from './errors';

export const COMMIT_OFFER: Offer = { abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [EXPLICIT_LE, IMPLICIT_LE] };

/**
 * N-ACTION: asks the partner to commit itself to keep instances (PS3.4 J.3.2). Its report comes later, on this association or another one.
 * Throws `OperationFailed` when the partner does not take the request.
 */
export async function requestCommitment(association: ClientAssociation, asked: CommitmentRequest): Promise<void> {
  const context = association.contextFor(STORAGE_COMMITMENT);
  const request = association.requests.begin();
  try {
    association.link.writeMessage(
      context.id,
      writeCommand([
        [ELEMENT.requestedSopClass, STORAGE_COMMITMENT],
        [ELEMENT.commandField, COMMAND.actionRq],
        [ELEMENT.messageId, request.messageId],
        [ELEMENT.dataSetType, WITH_DATA_SET],
        [ELEMENT.requestedSopInstance, STORAGE_COMMITMENT_INSTANCE],
        [ELEMENT.actionTypeId, REQUEST_COMMITMENT],
      ]),
      writeRequest(asked, context.transferSyntax === EXPLICIT_LE),
    );
    const { command } = await request.replies.next('answer N-ACTION', association.limits.responseMs);
    const { kind } = explainStatus(command.status);
    if (kind !== 'success' && kind !== 'warning') {
      throw new OperationFailed('N-ACTION', command.status);
    }
  } finally {
    association.requests.end(request);
  }
}
