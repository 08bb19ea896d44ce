import type { Act } from '../platform/acts/act';

export interface PartnerLine { readonly name: string; readonly host: boolean; readonly line: string | null; readonly label: string | null }

/** A partner with the HL7 line of theirs that takes texts, if they have one. */
export async function partnerLine(act: Pick<Act, 'query'>, facilityId: string): Promise<PartnerLine | null> {
  const [partner] = await act.query<PartnerLine>(
    `select f.name, f.host, e.id as line, e.label from facility f left join lateral (select id, label from endpoint where facility_id = f.id and kind = 'hl7v2' and direction in ('out', 'both') and purpose = 'reports' and disabled_at is null order by made_at limit 1) e on true
     where f.id = $1`, [facilityId]);
  return partner ?? null;
}
