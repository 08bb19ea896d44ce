import { COMMAND, ELEMENT, NO_DATA_SET, writeCommand } from '../message/command';
import type { AgreedContext } from './client-association';
import type { Asking } from './asking';

/** C-CANCEL for a query or retrieval under way (PS3.7 9.3.2.3); the partner answers it with the last response of that request. */
export function sendCancel(association: Asking, context: AgreedContext, messageId: number): void {
  association.link.writeMessage(
    context.id,
    writeCommand([
      [ELEMENT.commandField, COMMAND.cancelRq],
      [ELEMENT.respondedTo, messageId],
      [ELEMENT.dataSetType, NO_DATA_SET],
    ]),
  );
}
