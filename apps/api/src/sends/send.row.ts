import type { LinkRecipient } from '@causeway/contracts';
import type { PreflightFinding, RankedChannel, RouteFacts, SendState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';

/** A row of `send`, as the moves see it. */
export interface SendColumns {
  id: string; version: number; state: SendState; state_since: Date; owner_id: string; facility_ids: string[]; service_line: string; care_team: string[];
  recipient_id: string; link: { kind: LinkRecipient['kind']; contact: string } | null; recipient_kind: string; recipient_person: string | null; purpose: string; urgency: 'high' | 'medium' | 'low'; when_kind: 'now' | 'at' | 'report-final'; planned_at: Date | null;
  identity: 'as-received' | 'local'; message: string | null; attested_by: string | null; attested_at: Date | null; findings: PreflightFinding[]; preflight_at: Date | null;
  route: { facts: RouteFacts; ranked: RankedChannel[]; wanted: string | null } | null; endpoint_id: string | null; approved_by: string | null; approved_at: Date | null; reason: string | null;
  receipt: { who: string; at: string; note: string | null } | null; tracking: { carrier: string; number: string; at: string } | null; delivered_at: Date | null; ends_at: Date | null; made_at: Date;
}

export async function lockSend(act: Act, id: string): Promise<SendColumns | null> {
  const [row] = await act.query<SendColumns>('select * from send where id = $1 for update', [id]);
  return row ?? null;
}

/** What the ability rules look at; an approval must not be the sender's own. */
export const sendGuarded = (row: Pick<SendColumns, 'facility_ids' | 'service_line' | 'care_team' | 'owner_id'>) => ({
  facilityIds: row.facility_ids, serviceLine: row.service_line, careTeam: row.care_team, owners: [row.owner_id], earlierActors: [row.owner_id],
});

/** A send with an exam that is not shown to everyone is seen by its own people, and by those who handle sends. */
export const sendRowColumns = {
  facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: 'x.care_team',
  audience: `case when exists (select 1 from send_item si join inbound sx on sx.id = si.exam_id where si.send_id = x.id and sx.visible is distinct from 'all') then x.care_team::text[] else array['everyone'] end`,
} as const;
