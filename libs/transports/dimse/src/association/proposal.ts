import type { DimseLimits } from '../limits';
import { PDU } from '../pdu/pdu';
import {
  APPLICATION_CONTEXT,
  FIXED_BYTES,
  ITEM,
  NO_USER_INFORMATION,
  aeTitles,
  associatePdu,
  invalid,
  itemsOf,
  readAeTitle,
  readUid,
  readUserInformation,
  uidItem,
  withoutPadding,
  writeItem,
  type Role,
  type UserInformation,
} from './items';

export interface ProposedContext {
  /** Odd, 1 to 255. */
  readonly id: number;
  readonly abstractSyntax: string;
  /** In the requester's order. */
  readonly transferSyntaxes: readonly string[];
}

/** An A-ASSOCIATE-RQ (PS3.8 9.3.2). */
export interface Proposal {
  /** False when the requester does not speak protocol version 1, or names another application context. */
  readonly versionSupported: boolean;
  readonly applicationContextSupported: boolean;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly contexts: readonly ProposedContext[];
  readonly user: UserInformation;
  /** Called and calling AE title as received: the acceptance sends them back unchanged. */
  readonly titles: Buffer;
}

/** Throws `ProtocolError` for what is not a well-formed request within the limits. */
export function readProposal(body: Buffer, limits: DimseLimits): Proposal {
  if (body.length < FIXED_BYTES) {
    throw invalid('An A-ASSOCIATE-RQ is cut off.');
  }
  const contexts = new Map<number, ProposedContext>();
  let applicationContext = '';
  let user = NO_USER_INFORMATION;
  for (const item of itemsOf(body, FIXED_BYTES)) {
    if (item.type === ITEM.applicationContext) {
      applicationContext = withoutPadding(item.value);
    } else if (item.type === ITEM.proposedContext) {
      const context = readContext(item.value, limits);
      if (contexts.has(context.id) || contexts.size >= limits.contexts) {
        throw invalid('An A-ASSOCIATE-RQ proposes a presentation context twice or too many of them.');
      }
      contexts.set(context.id, context);
    } else if (item.type === ITEM.userInformation) {
      user = readUserInformation(item.value);
    }
  }
  return {
    versionSupported: (body.readUInt16BE(0) & 1) === 1,
    applicationContextSupported: applicationContext === APPLICATION_CONTEXT,
    calledAeTitle: readAeTitle(body, 4),
    callingAeTitle: readAeTitle(body, 20),
    contexts: [...contexts.values()],
    user,
    titles: body.subarray(4, 36),
  };
}

function readContext(value: Buffer, limits: DimseLimits): ProposedContext {
  const id = value[0] ?? 0;
  if (value.length < 4 || (id & 1) === 0) {
    throw invalid('A presentation context has no odd id.');
  }
  let abstractSyntax = '';
  const transferSyntaxes: string[] = [];
  for (const item of itemsOf(value, 4)) {
    if (item.type === ITEM.abstractSyntax) {
      abstractSyntax = readUid(item.value);
    } else if (item.type === ITEM.transferSyntax) {
      transferSyntaxes.push(readUid(item.value));
    }
  }
  if (abstractSyntax === '' || transferSyntaxes.length === 0 || transferSyntaxes.length > limits.syntaxesPerContext) {
    throw invalid('A presentation context needs one abstract syntax and a sensible number of transfer syntaxes.');
  }
  return { id, abstractSyntax, transferSyntaxes };
}

export function requestPdu(calledAeTitle: string, callingAeTitle: string, contexts: readonly ProposedContext[], pduBytes: number, roles: readonly Role[] = []): Buffer {
  const items = contexts.map((context) =>
    writeItem(
      ITEM.proposedContext,
      Buffer.from([context.id, 0, 0, 0]),
      uidItem(ITEM.abstractSyntax, context.abstractSyntax),
      ...context.transferSyntaxes.map((uid) => uidItem(ITEM.transferSyntax, uid)),
    ),
  );
  return associatePdu(PDU.associateRq, aeTitles(calledAeTitle, callingAeTitle), items, pduBytes, roles);
}
