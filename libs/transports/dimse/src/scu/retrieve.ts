import { EXPLICIT_LE, IMPLICIT_LE, STUDY_ROOT_GET, STUDY_ROOT_MOVE } from '../association/negotiation';
import { TAG, valuesOf, type DataSet } from '../dataset/data-set';
import { readDataSet } from '../dataset/data-set-reader';
import { writeDataSet } from '../dataset/data-set-writer';
import { COMMAND, ELEMENT, WITH_DATA_SET, writeCommand, type CommandField } from '../message/command';
import { explainStatus } from '../message/status';
import { sendCancel } from './cancel';
import type { AgreedContext, ClientAssociation, Offer } from './client-association';
import type { Reply } from './replies';

export const GET_OFFER: Offer = { abstractSyntax: STUDY_ROOT_GET, transferSyntaxes: [EXPLICIT_LE, IMPLICIT_LE] };
export const MOVE_OFFER: Offer = { abstractSyntax: STUDY_ROOT_MOVE, transferSyntaxes: [EXPLICIT_LE, IMPLICIT_LE] };

/** How a C-GET or C-MOVE ended; counts are the partner's own, 0 where it does not count. */
export interface Retrieved {
  readonly status: number;
  readonly completed: number;
  readonly failed: number;
  readonly warnings: number;
  /** (0008,0058), as far as the partner names them. */
  readonly failedUids: readonly string[];
}

export interface RetrieveOptions {
  /** Milliseconds without any sign of the partner before it is given up. */
  readonly silenceMs: number;
  /** When the partner was last heard of by other means, by `performance.now()`. */
  readonly lastSign: () => number;
  /** C-CANCEL is sent when it aborts; the call then still waits for the last response. */
  readonly cancelled: AbortSignal;
  /** AE title the partner sends to: a C-MOVE; without it a C-GET. */
  readonly destination?: string;
}

/**
 * C-GET or C-MOVE, study root (PS3.4 C.4.2, C.4.3): asks once, reads responses to the last one. The sub-operations of C-GET arrive on the
 * association itself, those of C-MOVE wherever the destination listens. Any final status is an answer; throws only when there is none.
 */
export async function retrieve(association: ClientAssociation, identifier: DataSet, options: RetrieveOptions): Promise<Retrieved> {
  const context = association.contextFor(options.destination === undefined ? STUDY_ROOT_GET : STUDY_ROOT_MOVE);
  const explicit = context.transferSyntax === EXPLICIT_LE;
  const request = association.requests.begin();
  const what = options.destination === undefined ? 'answer C-GET' : 'answer C-MOVE';
  const onCancel = (): void => sendCancel(association, context, request.messageId);
  options.cancelled.addEventListener('abort', onCancel, { once: true });
  try {
    association.link.writeMessage(context.id, retrieveRequest(context, request.messageId, options.destination), writeDataSet(identifier, { explicit }));
    if (options.cancelled.aborted) {
      onCancel();
    }
    let counted: Retrieved = { status: 0, completed: 0, failed: 0, warnings: 0, failedUids: [] };
    for (;;) {
      const reply = await request.replies.next(what, options.silenceMs, options.lastSign);
      counted = countsOf(reply, counted, explicit);
      if (explainStatus(reply.command.status).kind !== 'pending') {
        return counted;
      }
    }
  } finally {
    options.cancelled.removeEventListener('abort', onCancel);
    association.requests.end(request);
  }
}

/** A count the partner leaves out is the one it told before. */
function countsOf({ command, dataSet }: Reply, before: Retrieved, explicit: boolean): Retrieved {
  const named = dataSet ? valuesOf(readDataSet(dataSet, { explicit }) ?? new Map(), TAG.failedSopInstances) : [];
  return {
    status: command.status,
    completed: command.completed ?? before.completed,
    failed: command.failed ?? before.failed,
    warnings: command.warnings ?? before.warnings,
    failedUids: named.length > 0 ? named : before.failedUids,
  };
}

function retrieveRequest(context: AgreedContext, messageId: number, destination: string | undefined): Buffer {
  const to: CommandField[] = destination === undefined ? [] : [[ELEMENT.moveDestination, destination]];
  return writeCommand([
    [ELEMENT.affectedSopClass, context.abstractSyntax],
    [ELEMENT.commandField, destination === undefined ? COMMAND.getRq : COMMAND.moveRq],
    [ELEMENT.messageId, messageId],
    ...to,
    [ELEMENT.priority, 0],
    [ELEMENT.dataSetType, WITH_DATA_SET],
  ]);
}
