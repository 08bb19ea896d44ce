import type { OutgoingInstance } from '@causeway/transport-kit';
import type { TransferRow } from './outgoing';

/** Makes the localised copy of one instance: same pixels and UIDs, local identifiers, originals kept in the copy (0400,0561). */
export interface Localiser {
  copy(row: TransferRow): Promise<OutgoingInstance>;
}
