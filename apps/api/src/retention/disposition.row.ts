import type { DispositionState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';

export interface DispositionColumns {
  id: string; version: number; number: number; state: DispositionState; state_since: Date; title: string; facility_ids: string[]; service_line: string | null; action: 'purge' | 'export-then-purge' | null; export_endpoint_id: string | null;
  proposed_by: string | null; reviewer_id: string | null; approver_id: string | null; reason: string | null; certificate: string | null; due_at: Date; made_at: Date;
}

export async function lockDisposition(act: Act, id: string): Promise<DispositionColumns | null> {
  const [row] = await act.query<DispositionColumns>('select * from disposition where id = $1 for update', [id]);
  return row ?? null;
}

/** What the ability rules look at: whoever endorsed does not approve. A batch of several lines is nobody's line. */
export const dispositionGuarded = (row: Pick<DispositionColumns, 'facility_ids' | 'service_line' | 'reviewer_id' | 'state'>) => ({
  facilityIds: row.facility_ids, ...(row.service_line ? { serviceLine: row.service_line } : {}), earlierActors: row.state === 'second-review' && row.reviewer_id ? [row.reviewer_id] : [],
});
