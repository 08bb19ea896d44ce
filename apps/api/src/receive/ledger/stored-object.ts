import type { Location } from '../../platform/objects/location';

/** Who handed us an object, as far as the door can tell. */
export interface Source {
  readonly door: 'dimse' | 'dicomweb' | 'disc' | 'portal' | 'gateway';
  /** `sender` for a partner's system, `client` for one with a token. */
  readonly kind: 'sender' | 'client' | 'person';
  /** Recorded in the audit: `CALLING@address` of a sender, else the principal's id. */
  readonly id: string;
  readonly name: string;
  readonly endpointId: string | null;
  readonly facilityId: string | null;
  readonly calling: string | null;
  readonly address: string | null;
  /** Joins the audit entries of one association or request. */
  readonly trace: string;
}

/** Decoded values of the wanted attributes under their names. */
export type Head = Readonly<Record<string, unknown>>;

/** One object whose bytes are with the store and that is to be put on the ledger. */
export interface StoredObject {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** SHA-256 of the data set as received, hex. */
  readonly sha256: string;
  /** Bytes of the data set. */
  readonly bytes: number;
  readonly location: Location;
  /** First byte of the data set in the stored file. */
  readonly dataAt: number;
  readonly head: Head;
  readonly findings: readonly string[];
  readonly source: Source;
}

/** `duplicate`: UID and bytes are on the ledger already. `conflict`: the UID is there with other bytes; both are kept. */
export type Outcome = 'new' | 'duplicate' | 'conflict';

export interface Placed {
  readonly outcome: Outcome;
}

/** On the ledger already, and so part of an exam. */
export interface Posted extends Placed {
  readonly examId: string;
}

/** The exam an object is part of. Throws for one that is only in the daybook: what needs to know the exam hands its objects to the ledger itself. */
export function examOf(placed: Placed): string {
  if (!('examId' in placed)) throw new TypeError('The object is entered and not posted yet.');
  return (placed as Posted).examId;
}

/** Puts a group of objects where they are safe, once their bytes are. Resolves in the order given. */
export interface Book {
  commit(objects: readonly StoredObject[], durable: Promise<void>): Promise<(Placed | Unacceptable)[]>;
}

/** The database does not take this object, whatever is tried: it is the object's fault. */
export class Unacceptable extends Error {
  override readonly name = 'Unacceptable';
}
