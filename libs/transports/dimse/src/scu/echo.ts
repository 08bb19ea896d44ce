import { EXPLICIT_LE, IMPLICIT_LE, VERIFICATION } from '../association/negotiation';
import { COMMAND, ELEMENT, NO_DATA_SET, writeCommand } from '../message/command';
import { STATUS } from '../message/status';
import type { ClientAssociation, Offer } from './client-association';
import { OperationFailed } from './errors';

export const ECHO_OFFER: Offer = { abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT_LE, EXPLICIT_LE] };

/** C-ECHO (PS3.7 9.1.5). Throws `OperationFailed` for any status but success. */
export async function echo(association: ClientAssociation): Promise<void> {
  const context = association.contextFor(VERIFICATION);
  const request = association.requests.begin();
  association.link.writeMessage(
    context.id,
    writeCommand([
      [ELEMENT.affectedSopClass, VERIFICATION],
      [ELEMENT.commandField, COMMAND.echoRq],
      [ELEMENT.messageId, request.messageId],
      [ELEMENT.dataSetType, NO_DATA_SET],
    ]),
  );
  const { command } = await request.replies.next('answer C-ECHO', association.limits.responseMs);
  association.requests.end(request);
  if (command.status !== STATUS.success) {
    throw new OperationFailed('C-ECHO', command.status);
  }
}
