import type { Header } from '@causeway/hl7v2';
import type { Acts } from '../platform/acts/acts';
import { isListed } from '../platform/addresses';

export interface KnownSender {
  readonly endpointId: string;
  readonly facilityId: string;
  readonly facility: string;
  readonly issuer: string | null;
}

/** How an HL7 sender names itself: MSH-3 and MSH-4, as the endpoint row has them in `calling`. */
export const senderName = (h: Header): string =>
  [h.sendingApplication, h.sendingFacility].map((a) => a?.namespace ?? a?.universalId ?? '').join('|');

/**
 * The endpoint a message comes from: its own name and the address it was sent from, for the purpose at hand, of a facility that is not retired. Null: we do
 * not know this sender, and nothing of the message is kept. An endpoint without addresses is trusted from anywhere, which its form shows in red.
 */
export async function knownSender(acts: Acts, header: Header, address: string, purposes: readonly string[]): Promise<KnownSender | null> {
  const rows = await acts.read<{ id: string; facility_id: string; name: string; issuer: string | null; addresses: string[] }>(
    `select e.id, e.facility_id, f.name, f.issuer, e.addresses from endpoint e join facility f on f.id = e.facility_id
     where e.kind = 'hl7v2' and e.direction in ('in', 'both') and e.purpose = any($1) and e.calling = $2 and e.disabled_at is null and f.state <> 'retired' order by e.made_at`,
    [purposes, senderName(header)]);
  const row = rows.find(({ addresses }) => isListed(address, addresses));
  return row ? { endpointId: row.id, facilityId: row.facility_id, facility: row.name, issuer: row.issuer } : null;
}
