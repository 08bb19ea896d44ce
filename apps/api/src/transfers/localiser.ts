import type { OutgoingInstance } from '@causeway/transport-kit';
import type { TransferRow } from './outgoing';

/** Instances ready to go, and those whose copy cannot be made, with the reason as a code. */
export interface Copies {
  readonly ready: readonly OutgoingInstance[];
  readonly refused: readonly { readonly sopUid: string; readonly reason: string }[];
  /** Writes down what has gone out since it was last called; before an instance counts as sent, and once more at the end. */
  note(): Promise<void>;
}

/** Makes the localised copies of a transfer: same pixels and UIDs, local identifiers, originals kept in the copy (0400,0561). */
export interface Localiser {
  copies(transferId: string, rows: readonly TransferRow[]): Promise<Copies>;
  /** The stored bytes, unchanged. */
  asReceived(row: TransferRow): OutgoingInstance;
}
