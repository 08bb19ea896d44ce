import { ABORT_REASON, ProtocolError } from '../pdu/pdu';

/** Command fields (0000,0100) (PS3.7 E.1-1). */
export const COMMAND = {
  storeRq: 0x0001,
  storeRsp: 0x8001,
  getRq: 0x0010,
  getRsp: 0x8010,
  findRq: 0x0020,
  findRsp: 0x8020,
  moveRq: 0x0021,
  moveRsp: 0x8021,
  echoRq: 0x0030,
  echoRsp: 0x8030,
  eventReportRq: 0x0100,
  eventReportRsp: 0x8100,
  actionRq: 0x0130,
  actionRsp: 0x8130,
  cancelRq: 0x0fff,
} as const;

/** A response has this bit set. */
export const RESPONSE_BIT = 0x8000;

/** Elements of group 0000 used here (PS3.7 E.1). */
export const ELEMENT = {
  groupLength: 0x0000,
  affectedSopClass: 0x0002,
  requestedSopClass: 0x0003,
  commandField: 0x0100,
  messageId: 0x0110,
  respondedTo: 0x0120,
  moveDestination: 0x0600,
  priority: 0x0700,
  dataSetType: 0x0800,
  status: 0x0900,
  errorComment: 0x0902,
  affectedSopInstance: 0x1000,
  requestedSopInstance: 0x1001,
  eventTypeId: 0x1002,
  actionTypeId: 0x1008,
  remaining: 0x1020,
  completed: 0x1021,
  failed: 0x1022,
  warnings: 0x1023,
  moveOrigin: 0x1030,
  moveOriginMessageId: 0x1031,
} as const;

/** (0000,0800) of a message without a data set; every other value says that one follows. */
export const NO_DATA_SET = 0x0101;
export const WITH_DATA_SET = 0x0001;
const ERROR_COMMENT_CHARS = 64;

/** What is read of a command set; elements not listed are passed over. Absent numbers are 0, absent text is empty. */
export interface Command {
  field: number;
  messageId: number;
  respondedTo: number;
  hasDataSet: boolean;
  status: number;
  /** Affected or requested SOP class: operations use one or the other (PS3.7 9.3, 10.3). */
  sopClassUid: string;
  sopInstanceUid: string;
  errorComment: string;
  /** AE title a C-MOVE asks us to send to. */
  moveDestination: string;
  /** Event or action type (PS3.7 10.3). */
  typeId: number;
  /** Sub-operations of C-GET and C-MOVE so far (PS3.7 9.3.3.2, 9.3.4.2); null when the partner does not count. */
  remaining: number | null;
  completed: number | null;
  failed: number | null;
  warnings: number | null;
}

/**
 * Reads a command set: Implicit VR Little Endian, group 0000 only (PS3.7 6.3.1). Throws `ProtocolError` when it is not one, or when it
 * lacks the command field or the data set type.
 */
export function readCommand(bytes: Buffer): Command {
  const command: Command = {
    field: -1,
    messageId: 0,
    respondedTo: 0,
    hasDataSet: false,
    status: 0,
    sopClassUid: '',
    sopInstanceUid: '',
    errorComment: '',
    moveDestination: '',
    typeId: 0,
    remaining: null,
    completed: null,
    failed: null,
    warnings: null,
  };
  let dataSetType = -1;
  let at = 0;
  while (at < bytes.length) {
    if (at + 8 > bytes.length || bytes.readUInt16LE(at) !== 0) {
      throw invalid('A command set holds something that is not a command element.');
    }
    const element = bytes.readUInt16LE(at + 2);
    const length = bytes.readUInt32LE(at + 4);
    const start = at + 8;
    const end = start + length;
    if (end > bytes.length) {
      throw invalid('A command element is longer than its command set.');
    }
    switch (element) {
      case ELEMENT.commandField:
        command.field = unsignedShort(bytes, start, length);
        break;
      case ELEMENT.messageId:
        command.messageId = unsignedShort(bytes, start, length);
        break;
      case ELEMENT.respondedTo:
        command.respondedTo = unsignedShort(bytes, start, length);
        break;
      case ELEMENT.dataSetType:
        dataSetType = unsignedShort(bytes, start, length);
        break;
      case ELEMENT.status:
        command.status = unsignedShort(bytes, start, length);
        break;
      case ELEMENT.affectedSopClass:
      case ELEMENT.requestedSopClass:
        command.sopClassUid = text(bytes, start, end);
        break;
      case ELEMENT.affectedSopInstance:
      case ELEMENT.requestedSopInstance:
        command.sopInstanceUid = text(bytes, start, end);
        break;
      case ELEMENT.eventTypeId:
      case ELEMENT.actionTypeId:
        command.typeId = unsignedShort(bytes, start, length);
        break;
      case ELEMENT.remaining:
        command.remaining = unsignedShort(bytes, start, length);
        break;
      case ELEMENT.completed:
        command.completed = unsignedShort(bytes, start, length);
        break;
      case ELEMENT.failed:
        command.failed = unsignedShort(bytes, start, length);
        break;
      case ELEMENT.warnings:
        command.warnings = unsignedShort(bytes, start, length);
        break;
      case ELEMENT.moveDestination:
        command.moveDestination = text(bytes, start, end).trim();
        break;
      case ELEMENT.errorComment:
        command.errorComment = text(bytes, start, end);
        break;
    }
    at = end;
  }
  if (command.field < 0 || dataSetType < 0) {
    throw invalid('A command set lacks its command field or data set type.');
  }
  command.hasDataSet = dataSetType !== NO_DATA_SET;
  return command;
}

function unsignedShort(bytes: Buffer, start: number, length: number): number {
  if (length !== 2) {
    throw invalid('A number in a command set does not have two bytes.');
  }
  return bytes.readUInt16LE(start);
}

/** Without padding: UIDs are padded with NUL, text with spaces, and some partners mix them up. */
function text(bytes: Buffer, start: number, end: number): string {
  let last = end;
  while (last > start && (bytes[last - 1] === 0 || bytes[last - 1] === 0x20)) {
    last--;
  }
  return bytes.toString('latin1', start, last);
}

function invalid(why: string): ProtocolError {
  return new ProtocolError(ABORT_REASON.invalidParameter, why);
}

/** Element and value: numbers are written as US, text as even-length ASCII padded with NUL. Must be in ascending order. */
export type CommandField = readonly [element: number, value: number | string];

export function writeCommand(fields: readonly CommandField[]): Buffer {
  let size = 12;
  for (const [, value] of fields) {
    size += 8 + valueBytes(value);
  }
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32LE(4, 4);
  bytes.writeUInt32LE(size - 12, 8);
  let at = 12;
  for (const [element, value] of fields) {
    const length = valueBytes(value);
    bytes.writeUInt16LE(element, at + 2);
    bytes.writeUInt32LE(length, at + 4);
    if (typeof value === 'number') {
      bytes.writeUInt16LE(value, at + 8);
    } else {
      bytes.write(value, at + 8, 'latin1');
    }
    at += 8 + length;
  }
  return bytes;
}

function valueBytes(value: number | string): number {
  return typeof value === 'number' ? 2 : value.length + (value.length & 1);
}

/** Text fit for (0000,0902) Error Comment: at most 64 printable ASCII characters. Callers keep patient data out of it. */
export function errorComment(comment: string): string {
  return comment.replace(/[^\x20-\x7e]/g, '?').slice(0, ERROR_COMMENT_CHARS);
}
