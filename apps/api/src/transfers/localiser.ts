import type { OutgoingInstance } from '@causeway/transport-kit';
import type { TransferRow } from './outgoing';

/** Instances ready to go, and those whose copy cannot be made, with the reason as a code. */
export interface Copies {
  readonly ready: readonly OutgoingInstance[];
  readonly refused: readonly { readonly sopUid: string; readonly reason: string }[];
}

/** Makes the localised copies of a transfer: same pixels and UIDs, local identifiers, originals kept in the copy (0400,0561). */
export interface Localiser {
  copies(transferId: string, rows: readonly TransferRow[]): Promise<Copies>;
}
