import { EXPLICIT_LE, IMPLICIT_LE, STUDY_ROOT_FIND } from '../association/negotiation';
import type { DataSet } from '../dataset/data-set';
import { readDataSet } from '../dataset/data-set-reader';
import { writeDataSet } from '../dataset/data-set-writer';
import { COMMAND, ELEMENT, WITH_DATA_SET, writeCommand } from '../message/command';
import { explainStatus } from '../message/status';
import { ABORT_REASON, ProtocolError } from '../pdu/pdu';
import type { ClientAssociation, Offer } from './client-association';
import { OperationFailed } from './errors';
import { sendCancel } from './cancel';
import type { Reply } from './replies';

/** Implicit is the one every partner must know (PS3.5 10.1); Explicit says what is a sequence. */
export const FIND_OFFER: Offer = { abstractSyntax: STUDY_ROOT_FIND, transferSyntaxes: [EXPLICIT_LE, IMPLICIT_LE] };

/**
 * C-FIND, study root (PS3.4 C.4.1). Yields one identifier per match. Leaving the loop early sends C-CANCEL and reads on to the final
 * response, so the association stays usable. Throws `OperationFailed` for a failure status.
 */
export async function* find(association: ClientAssociation, query: DataSet): AsyncGenerator<DataSet, void, undefined> {
  const context = association.contextFor(STUDY_ROOT_FIND);
  const explicit = context.transferSyntax === EXPLICIT_LE;
  const request = association.requests.begin();
  const nextReply = (): Promise<Reply> => request.replies.next('answer C-FIND', association.limits.responseMs);
  association.link.writeMessage(context.id, findRequest(request.messageId), writeDataSet(query, { explicit }));
  let over = false;
  try {
    for (;;) {
      const { command, dataSet } = await nextReply();
      if (explainStatus(command.status).kind !== 'pending') {
        over = true;
        conclude(command.status);
        return;
      }
      const match = dataSet && readDataSet(dataSet, { explicit });
      if (!match) {
        association.abort();
        throw new ProtocolError(ABORT_REASON.notSpecified, 'They answered C-FIND with an identifier that cannot be read.');
      }
      yield match;
    }
  } finally {
    if (!over && !association.failure) {
      sendCancel(association, context, request.messageId);
      await drain(nextReply).catch(() => association.abort());
    }
    association.requests.end(request);
  }
}

function conclude(status: number): void {
  const { kind } = explainStatus(status);
  if (kind === 'failure' || kind === 'cancel') {
    throw new OperationFailed('C-FIND', status);
  }
}

async function drain(nextReply: () => Promise<Reply>): Promise<void> {
  while (explainStatus((await nextReply()).command.status).kind === 'pending');
}

function findRequest(messageId: number): Buffer {
  return writeCommand([
    [ELEMENT.affectedSopClass, STUDY_ROOT_FIND],
    [ELEMENT.commandField, COMMAND.findRq],
    [ELEMENT.messageId, messageId],
    [ELEMENT.priority, 0],
    [ELEMENT.dataSetType, WITH_DATA_SET],
  ]);
}
