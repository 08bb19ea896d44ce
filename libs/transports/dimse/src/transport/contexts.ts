import { EXPLICIT_LE, IMPLICIT_LE, TRANSFER_SYNTAXES, sopClass } from '@causeway/dicom';
import { TransportFailure, type RungAnswer } from '@causeway/transport-kit';
import { CONTEXT_RESULT } from '../association/acceptance';
import { STORAGE_COMMITMENT, STUDY_ROOT_FIND, STUDY_ROOT_GET, STUDY_ROOT_MOVE } from '../association/negotiation';
import type { ClientAssociation, Offer, RefusedContext } from '../scu/client-association';
import { openAssociation } from './session';
import type { DimsePartner } from './settings';

/** What is exchanged most, by class: one context for uncompressed, one for each syntax archives hold. */
const CLASSES = ['2', '4', '1', '1.1', '1.2', '6.1', '7', '12.1', '20', '128', '104.1', '88.33'].map((suffix) => `1.2.840.10008.5.1.4.1.1.${suffix}`);
const NATIVE = [EXPLICIT_LE, IMPLICIT_LE];
const COMPRESSED = ['4.70', '4.90', '4.80', '4.50'].map((suffix) => `${IMPLICIT_LE}.${suffix}`);
const SERVICES = { 'query (C-FIND)': STUDY_ROOT_FIND, 'retrieve (C-GET)': STUDY_ROOT_GET, 'retrieve (C-MOVE)': STUDY_ROOT_MOVE, 'storage commitment': STORAGE_COMMITMENT } as const;

const REASONS: Readonly<Record<number, string>> = {
  [CONTEXT_RESULT.accepted]: 'they chose a syntax we did not offer',
  [CONTEXT_RESULT.userRejected]: 'refused by the application',
  [CONTEXT_RESULT.noReason]: 'refused without a reason',
  [CONTEXT_RESULT.abstractSyntaxNotSupported]: 'class not supported',
  [CONTEXT_RESULT.transferSyntaxesNotSupported]: 'syntax not supported',
};

const classWords = (uid: string): string => sopClass(uid).name;
const syntaxWords = (uid: string): string => TRANSFER_SYNTAXES.find((one) => one.uid === uid)?.name ?? uid;
const sorted = (words: Iterable<string>): string => [...new Set(words)].sort().join(', ');

/** Offers what is exchanged most and tells what they took and what not, with their reason (PS3.8 9.3.3.2). Nothing is sent. */
export async function lookAtContexts(settings: DimsePartner, signal: AbortSignal): Promise<RungAnswer> {
  const offers: Offer[] = [
    ...CLASSES.flatMap((abstractSyntax) => [{ abstractSyntax, transferSyntaxes: NATIVE }, ...COMPRESSED.map((syntax) => ({ abstractSyntax, transferSyntaxes: [syntax] }))]),
    ...Object.values(SERVICES).map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: NATIVE })),
  ];
  const association = await openAssociation(settings, offers, signal);
  try {
    const answer = readContexts(association);
    await association.release();
    return answer;
  } finally {
    association.abort();
  }
}

function readContexts({ contexts, refusals }: Pick<ClientAssociation, 'contexts' | 'refusals'>): RungAnswer {
  const images = contexts.filter(({ abstractSyntax }) => CLASSES.includes(abstractSyntax));
  const native = new Set(images.filter(({ transferSyntax }) => NATIVE.includes(transferSyntax)).map(({ abstractSyntax }) => abstractSyntax));
  const compressed = images.filter(({ transferSyntax }) => !NATIVE.includes(transferSyntax));
  const refused = refusals.filter(({ abstractSyntax, transferSyntaxes }) => CLASSES.includes(abstractSyntax) && NATIVE.some((one) => transferSyntaxes.includes(one)));
  const services = Object.entries(SERVICES).map(([words, uid]) => `${contexts.some(({ abstractSyntax }) => abstractSyntax === uid) ? 'Offered' : 'Not offered'}: ${words}`);
  const details = [
    ...(native.size > 0 ? [`Taken uncompressed: ${sorted([...native].map(classWords))}`] : []),
    ...(compressed.length > 0 ? [`Taken compressed: ${sorted(compressed.map(({ transferSyntax }) => syntaxWords(transferSyntax)))}`] : []),
    ...refused.map((one) => `Refused uncompressed: ${classWords(one.abstractSyntax)} (${reasonOf(one)})`),
    ...services,
  ];
  if (images.length === 0) {
    throw new TransportFailure('unsupported', 'never', `We offered ${CLASSES.length} kinds of images, they took none: ${reasonOf(refused[0] ?? null)}.`, { fault: 'contexts-refused', details });
  }
  if (native.size === 0) {
    const taken = sorted(compressed.map(({ transferSyntax }) => syntaxWords(transferSyntax)));
    throw new TransportFailure('unsupported', 'never', `We offered images uncompressed (Explicit and Implicit VR Little Endian), they take them only as ${taken}.`, { fault: 'transfer-syntax', details });
  }
  return { actual: `${native.size} of ${CLASSES.length} kinds of images taken uncompressed${compressed.length > 0 ? ', also compressed' : ''}`, details };
}

const reasonOf = (context: RefusedContext | null): string => (context?.result === null || !context ? 'no answer for it' : (REASONS[context.result] ?? `result ${context.result}`));
