import { STATUS, type StoreAnswer } from '@causeway/transport-dimse';
import type { Answer } from '../intake/answer';

/**
 * C-STORE status of what became of an object (PS3.4 B.2.3, PS3.7 9.1.1.1.9). Success and warnings say that the bytes are durable and on the ledger;
 * with everything else the sender still has the only copy that counts, and its people are told.
 *
 * An object of an unknown sender is kept in quarantine, yet answered 0124H, not authorised: nobody has decided that it may come in, and a success
 * would let the sender believe, and possibly delete, what no clinician here can see. The failure is lasting, so it is not sent again and again.
 */
export function storeAnswer(answer: Answer): StoreAnswer {
  switch (answer.kind) {
    case 'stored':
      return answer.placed.outcome === 'conflict'
        ? { status: STATUS.dataSetWarning, comment: 'Stored beside another object that has this UID' }
        : { status: STATUS.success };
    case 'aside':
      return answer.reason === 'unknown-sender'
        ? { status: STATUS.notAuthorised, comment: 'This sender is not known here; kept in quarantine' }
        : { status: STATUS.cannotUnderstand, comment: `Kept in quarantine: ${answer.reason}` };
    case 'refused':
      return { status: STATUS.outOfResources, comment: `Beyond a limit: ${answer.reason}` };
    case 'mismatch':
      return { status: STATUS.dataSetMismatch, comment: 'SOP class or instance differs from the request' };
    case 'failed':
      return { status: STATUS.outOfResources, comment: answer.cause === 'disk-full' ? 'No room to store; send again later' : 'Not stored; send again later' };
  }
}
