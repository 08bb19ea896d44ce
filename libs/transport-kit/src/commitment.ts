import type { TransportFailure } from './failure';

/** One instance the partner is asked to keep for good. */
export interface CommitmentReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** What a partner said about the instances of one commitment. */
export interface CommitmentNews {
  readonly committed: readonly string[];
  /** With the partner's reason as the protocol writes it (`0112H`). */
  readonly refused: readonly { readonly sopInstanceUid: string; readonly status: string; readonly detail: string }[];
}

/**
 * Answer to a request for commitment. What is neither `committed` nor `refused` is open: the partner took the request, and its report had not
 * come when the line stopped waiting. It may still reach our listener under one of the `transactions`.
 */
export interface CommitmentReceipt extends CommitmentNews {
  readonly open: readonly string[];
  readonly transactions: readonly string[];
  /** Why not every instance was asked about. */
  readonly failure: TransportFailure | null;
}
