import { transferSyntax } from '@causeway/dicom';
import { CONTEXT_RESULT, type NegotiatedContext } from './acceptance';
import type { ProposedContext } from './proposal';

export const VERIFICATION = '1.2.840.10008.1.1';
export const STUDY_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.2.1';
export const STUDY_ROOT_MOVE = '1.2.840.10008.5.1.4.1.2.2.2';
export const STUDY_ROOT_GET = '1.2.840.10008.5.1.4.1.2.2.3';
/** Storage Commitment Push Model, and its one well-known instance (PS3.4 J.3). */
export const STORAGE_COMMITMENT = '1.2.840.10008.1.20.1';
export const STORAGE_COMMITMENT_INSTANCE = '1.2.840.10008.1.20.1.1';
export const IMPLICIT_LE = '1.2.840.10008.1.2';
export const EXPLICIT_LE = '1.2.840.10008.1.2.1';

const STORAGE_ROOT = '1.2.840.10008.5.1.4.1.1.';
const DICOM_ROOT = '1.2.840.10008.';

/** Which classes and syntaxes a storage provider takes. Nothing is ever transcoded: what is accepted is stored as it comes. */
export interface AcceptanceRules {
  /** SOP classes taken for storage. */
  storage(sopClassUid: string): boolean;
  /** Transfer syntaxes taken for storage. */
  transferSyntax(uid: string): boolean;
}

/** Storage classes of the standard, present and future, and private classes of vendors, in every syntax the standard names. */
export const DEFAULT_ACCEPTANCE: AcceptanceRules = {
  storage: (uid) => uid.startsWith(STORAGE_ROOT) || !uid.startsWith(DICOM_ROOT),
  transferSyntax: (uid) => transferSyntax(uid).known,
};

/** One abstract syntax served, and the syntaxes taken for it; null when it is not served. */
export type SyntaxRule = (abstractSyntax: string) => ((transferSyntaxUid: string) => boolean) | null;

/**
 * Decides one proposed context. The first proposed syntax we take wins: requesters list first what they hold, so nothing has to be
 * converted on their side either (PS3.8 7.1.1.13).
 */
export function negotiate(proposed: ProposedContext, rule: SyntaxRule): NegotiatedContext {
  const { id, abstractSyntax } = proposed;
  const takes = rule(abstractSyntax);
  const chosen = takes && proposed.transferSyntaxes.find(takes);
  const first = proposed.transferSyntaxes[0]!;
  if (!takes) {
    return { id, abstractSyntax, transferSyntax: first, result: CONTEXT_RESULT.abstractSyntaxNotSupported };
  }
  if (!chosen) {
    return { id, abstractSyntax, transferSyntax: first, result: CONTEXT_RESULT.transferSyntaxesNotSupported };
  }
  return { id, abstractSyntax, transferSyntax: chosen, result: CONTEXT_RESULT.accepted };
}
