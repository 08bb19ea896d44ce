import { PDU } from '../pdu/pdu';
import type { Proposal } from './proposal';
import {
  FIXED_BYTES,
  ITEM,
  NO_USER_INFORMATION,
  associatePdu,
  invalid,
  itemsOf,
  readUid,
  readUserInformation,
  uidItem,
  writeItem,
  type Role,
  type UserInformation,
} from './items';

/** Result of one presentation context (PS3.8 9.3.3.2). */
export const CONTEXT_RESULT = {
  accepted: 0,
  userRejected: 1,
  noReason: 2,
  abstractSyntaxNotSupported: 3,
  transferSyntaxesNotSupported: 4,
} as const;
export type ContextResult = (typeof CONTEXT_RESULT)[keyof typeof CONTEXT_RESULT];

export interface NegotiatedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  /** The one chosen; without meaning when not accepted. */
  readonly transferSyntax: string;
  readonly result: ContextResult;
}

export interface AcceptedAnswer {
  readonly contexts: readonly { readonly id: number; readonly result: number; readonly transferSyntax: string }[];
  readonly user: UserInformation;
}

export function acceptPdu(proposal: Proposal, contexts: readonly NegotiatedContext[], pduBytes: number, roles: readonly Role[] = []): Buffer {
  const items = contexts.map((context) =>
    writeItem(ITEM.contextResult, Buffer.from([context.id, 0, context.result, 0]), uidItem(ITEM.transferSyntax, context.transferSyntax)),
  );
  return associatePdu(PDU.associateAc, proposal.titles, items, pduBytes, roles);
}

/** Reads an A-ASSOCIATE-AC. The transfer syntax of a refused context is not looked at (PS3.8 9.3.3.2). */
export function readAcceptance(body: Buffer): AcceptedAnswer {
  if (body.length < FIXED_BYTES) {
    throw invalid('An A-ASSOCIATE-AC is cut off.');
  }
  const contexts: AcceptedAnswer['contexts'][number][] = [];
  let user = NO_USER_INFORMATION;
  for (const item of itemsOf(body, FIXED_BYTES)) {
    if (item.type === ITEM.contextResult && item.value.length >= 4) {
      contexts.push({ id: item.value[0]!, result: item.value[2]!, transferSyntax: chosenSyntax(item.value) });
    } else if (item.type === ITEM.userInformation) {
      user = readUserInformation(item.value);
    }
  }
  return { contexts, user };
}

function chosenSyntax(value: Buffer): string {
  if (value[2] !== CONTEXT_RESULT.accepted) {
    return '';
  }
  for (const item of itemsOf(value, 4)) {
    if (item.type === ITEM.transferSyntax) {
      return readUid(item.value);
    }
  }
  throw invalid('An accepted presentation context names no transfer syntax.');
}
