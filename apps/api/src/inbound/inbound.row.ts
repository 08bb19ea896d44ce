import type { InboundState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';

export interface ClockTurn { readonly holder: string; readonly at: string }

/** A row of `inbound`, as the moves see it. */
export interface InboundColumns {
  id: string; version: number; state: InboundState; state_since: Date; revision: number;
  site_id: string | null; facility_ids: string[]; service_line: string; subspecialty: string | null; urgency: 'high' | 'medium' | 'low'; modalities: string[]; content_kind: string;
  received: number; expected: number | null; missing: string[]; completeness: 'complete' | 'partial' | 'unknown'; findings: string[]; parcel_patients: number; is_own: string;
  patient_text: string; checklist_id: string | null; department: string | null; department_rule: string | null; department_version: number | null; check_result: string | null; queue: string; late: 'reopen' | 'extend-silently' | 'ask'; quality: string | null;
  settled_at: Date | null; due_at: Date | null; clock: ClockTurn[]; quarantine: { reason: string; detail: string } | null;
  park: { reason: string; holder: string; until: string; note: string | null } | null; visible: string | null; care_team: string[]; named: string[]; audience: string[]; last_instance_at: Date;
}

/** The row, locked for this act. Receivers keep storing instances meanwhile. */
export async function lockInbound(act: Act, id: string): Promise<InboundColumns | null> {
  const [row] = await act.query<InboundColumns>('select * from inbound where id = $1 for no key update', [id]);
  return row ?? null;
}

/** What the ability rules look at. */
export const guardedOf = (row: Pick<InboundColumns, 'facility_ids' | 'service_line' | 'care_team'> & { readonly audience?: string[] | null }): { facilityIds: string[]; serviceLine: string; careTeam: string[]; audience: string[] } => ({
  facilityIds: row.facility_ids, serviceLine: row.service_line, careTeam: row.care_team, audience: row.audience ?? [],
});

/** The same of the exam itself, which emergency access may have opened. */
export const guardedExam = (row: Parameters<typeof guardedOf>[0] & Pick<InboundColumns, 'id'>): ReturnType<typeof guardedOf> & { examId: string } => ({ ...guardedOf(row), examId: row.id });

/** Columns for `rowSql` when `inbound` is called x. */
export const inboundRowColumns = { facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: 'x.care_team', audience: 'x.audience', examId: 'x.id' } as const;
