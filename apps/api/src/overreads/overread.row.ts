import type { Grade, OverreadState, ReadKind } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { ClockTurn } from '../inbound/inbound.row';

export interface OverreadColumns {
  id: string; version: number; exam_id: string; state: OverreadState; state_since: Date; epoch: string; holder_id: string | null; until: Date | null;
  kind: ReadKind; case_id: string | null; purpose: string; subspecialty: string; service_line: string; facility_ids: string[]; care_team: string[]; question: string | null; requester_id: string | null; urgency: 'high' | 'medium' | 'low';
  due_at: Date | null; clock: ClockTurn[]; decision_id: string | null; declined_by: string[]; exam_revision: number; revision_read: number | null; grade: Grade | null; accession: string | null;
  acknowledged_by: string | null; acknowledged_at: Date | null; flagged_revision: number | null; reason: string | null;
}

export async function lockOverread(act: Act, id: string): Promise<OverreadColumns | null> {
  const [row] = await act.query<OverreadColumns>('select * from overread where id = $1 for update', [id]);
  return row ?? null;
}

export const overreadGuarded = (row: Pick<OverreadColumns, 'facility_ids' | 'service_line' | 'care_team' | 'holder_id'>) => ({
  facilityIds: row.facility_ids, serviceLine: row.service_line, careTeam: row.care_team, owners: row.holder_id ? [row.holder_id] : [],
});

/** Reads are the work of their pool, whomever the exam itself is shown to; its images and reports are the exam's. */
export const overreadRowColumns = { audience: `array['everyone']`, facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: 'x.care_team' } as const;
