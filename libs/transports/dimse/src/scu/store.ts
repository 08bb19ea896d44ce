import type { Chunks } from '@causeway/transport-kit';
import { DataSetWriter } from '../link/data-set-writer';
import { COMMAND, ELEMENT, WITH_DATA_SET, writeCommand } from '../message/command';
import { isUid } from '../association/items';
import type { Asking } from './asking';
import { PeerSilent, SourceFailed } from './errors';
import { MeasuredSource } from './measured-source';

export interface StoreObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly dataSetBytes: number;
}

/** The accepted context an object travels on. */
export interface StoreContext {
  readonly id: number;
}

/** The C-MOVE an object is sent for (PS3.7 9.1.1.1.5). */
export interface MoveOrigin {
  readonly aeTitle: string;
  readonly messageId: number;
}

export interface StoreReply {
  readonly status: number;
  /** (0000,0902) as the partner wrote it: for the log of this process only, since partners put patient data there. */
  readonly comment: string;
}

/**
 * C-STORE (PS3.7 9.1.1): streams one data set and waits for its answer. `begun` is called before the first byte leaves.
 * Throws `SourceFailed` when our own bytes cannot be read; if some of them had left already, the association is cut off with it, because
 * half an object cannot be taken back.
 */
export async function store(
  association: Asking,
  context: StoreContext,
  object: StoreObject,
  chunks: Chunks,
  begun: () => void,
  origin: MoveOrigin | null = null,
): Promise<StoreReply> {
  if (!isUid(object.sopInstanceUid) || !isUid(object.sopClassUid) || object.dataSetBytes <= 0) {
    throw new SourceFailed('The object has no usable UIDs or no data set.');
  }
  const source = new MeasuredSource(chunks, object.dataSetBytes);
  const first = await source.next();
  association.throwIfFailed();
  begun();
  const request = association.requests.begin();
  try {
    association.link.writeMessage(context.id, storeRequest(object, request.messageId, origin));
    await stream(association, context, object, source, first);
    const { command } = await request.replies.next('answer C-STORE', association.limits.responseMs);
    return { status: command.status, comment: command.errorComment };
  } finally {
    association.requests.end(request);
  }
}

async function stream(
  association: Asking,
  context: StoreContext,
  object: StoreObject,
  source: MeasuredSource,
  first: Uint8Array | null,
): Promise<void> {
  const writer = new DataSetWriter(association.link, context.id, object.dataSetBytes);
  try {
    for (let chunk = first; chunk !== null; chunk = await source.next()) {
      const room = writer.write(chunk);
      if (room) {
        await inTime(room, association);
      }
      association.throwIfFailed();
    }
  } catch (error) {
    await source.close();
    if (error instanceof SourceFailed) {
      association.destroy();
    }
    throw error;
  }
}

/** A partner that stops reading is as silent as one that does not answer. */
async function inTime(room: Promise<void>, association: Asking): Promise<void> {
  const { idleMs } = association.limits;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new PeerSilent('read what we send', idleMs));
      association.destroy();
    }, idleMs);
  });
  try {
    await Promise.race([room, late]);
  } finally {
    clearTimeout(timer);
  }
}

function storeRequest(object: StoreObject, messageId: number, origin: MoveOrigin | null): Buffer {
  return writeCommand([
    [ELEMENT.affectedSopClass, object.sopClassUid],
    [ELEMENT.commandField, COMMAND.storeRq],
    [ELEMENT.messageId, messageId],
    [ELEMENT.priority, 0],
    [ELEMENT.dataSetType, WITH_DATA_SET],
    [ELEMENT.affectedSopInstance, object.sopInstanceUid],
    ...(origin
      ? ([
          [ELEMENT.moveOrigin, origin.aeTitle],
          [ELEMENT.moveOriginMessageId, origin.messageId],
        ] as const)
      : []),
  ]);
}
