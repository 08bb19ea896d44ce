import { ABORT_REASON, PDU_HEADER_BYTES, ProtocolError } from '../pdu/pdu';

/** Item types of A-ASSOCIATE PDUs (PS3.8 9.3.2, 9.3.3, annex D). */
export const ITEM = {
  applicationContext: 0x10,
  proposedContext: 0x20,
  contextResult: 0x21,
  abstractSyntax: 0x30,
  transferSyntax: 0x40,
  userInformation: 0x50,
  maximumLength: 0x51,
  implementationClass: 0x52,
  role: 0x54,
  implementationVersion: 0x55,
} as const;

export const APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1';
/** Root made from a UUID (PS3.5 B.2), the same in every build. */
export const IMPLEMENTATION_CLASS = '2.25.3516402094195393332651544229448329990';
export const IMPLEMENTATION_VERSION = 'CAUSEWAY';
/** What a partner that names no maximum length is taken to accept: the smallest size all known software takes. */
export const DEFAULT_PDU_BYTES = 16_384;
/** Fixed part of A-ASSOCIATE-RQ and -AC after the PDU header. */
export const FIXED_BYTES = 68;
const PROTOCOL_VERSION = 1;
const UID = /^(?=.{1,64}$)[0-9]+(\.[0-9]+)*$/;
const AE_TITLE_BYTES = 16;

export interface Item {
  readonly type: number;
  readonly value: Buffer;
}

/** Items that follow one another from `offset`. Throws `ProtocolError` when one does not fit. */
export function* itemsOf(bytes: Buffer, offset: number): Generator<Item> {
  let at = offset;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) {
      throw invalid('An item of an A-ASSOCIATE PDU is cut off.');
    }
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) {
      throw invalid('An item of an A-ASSOCIATE PDU is longer than what holds it.');
    }
    yield { type: bytes[at]!, value: bytes.subarray(at + 4, end) };
    at = end;
  }
}

export function writeItem(type: number, ...parts: readonly Buffer[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(4);
  head[0] = type;
  head.writeUInt16BE(size, 2);
  return Buffer.concat([head, ...parts]);
}

export function uidItem(type: number, uid: string): Buffer {
  return writeItem(type, Buffer.from(uid, 'latin1'));
}

/** A UID as data only: characters and length are checked, nothing else is made of it. */
export function readUid(value: Buffer): string {
  const uid = withoutPadding(value);
  if (!UID.test(uid)) {
    throw invalid('An A-ASSOCIATE PDU holds something that is not a UID.');
  }
  return uid;
}

export function isUid(text: string): boolean {
  return UID.test(text);
}

/** AE titles are 16 bytes; leading and trailing spaces do not count (PS3.8 9.3.2). */
export function readAeTitle(bytes: Buffer, offset: number): string {
  return withoutPadding(bytes.subarray(offset, offset + AE_TITLE_BYTES)).trim();
}

export function withoutPadding(value: Buffer): string {
  return value.toString('latin1').replace(/[\0 ]+$/, '');
}

/** SCP/SCU role selection for one class (PS3.7 D.3.3.4): which roles the requester of the association may play. */
export interface Role {
  readonly sopClassUid: string;
  readonly scu: boolean;
  readonly scp: boolean;
}

function roleItem({ sopClassUid, scu, scp }: Role): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(sopClassUid.length);
  return writeItem(ITEM.role, length, Buffer.from(sopClassUid, 'latin1'), Buffer.from([scu ? 1 : 0, scp ? 1 : 0]));
}

/** A role item that is cut off says nothing: its class then keeps the default roles. */
function readRole(value: Buffer): Role | null {
  const length = value.length < 2 ? -1 : value.readUInt16BE(0);
  if (length < 0 || value.length < length + 4) {
    return null;
  }
  return { sopClassUid: readUid(value.subarray(2, 2 + length)), scu: value[2 + length] === 1, scp: value[3 + length] === 1 };
}

function userInformation(pduBytes: number, roles: readonly Role[]): Buffer {
  const maximum = Buffer.alloc(4);
  maximum.writeUInt32BE(pduBytes);
  return writeItem(
    ITEM.userInformation,
    writeItem(ITEM.maximumLength, maximum),
    uidItem(ITEM.implementationClass, IMPLEMENTATION_CLASS),
    ...roles.map(roleItem),
    writeItem(ITEM.implementationVersion, Buffer.from(IMPLEMENTATION_VERSION, 'latin1')),
  );
}

/** A whole A-ASSOCIATE-RQ or -AC. `titles` are the 32 bytes of called and calling AE title. */
export function associatePdu(type: number, titles: Buffer, contexts: readonly Buffer[], pduBytes: number, roles: readonly Role[] = []): Buffer {
  const body = Buffer.concat([
    Buffer.from([0, PROTOCOL_VERSION, 0, 0]),
    titles,
    Buffer.alloc(32),
    uidItem(ITEM.applicationContext, APPLICATION_CONTEXT),
    ...contexts,
    userInformation(pduBytes, roles),
  ]);
  const head = Buffer.alloc(PDU_HEADER_BYTES);
  head[0] = type;
  head.writeUInt32BE(body.length, 2);
  return Buffer.concat([head, body]);
}

export function aeTitles(called: string, calling: string): Buffer {
  return Buffer.from(called.padEnd(AE_TITLE_BYTES).slice(0, AE_TITLE_BYTES) + calling.padEnd(AE_TITLE_BYTES).slice(0, AE_TITLE_BYTES), 'latin1');
}

export interface UserInformation {
  /** Largest P-DATA-TF the other side reads; 0 is without limit (PS3.8 D.1). */
  readonly pduBytes: number;
  readonly implementationClass: string;
  readonly implementationVersion: string;
  readonly roles: readonly Role[];
}

export function readUserInformation(value: Buffer): UserInformation {
  const roles: Role[] = [];
  const information = { pduBytes: DEFAULT_PDU_BYTES, implementationClass: '', implementationVersion: '', roles };
  for (const item of itemsOf(value, 0)) {
    if (item.type === ITEM.maximumLength && item.value.length === 4) {
      information.pduBytes = item.value.readUInt32BE(0);
    } else if (item.type === ITEM.implementationClass) {
      information.implementationClass = withoutPadding(item.value);
    } else if (item.type === ITEM.implementationVersion) {
      information.implementationVersion = withoutPadding(item.value);
    } else if (item.type === ITEM.role) {
      const role = readRole(item.value);
      roles.push(...(role ? [role] : []));
    }
  }
  return information;
}

export const NO_USER_INFORMATION: UserInformation = { pduBytes: DEFAULT_PDU_BYTES, implementationClass: '', implementationVersion: '', roles: [] };

export function invalid(why: string): ProtocolError {
  return new ProtocolError(ABORT_REASON.invalidParameter, why);
}
